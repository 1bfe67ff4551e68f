/** The clock of this machine, for the rooms that may not look at one themselves. */
export const systemClock = {
  /** Milliseconds since 1970. */
  now: (): number => Date.now(),
  /** ISO 8601, UTC. */
  timestamp: (): string => new Date().toISOString(),
  sleep: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
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
