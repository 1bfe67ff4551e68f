/**
 * Judges and references whose labels do not meet those of people: why nothing is said of them, and what mends
 * it.
 */
import type { Notice, SetAside, Study } from '../../data/index.ts';
import { type Refusal, refusal } from '../questions.ts';
import type { PeopleView } from './people-view.ts';
import { scoresBesideGrades } from './scores-beside-grades.ts';

export interface StudyOfPeople {
  readonly study: Study;
  readonly people: PeopleView;
}

/** Why nothing is answered about this judge; undefined for a judge that is compared. */
export function refuseSetAside({ setAside }: Study, judge: string | null): Refusal | undefined {
  const found = setAsideJudge(setAside, judge);
  return found === undefined ? undefined : refusalOf(found);
}

/** The same, with what can be said of its scores beside people's grades. */
export function refuseSetAsideWithScores(of: StudyOfPeople, judge: string | null): Refusal | undefined {
  const found = setAsideJudge(of.study.setAside, judge);
  return found === undefined ? undefined : refusalWithScores(of, found);
}

function setAsideJudge(setAside: Study['setAside'], judge: string | null): SetAside | undefined {
  return setAside.find(({ rater, kind }) => kind === 'judge' && rater === judge);
}

export function refusalWithScores({ study, people }: StudyOfPeople, found: SetAside): Refusal {
  const refused = refusalOf(found);
  const scores = scoresBesideGrades(study, people, found);
  if (scores === undefined) return refused;
  const { reason } = refused;
  return { ...refused, reason: { ...reason, facts: { ...reason.facts, scores: { ...scores } } } };
}

function refusalOf({ rater, code: kind, against, labels, ownLabels, map }: SetAside): Refusal {
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
