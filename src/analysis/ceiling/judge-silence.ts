/**
 * What a judge's agreement leaves out: the labeled items on which it gave no label, and what they would make
 * of the figures.
 */
import { type IntervalRequest, type RatingTable, humanCeiling } from '../../stats/index.ts';
import type { JudgeAnalysis } from '../schema/analysis.ts';
import { ceilingFinding } from './answer-ceiling.ts';
import { estimateOf } from '../words/estimates.ts';
import { type JudgeView, asked, hasVerdict } from '../views/judge-view.ts';
import type { PeopleView } from '../views/people-view.ts';

type Silence = JudgeAnalysis['agreement']['silence'];

/**
 * A judge's labels with its silence as a label that nobody else gives, and the raters in a table that has
 * room for it.
 */
export interface SilentLabels {
  readonly counts: Omit<Silence, 'asDisagreement'>;
  readonly label: Int32Array;
  readonly table: RatingTable;
}

/**
 * Items without any row of the judge count in neither figure: nothing shows that it was asked, and as
 * disagreement they would make a poor judge of one that was asked about a part of the items only.
 */
export function silentLabels({ table, perItem }: PeopleView, judge: JudgeView): SilentLabels {
  const counts = { labeledItems: 0, withoutLabel: 0, withoutRow: 0, notAsked: 0 };
  const label = judge.label.map((given, item) => {
    if (perItem[item] === 0) return given;
    if (judge.asked[item] === asked.noRow) counts.withoutRow++;
    else if (judge.asked[item] === asked.no) counts.notAsked++;
    else {
      counts.labeledItems++;
      if (hasVerdict(judge, item)) return given;
      counts.withoutLabel++;
      return table.labelCount;
    }
    return given;
  });
  return { counts, label, table: { ...table, labelCount: table.labelCount + 1 } };
}

export function silenceOf(people: PeopleView, judge: JudgeView, interval: IntervalRequest): Silence {
  const { counts, label, table } = silentLabels(people, judge);
  if (counts.withoutLabel === 0) return { ...counts, asDisagreement: null };
  const { humanHuman, judgeHuman, difference, judgeHumanAllItems } = humanCeiling(table, label, {
    interval,
    split: judge.split,
  });
  return {
    ...counts,
    asDisagreement: {
      ceiling: estimateOf(humanHuman, { role: 'people-with-people' }),
      judgeOnCeilingItems: estimateOf(judgeHuman, { role: 'judge-with-people' }),
      difference: estimateOf(difference, { role: 'difference', unit: 'points' }),
      judgeWithPerson: estimateOf(judgeHumanAllItems, { role: 'judge-with-people' }),
      finding: ceilingFinding(difference),
    },
  };
}
