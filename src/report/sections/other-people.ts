/** The rate for other people than those who labeled, and how far these differ. */
import type { RateAnalysis } from '../../analysis/index.ts';
import { type Content, h } from '../../charts/index.ts';
import type { EstimateRow } from '../page/estimate-cells.ts';
import { coefficient, count, counted, percent, points, range } from '../page/format.ts';
import { paragraph } from '../page/page-parts.ts';

export function otherPeopleRow({ otherPeople }: RateAnalysis): EstimateRow[] {
  if (otherPeople === null) return [];
  const { estimate, people } = otherPeople;
  const note =
    `As people alone, with an interval for other people on other items. The others hold for these ` +
    `${counted(people, 'person', 'people')}.`;
  return [{ label: 'Other people', estimate, note }];
}

/** For information: no interval is chosen by it. */
export function otherPeopleSentence({ otherPeople }: RateAnalysis): Content {
  if (otherPeople === null) return null;
  const { people, effectivePeople, estimate, leniency } = otherPeople;
  const loads =
    effectivePeople < 0.7 * people
      ? `, of whom a few labeled most (as if ${count(Math.round(effectivePeople))})`
      : '';
  return paragraph(
    `${counted(people, 'person', 'people')} labeled${loads}. ${differText(leniency)}. For other people the interval is `,
    h('strong', null, range(estimate.interval.lower, estimate.interval.upper, percent)),
    '.',
  );
}

type Leniency = NonNullable<RateAnalysis['otherPeople']>['leniency'];

function differText({ spread, pValue }: Leniency): string {
  if (Number.isNaN(pValue)) return 'How far their rates differ on the same items is not known';
  const p = `p ${pValue < 0.01 ? 'below 0.01' : coefficient(pValue)}`;
  return pValue < 0.05
    ? `On the same items their rates spread by ${points(spread).replace('+', '±')}, more than luck explains (${p})`
    : `On the same items their rates spread no more than luck explains (${p})`;
}
