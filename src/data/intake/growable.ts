/**
 * Columns that grow while a file is read: typed arrays that double, so that a million rows are a few blocks
 * and no objects.
 */
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

  /** Hands the values over and is empty afterwards: the taker may write to them. */
  take(): Int32Array {
    const values = this.view();
    this.#values = new Int32Array(1024);
    this.length = 0;
    return values;
  }
}

/** Where runs are shorter than this on average, each value on its own takes less. */
const shortestRun = 8;

/**
 * A column that mostly repeats one value, or counts up by one: kept as runs, so that ten million rows may
 * take a few bytes.
 */
export class RunInt32 {
  length = 0;
  readonly #step: 0 | 1;
  readonly #starts: number[] = [];
  readonly #firsts: number[] = [];
  /** Set once the runs turn out to be short. */
  #values: GrowableInt32 | undefined;
  /** The run that was looked at last: rows are mostly asked for in order. */
  #last = 0;

  constructor(step: 0 | 1) {
    this.#step = step;
  }

  push(value: number): void {
    const row = this.length++;
    if (this.#values !== undefined) return this.#values.push(value);
    const run = this.#starts.length - 1;
    if (run >= 0 && value === this.#firsts[run] + this.#step * (row - this.#starts[run])) return;
    this.#starts.push(row);
    this.#firsts.push(value);
    if (this.#starts.length > 1024 && this.#starts.length * shortestRun > this.length) this.#spreadOut();
  }

  at(row: number): number {
    if (this.#values !== undefined) return this.#values.at(row);
    const run = this.#runOf(row);
    return this.#firsts[run] + this.#step * (row - this.#starts[run]);
  }

  /** All values as an array of its own. */
  toArray(): Int32Array {
    const values = new Int32Array(this.length);
    // Memory that is never written to costs nothing, so zeros are left as they are.
    for (let row = 0; row < values.length; row++) {
      const value = this.at(row);
      if (value !== 0) values[row] = value;
    }
    return values;
  }

  #runOf(row: number): number {
    if (!(row >= this.#starts[this.#last])) this.#last = 0;
    let [from, to] = [this.#last, this.#starts.length];
    if (row < (this.#starts[from + 1] ?? Infinity)) return from;
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (this.#starts[middle] <= row) from = middle;
      else to = middle;
    }
    return (this.#last = from);
  }

  #spreadOut(): void {
    const values = new GrowableInt32();
    for (let row = 0; row < this.length; row++) values.push(this.at(row));
    this.#values = values;
    this.#starts.length = this.#firsts.length = 0;
  }
}

export class GrowableFloat64 {
  #values: Float64Array = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = doubled(this.#values, Float64Array);
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index];
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
