/** Time is handed in, so that a test decides what it is. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** The same moment as text: ISO 8601, UTC. */
  timestamp(): string;
  /** Resolves early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
