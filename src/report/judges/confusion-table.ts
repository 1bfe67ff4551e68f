/** What people said against what the judge said, as counts of one person's label on one item. */
import type { Analysis, JudgeAnalysis } from '../../analysis/index.ts';
import { dataTable, h, type Content } from '../../charts/index.ts';
import { plainName, name } from '../page/clean-text.ts';
import { count } from '../page/format.ts';
import { note } from '../page/page-parts.ts';

type Labels = Analysis['study']['codebook']['labels'];

/** A square of more labels than this cannot be read: the most frequent differences stand in its place. */
const squareLabels = 12;
const listedDifferences = 30;

export function confusionTable(
  { name: judge, agreement: { confusion } }: JudgeAnalysis,
  labels: Labels,
): Content {
  const most = confusion.flat().reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return note('No item has both a label of this judge and a label of a person.');
  return labels.length <= squareLabels
    ? square(judge, confusion, labels, most)
    : differences(judge, confusion, labels);
}

function square(
  judge: string,
  confusion: JudgeAnalysis['agreement']['confusion'],
  labels: Labels,
  most: number,
): Content {
  return [
    dataTable({
      caption: `People (rows) and ${plainName(judge)} (columns)`,
      className: 'heat',
      columns: [
        { name: 'People say' },
        ...labels.map((label) => ({ name: h('span', null, 'judge: ', name(label.name, 24)), numeric: true })),
      ],
      rows: confusion.map((row, person) => [
        name(labels[person]?.name ?? '', 40),
        ...row.map((cell, column) =>
          h('span', { class: `heat-${shade(cell, most)}${person === column ? ' same' : ''}` }, count(cell)),
        ),
      ]),
    }),
    note(
      'Each figure counts one person’s label on one item. The outlined cells are agreement; a darker ' +
        'cell holds more.',
    ),
  ];
}

/** Of five shades the one for this share of the fullest cell. */
function shade(cell: number, most: number): number {
  return cell === 0 ? 0 : Math.ceil((4 * cell) / most);
}

function differences(
  judge: string,
  confusion: JudgeAnalysis['agreement']['confusion'],
  labels: Labels,
): Content {
  const pairs = confusion
    .flatMap((row, person) => row.map((cell, other) => ({ person, other, cell })))
    .filter(({ person, other, cell }) => person !== other && cell > 0)
    .sort((a, b) => b.cell - a.cell);
  return [
    dataTable({
      caption: `The most frequent differences between people and ${plainName(judge)}`,
      columns: [{ name: 'People say' }, { name: 'The judge says' }, { name: 'Times', numeric: true }],
      rows: pairs
        .slice(0, listedDifferences)
        .map(({ person, other, cell }) => [
          name(labels[person]?.name ?? '', 40),
          name(labels[other]?.name ?? '', 40),
          count(cell),
        ]),
    }),
    pairs.length > listedDifferences
      ? note(`${count(pairs.length - listedDifferences)} rarer differences are in results.json.`)
      : null,
  ];
}
