/** Question 1 in words: how often the judge agrees with a person, beside people with each other. */
import type { Reply } from '../questions.ts';
import type { Analysis, JudgeAnalysis } from '../schema/analysis.ts';
import {
  coefficient,
  counted,
  estimateText,
  figureRange,
  figureText,
  listed,
  percent,
  percentRange,
  pointRange,
  points,
} from '../words/figures.ts';

/** Half-width of the zone in which a judge counts as as good as a person, as a difference of agreement. */
const ceilingMargin = 0.05;
const marginPoints = Math.round(ceilingMargin * 100);

/**
 * What the difference of judge and ceiling says, by its interval: never by the point alone, and nothing where
 * the interval is not claimed. docs/decisions/0006-as-good-as-a-person.md.
 */
export function ceilingFinding(difference: {
  readonly value: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  readonly warnings: readonly unknown[];
}): JudgeAnalysis['agreement']['finding'] {
  const { lower, upper } = difference.interval;
  if (Number.isNaN(difference.value)) return 'unknown';
  if (Number.isNaN(lower) || Number.isNaN(upper) || difference.warnings.length > 0) return 'unclear';
  if (lower > 0) return 'above';
  if (lower >= -ceilingMargin) return 'as good';
  return upper < 0 ? 'below' : 'unclear';
}

export function answerCeiling(
  { judges, people }: Pick<Analysis, 'judges' | 'people'>,
  name: string | null,
  refused: boolean,
): Reply {
  const judge = judges.find((one) => one.name === name);
  if (judge === undefined) return { code: 'ceiling-unknown', text: '' };
  const reference = [...referenceText(judge), ...ordersText(judge)];
  if (refused) return { code: 'ceiling-unknown', text: '', beside: [...onePersonText(judge), ...reference] };
  const { finding, ceiling, judgeOnCeilingItems, difference } = judge.agreement;
  return {
    code: `ceiling-${finding.replace(' ', '-')}`,
    facts: { judge: judgeOnCeilingItems.value, people: ceiling.value, difference: difference.value },
    text: [ceilingText(judge, people), ...reference.map((sentence) => `${sentence}.`)].join(' '),
  };
}

function ceilingText(judgeAnalysis: JudgeAnalysis, people: Analysis['people']): string {
  const { name, agreement } = judgeAnalysis;
  const { ceiling, judgeOnCeilingItems: judge, difference, silence } = agreement;
  const figures =
    `${percent(judge.value)} (${percentRange(judge.interval)}): how often ${name} agrees with one person. ` +
    `People agree with each other ${percent(ceiling.value)} of the time ` +
    `(${percentRange(ceiling.interval)}), ` +
    `on the same ${counted(ceiling.n, 'item')}. Difference ${points(difference.value)} ` +
    `(${pointRange(difference.interval)}).` +
    careText([
      [`the agreement of ${name}`, judge],
      ['the agreement of people', ceiling],
    ]);
  const onlyAnswered = silence.asDisagreement === null ? '' : 'On the items it answered: ';
  return [
    scaleText(judgeAnalysis, people),
    `${figures} ${onlyAnswered}${verdict(agreement)}`,
    silenceText(name, agreement),
    labelsText(judgeAnalysis),
  ].join('');
}

/**
 * On a scale comes first how much higher it scores than people, and how it agrees where a near miss counts in
 * part: by the interval, never by the point alone.
 */
function scaleText({ name, agreement }: JudgeAnalysis, people: Analysis['people']): string {
  const { onScale } = agreement;
  if (onScale === null || Number.isNaN(onScale.difference.value)) return '';
  const { difference, judgeMean, peopleMean, least, most } = onScale;
  const { lower, upper } = difference.interval;
  const means = `${coefficient(judgeMean)} to people’s ${coefficient(peopleMean)} on a scale of ${least} to ${most}`;
  const figure = withEnds(difference);
  const settled = difference.warnings.length === 0 && (lower > 0 || upper < 0);
  const scores = settled
    ? `${name} scores ${lower > 0 ? 'higher' : 'lower'} than people: ${figure}, ${means}.`
    : `Whether ${name} scores high or low is not settled: ${figure}, ${means}.`;
  return `${scores} ${nearMissText(agreement, people)}The very same label: `;
}

function nearMissText({ measures }: JudgeAnalysis['agreement'], people: Analysis['people']): string {
  const [judge, person] = [measures, people.measures].map((all) =>
    all.find(({ estimate }) => estimate.role === 'agreement-on-scale'),
  );
  if (judge === undefined || person === undefined || Number.isNaN(judge.estimate.value)) return '';
  return (
    `Where a near miss counts in part (${person.name}), it agrees with one person ${withEnds(judge.estimate)}, people with ` +
    `each other ${withEnds(person.estimate)}.` +
    `${careText([['these figures', judge.estimate]])} `
  );
}

function withEnds({ value, interval, unit }: Written): string {
  return `${figureText(unit, value)} (${figureRange(unit, interval)})`;
}

