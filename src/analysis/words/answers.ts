/** The five answers in words, figures first, written from the numbers of the Analysis and nothing else. */
import type { Analysis, Answer, ConsensusAnalysis, JudgeAnalysis, RateAnalysis } from '../schema/analysis.ts';
import { type Refusal, laterQuestion, questionTitles } from './readiness.ts';
import type { Interval } from '../../stats/index.ts';
import { counted, decimal, percent, percentRange, points } from './words.ts';

/** Half-width of the zone in which a judge counts as as good as a person, as a difference of agreement. */
export const ceilingMargin = 0.05;

/** Refusals are asked for by the caller, who knows the study; `undefined` means the numbers are there. */
export interface Refusals {
  ceiling(judge: string | null): Refusal | undefined;
  consensus(): Refusal | undefined;
  calibration(judge: string | null): Refusal | undefined;
  rate(judge: string | null): Refusal | undefined;
}

/** `names`: the judges that questions 1, 3 and 4 are asked about; `[null]` where there is none. */
export function answersOf(
  analysis: Pick<Analysis, 'judges' | 'consensus' | 'people' | 'rates'>,
  names: readonly (string | null)[],
  refusals: Refusals,
): Answer[] {
  const judgeOf = (name: string | null): JudgeAnalysis | undefined => analysis.judges.find((judge) => judge.name === name);
  return [
    ...names.map((name) => {
      const answer = answerOr(1, name, refusals.ceiling(name), () => ceilingAnswer(judgeOf(name)!));
      return withReference(withOnePerson(answer, judgeOf(name)), judgeOf(name)?.againstReference ?? null);
    }),
    answerOr(2, null, refusals.consensus() ?? refusedConsensus(analysis.consensus), () => consensusAnswer(analysis.consensus)),
    ...names.map((name) => answerOr(3, name, refusals.calibration(name), () => calibrationAnswer(judgeOf(name)!))),
    ...names.map((name) => rateAnswer(name, analysis.rates, refusals)),
    refused(5, null, laterQuestion),
  ];
}

/** What the difference of judge and ceiling says, by its interval: never by the point alone. */
export function ceilingFinding(difference: {
  value: number;
  interval: { lower: number; upper: number };
}): JudgeAnalysis['agreement']['finding'] {
  const { lower, upper } = difference.interval;
  if (Number.isNaN(difference.value)) return 'unknown';
  if (Number.isNaN(lower) || Number.isNaN(upper)) return 'unclear';
  if (lower > 0) return 'above';
  if (lower >= -ceilingMargin) return 'as good';
  return upper < 0 ? 'below' : 'unclear';
}

function ceilingAnswer({ name, agreement }: JudgeAnalysis): string {
  const { ceiling, judgeOnCeilingItems: judge, difference } = agreement;
  const figures =
    `${percent(judge.value)} (${percentRange(judge.interval)}): how often ${name} agrees with one person. ` +
    `People agree with each other ${percent(ceiling.value)} of the time (${percentRange(ceiling.interval)}), ` +
    `on the same ${counted(ceiling.n, 'item')}. Difference ${points(difference.value)} (${pointRange(difference.interval)}).`;
  const { asDisagreement } = agreement.silence;
  const found = findingWords[agreement.finding];
  const said = asDisagreement === null ? found : `On the items it answered: ${found.charAt(0).toLowerCase()}${found.slice(1)}`;
  return `${figures} ${said}${silenceWords(name, agreement)}`;
}

/** A judge that answers the easy items alone agrees with people on those; what it left out is counted here. */
function silenceWords(name: string, { silence, finding }: JudgeAnalysis['agreement']): string {
  const { asDisagreement, labeledItems, withoutLabel, withoutRow } = silence;
  const noRow =
    withoutRow === 0
      ? ''
      : ` It has no row on ${counted(withoutRow, 'labeled item')}: no figure here counts ${withoutRow === 1 ? 'it' : 'them'}.`;
  if (asDisagreement === null) return noRow;
  const { judgeOnCeilingItems: judge, ceiling, difference } = asDisagreement;
  const found = asDisagreement.finding === finding ? '' : ` ${findingWords[asDisagreement.finding]}`;
  const beside = Number.isNaN(judge.value)
    ? ''
    : ` Counted as disagreement, ${name} agrees ${percent(judge.value)} of the time (${percentRange(judge.interval)}), people with each other ` +
      `${percent(ceiling.value)}. Difference ${points(difference.value)} (${pointRange(difference.interval)}).${found}`;
  return ` It gave no label on ${withoutLabel.toLocaleString('en-US')} of ${counted(labeledItems, 'labeled item')} it was asked about.${beside}${noRow}`;
}

/** Where the ceiling is not known, how often the judge agrees with the people there are is. */
function withOnePerson(answer: Answer, judge: JudgeAnalysis | undefined): Answer {
  const agreement = judge?.agreement.judgeWithPerson;
  if (answer.status === 'answered' || agreement === undefined || Number.isNaN(agreement.value)) return answer;
  const figure = `${answer.judge} agrees with a person on ${estimateWords(agreement)} of ${counted(agreement.n, 'item')}`;
  return { ...answer, reason: `${answer.reason}. ${figure}, and what to hold that against is not known` };
}

