/**
 * Judges and references whose labels do not meet those of people: why nothing is said of them, and what mends
 * it.
 */
import type { Notice, SetAside, Study } from '../../data/index.ts';
import { type Refusal, refusal } from '../questions.ts';

/** Why nothing is answered about this judge; undefined for a judge that is compared. */
export function refuseSetAside({ setAside }: Study, judge: string | null): Refusal | undefined {
  const found = setAside.find(({ rater, kind }) => kind === 'judge' && rater === judge);
  return found === undefined ? undefined : refusalOf(found);
}

export function refusalOf({ rater, code: kind, against, labels, ownLabels, map }: SetAside): Refusal {
  const copies = {
    labels: labels.map((label) => ({ ...label })),
    own: ownLabels.map((label) => ({ ...label })),
  };
  const facts = { rater, kind, against, ...copies, map: { ...map } };
  return refusal({ code: 'set-aside', facts }, { code: 'bring-labels-together', facts });
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
