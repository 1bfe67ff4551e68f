/**
 * What is said before the results are there, held back where nobody watches: results come first, however
 * slowly somebody reads.
 */
import type { Output } from './process-output.ts';

export interface HeldOutput extends Output {
  /** Writes what was held; from then on nothing is held. */
  release(): void;
}

/** On a terminal nothing is held: there a person wants to see at once who was taken for whom. */
export function holdOutput(output: Output): HeldOutput {
  let held: string[] | null = output.isTTY === true ? null : [];
  return {
    write: (text) => (held === null ? output.write(text) : held.push(text)),
    get isTTY() {
      return output.isTTY === true;
    },
    get columns() {
      return output.columns ?? 0;
    },
    release: () => {
      const texts = held ?? [];
      held = null;
      for (const text of texts) output.write(text);
    },
  };
}
