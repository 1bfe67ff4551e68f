/** What is said of a judge, or a reference, whose labels do not meet those of people: both vocabularies, and what mends it. */
import { type LabelCount, type SetAside, type Study, listed, pastedMap, polarity } from '../../data/index.ts';
import type { Refusal } from './readiness.ts';

/** Labels of each side that are shown. */
const labelsShown = 6;

/** The judges that questions 1, 3 and 4 are asked about, those set aside included; `[null]` where there is none. */
export function judgeNames({ raters, setAside }: Study): (string | null)[] {
  const compared = raters.filter(({ kind }) => kind === 'judge').map(({ id }) => id);
  const names = [...compared, ...setAside.filter(({ kind }) => kind === 'judge').map(({ rater }) => rater)].sort();
  return names.length === 0 ? [null] : names;
}

/** Why nothing is answered about this judge; undefined for a judge that is compared. */
export function refuseSetAside({ setAside }: Study, judge: string | null): Refusal | undefined {
  const found = setAside.find(({ rater, kind }) => kind === 'judge' && rater === judge);
  return found === undefined ? undefined : refusalOf(found);
}

export function refusalOf(rater: SetAside): Refusal {
  return { reason: reasonOf(rater), fix: fixOf(rater), labelsMissing: NaN };
}

/** A reference has no question of its own to be refused. */
export function setAsideWarnings({ setAside }: Study): { code: string; text: string; meaning: string }[] {
  return setAside
    .filter(({ kind }) => kind === 'reference')
    .map((reference) => {
      const { reason, fix } = refusalOf(reference);
      return {
        code: 'reference-set-aside',
        text: `no judge is compared with ${reference.rater}: ${reason}`,
        meaning: `To compare them: ${fix}.`,
      };
    });
}

function reasonOf({ rater, code, against, ownLabels, labels }: SetAside): string {
  const [others, give, gave] = against === 'people' ? ['people', 'give', 'people gave'] : ['the reference', 'has', 'the reference has'];
  const what: Record<SetAside['code'], string> = {
    'no shared label': `${rater} and ${others} share no label`,
    'few shared labels': `${rater} and ${others} share hardly any label`,
    'spelled differently': `${rater} and ${others} spell labels differently`,
    scores: `${rater} gives scores with decimals where ${others} ${give} a few labels`,
    'scores of the others': `${rater} gives a few labels where ${others} ${give} scores with decimals`,
    'two scales': `${rater} and ${others} seem to grade on two scales`,
  };
  return `${what[code]}: ${gave} ${withCounts(labels)}; ${rater} gave ${withCounts(ownLabels)}`;
}

function fixOf({ rater, code, map, labels, ownLabels, against }: SetAside): string {
  const others = against === 'people' ? 'people' : 'the reference';
  const couldGive = 'could have given the same decimals, declare a codebook with all of them (--codebook)';
  if (code === 'scores') {
    const isShare = ownLabels.every(({ label }) => Number(label) >= 0 && Number(label) <= 1);
    const yes = labels.find(({ label }) => polarity(label, true) > 0) ?? labels[0];
    return (
      'turn the score into a label that people use, by a threshold or by rounding, in a column of its own; ' +
      (isShare
        ? `if it is the judge's probability of ${listed([yes.label])}, name its column prob_${yes.label} in a table with one row a rating; `
        : '') +
      `if ${others} ${couldGive}`
    );
  }
  if (code === 'scores of the others')
    return `turn the scores of ${others} into the labels that ${rater} gives, by a threshold or by rounding; if ${rater} ${couldGive}`;
  if (code === 'two scales')
    return 'bring both to one scale in the file, for example grades from 1 to 10 to 1 to 5 by halving and rounding up; if both grade on one scale, declare a codebook with all of its grades (--codebook)';
  const declare = 'if all of them are labels of one question, declare a codebook with all of them (--codebook)';
  const pairs = Object.entries(map);
  if (pairs.length === 0)
    return `say which word of ${rater} means which label: --map WORD=LABEL,WORD=LABEL (in a study, "labels": {"WORD": "LABEL"} in assize.json); ${declare}`;
  const paste = `if this is what they mean, add ${pastedMap(pairs)} (in a study, "labels": ${JSON.stringify(map)} in assize.json)`;
  // Of two answers that both have another spelling, nobody means four.
  return pairs.length > 1 ? paste : `${paste}; ${declare}`;
}

function withCounts(labels: readonly LabelCount[]): string {
  const shown = labels.slice(0, labelsShown).map(({ label, count }) => `${listed([label])} (${count.toLocaleString('en-US')})`);
  const more = labels.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
