/**
 * Which judge agrees with people more: all judges of a study on the items that every one of them was asked
 * about.
 */
import { type JudgePair, notice, pairwiseDifferences } from '../../stats/index.ts';
import type { Context } from '../context.ts';
import type { ComparisonAnalysis } from '../schema/analysis.ts';
import { type JudgeView, asked, hasVerdict, saidPart } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';
import { estimateOf } from '../words/estimates.ts';
import { said } from '../words/notices.ts';
import { pairFinding, pairText } from './pair-text.ts';

type Pair = ComparisonAnalysis['pairs'][number];

/**
 * Null with fewer than two judges. An item on which a judge was asked and gave no label counts as
 * disagreement; one that a judge was not asked about, or has no row on, is left out for all: what it would
 * have said is not known.
 */
export function compareJudges(
  { study, judges, people, references }: Context,
  level: number,
): ComparisonAnalysis | null {
  if (judges.length < 2) return null;
  const isOfPeople = people.table.label.length > 0 || references === null;
  const raters = isOfPeople ? people : references;
  const against = isOfPeople ? 'people' : 'references';
  const { items, otherItems } = itemsOfAll(raters, judges);
  const about = { against, items: items.length, otherItems } as const;
  if (items.length === 0)
    return {
      ...about,
      judges: [],
      pairs: [],
      reason: said(notice('no-item-of-all-judges', { judges: judges.length })),
      fix: said(notice('ask-the-same-items', { items: 50 })),
    };

  const scored = judges
    .map((judge) => judgeOn(raters, judge, items))
    // Those that agree most come first; equal ones stay in the order of their names.
    .toSorted((one, other) => other.agreement - one.agreement);
  const { pairs } = pairwiseDifferences(
    scored.map(({ scores }) => scores),
    { cluster: items.map((item) => study.items.cluster[item]), level },
  );
  const compared = pairs.map((pair) => pairOf(scored, pair, against));
  return {
    ...about,
    judges: scored.map(({ name, agreement, withoutLabel }) => {
      return { name, agreement, withoutLabel, ...ranksOf(name, scored.length, compared) };
    }),
    pairs: compared,
  };
}

function itemsOfAll(
  { perItem }: PeopleView,
  judges: readonly JudgeView[],
): { readonly items: number[]; readonly otherItems: number } {
  const items: number[] = [];
  let otherItems = 0;
  for (let item = 0; item < perItem.length; item++) {
    if (perItem[item] === 0) continue;
    const askedOf = judges.filter((judge) => judge.asked[item] === asked.yes).length;
    if (askedOf === judges.length) items.push(item);
    else if (askedOf > 0) otherItems++;
  }
  return { items, otherItems };
}

interface ScoredJudge {
  readonly name: string;
  readonly agreement: number;
  readonly withoutLabel: number;
  /** length items compared; null where the judge gave no label. */
  readonly scores: readonly (number | null)[];
}

function judgeOn(raters: PeopleView, judge: JudgeView, items: readonly number[]): ScoredJudge {
  const scores = items.map((item) => scoreOf(raters, judge, item));
  const sum = scores.reduce<number>((total, score) => total + (score ?? 0), 0);
  return {
    name: judge.name,
    agreement: sum / items.length,
    withoutLabel: scores.filter((score) => score === null).length,
    scores,
  };
}

/**
 * The share of the item's people who gave the judge's label, the mean over its two orders where they
 * disagree; null where it gave none.
 */
function scoreOf({ table, perItem }: PeopleView, judge: JudgeView, item: number): number | null {
  if (!hasVerdict(judge, item)) return null;
  let same = 0;
  for (let at = table.itemStart[item]; at < table.itemStart[item + 1]; at++)
    same += saidPart(judge, item, table.label[at]);
  return same / perItem[item];
}

function pairOf(
  scored: readonly ScoredJudge[],
  pair: JudgePair,
  against: ComparisonAnalysis['against'],
): Pair {
  const [first, second] = pair.judges.map((index) => scored[index]);
  const difference = estimateOf(pair, { role: 'judge-difference', unit: 'points' });
  const claimed = pair.unclaimed.length === 0;
  const finding = pairFinding(difference, claimed);
  return {
    first: first.name,
    second: second.name,
    difference,
    onlyFirst: pair.onlyFirst,
    onlySecond: pair.onlySecond,
    claimed,
    finding,
    text: pairText({ first, second, difference, finding, claimed, against }),
  };
}

/** Only what was found says anything of a rank: an interval that is not claimed leaves it open. */
function ranksOf(
  name: string,
  judges: number,
  pairs: readonly Pair[],
): Pick<ComparisonAnalysis['judges'][number], 'best' | 'worst'> {
  const better = pairs.filter(
    ({ first, second, finding }) => name === { first: second, second: first }[finding as string],
  );
  const worse = pairs.filter(({ first, second, finding }) => name === { first, second }[finding as string]);
  return { best: 1 + better.length, worst: judges - worse.length };
}
