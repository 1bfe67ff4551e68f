/** Columns that grow while a file is read: typed arrays that double, so that a million rows are a few blocks and no objects. */
export class GrowableInt32 {
  #values: Int32Array = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = doubled(this.#values, Int32Array);
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index];
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Fills with `value` up to `length`. */
  padTo(length: number, value: number): void {
    while (this.length < length) this.push(value);
  }

  /** The values so far, without a copy: valid until the next push. */
  view(): Int32Array {
    return this.#values.subarray(0, this.length);
  }
}

export class GrowableFloat64 {
  #values: Float64Array = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = doubled(this.#values, Float64Array);
    this.#values[this.length++] = value;
  }

  view(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}

function doubled<T extends Int32Array | Float64Array>(values: T, Values: new (length: number) => T): T {
  const larger = new Values(values.length * 2);
  larger.set(values);
  return larger;
}
