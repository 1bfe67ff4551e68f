/** The end of the report: warnings, what was done with the data, and how everything was computed. */
import { type Analysis, sortedWarnings } from '../../analysis/index.ts';
import { dataTable, h, type Content } from '../../charts/index.ts';
import { type Said, clause, name, plainName, prose } from '../page/clean-text.ts';
import { count, counted, parameter, percent } from '../page/format.ts';
import { disclosure, note, paragraph, type Section } from '../page/page-parts.ts';

export function warningsSection({ warnings }: Analysis): Section {
  const { real, standing } = sortedWarnings(warnings);
  return {
    id: 'warnings',
    heading: 'Warnings, and what they mean',
    short: real.length === 0 ? 'Warnings' : `Warnings (${count(real.length)})`,
    body: [
      real.length === 0 ? paragraph('No warnings.') : warningList(real),
      standing.length === 0
        ? null
        : disclosure(
            `Notes that stand in most first runs (${count(standing.length)})`,
            warningList(standing),
          ),
    ],
  };
}

function warningList(warnings: readonly Analysis['warnings'][number][]): Content {
  return h(
    'ul',
    { class: 'warnings' },
    ...warnings.map((warning) =>
      h(
        'li',
        null,
        h('p', null, h('strong', null, prose(warning))),
        h(
          'p',
          null,
          h('span', { class: 'what' }, 'What it means: '),
          clause(warning.meaning),
          ' ',
          h('code', null, plainName(warning.code)),
        ),
      ),
    ),
  );
}

const selections: Readonly<Record<string, string>> = {
  random: 'The labeled items are declared drawn at random.',
  stratified: 'The labeled items are declared drawn at random within groups.',
  logged: 'The chance of each item to be labeled was written down.',
  separate: 'The labeled items are a separate set.',
  chosen: 'The labeled items were chosen, not drawn at random.',
  all: 'Every item was labeled.',
};

export function dataSection({ study }: Analysis): Section {
  const { files, codebook, labelCounts, decisions, clusters } = study;
  return {
    id: 'data',
    heading: 'The data, and what was done with them',
    short: 'Data',
    body: [
      paragraph(
        `${counted(study.ratings, 'rating')} of ${counted(study.items, 'item')}. ` +
          `${counted(study.labeledItems, 'item')} ${study.labeledItems === 1 ? 'has' : 'have'} ` +
          'a person’s label, ' +
          `${study.overlapItems === study.labeledItems ? 'each' : count(study.overlapItems)} from ` +
          'two or more people. ',
        clusters.column === null
          ? 'No cluster column is named, so each item is its own cluster.'
          : h(
              'span',
              null,
              `The items belong to ${counted(clusters.count, 'cluster')}, by the `,
              name(clusters.column),
              ' column.',
            ),
        ' ',
        study.selection === null
          ? 'Nobody said how the labeled items were chosen.'
          : (selections[study.selection] ?? plainName(study.selection)),
      ),
      decisions.length === 0
        ? paragraph('Every row was taken as it is: nothing was dropped, merged or changed.')
        : dataTable({
            caption: 'What was decided while reading',
            columns: [{ name: 'Decision' }, { name: 'Times', numeric: true }],
            rows: decisions.map((decision) => [prose(decision), count(decision.count)]),
          }),
      codebookTable(study.codebookOrigin, codebook, labelCounts),
      files.length === 0
        ? null
        : disclosure(
            counted(files.length, 'file'),
            dataTable({
              caption: 'Files read',
              captionHidden: true,
              columns: [{ name: 'File' }, { name: 'Format' }, { name: 'Rows', numeric: true }],
              rows: files.map(({ name: file, format, rows }) => [
                name(file, 100),
                plainName(format),
                count(rows),
              ]),
            }),
          ),
    ],
  };
}

function codebookTable(
  origin: string,
  { labels, scale }: Analysis['study']['codebook'],
  counts: readonly number[],
): Content {
  const valued = labels.some(({ value }) => value !== undefined);
  return dataTable({
    caption: `Codebook: ${scale} labels, ${origin === 'declared' ? 'as declared' : 'proposed from the data'}`,
    columns: [
      { name: 'Label' },
      ...(valued ? [{ name: 'Value', numeric: true }] : []),
      { name: 'Counts as' },
      { name: 'Given by people', numeric: true },
    ],
    rows: labels.map(({ name: label, value, pass, tie }, code) => [
      name(label),
      ...(valued ? [value === undefined ? '' : parameter(value)] : []),
      [pass === true ? 'pass' : '', tie === true ? 'tie' : ''].filter((word) => word !== '').join(', '),
      count(counts[code] ?? NaN),
    ]),
  });
}

export function methodsSection(analysis: Analysis, assumptions: readonly Said[]): Section {
  const { methods, options, program } = analysis;
  // The column says of which clusters this holds.
  const isRepeated = assumptions.some(({ code }) => code === 'independent-column');
  const assumed = assumptions.filter(({ code }) => !isRepeated || code !== 'independent-clusters');
  const settings: readonly (readonly [string, Content])[] = [
    ['Program', `${plainName(program.name)} ${plainName(program.version)}`],
    ['Seed', String(options.seed)],
    ['Level of the intervals', percent(options.level)],
    ['Bootstrap replicates', count(options.replicates)],
    ['Consensus asked for', plainName(options.consensus)],
    ['Judge in the consensus', options.judge === null ? 'chosen by assize' : name(options.judge)],
    [
      'Labels that count as pass',
      options.pass.length === 0 ? 'none named' : options.pass.map((label) => plainName(label)).join(', '),
    ],
    ['Model whose wins are counted', options.win === null ? 'none named' : name(options.win)],
  ];
  return {
    id: 'methods',
    heading: 'How it was computed',
    short: 'Methods',
    body: [
      note(
        'The same files, options and seed give the same report, to the last digit. Every figure of ' +
          'this page is in results.json.',
      ),
      methods.length === 0
        ? null
        : dataTable({
            caption: 'Methods',
            columns: [{ name: 'Method' }, { name: 'What it does' }, { name: 'Source' }],
            rows: methods.map(({ name: method, what, source }) => [
              plainName(method),
              prose(what),
              plainName(source),
            ]),
          }),
      h('h3', null, 'What is assumed'),
      assumed.length === 0
        ? paragraph('Nothing beyond the methods’ own words.')
        : h('ul', null, ...assumed.map((said) => h('li', null, prose(said)))),
      h('h3', null, 'Options'),
      h(
        'dl',
        { class: 'settings' },
        ...settings.map(([term, value]) => h('div', null, h('dt', null, term), h('dd', null, value))),
      ),
    ],
  };
}
