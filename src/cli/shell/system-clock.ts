/** The clock of this machine, for the rooms that may not look at one themselves. */
import type { Clock } from '../../judge/index.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  timestamp: () => new Date().toISOString(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const woken = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', woken);
        resolve();
      };
      // Longer than a timer can be: nobody waits that long.
      const timer = setTimeout(woken, Math.min(milliseconds, 2 ** 31 - 1));
      signal?.addEventListener('abort', woken);
    }),
};
