/** Question 4 in words: the corrected rate with its neighbors, and what to be careful about. */
import type { Notice } from '../../data/index.ts';
import { type Reply, refusal } from '../questions.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import { drawFinding } from '../words/draw.ts';
import { capital, counted, estimateText, percent, percentRange } from '../words/figures.ts';

/** A refusal still says what people alone say of the labeled items. */
export function answerRate(
  { rates }: { readonly rates: readonly RateAnalysis[] },
  judge: string | null,
  refused: boolean,
): Reply {
  // Of a judge that was set aside there is no rate; the one by people alone may be there.
  const rate = rates.find((one) => one.judge === judge) ?? rates.find((one) => one.judge === null);
  if (rate === undefined) return { code: 'rate-unknown', text: '' };
  if (!refused && rate.status !== 'refused')
    return {
      code: codeOf(rate),
      facts: { value: rate.corrected.value, claimed: rate.claimed },
      text: rateText(rate),
    };
  return {
    code: 'rate-refused',
    text: '',
    refusal: rate.status === 'refused' ? refusal(plain(rate.reason!), plain(rate.fix!)) : undefined,
    beside: besideRefusal(rate, judge),
  };
}

function plain({ code, facts }: Notice): Notice {
  return { code, facts };
}

function codeOf({ status, drawCheck, claimed }: RateAnalysis): string {
  if (status === 'people alone') return 'rate-by-people';
  if (drawCheck?.doubt !== undefined) return 'rate-doubted';
  return claimed ? 'rate-corrected' : 'rate-unclaimed';
}

function besideRefusal(
  { humanOnly, event, selection, judge: of }: RateAnalysis,
  judge: string | null,
): string[] {
  if (Number.isNaN(humanOnly.value)) return [];
  const figure = `${event}: ${estimateText(humanOnly)}`;
  if (of !== judge) return [`By people alone, ${figure}`];
  const where =
    selection === 'separate'
      ? 'On the calibration set, which is not what the rate is about'
      : 'On those alone';
  return [`${where}, ${figure}`];
}

function rateText(rate: RateAnalysis): string {
  const {
    event,
    corrected,
    humanOnly,
    judgeOnly,
    judge,
    counts,
    claimed,
    labelsSaved,
    drawCheck,
    methodReason,
  } = rate;
  const labels = counted(counts.labeled, 'item');
  if (rate.status === 'people alone')
    return (
      `${estimateText(corrected)}: ${event}, by people on ${labels}. No correction: ` +
      `${methodReason.text}.${otherPeopleText(rate)}${notAskedText(rate)}${cautionOf(rate)}`
    );
  const beside = `The judge alone says ${percent(judgeOnly.value)}.${noVerdictText(rate)}`;
  const draw = drawFinding(rate);
  const drawn = draw === undefined ? '' : ` ${capital(draw.text)}.`;
  if (rate.selection === 'separate')
    return (
      `${estimateText(corrected)}: ${event}, from ${judge}'s verdicts on ` +
      `${counted(counts.unlabeled, 'item')}, corrected by its errors on the ` +
      `${counted(counts.labeled)} of the calibration set. ${beside} The ${percent(humanOnly.value)} ` +
      `of people on the calibration set are its mix, not a rate of these items.${cautionOf(rate)}`
    );
  const correctedText =
    `${event}, from ${judge}'s verdicts on ${counted(counts.compared + counts.unlabeled, 'item')} ` +
    `corrected by the ${counted(counts.labeled)} that people labeled`;
  if (drawCheck?.doubt !== undefined)
    return (
      `No figure holds for all items: ${drawCheck.doubt.text}. ${event}, by people on ${labels}: ` +
      `${estimateText(humanOnly)}; ` +
      `corrected with the judge: ${estimateText(corrected)}; the judge alone: ` +
      `${percent(judgeOnly.value)}.${noVerdictText(rate)}`
    );
  if (!claimed)
    return (
      `${estimateText(humanOnly)}: ${event}, by people on ${labels}. Corrected with the judge: ` +
      `${estimateText(corrected)}. ${beside}${otherPeopleText(rate)}${drawn}${cautionOf(rate)}`
    );
  const saved =
    labelsSaved >= 1
      ? `The judge saved about ${counted(Math.round(labelsSaved), 'label')}.`
      : Number.isNaN(labelsSaved)
        ? 'How many labels the judge saved is unknown.'
        : 'The judge saved no labels: its verdicts say too little about people’s.';
  return (
    `${estimateText(corrected)}: ${correctedText}. People alone: ${estimateText(humanOnly)}. ` +
    `${beside}${otherPeopleText(rate)}${drawn} ` +
    saved
  );
}

/**
 * The other intervals hold for the people who labeled. What is not claimed has a caution here, or the rate at
 * its end.
 */
function otherPeopleText({ otherPeople, claimed }: RateAnalysis): string {
  if (otherPeople === null || Number.isNaN(otherPeople.estimate.interval.lower)) return '';
  const { people, estimate } = otherPeople;
  const [caution] = claimed ? estimate.warnings : [];
  return (
    ` These figures hold for the ${counted(people, 'person', 'people')} who labeled; for other people like them, ` +
    `people alone say ${percentRange(estimate.interval)}.` +
    (caution === undefined ? '' : ` Take that one with care: ${caution.text}.`)
  );
}

/** How many items the judge left open, and what became of them. */
function noVerdictText(rate: RateAnalysis): string {
  const { counts, selection } = rate;
  const { withoutVerdict, withoutRow, compared, unlabeled } = counts;
  const all = counted(compared + unlabeled + withoutVerdict);
  const rows = withoutRow === 0 ? '' : ` (no row at all on ${counted(withoutRow)})`;
  const counting =
    selection === 'separate' ? 'they count as not yes' : 'they count by what people say of such items';
  const silent =
    withoutVerdict === 0
      ? ''
      : ` It gave no verdict on ${counted(withoutVerdict)} of ${all} items${rows}: ${counting}.`;
  return `${silent}${notAskedText(rate)}`;
}

function notAskedText({ judge, counts: { notAsked } }: RateAnalysis): string {
  return notAsked === 0
    ? ''
    : ` The rate leaves out ${counted(notAsked, 'item')} that ${judge} was not asked about.`;
}

function cautionOf({ claimed, status, selection, corrected, humanOnly }: RateAnalysis): string {
  if (claimed) return '';
  const caution = corrected.warnings[0]?.text ?? 'its coverage is not promised here';
  const isOnly = status === 'people alone' || selection === 'separate';
  const isOfBoth = humanOnly.warnings.some(({ text }) => text === caution);
  const which = isOfBoth ? 'both figures' : 'the corrected figure';
  return ` Take ${isOnly ? 'the figure' : which} with care: ${caution}.`;
}
