/** Errors label by label: how much of what people call a label the judge finds, beside another person. */
import type { JudgeAnalysis } from '../../analysis/index.ts';
import { dataTable, type Content } from '../../charts/index.ts';
import { name, plainName } from '../page/clean-text.ts';
import { cautions, inWords, valueCell } from '../page/estimate-cells.ts';
import { coefficient, count, percent } from '../page/format.ts';
import { note, paragraph } from '../page/page-parts.ts';

export function labelTable({ name: judge, agreement }: JudgeAnalysis, level: number): Content {
  const rows = agreement.byLabel.filter(({ judgeAllItems }) => judgeAllItems.n > 0);
  if (rows.length === 0) return null;
  return [
    dataTable({
      caption: 'When one person gives a label, how often it is given',
      columns: [
        { name: 'Label' },
        { name: `by ${plainName(judge)}, ${percent(level)} interval`, numeric: true },
        { name: 'by another person', numeric: true },
        { name: 'by the judge, every labeled item', numeric: true },
        { name: 'Labels of people', numeric: true },
      ],
      rows: rows.map(({ label, judge: found, people, judgeAllItems }) => [
        name(label, 40),
        valueCell(found),
        valueCell(people),
        valueCell(judgeAllItems),
        count(judgeAllItems.n),
      ]),
    }),
    note(
      'The first two columns are of the same items, with two people or more. One person can be wrong, so ' +
        'the judge finds less of what one person says than of what is right. So does another person.',
    ),
    cautions(
      rows.flatMap(({ label, judge: found }) => [
        { label: `${plainName(label)}, the judge`, estimate: found },
      ]),
    ),
  ];
}

/** On a scale: the mean of the judge beside that of people. */
export function scaleNote({ agreement: { onScale } }: JudgeAnalysis): Content {
  if (onScale === null || Number.isNaN(onScale.difference.value)) return null;
  const { judgeMean, peopleMean, least, most, difference } = onScale;
  return [
    paragraph(
      `On the scale of ${least} to ${most} the judge gives ${coefficient(judgeMean)} on average, people ` +
        `${coefficient(peopleMean)} on the same items. Judge minus people: ${inWords(difference)}.`,
    ),
    cautions([{ label: 'Judge minus people', estimate: difference }]),
  ];
}
