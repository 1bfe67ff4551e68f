/**
 * One record of Argilla in any of its shapes: v2 nested or flattened, v1; to its fields and the answers to
 * each question.
 */
import { listed } from '../../words/nearest-word.ts';
import { columnsOf, textOf } from '../frame/rating-drafts.ts';
import type { RecordField } from '../frame/record-field.ts';

/** What people and models said to one question of one record. */
interface Answers {
  readonly responses: readonly Response[];
  readonly suggestion: Suggestion | undefined;
}

export interface Response {
  readonly value: RecordField;
  readonly user: RecordField | undefined;
  /** Undefined where the export has no status at all. */
  readonly status: string | undefined;
}

export interface Suggestion {
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

export function shapeOf(record: RecordField): Shape {
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

export function isList(field: RecordField): boolean {
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
