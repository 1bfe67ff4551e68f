/** One question to an endpoint: what is sent, and what the store will know it by. */
import type { CallRecord } from '../../data/index.ts';
import type { ProviderRequest } from '../endpoint/provider.ts';

export interface JudgeCall extends Pick<
  CallRecord,
  'key' | 'judge' | 'item' | 'order' | 'sample' | 'model' | 'prompt'
> {
  readonly request: ProviderRequest;
  /** No more than this, for a limit of cost before the endpoint has counted. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** An estimate of the input, for plans and rates. */
  readonly likelyInputTokens: number;
}
