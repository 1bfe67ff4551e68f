/**
 * Argilla: records of v2 (`to_list()`, nested or flattened, and its data sets) and of v1 (feedback data
 * sets).
 */
import { listed } from '../../words/nearest-word.ts';
import {
  chosenQuestion,
  type Imported,
  ImportedItems,
  type Importer,
  type ImportOptions,
  type ImportReader,
  LeftOutCounts,
} from '../frame/importer.ts';
import { type RatingDraft, columnsOf, labelOf, settleDrafts, textOf } from '../frame/rating-drafts.ts';
import type { RecordField } from '../frame/record-field.ts';

export const argilla: Importer = Object.freeze<Importer>({
  name: 'argilla',
  title: 'Argilla',
  reads: 'records as JSON, JSONL or Parquet: to_list() of v2, best with flatten=True, or a v1 data set',
  from: 'in Python: dataset.records.to_list(flatten=True), or to_datasets()',
  options: Object.freeze(['question'] as const),
  start: (options) => new ArgillaReader(options),
});

/** What people and models said to one question of one record. */
interface Answers {
  readonly responses: readonly Response[];
  readonly suggestion: Suggestion | undefined;
}

interface Response {
  readonly value: RecordField;
  readonly user: RecordField | undefined;
  /** Undefined where the export has no status at all. */
  readonly status: string | undefined;
}

interface Suggestion {
  readonly value: RecordField;
  readonly agent: string | undefined;
  readonly score: RecordField | undefined;
  readonly type: string | undefined;
}

/** A record, whatever its shape. */
interface Shape {
  readonly questions: ReadonlyMap<string, Answers>;
  readonly fields: Readonly<Record<string, string>>;
}

/** A response without a status counts only where the whole export has none. */
type Entry = { readonly draft: RatingDraft; readonly unstated?: boolean } | { readonly reason: string };

class ArgillaReader implements ImportReader {
  readonly #wanted: string | undefined;
  readonly #leftOut = new LeftOutCounts();
  readonly #items = new ImportedItems();
  readonly #entries = new Map<string, Entry[]>();
  #count = 0;
  #numbered = 0;
  #stated = false;

  constructor({ question }: ImportOptions) {
    this.#wanted = question;
  }

  record(record: RecordField): void {
    this.#count++;
    const item = this.#item(record);
    const { questions, fields } = shapeOf(record);
    this.#items.add(item, fields, record);
    for (const [name, { responses, suggestion }] of questions) {
      const entries = [
        ...responses.map((response) => this.#response(item, response)),
        ...(suggestion === undefined ? [] : [suggested(item, suggestion)]),
      ];
      const known = this.#entries.get(name);
      if (known === undefined) this.#entries.set(name, entries);
      else known.push(...entries);
    }
  }

