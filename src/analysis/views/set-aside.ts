/**
 * Judges and references whose labels do not meet those of people: why nothing is said of them, and what mends
 * it.
 */
import type { Notice, SetAside, Study } from '../../data/index.ts';
import { type Refusal, refusal } from '../questions.ts';
import type { ScoresBesideGrades } from '../words/sentences/refusals.ts';

/** The judge of this name, where nothing is answered about it; undefined for a judge that is compared. */
export function setAsideJudge({ setAside }: Study, judge: string | null): SetAside | undefined {
  return setAside.find(({ rater, kind }) => kind === 'judge' && rater === judge);
}

/** `scores`: what can be said all the same of scores with decimals. */
export function refusalOf(
  { rater, code: kind, against, labels, ownLabels, map }: SetAside,
  scores?: ScoresBesideGrades,
): Refusal {
  const copies = {
    labels: labels.map((label) => ({ ...label })),
    own: ownLabels.map((label) => ({ ...label })),
  };
  const facts = { rater, kind, against, ...copies, map: { ...map } };
  const reason = {
    code: 'set-aside',
    facts: scores === undefined ? facts : { ...facts, scores: { ...scores } },
  };
  return refusal(reason, { code: 'bring-labels-together', facts });
}

/** A reference has no question of its own to be refused. */
export function setAsideWarnings({ setAside }: Study): Notice[] {
  return setAside
    .filter(({ kind }) => kind === 'reference')
    .map((reference) => {
      const { reason, fix } = refusalOf(reference);
      return {
        code: 'reference-set-aside',
        facts: { rater: reference.rater, why: { ...reason }, fix: { ...fix } },
      };
    });
}
