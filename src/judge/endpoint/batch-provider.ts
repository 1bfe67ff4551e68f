/**
 * The seam to an endpoint's batch API: a file of requests up, a batch made of it, looked at, found again, and
 * its files down.
 */
import type { Hint } from '../../data/index.ts';
import type { ProviderRequest } from './provider.ts';

export interface BatchOrder {
  /** The endpoint's name for the uploaded file. */
  readonly input: string;
  readonly api: ProviderRequest['api'];
  /** Our own name for the batch, kept with it at the endpoint: by this it is found again. */
  readonly name: string;
}

export interface RemoteBatch {
  readonly id: string;
  /** In the endpoint's own words. */
  readonly status: string;
  /** Nothing more will come of it. */
  readonly ended: boolean;
  /** Files with answers and with errors; null where there is none. */
  readonly output: string | null;
  readonly errors: string | null;
  /** Requests that are settled so far; NaN where the endpoint does not say. */
  readonly done: number;
  /** Why the endpoint refused the whole of it, in a line, and what to do; null where it did not. */
  readonly reason: string | null;
  readonly hint: string | Hint | null;
}

/** Every function throws JudgeError, and nothing else, where the endpoint did not do what was asked. */
export interface BatchProvider {
  /** Takes a file of requests, one a line. Returns the endpoint's name for it. */
  upload(lines: readonly string[], signal: AbortSignal): Promise<string>;
  create(order: BatchOrder, signal: AbortSignal): Promise<RemoteBatch>;
  retrieve(id: string, signal: AbortSignal): Promise<RemoteBatch>;
  /** The batch that was made by this order; undefined where the endpoint has none. */
  find(order: BatchOrder, signal: AbortSignal): Promise<RemoteBatch | undefined>;
  /** The lines of a file as they come: it may be too large for one text. */
  content(file: string, signal: AbortSignal): AsyncIterable<string>;
  cancel(id: string, signal: AbortSignal): Promise<RemoteBatch>;
}
