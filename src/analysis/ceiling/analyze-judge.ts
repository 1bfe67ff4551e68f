/** One judge: its agreement beside the human ceiling, its presentation orders, its confidence. */
import type { Study } from '../../data/index.ts';
import {
  type AgreementEstimate,
  type Estimate,
  type IntervalRequest,
  type Random,
  agreementWithConsensus,
  humanCeiling,
  judgeAgreement,
  mtBenchAgreement,
  notice,
  orderFlips,
  presentationBias,
  softMajority,
  unknownEstimate,
} from '../../stats/index.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import { ceilingFinding } from './answer-ceiling.ts';
import { differencesOf } from './differences.ts';
import { errorsByLabel } from './errors-by-label.ts';
import { meanDifference } from './mean-difference.ts';
import { estimateOf } from '../words/estimates.ts';
import { analyzeCalibration, calibrateJudge } from '../confidence/analyze-confidence.ts';
import type { FittedJudge } from '../views/judge-values.ts';
import { judgeOnScale } from '../people/scale-agreement.ts';
import { silenceOf, silentLabels } from './judge-silence.ts';
import { type JudgeView, hasProbabilities, hasVerdict } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';
import { percent } from '../words/figures.ts';
import type { Context } from '../context.ts';

export interface JudgeResult {
  readonly view: JudgeView;
  readonly analysis: JudgeAnalysis;
  /** Null where nothing could be calibrated. */
  readonly calibration: FittedJudge | null;
}

export function analyzeJudge(
  context: Context,
  view: JudgeView,
  passCode: number | null,
  interval: IntervalRequest,
): JudgeResult {
  const { study, people, references } = context;
  const random = interval.random.fork('judge');
  const calibrated = calibrateJudge(context, view, random);
  const withVerdict = view.label.filter(
    (_, i) => hasVerdict(view, i) || hasProbabilities(view, i, people.table.labelCount),
  );
  const run = runOf(study, view.name);
  const analysis: JudgeAnalysis = {
    name: view.name,
    family: view.info.family,
    familyDeclared: view.info.familyDeclared,
    items: withVerdict.length,
    labeledItems: view.label.filter((_, i) => hasVerdict(view, i) && people.perItem[i] > 0).length,
    probabilities: probabilityCounts(
      view,
      people.table.labelCount,
      run === null ? hidesMass(study, view) : Number.isNaN(run.offLabelMass),
    ),
    orders: orderEffect(study, view, interval, random),
    agreement: agreementOf(study, people, view, interval),
    againstReference: references === null ? null : againstReferenceOf(references, view, interval),
    calibration:
      calibrated === null
        ? null
        : analyzeCalibration(study, calibrated, { passCode, level: interval.level ?? 0.95, random }),
    differences: differencesOf(study, people, view),
    run,
  };
  return { view, analysis, calibration: calibrated?.fitted ?? null };
}

function againstReferenceOf(
  references: PeopleView,
  view: JudgeView,
  interval: IntervalRequest,
): JudgeAnalysis['againstReference'] {
  const { counts, label, table } = silentLabels(references, view);
  const answered = estimateOf(judgeAgreement(references.table, view.label, { interval, split: view.split }), {
    role: 'judge-with-reference',
  });
  const asDisagreement =
    counts.withoutLabel === 0
      ? null
      : estimateOf(judgeAgreement(table, label, { interval, split: view.split }), {
          role: 'judge-with-reference',
        });
  return { ...answered, withoutLabel: counts.withoutLabel, asDisagreement };
}

function runOf({ judgeRuns = [] }: Study, name: string): JudgeAnalysis['run'] {
  const run = judgeRuns.find(({ judge }) => judge === name);
  if (run === undefined) return null;
  const { judge: _, problems, warnings, probe, ...facts } = run;
  return {
    ...facts,
    problems: problems.map((problem) => ({ ...problem })),
    warnings: warnings.map((warning) => ({ ...warning })),
    probe:
      probe === null
        ? null
        : { ...probe, words: probe.words.map((word) => ({ ...word })), warnings: [...probe.warnings] },
  };
}

/**
 * Whether its rows say so, as verdicts in a file do. They sum to 1: what a mask hides, or a stated confidence
 * leaves out, is not missing from them.
 */
function hidesMass({ ratings }: Study, { rater }: JudgeView): boolean {
  const says = (name: string, isSaid: (value: string) => boolean): boolean => {
    const field = ratings.fields.find((carried) => carried.name === name);
    const said = field?.values.map(isSaid) ?? [];
    return (
      said.includes(true) && ratings.rater.some((other, row) => other === rater && said[field!.code[row]])
    );
  };
  return (
    says('prob_source', (value) => value === 'verbalized') ||
    says('warnings', (value) => value.split('; ').includes('constrained'))
  );
}

