/** The labels that came out, worst first, how they were made, and why not otherwise. */
import type { Analysis, ConsensusAnalysis } from '../analysis/index.ts';
import { dataTable, h, type Content } from '../charts/index.ts';
import { name, prose, sentence, shortText } from './clean-text.ts';
import { coefficient, count, counted, percent } from './format.ts';
import { note, paragraph, refusalBox, type Section } from './page-parts.ts';

/** What a person reads; consensus.csv has all. */
const tableRows = 500;
/** A column for each label up to here. */
const labelColumns = 6;
const fieldColumns = 2;

const methodNames: Readonly<Record<ConsensusAnalysis['method'], string>> = {
  majority: 'majority of people',
  crowdlab: 'CROWDLAB',
  'crowdlab-calibrated': 'CROWDLAB with the calibrated judge',
  refused: 'refused',
  none: 'none',
};

export function labelsSection({ consensus, study, options }: Analysis): Section {
  const { items, method } = consensus;
  const nothing = method === 'refused' || method === 'none' || items.length === 0;
  return {
    id: 'labels',
    heading: 'The labels, worst first',
    short: 'Labels',
    body: [
      nothing ? refusalBox('No labels were written', consensus.reason) : madeHow(consensus),
      collapseBox(consensus),
      nothing ? null : itemTable(consensus, study.codebook),
      nothing || options.consensus !== 'auto'
        ? null
        : note(
            'Another method can be asked for with ',
            h('span', { class: 'flag' }, '--consensus'),
            ': majority, crowdlab or crowdlab-calibrated.',
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
      `${counted(counts.items, 'item')} by ${methodNames[method]}; ${counts.tied === 0 ? 'no ties' : `${counted(counts.tied, 'tie')} left open`}.`,
    ),
    paragraph(
      `Why this method: ${sentence(reason)} It stands on ${counted(contributors.people, 'person', 'people')}`,
      ...(contributors.judge === null ? [', without a judge.'] : [' and the judge ', name(contributors.judge), '.']),
      counts.single > 0 ? ` ${counted(counts.single, 'item rests', 'items rest')} on one person alone.` : '',
      counts.crowdlab > 0 && counts.majority > 0
        ? ` ${counted(counts.crowdlab, 'item')} went by CROWDLAB, ${count(counts.majority)} by the majority of people.`
        : '',
    ),
    note(
      'Quality is a score from 0 to 1 that puts doubtful items first. It is not the probability of being right. A tied item has no label: ' +
        'its people are evenly split, and nothing here decides for them.',
      counts.crowdlab > 0
        ? ' CROWDLAB computes its scores once more after it has chosen the labels, so in doubtful items another label can have the higher score.'
        : '',
    ),
  ];
}

/** The guard of CROWDLAB: what it saw, in words a reader can act on. */
function collapseBox({ collapse }: ConsensusAnalysis): Content {
  if (collapse === null) return null;
  const { collapsed, reason, ratersAtFloor, raterCount, peopleShare } = collapse;
  const figures = `${count(ratersAtFloor)} of ${counted(raterCount, 'rater')} at the floor; people hold ${percent(peopleShare)} of the weight`;
  if (!collapsed) return note(`The collapse guard of CROWDLAB passed: ${figures}; ${sentence(reason)}`);
  return h(
    'div',
    { class: 'refusal' },
    h('p', null, h('strong', null, 'CROWDLAB collapsed, so it was not used')),
    paragraph(prose(reason), ` ${figures[0].toUpperCase()}${figures.slice(1)}.`),
    paragraph(
      'What it means: CROWDLAB weighs raters by how much better they agree than a guess would. Here people agree so little that their weight ' +
        'falls to nothing, and the judge alone would decide. Measured against such labels the judge would look nearly perfect, because they are its own.',
    ),
    h(
      'p',
      null,
      h('strong', null, 'What to do: '),
      'use the majority of people, let more people label each item, or make the codebook clearer. The agreement figures above do not depend on this.',
    ),
  );
}

function itemTable(consensus: ConsensusAnalysis, { labels, scale }: Analysis['study']['codebook']): Content {
  const { items } = consensus;
  const shown = items.slice(0, tableRows);
  const withNumbers = labels.length <= labelColumns;
  const withMedian = scale !== 'nominal' && shown.some(({ median }) => median !== undefined);
  const withJudge = shown.some(({ judgeLabel }) => judgeLabel !== null);
  const mixed = new Set(items.map(({ method }) => method)).size > 1;
  const fields = [...new Set(shown.flatMap((item) => Object.keys(item.fields)))].slice(0, fieldColumns);
  const table = dataTable({
    caption: 'Items, most doubtful first',
    captionHidden: true,
    tall: true,
    columns: [
      { name: 'Item' },
      { name: 'Label' },
      { name: 'Quality', numeric: true },
      { name: 'People who agree', numeric: true },
      { name: 'People', numeric: true },
      ...(withJudge ? [{ name: 'Judge says' }] : []),
      ...(withNumbers
        ? labels.map((label) => ({
            name: h('span', null, consensus.method === 'majority' ? 'share ' : 'score ', name(label.name, 20)),
            numeric: true,
          }))
        : []),
      ...(withMedian
        ? [
            { name: 'Median', numeric: true },
            { name: 'Mean', numeric: true },
          ]
        : []),
      ...(mixed ? [{ name: 'Method' }] : []),
      ...fields.map((field) => ({ name: name(field, 30) })),
    ],
    rows: shown.map((item) => [
      name(item.item, 60),
      item.label === null ? h('em', null, item.status === 'tied' ? 'tied' : 'none') : name(item.label, 40),
      coefficient(item.quality),
      percent(item.agreement),
      count(item.ratings),
      ...(withJudge ? [item.judgeLabel === null ? '' : name(item.judgeLabel, 40)] : []),
      ...(withNumbers ? item.numbers.map((value) => coefficient(value)) : []),
      ...(withMedian ? [coefficient(item.median ?? NaN), coefficient(item.mean ?? NaN)] : []),
      ...(mixed ? [methodNames[item.method]] : []),
      ...fields.map((field) => (Object.hasOwn(item.fields, field) ? h('bdi', null, shortText(item.fields[field], 60)) : '')),
    ]),
  });
  const left = items.length - shown.length;
  return [
    left > 0
      ? paragraph(`The ${count(tableRows)} most doubtful items. ${count(left)} more are left out here; consensus.csv has all.`)
      : null,
    table,
    withNumbers ? null : note(`The numbers of each of the ${count(labels.length)} labels are in consensus.csv.`),
  ];
}
