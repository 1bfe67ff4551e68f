/**
 * Item by item where the judge and people differ, worst first: the first place to look for a wrong label or a
 * wrong prompt.
 */
import type { Analysis, JudgeAnalysis } from '../../analysis/index.ts';
import { dataTable, h, type Content } from '../../charts/index.ts';
import { name, plainName } from '../page/clean-text.ts';
import { count, counted, percent } from '../page/format.ts';
import { codesOf, fieldCell, fieldNames, labelOptions, sortable } from '../sections/item-table.ts';
import { noJudgeBoxes } from './no-judge.ts';
import { note, paragraph, refusalBox, type Section } from '../page/page-parts.ts';

type Labels = Analysis['study']['codebook']['labels'];
type Difference = JudgeAnalysis['differences']['items'][number];

/** What a person reads of one judge; results.json has more. */
const tableRows = 500;

export function differencesSection({ judges, study, answers }: Analysis): Section {
  return {
    id: 'differences',
    heading: 'Where judge and people differ most',
    short: 'Differences',
    body:
      judges.length === 0
        ? noJudgeBoxes({ study, answers })
        : [
            paragraph(
              'Read the first rows. Where the judge is wrong, its prompt needs work. Where the ' +
                'people are wrong, so is what the judge is ' +
                'measured against. Where people differ among themselves, the codebook may be unclear.',
            ),
            ...judges.map((judge, index) => judgePart(judge, index, study.codebook.labels)),
          ],
  };
}

function judgePart(judge: JudgeAnalysis, index: number, labels: Labels): Content {
  const { differences, probabilities } = judge;
  const shown = differences.items.slice(0, tableRows);
  return h(
    'section',
    { class: 'part', 'aria-labelledby': `differences-${index}` },
    h('h3', { id: `differences-${index}` }, name(judge.name)),
    ...(shown.length === 0
      ? [
          refusalBox(
            'Nothing to compare',
            'no item has both a verdict of this judge and a label by a person',
            'label at least 50 random items of those the judge has seen',
          ),
        ]
      : [
          paragraph(howMany(shown.length, differences.of)),
          differenceTable(judge.name, shown, labels),
          note(
            'Difference: take one of the item’s people at random, and draw a label from the judge’s ' +
              'probabilities. This is the chance that the two ' +
              'labels differ. At 100% the judge is sure of a label that none of the item’s people gave.',
            probabilities === null
              ? ' This judge gave no probabilities, so it counts as sure of its label.'
              : '',
          ),
        ]),
  );
}

function howMany(shown: number, of: number): string {
  return shown < of
    ? `${count(shown)} of ${counted(of, 'item')} with a verdict and a person’s label are shown, worst ` +
        'first; results.json has more.'
    : `${counted(of, 'item')} with a verdict and a person’s label, worst first.`;
}

function differenceTable(judge: string, shown: readonly Difference[], labels: Labels): Content {
  const codeOf = codesOf(labels);
  const confident = shown.some(({ judgeConfidence }) => Number.isFinite(judgeConfidence));
  const fields = fieldNames(shown);
  const judged = new Set(shown.map(({ judgeLabel }) => codeOf(judgeLabel)));
  const given = new Set([...labels.keys()].filter((code) => shown.some(({ people }) => people[code] > 0)));
  return dataTable({
    caption: `Items on which people and ${plainName(judge)} differ, worst first`,
    captionHidden: true,
    tall: true,
    tools: {
      rows: 'items',
      search: 'Find',
      choices: [
        { label: 'The judge says', column: 1, options: labelOptions(labels, judged) },
        { label: 'A person says', column: 2, options: labelOptions(labels, given) },
      ],
    },
    columns: [
      { name: 'Item' },
      { name: 'The judge says' },
      { name: 'People say' },
      { name: 'Difference', numeric: true, sorted: 'descending' },
      ...(confident ? [{ name: 'The judge’s confidence', numeric: true }] : []),
      ...fields.map((field) => ({ name: name(field, 30) })),
    ],
    rows: shown.map((item) => [
      name(item.item, 60),
      sortable(
        codeOf(item.judgeLabel),
        item.judgeLabel === null ? h('em', null, 'none') : name(item.judgeLabel, 40),
      ),
      peopleCell(item.people, labels),
      sortable(item.difference, percent(item.difference)),
      ...(confident ? [sortable(item.judgeConfidence, percent(item.judgeConfidence))] : []),
      ...fields.map((field) => fieldCell(item.fields, field)),
    ]),
  });
}

/** `2 Pass, 1 Fail`: the most frequent first. */
function peopleCell(people: readonly number[], labels: Labels): Content {
  const given = people.map((votes, code) => ({ votes, code })).filter(({ votes }) => votes > 0);
  return given
    .sort((a, b) => b.votes - a.votes || a.code - b.code)
    .map(({ votes, code }, index) => [
      index === 0 ? '' : ', ',
      sortable(code, [`${count(votes)} `, name(labels[code]?.name ?? '', 30)]),
    ]);
}
