/** A list whose entries are made when they are asked for: a million objects at once take more memory than the columns they are made of. */

/** What an array and a lazy list have in common. */
export interface List<T> extends Iterable<T> {
  readonly length: number;
  /** An array of the entries from `start` to before `end`, as of an array. */
  slice(start?: number, end?: number): T[];
}

/** Makes each entry anew whenever it is read: a change to one is not kept. */
export class LazyList<T> implements List<T> {
  readonly length: number;
  readonly #make: (index: number) => T;

  constructor(length: number, make: (index: number) => T) {
    this.length = length;
    this.#make = make;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let index = 0; index < this.length; index++) yield this.#make(index);
  }

  slice(start = 0, end = this.length): T[] {
    const place = (from: number): number => (from < 0 ? Math.max(0, this.length + from) : Math.min(from, this.length));
    const first = place(start);
    return Array.from({ length: Math.max(0, place(end) - first) }, (_, offset) => this.#make(first + offset));
  }

  /** JSON knows it as an array. */
  toJSON(): T[] {
    return [...this];
  }
}
