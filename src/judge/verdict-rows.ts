/** The verdicts of a judge as rows of ratings, in the columns that every rating file has: there is no second way into a study. */
import type { CallRecord, EndpointProbe, JudgeRun, VerdictStore } from '../data/index.ts';
import type { JudgeCall } from './judge-call.ts';
import type { PreparedJudge } from './prepare-judge.ts';
import { type Price, batchPrice, costOf } from './prices.ts';
import { type Verdict, type VerdictOptions, readVerdict } from './verdict.ts';

export type VerdictRow = Readonly<Record<string, string | number>>;

/** The verdicts that the planned calls have so far, one for each item and order; of calls that nobody made there is none. */
export function* verdictsOf(
  judge: PreparedJudge,
  calls: Iterable<JudgeCall>,
  store: Pick<VerdictStore, 'get'>,
  options: VerdictOptions = {},
): Generator<{ readonly verdict: Verdict; readonly records: readonly CallRecord[] }> {
  let place = '';
  let records: CallRecord[] = [];
  for (const call of calls) {
    const here = JSON.stringify([call.item, call.order]);
    if (here !== place && records.length > 0) {
      yield { verdict: readVerdict(judge, records, options), records };
      records = [];
    }
    place = here;
    const record = store.get(call.key);
    // The same call of a judge by another name, or a twin of this item, is as good.
    if (record !== undefined) records.push({ ...record, judge: judge.name, item: call.item, order: call.order });
  }
  if (records.length > 0) yield { verdict: readVerdict(judge, records, options), records };
}

/** A verdict as a row. Probabilities leave room for what was not on a label, so that the reader counts it as it does for any judge. */
export function verdictRow(judge: PreparedJudge, verdict: Verdict): VerdictRow {
  const { config, codebook, name, version } = judge;
  const onLabels = Number.isNaN(verdict.offLabelMass) ? 1 : 1 - verdict.offLabelMass;
  const probabilities = verdict.probabilities?.map((p) => p * onLabels);
  return {
    item: verdict.item,
    rater: name,
    kind: 'judge',
    label: verdict.label ?? '',
    status: verdict.status,
    ...(verdict.order === null ? {} : { order: verdict.order }),
    ...Object.fromEntries(codebook.labels.map((label, code) => [`prob_${label.name}`, probabilities?.[code] ?? ''])),
    prob_source: verdict.probSource,
    model: config.model,
    family: config.family ?? name,
    prompt: version,
    ...(verdict.problem === null ? {} : { problem: verdict.problem }),
  };
}

/** What a judge has done and cost so far, counted while its verdicts go by. */
export function judgeRunCounter(
  { name, config, version, source }: PreparedJudge,
  price: Price | undefined,
  probe: EndpointProbe | null = null,
): {
  add(verdict: Verdict, records: readonly CallRecord[]): void;
  result(): JudgeRun;
} {
  const problems = new Map<string, number>();
  const sum = { verdicts: 0, calls: 0, failedCalls: 0, inputTokens: 0, outputTokens: 0, cost: 0, offLabelMass: 0, massKnown: 0 };
  return {
    add(verdict, records) {
      sum.verdicts++;
      if (verdict.problem !== null) problems.set(verdict.problem, (problems.get(verdict.problem) ?? 0) + 1);
      if (!Number.isNaN(verdict.offLabelMass)) {
        sum.offLabelMass += verdict.offLabelMass;
        sum.massKnown++;
      }
      for (const { status, inputTokens, outputTokens, batch } of records) {
        sum.calls++;
        if (status === 'failed') sum.failedCalls++;
        sum.inputTokens += inputTokens ?? 0;
        sum.outputTokens += outputTokens ?? 0;
        sum.cost += costOf(batch === null ? price : batchPrice(price), inputTokens ?? 0, outputTokens ?? 0);
      }
    },
    result: () => ({
      judge: name,
      model: config.model,
      prompt: version,
      probSource: source,
      verdicts: sum.verdicts,
      calls: sum.calls,
      failedCalls: sum.failedCalls,
      problems: [...problems].sort(([, a], [, b]) => b - a).map(([reason, count]) => ({ reason, count })),
      offLabelMass: sum.massKnown === 0 ? NaN : sum.offLabelMass / sum.massKnown,
      inputTokens: sum.inputTokens,
      outputTokens: sum.outputTokens,
      cost: price === undefined ? NaN : sum.cost,
      probe,
    }),
  };
}
