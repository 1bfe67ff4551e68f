/** Everything a reader should know before believing a figure: what it is, and what it means. */
import type { Study } from '../../data/index.ts';
import type { Analysis, ConsensusAnalysis, RateAnalysis } from '../schema/analysis.ts';
import type { RaterSummary } from '../diagnose.ts';
import type { JudgeResult } from '../ceiling/judge.ts';
import { setAsideWarnings } from './set-aside.ts';
import type { PeopleView } from '../views/views.ts';
import { counted, listed, percent } from './words.ts';

type Warning = Analysis['warnings'][number];

export function warningsOf(
  study: Study,
  people: PeopleView,
  judges: readonly JudgeResult[],
  { consensus, rates }: Pick<Analysis, 'consensus' | 'rates'>,
  summaries: readonly RaterSummary[],
): Warning[] {
  // What would mislead most comes first.
  return [
    ...collapseWarnings(consensus),
    ...judges.flatMap((judge) => judgeWarnings(study, people, judge)),
    ...rateWarnings(rates),
    ...dataWarnings(study, people, summaries),
  ];
}

/** What is said of the data, whatever is estimated from them. */
export function dataWarnings(study: Study, people: PeopleView, summaries: readonly RaterSummary[]): Warning[] {
  return [
    ...setAsideWarnings(study),
    ...clusterWarnings(study),
    ...selectionWarnings(study, people),
    ...statusWarnings(summaries),
    ...study.warnings,
  ];
}

// docs/traps.md, 8: a correction holds for the design it was made for, and says where it does not.
export function rateWarnings(rates: readonly RateAnalysis[]): Warning[] {
  return rates.flatMap((rate) => {
    const { status, judge, event, corrected, counts } = rate;
    const of = judge === null ? `rate (${event})` : `rate (${event}) corrected with ${judge}`;
    const said = status === 'refused' ? [] : corrected.warnings;
    const warnings = said.map((text) => ({ code: 'rate', text: `${of}: ${text}`, meaning: rateMeaning(rate) }));
    if (status === 'corrected' && counts.withoutVerdict > 0)
      warnings.push({
        code: 'without-verdict',
        text: `${of}: ${judge} gave no verdict on ${counted(counts.withoutVerdict, 'item')}`,
        meaning:
          'The corrected rate counts them, by what people say where the judge gave no verdict. The judge’s own rate is that of the items it answered.',
      });
    if (status !== 'refused' && counts.notAsked > 0)
      warnings.push({
        code: 'not-asked',
        text: `${of}: ${judge} was not asked about ${counted(counts.notAsked, 'item')}`,
        meaning: 'The rate is that of the other items. If these differ, the rate of all is another.',
      });
    return warnings;
  });
}

/** What to do about a warning of a rate. */
function rateMeaning({ selection, drawCheck }: RateAnalysis): string {
  if (drawCheck?.doubt !== undefined)
    return 'Neither this rate nor that of people alone speaks for all items if the labels were chosen: label some items drawn at random, or leave --selection random out.';
  return selection === 'separate'
    ? 'The figure by people is that of the calibration set and cannot stand in for it: label some of the target.'
    : 'Hold the corrected figure against the one by people alone, which stands beside it, before you report it.';
}

// docs/traps.md, 6: rows that belong together are not independent.
function clusterWarnings({ items }: Study): Warning[] {
  if (items.clusterColumn !== null) return [];
  return [
    {
      code: 'no-clusters',
      text: 'no cluster column: every item counts as independent',
      meaning: 'Where several items share a prompt or a conversation, intervals are too narrow. Name the column with --cluster.',
    },
  ];
}

function selectionWarnings(study: Study, people: PeopleView): Warning[] {
  const labeled = people.perItem.filter((count) => count > 0).length;
  if (study.selection !== null || labeled === study.items.ids.length || labeled === 0) return [];
  return [
    {
      code: 'selection-unknown',
      text: `how the ${counted(labeled, 'labeled item')} were chosen is not declared`,
      meaning:
        'Figures hold for the labeled items. They speak for all items only if those were drawn at random: add --selection random only if they were.',
    },
  ];
}

