/**
 * The verdicts of a judge as rows of ratings, in the columns that every rating file has: there is no second
 * way into a study.
 */
import {
  type CallRecord,
  type EndpointProbe,
  type JudgeRun,
  type VerdictStore,
  parseNumber,
} from '../../data/index.ts';
import type { Plan } from '../ask/plan.ts';
import { ordinalVerdict } from './ordinal-verdict.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import { type Price, batchPrice, costOf } from '../ask/prices.ts';
import { type Verdict, type VerdictOptions, openProbabilities, readVerdict } from './verdict.ts';

export type VerdictRow = Readonly<Record<string, string | number>>;

/** Columns of a row that say more of a verdict than any rating has. Items may have fields of these names. */
export const verdictNotes = [
  'prob_source',
  'samples',
  'expected_score',
  'score_sd',
  'entropy',
  'problem',
  'warnings',
] as const;

/** What became of the calls about one item in one order. */
export interface SettledCalls {
  /**
   * Null while some of them have neither an answer nor a failure: the first few of many samples are no
   * verdict. Null too where all of them failed, since a call that failed says nothing of the item.
   */
  readonly verdict: Verdict | null;
  /** All of them have an answer or a failure. */
  readonly whole: boolean;
  /** Those that have. */
  readonly records: readonly CallRecord[];
}

/** What the planned calls came to so far, by item and order; where nobody made any there is nothing. */
export function* verdictsOf(
  { judge, calls }: Plan,
  store: Pick<VerdictStore, 'get'>,
  options: VerdictOptions = {},
): Generator<SettledCalls> {
  let place = '';
  let planned = 0;
  let records: CallRecord[] = [];
  const settled = (): SettledCalls => {
    const whole = records.length === planned;
    const answered = records.some(({ status }) => status === 'answered');
    return { verdict: whole && answered ? readVerdict(judge, records, options) : null, whole, records };
  };
  for (const call of calls) {
    const here = JSON.stringify([call.item.id, call.order]);
    if (here !== place) {
      if (records.length > 0) yield settled();
      [place, planned, records] = [here, 0, []];
    }
    planned++;
    const record = store.get(call.key);
    // The same call of a judge by another name, or a twin of this item, is as good.
    if (record !== undefined)
      records.push({ ...record, judge: judge.name, item: call.item.id, order: call.order });
  }
  if (records.length > 0) yield settled();
}

/**
 * A verdict as a row. Probabilities leave room for what was not on a label, so that the reader counts it as
 * it does for any judge.
 */
export function verdictRow(judge: PreparedJudge, verdict: Verdict): VerdictRow {
  const { config, codebook, name, version } = judge;
  const probabilities = openProbabilities(verdict);
  return {
    item: verdict.item,
    rater: name,
    kind: 'judge',
    label: verdict.label ?? '',
    status: verdict.status,
    ...(verdict.order === null ? {} : { order: verdict.order }),
    ...Object.fromEntries(
      codebook.labels.map((label, code) => [`prob_${label.name}`, probabilities?.[code] ?? '']),
    ),
    ...scoresOf(judge, verdict),
    prob_source: verdict.probSource,
    ...(verdict.samples === null ? {} : { samples: verdict.samples }),
    model: config.model,
    family: config.family ?? name,
    prompt: version,
    ...(verdict.problem === null ? {} : { problem: verdict.problem }),
    ...(verdict.warnings.length === 0 ? {} : { warnings: verdict.warnings.join('; ') }),
  };
}

/** On an ordered scale of numbers, what the drawn label throws away. */
function scoresOf({ codebook: { scale, labels } }: PreparedJudge, { probabilities }: Verdict): VerdictRow {
  const values = labels.map(({ name, value }) => value ?? parseNumber(name));
  const ascending = [...values.keys()].sort((a, b) => values[a] - values[b]);
  if (scale === 'nominal' || !values.every(Number.isFinite) || new Set(values).size < values.length)
    return {};
  if (probabilities === null) return { expected_score: '', score_sd: '', entropy: '' };
  const { expected, standardDeviation, entropy } = ordinalVerdict(
    ascending.map((code) => probabilities[code]),
    ascending.map((code) => values[code]),
  );
  return { expected_score: expected, score_sd: standardDeviation, entropy };
}

/** What a judge has done and cost so far, counted while its verdicts go by. */
export function judgeRunCounter(
  { name, config, version, source }: PreparedJudge,
  price: Price | undefined,
  probe: EndpointProbe | null = null,
): {
  add(settled: SettledCalls): void;
  result(): JudgeRun;
} {
  const problems = new Map<string, number>();
  const warnings = new Map<string, number>();
  const sum = {
    verdicts: 0,
    withoutVerdict: 0,
    unfinished: 0,
    calls: 0,
    failedCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    cost: 0,
  };
  const mass = { sum: 0, known: 0, hidden: 0 };
  function addVerdict({ status, problem, warnings: words, offLabelMass }: Verdict): void {
    if (status === 'given') sum.verdicts++;
    else sum.withoutVerdict++;
    if (problem !== null) count(problems, problem);
    for (const word of words) count(warnings, word);
    if (!Number.isNaN(offLabelMass)) {
      mass.sum += offLabelMass;
      mass.known++;
    } else if (status === 'given') mass.hidden++;
  }
  return {
    add({ verdict, whole, records }) {
      if (!whole) sum.unfinished++;
      if (verdict !== null) addVerdict(verdict);
      for (const { status, response, inputTokens, outputTokens, batch } of records) {
        sum.calls++;
        if (status === 'failed') sum.failedCalls++;
        // One that came back without what was asked for was paid for.
        if (response === null) continue;
        // An answer that the endpoint did not count was paid for all the same.
        sum.inputTokens += inputTokens ?? NaN;
        sum.outputTokens += outputTokens ?? NaN;
        sum.cost += costOf(
          batch === null ? price : batchPrice(price),
          inputTokens ?? NaN,
          outputTokens ?? NaN,
        );
      }
    },
    result: () => ({
      judge: name,
      model: config.model,
      prompt: version,
      probSource: source,
      verdicts: sum.verdicts,
      withoutVerdict: sum.withoutVerdict,
      unfinished: sum.unfinished,
      calls: sum.calls,
      failedCalls: sum.failedCalls,
      problems: mostFrequent(problems),
      warnings: mostFrequent(warnings),
      offLabelMass: mass.known === 0 || mass.hidden > 0 ? NaN : mass.sum / mass.known,
      inputTokens: sum.inputTokens,
      outputTokens: sum.outputTokens,
      cost: price === undefined ? NaN : sum.cost,
      probe,
    }),
  };
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<string, number>): JudgeRun['problems'] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => ({ reason, count }));
}
