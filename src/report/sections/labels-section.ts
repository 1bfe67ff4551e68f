/** The labels that came out, worst first, how they were made, and why not otherwise. */
import {
  type Analysis,
  type ConsensusAnalysis,
  type ConsensusItem,
  consensusNames,
} from '../../analysis/index.ts';
import { dataTable, h, type Content, type DataColumn } from '../../charts/index.ts';
import { name, prose, sentence } from '../page/clean-text.ts';
import { explained } from '../page/estimate-cells.ts';
import { coefficient, count, counted, percent } from '../page/format.ts';
import { codesOf, fieldCell, fieldNames, labelOptions, sortable } from './item-table.ts';
import { note, paragraph, refusalBox, type Section } from '../page/page-parts.ts';

/** What a person reads; consensus.csv has all. */
const tableRows = 500;
/** A column for each label up to here. */
const labelColumns = 6;

type Codebook = Analysis['study']['codebook'];

export function labelsSection({ consensus, study, options }: Analysis): Section {
  const { items, method } = consensus;
  const nothing = method === 'refused' || method === 'none' || items.length === 0;
  return {
    id: 'labels',
    heading: 'The labels, lowest quality first',
    short: 'Labels',
    body: [
      nothing ? refusalBox('No labels were written', consensus.reason.text) : madeHow(consensus),
      nothing ? null : besideTable(consensus),
      collapseBox(consensus),
      nothing ? null : itemTable(consensus, study.codebook),
      nothing || options.consensus !== 'auto'
        ? null
        : note(
            'To take another method, set the option "consensus": majority, dawid-skene, crowdlab or ' +
              'crowdlab-calibrated.',
          ),
    ],
  };
}

function madeHow(consensus: ConsensusAnalysis): Content {
  const { counts, contributors, method, reason } = consensus;
  return [
    h(
      'p',
      { class: 'lead' },
      `${counted(counts.items, 'item')} by ${consensusNames[method]}; ` +
        `${counts.tied === 0 ? 'none is left open' : `${counted(counts.tied, 'tie')} left open`}.`,
    ),
    paragraph(
      `Why this method: ${sentence(reason.text)} The labels rest on ` +
        counted(contributors.people, 'person', 'people'),
      ...(contributors.judge === null
        ? [', without a judge.']
        : [' and the judge ', name(contributors.judge), '.']),
      counts.single > 0 ? ` ${counted(counts.single, 'item rests', 'items rest')} on one person alone.` : '',
      counts.crowdlab > 0 && counts.majority > 0
        ? ` ${counted(counts.crowdlab, 'item')} went by CROWDLAB, ${count(counts.majority)} by the ` +
            'majority of people.'
        : '',
    ),
    note(
      method === 'dawid-skene'
        ? 'Quality is how far Dawid-Skene believes in the label, from 0 to 1. It is not the probability of ' +
            'being right: where raters share an error, Dawid-Skene takes it for agreement.'
        : 'Quality is a score from 0 to 1 that puts doubtful items first. It is not the probability of ' +
            'being right.',
      counts.tied > 0 ? ' A tied item has no label: its people are evenly split.' : '',
      counts.crowdlab > 0
        ? ' Where people are evenly split, CROWDLAB decides with the judge. It computes its scores once ' +
            'more after it has chosen the labels: an item whose other label then has the higher score is ' +
            'undecided.'
        : '',
    ),
  ];
}

/** What the other methods change, and why one of them says nothing. */
function besideTable({ beside, notices, counts }: ConsensusAnalysis): Content {
  if (beside.length === 0) return null;
  return [
    ...notices.map((notice) => note(prose(notice))),
    dataTable({
      caption: 'The labels by another method',
      className: 'key',
      columns: [
        { name: 'Method' },
        { name: 'Labeled differently', numeric: true },
        { name: 'Ties settled', numeric: true },
        { name: 'Left open', numeric: true },
      ],
      rows: beside.map(({ method, differs, settles, open, reason }) =>
        reason === undefined
          ? [
              consensusNames[method],
              `${count(differs)} of ${counted(counts.items, 'item')}`,
              count(settles),
              count(open),
            ]
          : [explained(consensusNames[method], reason.text), 'not run', '', ''],
      ),
    }),
  ];
}

function together(reasons: readonly { readonly text: string }[]): string {
  return reasons.map(({ text }) => text).join('; ');
}

/** The guard of CROWDLAB: what it saw, in words a reader can act on. */
function collapseBox({ collapse }: ConsensusAnalysis): Content {
  if (collapse === null) return null;
  const { collapsed, reasons, ratersAtFloor, raterCount, peopleShare } = collapse;
  const figures =
    `people hold ${percent(peopleShare)} of the weight, the judge the rest; ` +
    `${count(ratersAtFloor)} of ${counted(raterCount, 'person', 'people')} agree so little with the others ` +
    'that they hardly count';
  if (!collapsed) return note(`Who decides: ${figures}.`);
  return h(
    'div',
    { class: 'refusal' },
    h('p', null, h('strong', null, 'CROWDLAB collapsed, so it was not used')),
    paragraph(prose(together(reasons)), ` ${figures[0].toUpperCase()}${figures.slice(1)}.`),
    paragraph(
      'What it means: CROWDLAB weighs raters by how much better they agree than a guess would. Here ' +
        'people agree so little that their weight ' +
        'falls to nothing, and the judge alone would decide. Measured against such labels the judge ' +
        'would look nearly perfect, because they are its own.',
    ),
    h(
      'p',
      null,
      h('strong', null, 'What to do: '),
      'use the majority of people, let more people label each item, or make the codebook clearer. ' +
        'The agreement figures above do not depend on this.',
    ),
  );
}

