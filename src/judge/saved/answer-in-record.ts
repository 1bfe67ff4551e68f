/**
 * The answer of an endpoint in a record that somebody saved: as the record itself, or as one of its fields.
 */
import { readAnswerBody } from '../endpoint/answer-body.ts';
import { fieldOf } from '../read/answer-text.ts';

export type AnswerKind = 'chat' | 'responses' | 'decisions';

export type AnswerInRecord =
  | { readonly found: 'answer'; readonly kind: AnswerKind; readonly body: object }
  /** An error in place of an answer, as a batch and some loggers keep it. */
  | { readonly found: 'error'; readonly message: string }
  | { readonly found: 'several'; readonly fields: readonly string[] }
  | { readonly found: 'nothing' };

/**
 * Looks at the record, at each of its fields, and at the body inside a field, as lines of a batch have it
 * (`response.body`). A field may hold the answer as JSON text.
 */
export function answerInRecord(record: object): AnswerInRecord {
  const whole = answerOf(record);
  if (whole !== undefined) return whole;
  const held = Object.entries(record).flatMap(([field, value]) => {
    const inside = objectOf(value);
    const found = answerOf(inside) ?? answerOf(objectOf(fieldOf(inside, 'body')));
    return found === undefined ? [] : [{ field, ...found }];
  });
  if (held.length === 1) return held[0];
  if (held.length > 1) return { found: 'several', fields: held.map(({ field }) => field) };
  return errorIn(record) ?? { found: 'nothing' };
}

function answerOf(
  value: object | undefined,
): { readonly found: 'answer'; readonly kind: AnswerKind; readonly body: object } | undefined {
  if (value === undefined) return undefined;
  const choices = objectsAt(value, 'choices');
  if (['message', 'text', 'logprobs'].some((name) => choices[0] !== undefined && name in choices[0]))
    return { found: 'answer', kind: 'chat', body: { ...value, choices: choices.map(withMessage) } };
  const output = objectsAt(value, 'output');
  if (output.some((part) => typeof fieldOf(part, 'type') === 'string'))
    return { found: 'answer', kind: 'responses', body: { ...value, output } };
  const answers = parsed(fieldOf(value, 'answers'));
  const given: unknown[] = Array.isArray(answers) ? answers : Object.values(objectOf(answers) ?? {});
  return given.length > 0 && given.every(isDecision)
    ? { found: 'answer', kind: 'decisions', body: { ...value, answers } }
    : undefined;
}

/** One of the typed answers of a decision model. */
function isDecision(value: unknown): boolean {
  const answer = objectOf(value);
  return (
    answer !== undefined && ['probability', 'probabilities', 'noul', 'refusal'].some((name) => name in answer)
  );
}

/** The older completions have their text where a chat completion has a message. */
function withMessage(choice: object): object {
  const text = fieldOf(choice, 'text');
  return 'message' in choice || typeof text !== 'string' ? choice : { ...choice, message: { content: text } };
}

/** A batch line's `error`, or its response of another status than success; an error object in a field. */
function errorIn(record: object): AnswerInRecord | undefined {
  const bodies = [
    record,
    ...Object.values(record).flatMap((value) => [
      objectOf(value),
      objectOf(fieldOf(objectOf(value), 'body')),
    ]),
  ];
  for (const body of bodies) {
    const read = readAnswerBody(body);
    if (read.holds === 'error') return { found: 'error', message: read.message };
  }
  const status = fieldOf(fieldOf(record, 'response'), 'status_code');
  return typeof status === 'number' && status >= 400
    ? { found: 'error', message: `status ${status}` }
    : undefined;
}

function objectsAt(value: object, name: string): object[] {
  const list = parsed(fieldOf(value, name));
  return Array.isArray(list) ? list.flatMap((part: unknown) => objectOf(part) ?? []) : [];
}

function objectOf(written: unknown): object | undefined {
  const value = parsed(written);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** In a table, objects and lists are cells of JSON text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