// docs/traps.md, 14: what was not answered stands in every report.
function statusWarnings(summaries: readonly RaterSummary[]): Warning[] {
  const silent = summaries.filter((rater) => rater.abstain + rater.invalid > 0);
  if (silent.length === 0) return [];
  const named = silent.slice(0, 5).map((rater) => `${rater.id} ${rater.abstain + rater.invalid} of ${rater.ratings}`);
  const more = silent.length > 5 ? [`${silent.length - 5} more raters`] : [];
  return [
    {
      code: 'not-answered',
      text: `ratings without a label, abstained or invalid: ${listed([...named, ...more])}`,
      meaning:
        'Agreement leaves them out; of a judge it is also given with no label as disagreement. If hard items are the ones left out, agreement is too high.',
    },
  ];
}

/** Labels with their counts, on the items that people labeled. */
function labelsOfJudgeAlone({ codebook }: Study, { table, perItem }: PeopleView, { label }: JudgeResult['view']): string[] {
  const given = new Set(table.label);
  const counts = codebook.labels.map(() => 0);
  label.forEach((code, item) => {
    if (code >= 0 && perItem[item] > 0 && !given.has(code)) counts[code]++;
  });
  return counts
    .flatMap((count, code) => (count === 0 ? [] : [`${codebook.labels[code].name} (${count.toLocaleString('en-US')})`]))
    .slice(0, 10);
}

function judgeWarnings(study: Study, people: PeopleView, { view, analysis }: JudgeResult): Warning[] {
  const warnings: Warning[] = [];
  if (view.split.size > 0)
    warnings.push({
      code: 'order-inconsistent',
      text: `${view.name} gave different labels in its two orders on ${counted(view.split.size, 'item')}`,
      meaning: 'Those items have no label by this judge. Disagreement between orders is uncertainty, not a tie.',
    });
  const unshared = labelsOfJudgeAlone(study, people, view);
  if (unshared.length > 0)
    warnings.push({
      code: 'labels-of-judge-alone',
      text: `${view.name} gives labels that no person gave: ${listed(unshared)}`,
      meaning: 'They count as disagreement. If they are refusals or no answers, name them with --abstain or --invalid.',
    });
  if (view.tied > 0)
    warnings.push({
      code: 'judge-tied',
      text: `${view.name} holds two labels equally likely on ${counted(view.tied, 'item')}`,
      meaning: 'Those items have no label by this judge, because picking the first of two would favor one side.',
    });
  if (view.meanMissingMass > 0.1)
    warnings.push({
      code: 'off-label-mass',
      text: `${percent(view.meanMissingMass)} of ${view.name}'s probability lies outside the labels, on average`,
      meaning:
        'The judge often means to say something that is not a label. Look at its answers and at the prompt before its probabilities.',
    });
  if (view.orders !== null && view.orders.itemsWithOne > 0)
    warnings.push({
      code: 'one-order',
      text: `${view.name} saw ${counted(view.orders.itemsWithOne, 'item')} in one order only`,
      meaning:
        'Their probabilities stand as they are, with whatever lean to the first side the judge has. Ask again with the sides swapped.',
    });
  const thin = analysis.agreement.difference.warnings;
  for (const text of thin)
    warnings.push({
      code: 'thin-evidence',
      text: `agreement of ${view.name} and people: ${text}`,
      meaning: 'Read the interval as narrower than it should be, and label more.',
    });
  const orders = analysis.orders;
  if (orders !== null && orders.itemsWithBoth > 0 && (orders.bias.interval.lower > 0 || orders.bias.interval.upper < 0))
    warnings.push({
      code: 'side-bias',
      text: `${view.name} leans to the side shown ${orders.bias.value > 0 ? 'first' : 'second'}`,
      meaning: 'Both orders are combined on the logit scale, which removes a constant lean. Never use one order alone.',
    });
  if (analysis.calibration !== null)
    for (const note of analysis.calibration.notes)
      warnings.push({
        code: 'calibration',
        text: `${view.name}: ${note}`,
        meaning: 'The map for new items is less certain than one figure can say: compare the candidates in the report.',
      });
  return warnings;
}

// docs/traps.md, 1, in its quiet form: a consensus that is the judge alone.
function collapseWarnings({ collapse, method }: ConsensusAnalysis): Warning[] {
  if (collapse === null || !collapse.collapsed) return [];
  return [
    {
      code: 'consensus-collapsed',
      text: `CROWDLAB collapsed: ${collapse.reason}`,
      meaning:
        method === 'refused'
          ? 'Its consensus would be the judge alone, so none was written. Use --consensus majority.'
          : 'Its consensus would be the judge alone, and the judge would then agree with itself. The people’s majority stands instead.',
    },
  ];
}
