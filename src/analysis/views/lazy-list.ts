/**
 * A list whose entries are made when they are asked for: a million objects at once take more memory than the
 * columns they are made of.
 */

/** What an array and a lazy list have in common. */
export interface ReadonlyList<T> extends Iterable<T> {
  readonly length: number;
  /** The entry at a place, counted from the end where it is negative; undefined beyond. */
  at(index: number): T | undefined;
  /** An array of the entries from `start` to before `end`, as of an array. */
  slice(start?: number, end?: number): T[];
}

/** Makes each entry anew whenever it is read: a change to one is not kept. */
export class LazyList<T> implements ReadonlyList<T> {
  readonly length: number;
  readonly #make: (index: number) => T;

  constructor(length: number, make: (index: number) => T) {
    this.length = length;
    this.#make = make;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let index = 0; index < this.length; index++) yield this.#make(index);
  }

  at(index: number): T | undefined {
    const place = index < 0 ? this.length + index : index;
    return Number.isInteger(place) && place >= 0 && place < this.length ? this.#make(place) : undefined;
  }

  slice(start = 0, end = this.length): T[] {
    const place = (given: number): number => {
      const from = Math.trunc(given) || 0;
      return from < 0 ? Math.max(0, this.length + from) : Math.min(from, this.length);
    };
    const first = place(start);
    return Array.from({ length: Math.max(0, place(end) - first) }, (_, offset) => this.#make(first + offset));
  }

  /** JSON knows it as an array. */
  toJSON(): T[] {
    return [...this];
  }
}
