/**
 * One line that says what is being done, rewritten in place: only where a person looks, and only after half a
 * second. A spinner on a timer would stand still here, since the work holds the thread between two steps;
 * this line moves with the steps.
 */
import { plainText } from './terminal-text.ts';
import type { World } from './world.ts';

export interface Progress {
  /** `urgent`: shown at once, for a line that has to last. */
  step(text: string, options?: { readonly urgent: boolean }): void;
  /** Takes the line away. */
  end(): void;
}

const patience = 500;
const pause = 100;

export function createProgress({ stderr }: World): Progress {
  if (stderr.isTTY !== true) return { step: () => {}, end: () => {} };
  const started = performance.now();
  let shown = 0;
  return {
    step: (text, { urgent } = { urgent: false }) => {
      const now = performance.now();
      if (!urgent && (now - started < patience || now - shown < pause)) return;
      shown = now;
      stderr.write(`\r\u001B[2K${plainText(text).slice(0, 78)}…`);
    },
    end: () => {
      if (shown > 0) stderr.write('\r\u001B[2K');
      shown = 0;
    },
  };
}

const cells = 10;

/** How much of a whole is done, in a bar of ten cells. */
export function progressBar(done: number, total: number): string {
  const full = total > 0 ? Math.min(cells, Math.floor((cells * done) / total)) : 0;
  return '█'.repeat(full) + '░'.repeat(cells - full);
}
