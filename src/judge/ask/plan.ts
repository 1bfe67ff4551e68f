/**
 * What a judge will be asked: one call for each item, order and sample, each with the key it is stored under.
 */
import type { VerdictStore } from '../../data/index.ts';
import type { JudgeItem } from './items.ts';
import type { JudgeCall } from './judge-call.ts';
import type { PreparedJudge } from './prepare-judge.ts';
import { canonicalJson, mostTokens, requestOf } from './request.ts';

/**
 * A call as the plan knows it. Its body is made when it is asked: the bodies of all calls would be the items
 * many times over.
 */
export interface PlannedCall extends Pick<
  JudgeCall,
  'key' | 'order' | 'sample' | 'inputTokens' | 'outputTokens' | 'likelyInputTokens'
> {
  readonly item: JudgeItem;
}

/** Made once for a judge, a source and the items; every step of a run works with it. */
export interface Plan {
  readonly judge: PreparedJudge;
  /** Item by item, and within an item order by order. */
  readonly calls: readonly PlannedCall[];
}

/**
 * Every call of a judge. The same judge and items give the same calls with the same keys. `hash`: SHA-256 in
 * hex.
 */
export function planOf(
  judge: PreparedJudge,
  items: Iterable<JudgeItem>,
  hash: (text: string) => string,
): Plan {
  const { config, source, orders, version } = judge;
  const samples = source === 'samples' ? config.samples : 1;
  const { api, baseURL, query } = config.endpoint;
  const asked = canonicalJson({ api, baseURL: baseURL ?? null, query: query ?? null, version });
  const calls: PlannedCall[] = [];
  for (const item of items) {
    for (const order of orders) {
      const request = requestOf(judge, item, order);
      const text = canonicalJson(request.body);
      const tokens = mostTokens(request, text);
      for (let sample = 0; sample < samples; sample++) {
        const key = hash(JSON.stringify([asked, text, item.id, order, sample]));
        calls.push({ key, item, order, sample, ...tokens });
      }
    }
  }
  return { judge, calls };
}

/** A planned call with its body. */
export function callOf({ judge }: Pick<Plan, 'judge'>, { item, ...planned }: PlannedCall): JudgeCall {
  const { name, config, version } = judge;
  return {
    ...planned,
    judge: name,
    item: item.id,
    model: config.model,
    prompt: version,
    request: requestOf(judge, item, planned.order),
  };
}

/**
 * The calls nobody has paid for yet: a run goes on where the last one stopped. Those that failed before come
 * last, so that what can never be answered stands in nobody's way. `waiting`: keys of calls in a batch that
 * is under way.
 */
export function* unanswered<T extends { readonly key: string }>(
  calls: Iterable<T>,
  store: Pick<VerdictStore, 'statusOf'>,
  waiting: ReadonlySet<string> = new Set(),
): Generator<T> {
  const failed: T[] = [];
  for (const call of calls) {
    if (waiting.has(call.key)) continue;
    const status = store.statusOf(call.key);
    if (status === undefined) yield call;
    else if (status === 'failed') failed.push(call);
  }
  yield* failed;
}

/** Those of a plan, each with its body, made as it is pulled. */
export function* unansweredCalls(
  plan: Plan,
  store: Pick<VerdictStore, 'statusOf'>,
  waiting?: ReadonlySet<string>,
): Generator<JudgeCall> {
  for (const call of unanswered(plan.calls, store, waiting)) yield callOf(plan, call);
}