/** The figure against the gold labels stands beside the answer: it is no answer of its own, since how far people reach it is not known. */
function withReference(answer: Answer, against: JudgeAnalysis['againstReference']): Answer {
  if (against === null || Number.isNaN(against.value)) return answer;
  const { withoutLabel, asDisagreement } = against;
  const silence =
    asDisagreement === null
      ? ''
      : ` it answered, and no one label on ${withoutLabel.toLocaleString('en-US')} more: with these as disagreement, ${estimateWords(asDisagreement)}`;
  const figure = `${answer.judge} gives the reference label on ${estimateWords(against)} of the ${counted(against.n, 'item')}${silence}`;
  return answer.status === 'answered'
    ? { ...answer, text: `${answer.text} ${figure}.` }
    : { ...answer, reason: `${answer.reason}. ${figure}` };
}

const findingWords: Readonly<Record<JudgeAnalysis['agreement']['finding'], string>> = {
  above: 'The judge agrees with a person more often than people agree with each other.',
  'as good': `The judge is as good as a person: no more than ${Math.round(ceilingMargin * 100)} points below.`,
  below: 'The judge is worse than a person: the whole interval lies below zero.',
  unclear:
    'That does not decide it: the interval leaves room for a judge as good as a person and for one that is worse. More items with two people would.',
  unknown: 'How far that is from people is unknown.',
};

function refusedConsensus({ method, reason }: ConsensusAnalysis): Refusal | undefined {
  return method === 'refused' ? { reason, fix: 'use --consensus majority, which is people alone', labelsMissing: NaN } : undefined;
}

function consensusAnswer(consensus: ConsensusAnalysis): string {
  const { items, tied, single, crowdlab } = consensus.counts;
  const name = consensus.method === 'crowdlab' ? 'CROWDLAB' : 'CROWDLAB with the calibrated judge';
  const how =
    consensus.method === 'majority'
      ? 'by soft majority of the people'
      : crowdlab === items
        ? `by ${name}`
        : `${crowdlab} of them by ${name}, the others by soft majority`;
  const ties = tied === 0 ? 'no ties' : `${counted(tied, 'tie')} left open`;
  const alone = single === 0 ? '' : `; ${counted(single, 'item rests', 'items rest')} on one person`;
  return (
    `${counted(items, 'item has', 'items have')} a consensus, ${how}; ${ties}${alone}. Why: ${consensus.reason}. ` +
    'The worst items come first in consensus.csv. Their quality is a score, not a probability of being right.'
  );
}

function calibrationAnswer({ name, calibration }: JudgeAnalysis): string {
  if (calibration === null) return '';
  const { before, after, calibrator } = calibration;
  const expected = before.smoothError.expectedIfCalibrated;
  const error = before.smoothError.value;
  const raw =
    `${percent(before.topConfidence)}: how sure ${name} is of its label, on average. ${percent(before.topShare)} of people give that label. ` +
    `${error > expected ? 'As it stands, its confidence cannot be believed' : 'There is no sign that its confidence is wrong'}: ` +
    `its calibration error is ${decimal(error, 3)}, and chance alone explains ${decimal(expected, 3)}.`;
  const mended =
    calibrator.method === 'identity'
      ? 'No map did clearly better than leaving it as it is.'
      : `After ${methodNames[calibrator.method] ?? calibrator.method}, scored on items it was not fitted to, the error is ${decimal(after.smoothError.value, 3)} ` +
        `and the log loss ${decimal(after.logLoss, 3)} instead of ${decimal(before.logLoss, 3)}.` +
        (after.smoothError.value > after.smoothError.expectedIfCalibrated
          ? ` That error is still more than chance explains (${decimal(after.smoothError.expectedIfCalibrated, 3)}).`
          : '');
  const skill =
    after.skill > 0
      ? `It knows something about single items: ${percent(after.skill)} less log loss than always saying the overall shares.`
      : 'Even so it says no more about a single item than the overall shares of the labels do.';
  return `${raw} ${mended} ${Number.isNaN(after.skill) ? '' : skill}`.trim();
}

/** Refused for all judges alike where there is no event; a refusal still says what people alone say of the labeled items. */
export function rateAnswer(judge: string | null, rates: readonly RateAnalysis[], refusals: Pick<Refusals, 'rate'>): Answer {
  // Of a judge that was set aside there is no rate; the one by people alone may be there.
  const rate = rates.find((one) => one.judge === judge) ?? rates.find((one) => one.judge === null);
  const refusal = refusals.rate(judge);
  if (refusal === undefined && rate !== undefined && rate.status !== 'refused')
    return { question: 4, title: questionTitles[4], judge, status: 'answered', text: rateText(rate) };
  const answer = refused(4, judge, refusal ?? { reason: rate!.reason!, fix: rate!.fix!, labelsMissing: NaN });
  if (rate === undefined || Number.isNaN(rate.humanOnly.value)) return answer;
  if (rate.judge !== judge)
    return { ...answer, reason: `${answer.reason}. By people alone, ${rate.event}: ${estimateWords(rate.humanOnly)}` };
  const where = rate.selection === 'separate' ? 'On the calibration set, which is not what the rate is about' : 'On those alone';
  return { ...answer, reason: `${answer.reason}. ${where}, ${rate.event}: ${estimateWords(rate.humanOnly)}` };
}

