/** What the reader decided about the data, and what it warns of. */
import type { Sentences } from '../sentence.ts';
import { columnText, counted, listed } from '../figures.ts';

const contents: Readonly<Record<string, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  jsonl: 'JSON lines',
  json: 'a JSON array',
  parquet: 'Parquet',
  'columns and data': 'a JSON table of columns and data',
  frame: 'a JSON table as pandas writes it',
};

type Names = readonly string[];

interface Word {
  readonly word: string;
  readonly count: number;
}

/** Numbers that look like grades, of which more than two have an order. */
function areGrades(labels: Names): boolean {
  return labels.length > 2 && labels.every((label) => label !== '' && Number.isFinite(Number(label)));
}

/** Each is followed by its count in brackets. */
export const dataSentences: Sentences = {
  'read-as': ({ file, as, ending }) =>
    `${file}: read as ${contents[String(as)] ?? String(as)}, by its content` +
    (ending === '' ? '' : ` (its name ends in .${ending})`),
  'read-with-delimiter': ({ file, delimiter }) =>
    `${file}: columns are separated by ${delimiter === '\t' ? 'tabs' : JSON.stringify(delimiter)}`,
  'read-as-encoding': ({ file, encoding }, { say }) =>
    encoding === 'WINDOWS-1252'
      ? `${file}: not UTF-8, so read as windows-1252 text (another: ${say({ option: 'encoding' })})`
      : `${file}: read as ${encoding} text`,
  'decimal-comma': ({ file }) => `${file}: a comma in a number is a decimal mark (0,5 is 0.5)`,
  'json-non-numbers': ({ file, count }) =>
    `${file}: ${counted(count, 'value')} that ${Number(count) === 1 ? 'is' : 'are'} no JSON number (not ` +
    'a number, infinite) read as empty',
  'codebook-proposed': ({ labels, scale }, { say }) =>
    `proposed codebook: ${listed(labels)} (${scale}` +
    (scale === 'nominal' && areGrades(labels)
      ? `: their order does not count; add ${say({ option: 'scale', value: 'ordinal' })} if it does)`
      : ')'),
  'numeric-labels': ({ count }) =>
    `${counted(count, 'spelling')} of a number read as the same label as another (3 and 3.0)`,
  'one-in-list': ({ count }) =>
    `${counted(count, 'label cell')} with a list of one answer read as that answer`,
  'several-in-list': ({ count }) =>
    `${counted(count, 'label cell')} with several answers counted as invalid: one row for each rater and ` +
    'answer makes them labels',
  'missing-words': ({ words }) =>
    'label cells read as empty: ' +
    (words as readonly Word[]).map(({ word, count }) => `${word} (${counted(count)})`).join(', '),
  'missing-probabilities': ({ count }) =>
    `${counted(count, 'probability cell')} with a word for no answer read as empty`,
  'set-aside-ratings': ({ rater, against, count }) =>
    `${counted(count, 'rating')} of ${JSON.stringify(rater)} left out: its labels are not those of ` +
    (against === 'people' ? 'people' : 'the reference'),
  filtered: ({ count }) => `${counted(count, 'row')} left out by where`,
  'no-label': ({ count }) => `${counted(count, 'empty cell')} skipped`,
  abstain: ({ count }) => `${counted(count, 'rating')} with the status abstain: counted, and no label`,
  invalid: ({ count }) => `${counted(count, 'rating')} with the status invalid: counted, and no label`,
  not_asked: ({ count }) => `${counted(count, 'rating')} with the status not_asked: counted, and no label`,
  'identical-duplicates': ({ count }) => `${counted(count, 'row')} that repeat another row merged with it`,
  'conflicting-duplicates': ({ count, rule }) =>
    `${counted(count, 'row')} that rate the same item by the same rater in another way left out ` +
    `(duplicates: ${rule})`,
  renormalized: ({ count }) =>
    `${counted(count, 'row')} of probabilities did not sum to 1 and were renormalized; what was ` +
    'missing is counted as on no label',
  'probabilities-dropped': ({ count }) =>
    `${counted(count, 'row')} of probabilities sum to less than 0.5 and were not used`,
  'probabilities-of-people': ({ count }) =>
    `${counted(count, 'row')} of people have probabilities, which were not used`,
  'label-from-probabilities': ({ count }) =>
    `${counted(count, 'judge row')} without a label took that of the highest probability`,
  'tied-probabilities': ({ count }) =>
    `${counted(count, 'judge row')} without a label have two highest probabilities and stay without one`,
  'own-cluster': ({ count, column }) =>
    `${counted(count, 'item')} with nothing in the ${columnText(column)}: each is its own cluster`,
  trimmed: ({ count }) => `white space around ${counted(count, 'name')} of items or raters cut off`,
  carried: ({ columns }) => `columns carried along: ${listed(columns)}`,
  'excluded-group': ({ groups, count }) =>
    `${counted(count, 'row')} of raters in the excluded group ${listed(groups)}`,
  // Warnings
  'no-family': ({ judges }) =>
    `no family is declared for ${(judges as Names).length === 1 ? 'the judge' : 'the judges'} ` +
    listed(judges),
  'raters-without-ratings': ({ raters }) => `declared raters without a rating: ${listed(raters)}`,
  'confidence-not-used': ({ column, judges, labels }, { say }) =>
    `column ${column} beside the labels of ${listed(judges)} is not used` +
    (labels === 2
      ? `: if it is the probability of the label given, add ${say({ option: 'confidence', value: column })}`
      : `: of ${labels} labels it says nothing of the others`),
  'label-not-most-probable': ({ rows }) =>
    `${counted(rows, 'judge row has', 'judge rows have')} a label that is not the one of the highest ` +
    'probability',
  'no-grade': ({ ratings }) =>
    `${counted(ratings, 'rating is', 'ratings are')} −1 among grades, and read as an answer without a grade`,
  'labels-differ-by-case': ({ groups }) =>
    'labels that differ by case only: ' +
    (groups as readonly Names[]).map((group) => listed(group)).join('; '),
  'labels-nearly-alike': ({ pairs }) =>
    `labels that differ by one letter: ${(pairs as readonly Names[]).map((pair) => listed(pair)).join('; ')}`,
  'no-clusters': () => 'no cluster column: every item counts as independent',
  'selection-unknown': ({ items }) =>
    `how the ${counted(items, 'labeled item was', 'labeled items were')} chosen is not declared`,
};

