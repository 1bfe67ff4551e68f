/**
 * The rate by people, for other people on other items: what these people's differences add to its interval.
 */
import { type Votes, leniency, notice, twoWayRate } from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import { estimateOf } from '../words/estimates.ts';
import { type RateContext, clusterCount, clustersOf } from './rate-correction.ts';

/** With fewer people there is no telling how people differ. */
const fewestPeople = 5;
/** With fewer votes a person nobody's own rate is known well enough to be compared. */
const fewestVotes = 5;
/** With fewer votes a person, p is counted by dealing them anew, where that does not take long. */
const manyVotes = 20;
const longToDeal = 100_000;

/** Null with fewer than five people. */
export function otherPeople(context: RateContext, labeled: Int32Array): RateAnalysis['otherPeople'] {
  const votes = votesOf(context, labeled);
  const people = new Set(votes.rater).size;
  if (people < fewestPeople) return null;
  const { study, level, random } = context;
  const rate = twoWayRate(votes, clustersOf(study, labeled), { level });
  const total = votes.value.length;
  const dealt = total < manyVotes * people && total <= longToDeal;
  const { spread, pValue } =
    total < fewestVotes * people ? { spread: NaN, pValue: NaN } : leniency(votes, dealt ? { random } : {});
  return {
    estimate: estimateOf(
      {
        ...rate,
        n: labeled.length,
        counts: { items: labeled.length, labels: total, clusters: clusterCount(study, labeled) },
        assumptions: [notice('people-drawn')],
        warnings: rate.unclaimed,
      },
      { role: 'rate-of-other-people' },
    ),
    people,
    effectivePeople: rate.effectiveRaters,
    leniency: { spread, pValue },
  };
}

function votesOf({ people: { table }, event }: RateContext, items: Int32Array): Votes {
  const { itemStart, rater, label } = table;
  const start = new Int32Array(items.length + 1);
  items.forEach((item, at) => (start[at + 1] = start[at] + itemStart[item + 1] - itemStart[item]));
  const [raters, value] = [new Int32Array(start[items.length]), new Float64Array(start[items.length])];
  items.forEach((item, at) => {
    for (let from = itemStart[item], to = start[at]; from < itemStart[item + 1]; from++, to++) {
      raters[to] = rater[from];
      value[to] = event.worth(item, label[from]);
    }
  });
  return { raterCount: table.raterCount, itemStart: start, rater: raters, value };
}