function rateText(rate: RateAnalysis): string {
  const { event, corrected, humanOnly, judgeOnly, judge, counts, claimed, labelsSaved, drawCheck } = rate;
  const labels = counted(counts.labeled, 'item');
  if (rate.status === 'people alone')
    return `${estimateWords(corrected)}: ${event}, by people on ${labels}. No correction: ${rate.methodReason}.${notAskedWords(rate)}${cautionOf(rate)}`;
  const beside = `The judge alone says ${percent(judgeOnly.value)}.${noVerdictWords(rate)}`;
  if (rate.selection === 'separate')
    return (
      `${estimateWords(corrected)}: ${event}, from ${judge}'s verdicts on ${counted(counts.unlabeled, 'item')}, corrected by its errors on the ` +
      `${counts.labeled.toLocaleString('en-US')} of the calibration set. ${beside} The ${percent(humanOnly.value)} of people on the calibration set are its own mix, not a rate of these items.${cautionOf(rate)}`
    );
  const correctedWords = `${event}, from ${judge}'s verdicts on ${counted(counts.compared + counts.unlabeled, 'item')} corrected by the ${counted(counts.labeled, 'one')} that people labeled`;
  if (drawCheck?.doubt !== undefined)
    return (
      `No figure speaks for all items: ${drawCheck.doubt}. ${event}, by people on ${labels}: ${estimateWords(humanOnly)}; ` +
      `corrected with the judge: ${estimateWords(corrected)}; the judge alone: ${percent(judgeOnly.value)}.${noVerdictWords(rate)}`
    );
  if (!claimed)
    return `${estimateWords(humanOnly)}: ${event}, by people on ${labels}. Corrected with the judge: ${estimateWords(corrected)}. ${beside}${cautionOf(rate)}`;
  const saved =
    labelsSaved >= 1
      ? `The judge saved about ${counted(Math.round(labelsSaved), 'label')}.`
      : Number.isNaN(labelsSaved)
        ? 'How many labels the judge saved is unknown.'
        : 'The judge saved no labels: its verdicts say too little about people’s.';
  return `${estimateWords(corrected)}: ${correctedWords}. People alone: ${estimateWords(humanOnly)}. ${beside} ${saved}`;
}

/** How many items the judge left open, and what became of them. */
function noVerdictWords(rate: RateAnalysis): string {
  const { counts, selection } = rate;
  const { withoutVerdict, withoutRow, compared, unlabeled } = counts;
  const all = (compared + unlabeled + withoutVerdict).toLocaleString('en-US');
  const rows = withoutRow === 0 ? '' : ` (no row at all on ${withoutRow.toLocaleString('en-US')})`;
  const counting = selection === 'separate' ? 'they count as not yes' : 'they count by what people say of such items';
  const silent =
    withoutVerdict === 0 ? '' : ` It gave no verdict on ${withoutVerdict.toLocaleString('en-US')} of ${all} items${rows}: ${counting}.`;
  return `${silent}${notAskedWords(rate)}`;
}

function notAskedWords({ judge, counts: { notAsked } }: RateAnalysis): string {
  return notAsked === 0 ? '' : ` The rate leaves out ${counted(notAsked, 'item')} that ${judge} was not asked about.`;
}

function cautionOf({ claimed, corrected }: RateAnalysis): string {
  return claimed ? '' : ` Take the interval with care: ${corrected.warnings[0] ?? 'its coverage is not claimed here'}.`;
}

function estimateWords({ value, interval }: { value: number; interval: Interval }): string {
  return `${percent(value)} (${percentRange(interval)})`;
}

const methodNames: Readonly<Record<string, string>> = {
  temperature: 'temperature scaling',
  platt: 'Platt scaling',
  'label bias': 'temperature and label bias',
};

function answerOr(question: number, judge: string | null, refusal: Refusal | undefined, text: () => string): Answer {
  if (refusal !== undefined) return refused(question, judge, refusal);
  return { question, title: questionTitles[question], judge, status: 'answered', text: text() };
}

function refused(question: number, judge: string | null, { reason, fix }: Refusal): Answer {
  return { question, title: questionTitles[question], judge, status: 'refused', text: `Not answered: ${reason}.`, reason, fix };
}

function pointRange({ lower, upper }: { lower: number; upper: number }): string {
  return Number.isNaN(lower) || Number.isNaN(upper) ? 'interval unknown' : `${points(lower)} to ${points(upper)}`;
}