export const dataMeanings: Sentences = {
  'missing-words': (_, { say }) =>
    'If one of these is a label, name it in a codebook, or list the words that mean empty yourself: ' +
    `${say({ option: 'missing' })} (missing in assize.json).`,
  'no-family': () =>
    'Each counts as a family by itself. Models of one family err together: name the family (column ' +
    'family, or raters in assize.json) before judges are combined.',
  'raters-without-ratings': () =>
    'Check the spelling of the names: a declaration that finds no rater does nothing.',
  'label-not-most-probable': () =>
    'The label was sampled, or comes from another call than the probabilities. assize takes the most ' +
    'probable label everywhere; the one written decides an exact tie only.',
  'no-grade': () =>
    'Programs write −1 where they found no grade. If it is a grade of yours, declare a codebook with ' +
    'all grades.',
  'labels-differ-by-case': (_, { say }) =>
    'They count as different labels. If they are meant as one, map them with ' +
    `${say({ option: 'map', example: 'WORD=LABEL' })} (labels in assize.json), or declare a codebook.`,
  'labels-nearly-alike': () =>
    'They count as different labels. If one is a slip, correct it or declare a codebook, which ' +
    'refuses words it does not know.',
  'no-clusters': (_, { say }) =>
    'Where several items share a prompt or a conversation, intervals are too narrow. Name the column ' +
    `with ${say({ option: 'cluster' })}.`,
  'selection-unknown': (_, { say }) =>
    'Figures hold for the labeled items, and for all items only if those were drawn at random: add ' +
    `${say({ option: 'selection', value: 'random' })} only if they were.`,
};