interface ItemColumn extends DataColumn {
  cell(item: ConsensusItem): Content;
}

function itemTable(consensus: ConsensusAnalysis, { labels, scale }: Codebook): Content {
  const { items, counts, beside } = consensus;
  const shown = items.slice(0, tableRows);
  const withNumbers = labels.length <= labelColumns;
  const codeOf = codesOf(labels);
  const judgeColumn: ItemColumn = {
    name: 'Judge says',
    cell: ({ judgeLabel }) => (judgeLabel === null ? '' : sortable(codeOf(judgeLabel), name(judgeLabel, 40))),
  };
  const columns: readonly ItemColumn[] = [
    { name: 'Item', cell: ({ item }) => name(item, 60) },
    {
      name: 'Label',
      cell: ({ label, status }) =>
        sortable(codeOf(label), label === null ? withoutLabel(status) : name(label, 40)),
    },
    {
      name: 'Quality',
      numeric: true,
      sorted: 'ascending',
      cell: ({ quality }) => sortable(quality, coefficient(quality)),
    },
    {
      name: 'People who agree',
      numeric: true,
      cell: ({ agreement }) => sortable(agreement, percent(agreement)),
    },
    ...(beside.some(({ differs, settles }) => differs + settles > 0) ? otherColumns(beside) : []),
    { name: 'People', numeric: true, cell: ({ ratings }) => sortable(ratings, count(ratings)) },
    ...(shown.some(({ judgeLabel }) => judgeLabel !== null) ? [judgeColumn] : []),
    ...(withNumbers ? numberColumns(consensus, labels) : []),
    ...(scale !== 'nominal' && shown.some(({ median }) => median !== undefined) ? medianColumns : []),
    ...(counts.crowdlab > 0 && counts.majority > 0 ? [methodColumn] : []),
    ...fieldNames(shown).map((field) => ({
      name: name(field, 30),
      cell: (item: ConsensusItem) => fieldCell(item.fields, field),
    })),
  ];
  const judge = columns.indexOf(judgeColumn);
  const chosen = new Set(shown.map(({ label }) => codeOf(label)));
  const judged = new Set(
    shown.flatMap(({ judgeLabel }) => (judgeLabel === null ? [] : [codeOf(judgeLabel)])),
  );
  const table = dataTable({
    caption: 'Items, most doubtful first',
    captionHidden: true,
    tall: true,
    tools: {
      rows: 'items',
      search: 'Find',
      choices: [
        { label: 'Label', column: 1, options: labelOptions(labels, chosen, 'tied') },
        ...(judge < 0 ? [] : [{ label: 'Judge says', column: judge, options: labelOptions(labels, judged) }]),
      ],
    },
    columns,
    rows: shown.map((item) => columns.map(({ cell }) => cell(item))),
  });
  const left = items.length - shown.length;
  return [
    left > 0
      ? paragraph(
          `The ${count(tableRows)} most doubtful items. ${count(left)} more are left out here; ` +
            'consensus.csv has all.',
        )
      : null,
    table,
    withNumbers
      ? null
      : note(`The numbers of each of the ${count(labels.length)} labels are in consensus.csv.`),
  ];
}

function withoutLabel(status: ConsensusItem['status']): Content {
  return h('em', null, status === 'tied' ? 'tied' : 'none');
}

/** The share or score of each label. */
function numberColumns({ method }: ConsensusAnalysis, labels: Codebook['labels']): ItemColumn[] {
  return labels.map((label, code) => ({
    name: h(
      'span',
      null,
      method === 'majority' ? 'share ' : method === 'dawid-skene' ? 'belief ' : 'score ',
      name(label.name, 20),
    ),
    numeric: true,
    cell: ({ numbers }) => sortable(numbers[code], coefficient(numbers[code])),
  }));
}

function labelCell(label: string | null): Content {
  return label === null ? '' : name(label, 40);
}

/** What the other methods say, where any of them says something else. */
function otherColumns(beside: ConsensusAnalysis['beside']): ItemColumn[] {
  return beside
    .filter(({ reason }) => reason === undefined)
    .map(({ method }) => ({
      name: method === 'majority' ? 'Majority says' : 'CROWDLAB says',
      cell: ({ majorityLabel, crowdlabLabel }) =>
        labelCell(method === 'majority' ? majorityLabel : crowdlabLabel),
    }));
}

const medianColumns: readonly ItemColumn[] = [
  { name: 'Median', numeric: true, cell: ({ median = NaN }) => sortable(median, coefficient(median)) },
  { name: 'Mean', numeric: true, cell: ({ mean = NaN }) => sortable(mean, coefficient(mean)) },
];

const methodColumn: ItemColumn = { name: 'Method', cell: ({ method }) => consensusNames[method] };