/** Of two labels, how much of each it finds, beside what another person does. */
function labelsText({ name, agreement: { byLabel } }: JudgeAnalysis): string {
  if (byLabel.length !== 2 || byLabel.some(({ judge }) => Number.isNaN(judge.value))) return '';
  const [one, other] = byLabel;
  return (
    ` Of what one person calls ${one.label}, ${name} finds ${estimateText(one.judge)}, another person ` +
    `${percent(one.people.value)}; of what one calls ${other.label}, ${estimateText(other.judge)} and ` +
    `${percent(other.people.value)}.` +
    careText([one, other].map(({ label, judge }) => [`the figure of ${label}`, judge]))
  );
}

type Written = JudgeAnalysis['agreement']['difference'];

/** Whose intervals are not claimed, and why, of the first of them. */
function careText(figures: readonly (readonly [of: string, figure: Written])[]): string {
  const doubtful = figures.filter(([, { warnings }]) => warnings.length > 0);
  if (doubtful.length === 0) return '';
  const [[, { warnings }]] = doubtful;
  return ` Take ${listed(doubtful.map(([of]) => of))} with care: ${warnings[0].text}.`;
}

/**
 * A judge that answers the easy items alone agrees with people on those; what it left out is counted here.
 */
function silenceText(name: string, { silence, finding }: JudgeAnalysis['agreement']): string {
  const { asDisagreement, labeledItems, withoutLabel, withoutRow } = silence;
  const noRow =
    withoutRow === 0
      ? ''
      : ` It has no row on ${counted(withoutRow, 'labeled item')}: no figure here counts ` +
        `${withoutRow === 1 ? 'it' : 'them'}.`;
  if (asDisagreement === null) return noRow;
  const { judgeOnCeilingItems: judge, ceiling, difference } = asDisagreement;
  const found = asDisagreement.finding === finding ? '' : ` ${verdict(asDisagreement)}`;
  const beside = Number.isNaN(judge.value)
    ? ''
    : ` Counted as disagreement, ${name} agrees ${percent(judge.value)} of the time ` +
      `(${percentRange(judge.interval)}), people with each other ` +
      `${percent(ceiling.value)}. Difference ${points(difference.value)} ` +
      `(${pointRange(difference.interval)}).${found}`;
  return (
    ` It gave no label on ${counted(withoutLabel)} of ${counted(labeledItems, 'labeled item')} it was ` +
    `asked about.${beside}${noRow}`
  );
}

/** Where the ceiling is not known, how often the judge agrees with the people there are is. */
function onePersonText({ name, agreement: { judgeWithPerson: agreement } }: JudgeAnalysis): string[] {
  if (Number.isNaN(agreement.value)) return [];
  const [caution] = agreement.warnings;
  return [
    `${name} agrees with a person on ${estimateText(agreement)} of ${counted(agreement.n, 'item')}; how ` +
      'often two people would agree is not known',
    ...(caution === undefined ? [] : [`Take that figure with care: ${caution.text}`]),
  ];
}

/**
 * The figure against the reference labels: it is no answer by itself, since how far people reach it is not
 * known.
 */
function referenceText({ name, againstReference: against }: JudgeAnalysis): string[] {
  if (against === null || Number.isNaN(against.value)) return [];
  const { withoutLabel, asDisagreement } = against;
  const silence =
    asDisagreement === null
      ? ''
      : ` it answered, and no one label on ${counted(withoutLabel)} more: with these as disagreement, ` +
        estimateText(asDisagreement);
  const [caution] = against.warnings;
  return [
    `${name} gives the reference label on ${estimateText(against)} of the ` +
      `${counted(against.n, 'item')}${silence}`,
    ...(caution === undefined ? [] : [`Take that figure with care: ${caution.text}`]),
  ];
}

/** Of a judge of labels alone, whose verdicts in both orders are counted and not combined. */
function ordersText({ orders }: JudgeAnalysis): string[] {
  if (orders === null || orders.flips === null || !Number.isNaN(orders.bias.value)) return [];
  const { consistency, flips } = orders;
  if (!(consistency.value < 1)) return [];
  const other = flips.other === 0 ? '' : `, ${counted(flips.other)} to or from a tie`;
  return [
    `Asked in both orders it gives the same label on ${estimateText(consistency)} of ` +
      `${counted(consistency.n, 'item')}; the others agree half with either label: ` +
      `${counted(flips.toFirst)} went to whichever side was shown first, ${counted(flips.toSecond)} to the ` +
      `second${other}`,
  ];
}

function verdict({
  finding,
  difference,
}: Pick<JudgeAnalysis['agreement'], 'finding' | 'difference'>): string {
  const [why] = difference.warnings;
  if (finding !== 'unclear' || why === undefined) return findingWords[finding];
  return `Undecided: ${why.text}. Label more items, each by two people.`;
}

const findingWords: Readonly<Record<JudgeAnalysis['agreement']['finding'], string>> = {
  above: 'The judge agrees with a person more often than people agree with each other.',
  'as good': `The judge is as good as a person: no more than ${marginPoints} points below.`,
  below: 'The judge is worse than a person: the whole interval lies below zero.',
  unclear: 'Undecided: could be as good as a person or worse. Label more items, each by two people.',
  unknown: 'How far that is from people is unknown.',
};
