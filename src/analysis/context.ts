/**
 * A study as all questions see it: people, judges, the event to count and the items it is about, each made
 * once.
 */
import type { Study } from '../data/index.ts';
import { type RateEvent, type RateRequest, rateEvent } from './views/rate-event.ts';
import { type RatePool, ratePool } from './rate/rate-pool.ts';
import { type JudgeView, judgeViews } from './views/judge-view.ts';
import { type PeopleView, peopleView, referenceView } from './views/people-view.ts';

export interface Context {
  readonly study: Study;
  readonly people: PeopleView;
  /** Null where the study has no reference. */
  readonly references: PeopleView | null;
  readonly judges: readonly JudgeView[];
  /** The judges that questions are asked about, those set aside included; `[null]` where there is none. */
  readonly judgeNames: readonly (string | null)[];
  /** Undefined where nothing says what to count. */
  readonly event: RateEvent | undefined;
  /** Undefined for a judge that is set aside, and for null. */
  judge(name: string | null): JudgeView | undefined;
  /** The items that the rate is about, by what the judge said of them. */
  pool(event: RateEvent, judge: JudgeView | undefined): RatePool;
}

/** Throws DataError for an event that cannot be counted. */
export function contextOf(study: Study, request: RateRequest): Context {
  const people = peopleView(study);
  const judges = judgeViews(study);
  const pools = new Map<JudgeView | undefined, RatePool>();
  return Object.freeze({
    study,
    people,
    references: referenceView(study),
    judges,
    judgeNames: judgeNames(study),
    event: rateEvent(study, request),
    judge: (name: string | null) => judges.find((judge) => judge.name === name),
    pool: (event: RateEvent, judge: JudgeView | undefined) => {
      const known = pools.get(judge) ?? ratePool(people, event, judge, study.selection === 'separate');
      pools.set(judge, known);
      return known;
    },
  });
}

function judgeNames({ raters, setAside }: Study): (string | null)[] {
  const compared = raters.filter(({ kind }) => kind === 'judge').map(({ id }) => id);
  const names = [
    ...compared,
    ...setAside.filter(({ kind }) => kind === 'judge').map(({ rater }) => rater),
  ].sort();
  return names.length === 0 ? [null] : names;
}
