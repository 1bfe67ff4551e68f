/** What a judge's agreement leaves out: the labeled items on which it gave no label, and what they would make of the figures. */
import { type IntervalRequest, humanCeiling } from '../../stats/index.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import { ceilingFinding } from '../words/answers.ts';
import { estimateOf } from '../words/estimates.ts';
import { type JudgeView, type PeopleView, asked } from '../views/views.ts';

type Silence = JudgeAnalysis['agreement']['silence'];

/**
 * Items without any row of the judge count in neither figure: nothing shows that it was asked, and as disagreement they would make a poor judge of one
 * that was asked about a part of the items only.
 */
export function silenceOf({ table, perItem }: PeopleView, judge: JudgeView, interval: IntervalRequest): Silence {
  const counts = { labeledItems: 0, withoutLabel: 0, withoutRow: 0, notAsked: 0 };
  const withSilence = judge.label.map((label, item) => {
    if (perItem[item] === 0) return label;
    if (judge.asked[item] === asked.noRow) counts.withoutRow++;
    else if (judge.asked[item] === asked.no) counts.notAsked++;
    else {
      counts.labeledItems++;
      if (label >= 0) return label;
      counts.withoutLabel++;
      return table.labelCount;
    }
    return label;
  });
  return { ...counts, asDisagreement: counts.withoutLabel === 0 ? null : asDisagreement() };

  // Silence is a label that no person gives.
  function asDisagreement(): Silence['asDisagreement'] {
    const people = { ...table, labelCount: table.labelCount + 1 };
    const { humanHuman, judgeHuman, difference, judgeHumanAllItems } = humanCeiling(people, withSilence, { interval });
    return {
      ceiling: estimateOf(humanHuman),
      judgeOnCeilingItems: estimateOf(judgeHuman),
      difference: estimateOf(difference),
      judgeWithPerson: estimateOf(judgeHumanAllItems),
      finding: ceilingFinding(difference),
    };
  }
}
