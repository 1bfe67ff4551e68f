/** Which part a column may play, by its name and its values. */
import { polarity } from '../words/label-spelling.ts';
import { kindByName } from '../words/rater-names.ts';
import { type ColumnProfile, type Sample, overlap } from './column-profile.ts';
import { isMarks } from './tool-shapes.ts';

/** Columns that assize finds by itself. */
export const own = ['item', 'rater', 'label', 'kind', 'cluster', 'order'] as const;

/** Row numbers, times, costs and the like say nothing of who rated what. */
export function isBookkeeping(
  { name, values, nested, lists, probability }: ColumnProfile,
  rows: number,
): boolean {
  if ((own as readonly string[]).includes(name)) return false;
  return (
    nested ||
    lists ||
    isIndex(name) ||
    bookkeeping.test(name) ||
    (values.length === 1 && rows > 5 && !probability && !raterName.test(name) && !labelName.test(name))
  );
}

/** The first column of a data frame that was saved with its row names. */
export function isIndex(name: string): boolean {
  return /^(?:column 1|unnamed: 0|\.\.\.1|index|row_?names?|#)$/i.test(name);
}

/** The numbers of the rows: items, where nothing better is there. */
export function indexColumn({ header, rows }: Sample): string[] | null {
  const at = header.findIndex(isIndex);
  return at < 0 || rows.some((row) => (row[at] ?? '').trim() === '') ? null : [header[at]];
}

const bookkeeping =
  /(?:^|[ _.-])(?:time|timestamp|tstamp|date|created(?:[ _]at)?|updated(?:[ _]at)?|cost|price|weight|duration|seconds|latency(?:ms)?|tokens|count|length|url|link|comments?)$|^_/i;

export function isJudge({ name }: ColumnProfile): boolean {
  return kindByName(name) === 'judge' || /(?:^|[ _.-])(?:judge|llm|model)(?:$|[ _.-])/i.test(name);
}

/**
 * The column of labels: with probabilities the one whose values they are of, else one of several questions,
 * else by its name.
 */
export function labelColumn(
  small: readonly ColumnProfile[],
  questions: readonly string[],
  labels: readonly string[],
): ColumnProfile | undefined {
  if (labels.length > 0)
    return small.find((column) => column.values.every((value) => labels.includes(value)));
  const usable = small.filter((column) => column.values.length > 1 || small.length === 1);
  return (
    usable.find((column) => column.name === questions[0]) ??
    usable.find((column) => firstLabelName.test(column.name)) ??
    usable.find((column) => labelName.test(column.name)) ??
    usable.find((column) => !isJudge(column))
  );
}

/** Columns with the values of the label that are no names of judges: other questions about the same item. */
export function criteria(
  label: ColumnProfile,
  small: readonly ColumnProfile[],
  header: readonly string[],
): string[] {
  const alike = small.filter((column) => !isJudge(column) && overlap(column, label) >= 0.5);
  return alike.map(({ name }) => name).toSorted((a, b) => header.indexOf(a) - header.indexOf(b));
}

const raters =
  'rater|annotator|judge|worker|label?ler|evaluator|coder|reviewer|assessor|grader|scorer|user|person|expert|' +
  'participant|respondent|llm|model|completed_by';
const rated =
  'said|rated|label?led|annotated|reviewed|graded|scored|judged|coded|evaluated|completed|answered';
export const raterName = new RegExp(
  `^(?:(?:${raters})(?:[ _-]?(?:id|name|no|nr))?|who(?:[ _-].+)?|(?:${rated})[ _-]?by)$`,
  'i',
);
/** What is asked of an item, or in which part of the work: such a column names no people. */
export const partName =
  /^(?:criteri(?:on|a)|metric|question|dimension|aspect|trait|turn|round|pass|repeat|attempt|category|attribute|property|task|type|kind|split|subset|set|dataset|version|variant|lang(?:uage)?|system|stage|phase|order|q)(?:$|[ _-]|\d)/i;
const firstLabelName = /^(?:label|rating|score|grade|winner|vote|verdict)$/i;
const labelName =
  /^(?:label|rating|score|answer|winner|vote|verdict|choice|preference|grade|judge?ment|annotation|class|category|sentiment|quality)$/i;
const things =
  'item|inputs?|request|text|example|sample|row|doc|document|question|prompt|pair|comparison|conversation|message|trace|case|task|query|response|output|post|comment|sentence|dialog|dialogue|image';
const itemName = new RegExp(
  `^(?:lfd\\.?|${things})?[ _-]?(?:id|idx|index|key|uuid|item|nr|no|number|nummer)\\.?$`,
  'i',
);
const plainItemName = new RegExp(`^(?:${things})$`, 'i');

/**
 * A comparison is named by what was asked and who was compared; anything else by the column that is named
 * like an id.
 */
export function itemColumns(columns: readonly ColumnProfile[]): string[] | null {
  const names = columns.map((column) => column.name);
  const question = names.find((name) => /^(question|prompt)[ _-]?id$/i.test(name));
  if (question !== undefined && names.includes('model_a') && names.includes('model_b'))
    return [question, 'model_a', 'model_b', ...names.filter((name) => name === 'turn')];
  const candidates = columns.filter((column) => itemName.test(column.name) && !raterName.test(column.name));
  const best = candidates.reduce<ColumnProfile | undefined>(
    (found, column) => (found === undefined || column.values.length > found.values.length ? column : found),
    undefined,
  );
  // Nothing is named like an id: a column named like the thing itself will do, where its values are no long
  // texts.
  const plain = columns.find(
    (column) => plainItemName.test(column.name) && column.values.every((value) => value.length <= 80),
  );
  const found = best ?? plain;
  return found === undefined ? null : [found.name];
}

interface ProbabilityColumns {
  readonly prefix: string;
  readonly suffix: string;
  readonly members: readonly { label: string; column: string }[];
}

/** Two or more probability columns whose names differ only in one part: that part is the label. */
export function probabilityColumns(columns: readonly ColumnProfile[]): ProbabilityColumns | null {
  const names = columns.filter((column) => column.probability).map((column) => column.name);
  if (names.length < 2) return null;
  const prefix = sharedStart(names);
  const suffix = sharedStart(names.map(reversed)).replace(/^\d+/, '');
  const end = reversed(suffix);
  const members = names.map((column) => ({
    column,
    label: column.slice(prefix.length, column.length - end.length),
  }));
  if ((prefix === '' && end === '') || members.some(({ label }) => label === '')) return null;
  return { prefix, suffix: end, members };
}

/** Columns with the same few values. Names that differ in a number only are alike by their look. */
export function wideColumns(columns: readonly ColumnProfile[]): string[] {
  const numbered = numberedColumns(columns);
  if (numbered.length > 0) return numbered;
  const alike = columns
    .map((first) => columns.filter((other) => overlap(first, other) >= 0.5))
    .sort((a, b) => b.length - a.length)[0];
  return alike === undefined || alike.length < 2 ? [] : alike.map((column) => column.name);
}

/** Columns of 1 and 0 with shared beginnings, one 1 in nearly every row: one label in several columns. */
export function oneHotColumns(small: readonly ColumnProfile[], { header, rows }: Sample): string[] {
  const marks = small.filter(isMarks).map(({ name }) => name);
  if (marks.length < 3 || !/[_ .:-]/.test(sharedStart(marks).at(-1) ?? 'x') || rows.length === 0) return [];
  const single = rows.filter(
    (row) =>
      marks.filter((name) => /^(?:1(?:\.0)?|true)$/i.test(row[header.indexOf(name)] ?? '')).length === 1,
  );
  return single.length >= 0.9 * rows.length ? marks : [];
}

/** The largest group of columns whose names differ in a number only. */
export function numberedColumns(columns: readonly ColumnProfile[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { name } of columns) {
    const stem = name.replace(/\d+/g, '#');
    groups.set(stem, [...(groups.get(stem) ?? []), name]);
  }
  const largest = [...groups.values()]
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length)[0];
  return largest ?? [];
}

/**
 * A column `judge` with the values of the columns beside it, or with yes and no, is what the judge said, not
 * who it was.
 */
export function holdsLabels(column: ColumnProfile, others: readonly ColumnProfile[]): boolean {
  if (
    column.values.length > 0 &&
    column.values.every((word) => word.length > 1 && polarity(word, true) !== 0)
  )
    return true;
  return others.some((other) => other.name !== column.name && overlap(column, other) >= 0.5);
}

function sharedStart(names: readonly string[]): string {
  let length = 0;
  while (names.every((name) => length < name.length && name[length] === names[0][length])) length++;
  return names[0].slice(0, length);
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}
