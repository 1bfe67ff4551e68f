/**
 * Every rater: what it answered, how often it agrees with the other people, and what CROWDLAB makes of it.
 */
import type { Study } from '../../data/index.ts';
import {
  type Estimate,
  type IntervalRequest,
  judgeAgreement,
  leaveOneOutAgreement,
  notice,
  unknownEstimate,
  weightFloor,
} from '../../stats/index.ts';
import type { RaterAnalysis } from '../schema/analysis.ts';
import type { BuiltConsensus } from '../labels/analyze-labels.ts';
import { raterSummaries } from '../study/rater-summaries.ts';
import { estimateOf } from '../words/estimates.ts';
import type { JudgeView } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';

/** length raters: a person with the other people, a judge with all of them. */
export function agreementOfRaters(
  study: Study,
  people: PeopleView,
  judges: readonly JudgeView[],
  interval: IntervalRequest,
): Estimate[] {
  const withOthers = leaveOneOutAgreement(people.table, { interval });
  const notCompared = unknownEstimate(
    notice('reference-not-compared'),
    { items: 0, labels: 0, clusters: 0 },
    interval.level,
  );
  const places = placesOf(people);
  return study.raters.map((_, code) => {
    const index = places.get(code) ?? -1;
    if (index >= 0) return withOthers[index];
    const judge = judges.find((view) => view.rater === code);
    return judge === undefined
      ? notCompared
      : judgeAgreement(people.table, judge.label, { interval, split: judge.split });
  });
}

/** `agreement`: length raters. */
export function analyzeRaters(
  study: Study,
  people: PeopleView,
  agreement: readonly Estimate[],
  { raters: crowdlab }: BuiltConsensus,
): RaterAnalysis[] {
  const labels = study.codebook.labels.map((label) => label.name);
  const places = placesOf(people);
  return raterSummaries(study).map(
    ({ id, kind, kindFrom, given, abstain, invalid, notAsked }, code): RaterAnalysis => {
      const index = places.get(code) ?? -1;
      const inCrowdlab = crowdlab !== null && index >= 0;
      const worst = inCrowdlab ? crowdlab.worstLabel[index] : -1;
      return {
        id,
        kind: kind as RaterAnalysis['kind'],
        kindFrom,
        group: study.raters[code].group ?? null,
        ratings: given,
        abstain,
        invalid,
        notAsked,
        agreementWithConsensus: estimateOf(agreement[code], { role: 'rater-with-consensus' }),
        quality: inCrowdlab ? crowdlab.raterQuality[index] : NaN,
        weight: inCrowdlab ? crowdlab.raterWeights[index] : NaN,
        atFloor: inCrowdlab && crowdlab.raterWeights[index] <= weightFloor,
        worstLabel: worst < 0 ? null : labels[worst],
      };
    },
  );
}

/** Rater code → its place among the people. */
function placesOf({ raters }: PeopleView): Map<number, number> {
  return new Map(raters.map((code, index) => [code, index]));
}
