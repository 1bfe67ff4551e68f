/** What the sentence of a notice is made with. */
import type { Notice, SayOption } from '../../data/index.ts';

/**
 * The facts of one code, which its sentence knows: a `never` is whatever the sentence takes it for. A test
 * says every code once.
 */
export type Facts = Readonly<Record<string, never>>;

export interface Words {
  /** Gives an option the caller's words. */
  readonly say: SayOption;
  /** A notice inside another, as its sentence. */
  readonly notice: (inner: Notice) => string;
}

/** How one code reads. Without a final stop, since it may go on. */
export type Sentence = (facts: Facts, words: Words) => string;

/** By code. */
export type Sentences = Readonly<Record<string, Sentence>>;

/** How far an interval was tried out, and what it has here. */
export function tested(what: string, from: number): string {
  return `${what}; this interval is tested from ${from}, so it may be too narrow`;
}
