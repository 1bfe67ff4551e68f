/** What every step of a run in batches is handed. */
import type { VerdictStore } from '../../data/index.ts';
import type { BatchNote } from './batch-notes.ts';
import type { BatchProvider } from '../endpoint/batch-provider.ts';
import type { RequestsOf } from './collect-batch.ts';
import type { Patience } from '../run/patience.ts';

export interface BatchWork extends Patience {
  readonly store: VerdictStore;
  /** The way to the endpoint that a batch is at. */
  readonly providerOf: (note: Pick<BatchNote, 'judge' | 'endpoint'>) => Promise<BatchProvider>;
  /**
   * Requests as they were sent, by the plan that is; what it no longer has is read from the file at the
   * endpoint.
   */
  readonly requestsOf: RequestsOf;
  /** Aborted to end waits and looks at once; a batch that is being made is still made. */
  readonly signal: AbortSignal;
  /** Aborted to end that too. */
  readonly abort: AbortSignal;
}
