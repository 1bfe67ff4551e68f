/** Dawid-Skene: whether the written rule takes it, with the judge or without, and what it comes to. */
import type { Notice, Study } from '../../data/index.ts';
import {
  type ConsensusChoice,
  type DawidSkene,
  type RaterGroups,
  chooseConsensus,
  dawidSkene,
  judgeCells,
  krippendorffsAlpha,
  notice,
  raterGroups,
} from '../../stats/index.ts';
import type { JudgeResult } from '../ceiling/analyze-judge.ts';
import { type JudgeView, hasProbabilities } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';

/** What `auto` makes of the data, by the rule of docs/methods/choose-consensus.md; it looks at no result. */
export function chosenByRule(
  { codebook }: Study,
  { table }: PeopleView,
  judge: JudgeResult | undefined,
): ConsensusChoice {
  const { raters, groups, sharedItems, ratingsPerRater } = raterGroups(table);
  return chooseConsensus({
    nominal: codebook.scale === 'nominal',
    kappa: krippendorffsAlpha(table, { metric: 'nominal' }).value,
    people: raters,
    labelsPerPerson: ratingsPerRater,
    groups,
    sharedItems,
    ...(judge === undefined ? {} : { judgeAboveChance: aboveChance(judge) }),
  });
}

/** Lower end of the interval of the judge's kappa with one person; NaN where it is unknown. */
function aboveChance({ analysis: { agreement } }: JudgeResult): number {
  return (
    agreement.measures.find(({ estimate }) => estimate.role === 'kappa-of-judge')?.estimate.interval.lower ??
    NaN
  );
}

/** As asked for by name: with the judge where it is above chance; or what stands in the way. */
export function choiceAsAsked(
  people: PeopleView,
  judge: JudgeResult | undefined,
): { readonly judge: boolean; readonly strength: number } | Notice {
  const { raters, sharedItems }: RaterGroups = raterGroups(people.table);
  if (raters < 2) return notice('one-person');
  if (sharedItems === 0) return notice('no-item-of-two-people');
  const enters = judge !== undefined && aboveChance(judge) > 0;
  return { judge: enters, strength: enters ? 10 : 2 };
}

/** On the items that people labeled: of the others the judge alone would speak. */
export function runDawidSkene(
  { codebook }: Study,
  { table, perItem }: PeopleView,
  judge: JudgeResult | undefined,
  strength: number,
): DawidSkene {
  if (judge === undefined) return dawidSkene(table, { strength });
  const { view } = judge;
  const labels = view.label.map((code, item) => (perItem[item] > 0 ? code : -1));
  return dawidSkene(table, {
    strength,
    judge: judgeCells({
      judge: view.name,
      labelCount: codebook.labels.length,
      labels,
      confidence: confidenceOf(view, labels, codebook.labels.length),
    }),
  });
}

/** length items: the judge's probability of its label; NaN where it gave none. */
function confidenceOf(view: JudgeView, labels: Int32Array, labelCount: number): Float64Array {
  return Float64Array.from(labels, (code, item) =>
    code >= 0 && hasProbabilities(view, item, labelCount)
      ? view.probabilities![item * labelCount + code]
      : NaN,
  );
}