function agreementOf(
  study: Study,
  people: PeopleView,
  view: JudgeView,
  interval: IntervalRequest,
): JudgeAnalysis['agreement'] {
  const { label } = view;
  const { humanHuman, judgeHuman, difference, ratio, judgeHumanAllItems } = humanCeiling(
    people.table,
    label,
    { interval, split: view.split },
  );
  return {
    ceiling: estimateOf(humanHuman, { role: 'people-with-people' }),
    judgeOnCeilingItems: estimateOf(judgeHuman, { role: 'judge-with-people' }),
    difference: estimateOf(difference, { role: 'difference', unit: 'points' }),
    ratio: estimateOf(ratio, { role: 'ratio', unit: 'ratio' }),
    judgeWithPerson: estimateOf(judgeHumanAllItems, { role: 'judge-with-people' }),
    measures: [
      ...judgeOnScale(study.codebook, people.table, label, interval),
      majorityMeasure(people, label, judgeHumanAllItems),
      ...tieMeasures(study, people, label, interval),
    ],
    byLabel: errorsByLabel(study, people, view, interval),
    onScale: meanDifference(study, people, view, interval),
    confusion: confusionOf(people, label),
    finding: ceilingFinding(difference),
    silence: silenceOf(people, view, interval),
  };
}

// docs/traps.md, 12: easier than agreeing with one person, so it is never shown with the ceiling without a
// word about that.
function majorityMeasure(
  { table }: PeopleView,
  label: Int32Array,
  all: AgreementEstimate,
): JudgeAnalysis['agreement']['measures'][number] {
  const agreement = agreementWithConsensus(softMajority(table), label);
  return {
    name: "Judge with the people's majority",
    estimate: {
      ...estimateOf(
        unknownEstimate(agreement.reason ?? notice('interval-not-claimed'), all.counts, all.interval.level),
        {
          role: 'measure',
        },
      ),
      value: agreement.value,
      n: agreement.n,
      ...(agreement.reason === undefined ? { reason: undefined } : {}),
    },
    note:
      'A majority is easier to agree with than one person: do not hold this figure against the human ' +
      'ceiling. A tie counts in parts.',
  };
}

/**
 * The two shares of the MT-Bench paper, where the codebook has ties: S2 conditions on both being decisive, so
 * it is shown with its n.
 */
function tieMeasures(
  { codebook }: Study,
  { table }: PeopleView,
  label: Int32Array,
  interval: IntervalRequest,
): JudgeAnalysis['agreement']['measures'] {
  const tieLabels = codebook.labels.flatMap(({ tie }, code) => (tie === true ? [code] : []));
  if (tieLabels.length === 0) return [];
  const { judges, humanHuman } = mtBenchAgreement(table, [label], { tieLabels, interval });
  const { s1, s2, humanTieRate, judgeTieRate } = judges[0];
  const rates = `People call ${percent(humanTieRate)} ties, the judge ${percent(judgeTieRate)}`;
  return [
    {
      name: 'MT-Bench S1, ties count as a label',
      estimate: estimateOf(s1, { role: 'measure' }),
      note:
        `${s1.agree} of ${s1.total} pairs of judge and person. People with each other: ` +
        `${humanHuman.s1.agree} of ${humanHuman.s1.total}. ${rates}.`,
    },
    {
      name: 'MT-Bench S2, without ties',
      estimate: estimateOf(s2, { role: 'measure' }),
      note:
        `${s2.agree} of the ${s2.total} pairs in which neither calls a tie. People with each other: ` +
        `${humanHuman.s2.agree} of ${humanHuman.s2.total}. Each judge is scored on other pairs.`,
    },
  ];
}

function confusionOf({ table }: PeopleView, judge: Int32Array): number[][] {
  const counts = Array.from({ length: table.labelCount }, () =>
    Array.from({ length: table.labelCount }, () => 0),
  );
  for (let i = 0; i < table.itemCount; i++) {
    if (judge[i] < 0) continue;
    for (let at = table.itemStart[i]; at < table.itemStart[i + 1]; at++) counts[table.label[at]][judge[i]]++;
  }
  return counts;
}

function probabilityCounts(
  { probabilities, renormalized, meanMissingMass }: JudgeView,
  labelCount: number,
  hidden: boolean,
): JudgeAnalysis['probabilities'] {
  if (probabilities === null) return null;
  let items = 0;
  for (let at = 0; at < probabilities.length; at += labelCount) if (!Number.isNaN(probabilities[at])) items++;
  return { items, renormalized, meanMissingMass: hidden ? NaN : meanMissingMass };
}

function orderEffect(
  study: Study,
  { name, orders, byOrder }: JudgeView,
  interval: IntervalRequest,
  random: Random,
): JudgeAnalysis['orders'] {
  if (byOrder === null) return null;
  const { first, second, sides } = byOrder;
  const { level = 0.95 } = interval;
  const flips = orderFlips(first, second, { sides, clusters: study.items.cluster, level });
  const items = first.filter((label, item) => label >= 0 || second[item] >= 0).length;
  return {
    items: orders?.items ?? items,
    itemsWithBoth: orders === null ? flips.consistency.n : orders.items - orders.itemsWithOne,
    bias: estimateOf(leanOf(), { role: 'order-bias', unit: 'logits' }),
    consistency: estimateOf(flips.consistency, { role: 'order-consistency' }),
    flips: {
      toFirst: flips.toFirst,
      toSecond: flips.toSecond,
      other: flips.otherChanges,
      leanToFirst: estimateOf(flips.leanToFirst, { role: 'order-lean' }),
    },
  };

  function leanOf(): Estimate {
    const { counts } = flips.consistency;
    if (orders === null)
      return unknownEstimate(notice('judge-gives-no-probabilities', { judge: name }), counts, level);
    if (!orders.sidesKnown) return unknownEstimate(notice('orders-without-labels'), counts, level);
    return presentationBias(orders.combined, {
      ...interval,
      clusters: study.items.cluster,
      random: random.fork('orders'),
    });
  }
}
