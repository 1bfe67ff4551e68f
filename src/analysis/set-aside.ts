/** What is said of a judge whose labels do not meet those of people: both vocabularies, and what mends it. */
import { type LabelCount, type SetAsideJudge, type Study, listed, pastedMap, polarity } from '../data/index.ts';
import type { Refusal } from './readiness.ts';

/** Labels of each side that are shown. */
const labelsShown = 6;

/** The judges that questions 1, 3 and 4 are asked about, those set aside included; `[null]` where there is none. */
export function judgeNames({ raters, setAside }: Study): (string | null)[] {
  const compared = raters.filter(({ kind }) => kind === 'judge').map(({ id }) => id);
  const names = [...compared, ...setAside.map(({ judge }) => judge)].sort();
  return names.length === 0 ? [null] : names;
}

/** Why nothing is answered about this judge; undefined for a judge that is compared. */
export function refuseSetAside({ setAside }: Study, judge: string | null): Refusal | undefined {
  const found = setAside.find((one) => one.judge === judge);
  return found === undefined ? undefined : refusalOf(found);
}

export function refusalOf(judge: SetAsideJudge): Refusal {
  return { reason: reasonOf(judge), fix: fixOf(judge), labelsMissing: NaN };
}

function reasonOf({ judge, code, against, judgeLabels, labels }: SetAsideJudge): string {
  const others = against === 'people' ? 'people' : 'the reference';
  const both = `${against === 'people' ? 'people gave' : 'the reference has'} ${withCounts(labels)}; ${judge} gave ${withCounts(judgeLabels)}`;
  const what: Record<SetAsideJudge['code'], string> = {
    'no shared label': `${judge} and ${others} share no label`,
    'few shared labels': `${judge} and ${others} share hardly any label`,
    'spelled differently': `${judge} and ${others} spell labels differently`,
    'scores of the judge': `${judge} gives scores with decimals where ${others} ${against === 'people' ? 'give' : 'has'} a few labels`,
    'scores of people': `${judge} gives a few labels where ${others} ${against === 'people' ? 'give' : 'has'} scores with decimals`,
    'two scales': `${judge} and ${others} seem to grade on two scales`,
  };
  return `${what[code]}: ${both}`;
}

function fixOf({ judge, code, map, labels, judgeLabels }: SetAsideJudge): string {
  const couldGive = 'could have given the same decimals, declare a codebook with all of them (--codebook)';
  if (code === 'scores of the judge') {
    const share = judgeLabels.every(({ label }) => Number(label) >= 0 && Number(label) <= 1);
    const yes = labels.find(({ label }) => polarity(label, true) > 0) ?? labels[0];
    return (
      'turn the score into a label that people use, by a threshold or by rounding, in a column of its own; ' +
      (share
        ? `if it is the judge's probability of ${listed([yes.label])}, name its column prob_${yes.label} in a table with one row a rating; `
        : '') +
      `if people ${couldGive}`
    );
  }
  if (code === 'scores of people')
    return `turn people's scores into the labels that ${judge} gives, by a threshold or by rounding; if ${judge} ${couldGive}`;
  if (code === 'two scales')
    return `bring both to one scale in the file, for example by halving and rounding grades from 1 to 10; if both grade on one scale, declare a codebook with all of its grades (--codebook)`;
  const declare = 'if all of them are labels of one question, declare a codebook with all of them (--codebook)';
  const pairs = Object.entries(map);
  if (pairs.length === 0)
    return `say which word of ${judge} means which label: --map WORD=LABEL,WORD=LABEL (in a study, "labels": {"WORD": "LABEL"} in assize.json); ${declare}`;
  return `if this is what they mean, add ${pastedMap(pairs)} (in a study, "labels": ${JSON.stringify(map)} in assize.json); ${declare}`;
}

function withCounts(labels: readonly LabelCount[]): string {
  const shown = labels.slice(0, labelsShown).map(({ label, count }) => `${listed([label])} (${count.toLocaleString('en-US')})`);
  const more = labels.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