  end(): Imported {
    const asked = [...this.#entries].flatMap(([name, entries]) => (entries.length > 0 ? [name] : []));
    const question = chosenQuestion(asked, this.#wanted);
    const drafts: RatingDraft[] = [];
    let unstated = 0;
    for (const [name, entries] of this.#entries) {
      if (name !== question)
        this.#leftOut.add(`answer to another question: ${listed([name])}`, entries.length);
      else
        for (const entry of entries) {
          if ('reason' in entry) this.#leftOut.add(entry.reason);
          else if (entry.unstated === true && this.#stated)
            this.#leftOut.add('response without a status, beside others that have one');
          else {
            drafts.push(entry.draft);
            if (entry.unstated === true) unstated++;
          }
        }
    }
    const notes: string[] = [];
    const ratings = settleDrafts(drafts, this.#leftOut, notes);
    notes.push(...this.#notes(drafts, unstated));
    return { ratings, items: this.#items.list(), leftOut: this.#leftOut.list(), notes };
  }

  #notes(drafts: readonly RatingDraft[], unstated: number): string[] {
    const notes = [];
    if (unstated > 0)
      notes.push(
        'This export does not say which responses were submitted: drafts and discarded responses may ' +
          `be among the ratings of people (${unstated}). Export again with ` +
          'dataset.records.to_list(flatten=True), which writes the status of every response; then only ' +
          'submitted ones are taken.',
      );
    if (this.#numbered > 0)
      notes.push(
        `Records without an id are items by their number, record-1, record-2 and so on (${this.#numbered}).`,
      );
    if (drafts.some(({ score }) => score !== undefined))
      notes.push(
        'A suggestion has one score. It is carried in the column score and is not used as the ' +
          'probability of a label.',
      );
    if (drafts.some(({ kind }) => kind === 'judge') && drafts.some(({ kind }) => kind === 'human'))
      notes.push(
        'Argilla shows suggestions to annotators while they answer: their labels lean to those of the judge.',
      );
    return notes;
  }

  #item(record: RecordField): string {
    const id = record.either('id', 'external_id', '_server_id');
    if (id !== undefined) return id.id();
    this.#numbered++;
    return `record-${this.#count}`;
  }

  #response(item: string, { value, user, status }: Response): Entry {
    if (status !== undefined) this.#stated = true;
    if (status !== undefined && status !== 'submitted')
      return { reason: `response that is not submitted: ${listed([status])}` };
    const label = answerLabel(value);
    if ('reason' in label) return label;
    return {
      draft: { item, rater: user?.id() ?? 'annotator', kind: 'human', ...label },
      unstated: status === undefined,
    };
  }
}

function suggested(item: string, { value, agent, score, type }: Suggestion): Entry {
  const label = answerLabel(value);
  if ('reason' in label) return label;
  // A list of scores belongs to a question with several labels, and is no number beside one.
  const one =
    score?.is('number') === true || (score?.place.cells === true && !isList(score))
      ? score.number()
      : undefined;
  return {
    draft: {
      item,
      rater: agent ?? 'suggestion',
      kind: type === 'human' ? 'human' : 'judge',
      score: one,
      ...label,
    },
  };
}

/** Rating and label questions have one value. Several labels, rankings and spans are lists or objects. */
function answerLabel(value: RecordField): { label: string } | { reason: string } {
  if (isList(value)) {
    const values = value.list();
    const [only] = values;
    if (values.length === 0) return { reason: 'empty answer' };
    if (only.is('object')) return { reason: 'ranking or span' };
    const label = values.length === 1 ? labelOf(only) : undefined;
    return label === undefined ? { reason: 'several labels or a ranking' } : { label };
  }
  const label = labelOf(value);
  return label === undefined ? { reason: value.missing ? 'empty answer' : 'ranking or span' } : { label };
}

function isList(field: RecordField): boolean {
  return (
    field.is('array') ||
    (field.place.cells === true && field.is('string') && field.cell().trimStart().startsWith('['))
  );
}

function isObject(field: RecordField): boolean {
  return (
    field.is('object') ||
    (field.place.cells === true && field.is('string') && field.cell().trimStart().startsWith('{'))
  );
}

function shapeOf(record: RecordField): Shape {
  const names = Object.keys(record.object());
  const nested = record.maybe('responses') ?? record.maybe('suggestions');
  if (nested !== undefined && isObject(nested) && names.includes('fields')) return nestedShape(record);
  if (names.some((name) => name.endsWith('-suggestion') || name.endsWith('-suggestion-metadata')))
    return firstVersion(record, names);
  if (names.some((name) => /\.(?:responses|suggestion)$/.test(name))) return flattened(record, names);
  if (names.includes('fields')) return nestedShape(record);
  const lists = names.filter((name) => responseList(record.get(name)) !== undefined);
  if (lists.length > 0) return firstVersion(record, names);
  return record.requires('responses or suggestions', 'Export with dataset.records.to_list(flatten=True).');
}

/** v2, `to_list()`: question → list of responses, which Argilla writes without their status. */
function nestedShape(record: RecordField): Shape {
  const questions = new Map<string, Answers>();
  for (const [name, responses] of record.maybe('responses')?.entries() ?? [])
    questions.set(name, {
      responses: responses.missing ? [] : responses.list().map(response),
      suggestion: undefined,
    });
  for (const [name, suggestion] of record.maybe('suggestions')?.entries() ?? [])
    questions.set(name, {
      responses: questions.get(name)?.responses ?? [],
      suggestion: suggestion.missing ? undefined : suggestionOf(suggestion.get('value'), suggestion),
    });
  return {
    questions,
    fields: {
      ...columnsOf(record.maybe('metadata')?.entries() ?? []),
      ...columnsOf(record.maybe('fields')?.entries() ?? []),
    },
  };
}

function response(entry: RecordField): Response {
  return { value: entry.get('value'), user: entry.maybe('user_id'), status: textOf(entry.maybe('status')) };
}

function suggestionOf(value: RecordField, about: RecordField | undefined): Suggestion | undefined {
  if (value.missing) return undefined;
  return {
    value,
    agent: textOf(about?.maybe('agent')),
    score: about?.maybe('score'),
    type: textOf(about?.maybe('type')),
  };
}

/**
 * v2, `to_list(flatten=True)`: columns `<question>.responses`, `.responses.users`, `.responses.status`,
 * `.suggestion` and so on.
 */
function flattened(record: RecordField, names: readonly string[]): Shape {
  const questions = new Map<string, Answers>();
  const own = new Set(['id', '_server_id', 'status', 'score']);
  const asked = new Set(names.flatMap((name) => /^(.*)\.(?:responses|suggestion)$/s.exec(name)?.[1] ?? []));
  for (const name of asked) {
    for (const end of [
      'responses',
      'responses.users',
      'responses.status',
      'suggestion',
      'suggestion.score',
      'suggestion.agent',
    ])
      own.add(`${name}.${end}`);
    const suggestion = record.maybe(`${name}.suggestion`);
    const agent = textOf(record.maybe(`${name}.suggestion.agent`));
    questions.set(name, {
      responses: responsesOf(record, name),
      suggestion: suggestion && {
        value: suggestion,
        agent,
        score: record.maybe(`${name}.suggestion.score`),
        type: undefined,
      },
    });
  }
  return { questions, fields: otherColumns(record, names, own) };
}

function responsesOf(record: RecordField, question: string): Response[] {
  const values = record.maybe(`${question}.responses`)?.list() ?? [];
  const users = record.maybe(`${question}.responses.users`)?.list() ?? [];
  const status = record.maybe(`${question}.responses.status`)?.list();
  if (users.length !== values.length || (status !== undefined && status.length !== values.length))
    record.fail(
      `${listed([question])} requires as many users and states as responses; received ` +
        `${values.length} responses, ${users.length} users and ${status?.length ?? 'no'} states`,
    );
  return values.map((value, at) => ({
    value,
    user: users[at].missing ? undefined : users[at],
    status: status === undefined ? undefined : (textOf(status[at]) ?? 'not given'),
  }));
}

/**
 * v1: `<question>` is a list of responses, beside `<question>-suggestion` and
 * `<question>-suggestion-metadata`.
 */
function firstVersion(record: RecordField, names: readonly string[]): Shape {
  const questions = new Map<string, Answers>();
  const own = new Set(['id', 'external_id', '_server_id', 'status']);
  for (const name of names) {
    const responses = responseList(record.get(name));
    const suggestion = record.maybe(`${name}-suggestion`);
    if (responses === undefined && !names.includes(`${name}-suggestion`)) continue;
    for (const end of ['', '-suggestion', '-suggestion-metadata']) own.add(`${name}${end}`);
    questions.set(name, {
      responses: responses ?? [],
      suggestion: suggestion && suggestionOf(suggestion, record.maybe(`${name}-suggestion-metadata`)),
    });
  }
  return { questions, fields: otherColumns(record, names, own) };
}

/**
 * A list of `{ user_id, value, status }`, or, from Parquet and older data sets, one object of three lists.
 */
function responseList(field: RecordField): Response[] | undefined {
  if (isList(field)) {
    const entries = field.list();
    return entries.length > 0 && entries.every((entry) => entry.is('object') && has(entry, 'user_id'))
      ? entries.map(response)
      : undefined;
  }
  if (!isObject(field) || !has(field, 'user_id') || !has(field, 'value')) return undefined;
  const [values, users] = [field.get('value').list(), field.get('user_id').list()];
  const status = field.maybe('status')?.list();
  if (users.length !== values.length || (status !== undefined && status.length !== values.length))
    field.requires('lists of one length');
  return values.map((value, at) => ({
    value,
    user: users[at].missing ? undefined : users[at],
    status: textOf(status?.[at]),
  }));
}

function has(field: RecordField, key: string): boolean {
  return Object.hasOwn(field.object(), key);
}

/** Fields and metadata. A list of numbers is a vector, which nobody reads. */
function otherColumns(
  record: RecordField,
  names: readonly string[],
  own: ReadonlySet<string>,
): Record<string, string> {
  const columns = names.filter((name) => !own.has(name)).map((name) => [name, record.get(name)] as const);
  return columnsOf(columns.filter(([, field]) => !isVector(field)));
}

function isVector(field: RecordField): boolean {
  if (!field.is('array')) return false;
  const values = field.list();
  return values.length > 0 && values.every((value) => value.is('number'));
}
