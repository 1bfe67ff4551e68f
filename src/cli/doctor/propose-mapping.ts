/**
 * From the shapes of columns to flags that may read them. A proposal is printed for a person to check; it is
 * never applied.
 */
import { isNestedVerdicts } from '../../data/index.ts';
import { joinList, splitList } from '../input/lists.ts';

/** The first rows of a file, as text. */
export interface Sample {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ColumnProfile {
  readonly name: string;
  /** Different values among the rows looked at, in order of appearance; the empty text is not one. */
  readonly values: readonly string[];
  readonly filled: number;
  /** Every value a number in [0, 1], some of them inside. */
  readonly probability: boolean;
}

export interface Proposal {
  /** Words of a command line, without program and files. */
  readonly flags: readonly string[];
  /** What each flag rests on, and what is still open. */
  readonly notes: readonly string[];
}

const mostLabels = 12;

export function profileColumns({ header, rows }: Sample): ColumnProfile[] {
  return header.map((name, column) => {
    const filled = rows.map((row) => (row[column] ?? '').trim()).filter((value) => value !== '');
    const values = [...new Set(filled)];
    const numbers = values.map(Number);
    const probability =
      numbers.length > 0 && numbers.every((p) => p >= 0 && p <= 1) && numbers.some((p) => p > 0 && p < 1);
    return { name, values, filled: filled.length, probability };
  });
}

/** Flags for what assize does not find under its own column names; null where the shapes say nothing. */
export function proposeMapping(sample: Sample): Proposal | null {
  const columns = profileColumns(sample);
  const nested = columns.find(({ name, values }) => values.some((value) => isNestedVerdicts(name, value)));
  if (nested !== undefined)
    return {
      flags: [],
      notes: [
        `${nested.name} holds the verdicts in nested form, which is not read: write one row for ` +
          'each, with its decision as the label',
        'a label beside nested verdicts is as a rule the right answer: give it a rater of its own, ' +
          'and name that with --reference',
      ],
    };
  const flags: string[] = [];
  const notes: string[] = [];
  const used = new Set<string>();
  const take = (flag: string, names: readonly string[], note: string): void => {
    flags.push(flag, joinList(names));
    for (const name of names) used.add(name);
    notes.push(note);
  };
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  for (const own of ['item', 'rater', 'label', 'kind', 'cluster', 'order']) used.add(own);

  if (!has('item')) {
    const names = itemColumns(columns);
    if (names === null) return null;
    take(
      '--item',
      names,
      names.length > 1
        ? `item: ${names.join(', ')} together name what was compared`
        : `item: ${names[0]} is named like an id`,
    );
  }

  const probabilities =
    has('rater') && columns.some((column) => column.name.startsWith('prob_'))
      ? null
      : probabilityColumns(columns.filter((column) => !used.has(column.name)));
  if (probabilities !== null) {
    for (const { column } of probabilities.members) used.add(column);
    flags.push(
      '--probs',
      probabilities.suffix === '' ? probabilities.prefix : `${probabilities.prefix}*${probabilities.suffix}`,
    );
    notes.push(
      `probabilities: ${probabilities.members.map(({ column }) => column).join(', ')} lie in [0, 1]`,
    );
  }

  const small = columns.filter(
    (column) =>
      !used.has(column.name) &&
      column.values.length > 0 &&
      column.values.length <= mostLabels &&
      !column.probability,
  );
  let questions: string[] = [];
  if (!has('rater')) {
    const rater = columns.find(
      (column) => !used.has(column.name) && raterName.test(column.name) && !holdsLabels(column, small),
    );
    if (rater !== undefined) {
      take('--rater', [rater.name], `rater: ${rater.name} is named like one`);
      if (!has('label')) questions = numberedColumns(small);
    } else {
      const raters = has('label') || probabilities !== null ? [] : wideColumns(small);
      if (raters.length > 1) {
        take('--wide', raters, `wide: ${raters.join(', ')} hold the same few values: one column a rater?`);
        return { flags, notes };
      }
      notes.push(
        'no column says who rated: if the file is by one rater, name it in assize.json: "sources": ' +
          '[{ "path": …, "rater": "NAME" }]',
      );
    }
  }
  if (!has('label')) {
    const label = labelColumn(
      small.filter((column) => !used.has(column.name)),
      questions,
      probabilities?.members.map((member) => member.label) ?? [],
    );
    if (label !== undefined) {
      const values = `${label.values.slice(0, 6).join(', ')}${label.values.length > 6 ? ', …' : ''}`;
      const others =
        questions.length > 1 && questions.includes(label.name)
          ? `; ${questions.join(', ')} look like several questions: take one at a time`
          : '';
      take('--label', [label.name], `label: ${label.name} has the values ${values}${others}`);
    } else if (probabilities === null)
      return flags.length === 0 ? null : { flags, notes: [...notes, 'no column looks like a label'] };
  }
  const part = partColumn(
    sample,
    flags,
    small.filter((column) => !used.has(column.name)),
  );
  if (part !== undefined) {
    flags.push('--where', `${part.name}=${part.values[0]}`);
    notes.push(
      `where: items repeat, and ${part.name} tells the rows apart (${part.values.join(', ')}): take ` +
        'one at a time',
    );
  }
  return flags.length === 0 ? null : { flags, notes };
}

/**
 * The column of labels: with probabilities the one whose values they are of, else one of several questions,
 * else by its name.
 */
function labelColumn(
  small: readonly ColumnProfile[],
  questions: readonly string[],
  labels: readonly string[],
): ColumnProfile | undefined {
  if (labels.length > 0)
    return small.find((column) => column.values.every((value) => labels.includes(value)));
  return (
    small.find((column) => column.name === questions[0]) ??
    small.find((column) => labelName.test(column.name)) ??
    small[0]
  );
}

/** Where one rater rates an item in several rows, the column that tells those rows apart. */
function partColumn(
  { header, rows }: Sample,
  flags: readonly string[],
  small: readonly ColumnProfile[],
): ColumnProfile | undefined {
  const valueOf = (flag: string, own: string): string[] =>
    flags.includes(flag) ? splitList(flags[flags.indexOf(flag) + 1]) : [own];
  const keys = [...valueOf('--item', 'item'), ...valueOf('--rater', 'rater'), 'order', 'repeat'].filter(
    (name) => header.includes(name),
  );
  const repeats = (names: readonly string[]): number =>
    rows.length -
    new Set(rows.map((row) => JSON.stringify(names.map((name) => row[header.indexOf(name)])))).size;
  const before = repeats(keys);
  if (before < rows.length / 10) return undefined;
  return small.find((column) => column.values.length > 1 && repeats([...keys, column.name]) < before / 10);
}

const raterName =
  /^(rater|annotator|judge|worker|label?ler|evaluator|coder|reviewer|assessor|grader|user|llm|model)([ _-]?(id|name))?$/i;
const labelName =
  /^(label|rating|score|answer|winner|vote|verdict|choice|preference|grade|judge?ment|annotation|class|category)$/i;
const itemName =
  /^(item|text|example|sample|row|doc|document|question|prompt|pair|comparison|conversation|message|trace|case|task|query)?[ _-]?(id|idx|index|key|uuid|item)$/i;

const plainItemName =
  /^(text|example|sample|doc|document|question|prompt|pair|comparison|conversation|message|trace|case|task|query)$/i;

/**
 * A comparison is named by what was asked and who was compared; anything else by the column that is named
 * like an id.
 */
function itemColumns(columns: readonly ColumnProfile[]): string[] | null {
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
function probabilityColumns(columns: readonly ColumnProfile[]): ProbabilityColumns | null {
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
function wideColumns(columns: readonly ColumnProfile[]): string[] {
  const numbered = numberedColumns(columns);
  if (numbered.length > 0) return numbered;
  const alike = columns
    .map((first) => columns.filter((other) => overlap(first, other) >= 0.5))
    .sort((a, b) => b.length - a.length)[0];
  return alike === undefined || alike.length < 2 ? [] : alike.map((column) => column.name);
}

/** The largest group of columns whose names differ in a number only. */
function numberedColumns(columns: readonly ColumnProfile[]): string[] {
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

/** A column `judge` with the values of the columns beside it is what the judge said, not who it was. */
function holdsLabels(column: ColumnProfile, others: readonly ColumnProfile[]): boolean {
  return others.some((other) => other.name !== column.name && overlap(column, other) >= 0.5);
}

/** Shared values as a part of all values of the two. */
function overlap(first: ColumnProfile, second: ColumnProfile): number {
  const shared = first.values.filter((value) => second.values.includes(value)).length;
  return shared / (first.values.length + second.values.length - shared);
}

function sharedStart(names: readonly string[]): string {
  let length = 0;
  while (names.every((name) => length < name.length && name[length] === names[0][length])) length++;
  return names[0].slice(0, length);
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}
