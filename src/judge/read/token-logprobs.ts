/**
 * The tokens of an answer with their log probabilities, in one shape for all endpoints: what came is checked
 * here, and nothing is mended.
 */
import { type ExtractionFailure, type ExtractionProblem, failure } from './extraction-failure.ts';

export interface TokenAlternative {
  readonly token: string;
  /** UTF-8; null where the endpoint does not say. A token may be half a letter, which no text can show. */
  readonly bytes: Uint8Array | null;
  /**
   * Natural log. −9999 and −Infinity are no numbers but words: "too unlikely to say". NaN where the endpoint
   * gives none.
   */
  readonly logprob: number;
}

export interface TokenLogprob extends TokenAlternative {
  /** As listed by the endpoint, in its order; the chosen token may be among them or not. */
  readonly top: readonly TokenAlternative[];
}

export interface AnswerTokens {
  readonly ok: true;
  readonly text: string;
  readonly tokens: readonly TokenLogprob[];
}

/**
 * Endpoints round: a log probability may come out a hair above 0. The reader of probability columns allows
 * the same.
 */
const largestLogprob = 1e-6;

/**
 * Reads one choice of a chat completion: `{ message: { content, refusal }, logprobs: { content: […] } }`.
 * Servers that speak this API but list tokens in the older shape of completions are read too.
 *
 * Returns a failure, and throws nothing, for whatever else may come.
 *
 * @example
 * const logprobs = { content: [{ token: 'A', bytes: [65], logprob: -0.1, top_logprobs: [] }], refusal: null };
 * parseChatLogprobs({ message: { content: 'A', refusal: null }, logprobs }).ok; // true
 */
export function parseChatLogprobs(choice: unknown): AnswerTokens | ExtractionFailure {
  return guarded(() => {
    const { message, logprobs } = objectAt(choice, 'choice');
    const { content: text, refusal } = objectAt(message, 'message');
    if (typeof refusal === 'string' && refusal !== '') return failure('refusal', shortened(refusal));
    const listed = isObject(logprobs) ? logprobs : undefined;
    if (isFilled(listed?.['refusal']) && !isFilled(listed?.['content']))
      return failure('refusal', 'the tokens are those of a refusal');
    const said = requireText(text, 'message.content');
    requirePresent(logprobs, 'logprobs');
    const fields = objectAt(logprobs, 'logprobs');
    if ('tokens' in fields && !('content' in fields)) return answer(said, completionTokens(fields));
    return answer(said, tokensAt(fields['content'], 'logprobs.content'));
  });
}

/**
 * Reads the `output` of the Responses API. Text parts are put together; reasoning is passed over.
 *
 * Returns a failure, and throws nothing, for whatever else may come.
 */
export function parseResponsesLogprobs(output: unknown): AnswerTokens | ExtractionFailure {
  return guarded(() => {
    const parts = arrayAt(output, 'output').flatMap((item, at) => {
      const { type, content } = objectAt(item, `output[${at}]`);
      return type === 'message' ? arrayAt(content, `output[${at}].content`) : [];
    });
    let text = '';
    const tokens: TokenLogprob[] = [];
    for (const [at, value] of parts.entries()) {
      const part = objectAt(value, `content[${at}]`);
      if (part['type'] === 'refusal') return failure('refusal', shortened(String(part['refusal'])));
      if (part['type'] !== 'output_text' || part['text'] === '') continue;
      text += requireText(part['text'], `content[${at}].text`);
      for (const token of tokensAt(part['logprobs'], `content[${at}].logprobs`)) tokens.push(token);
    }
    return answer(requireText(text, 'output'), tokens);
  });
}

/**
 * Reads one choice of the older completions API, `{ text, logprobs: { tokens, token_logprobs, top_logprobs }
 * }`, with a `message` instead of a `text` too.
 *
 * Returns a failure, and throws nothing, for whatever else may come.
 */
export function parseCompletionLogprobs(choice: unknown): AnswerTokens | ExtractionFailure {
  return guarded(() => {
    const { text, message, logprobs } = objectAt(choice, 'choice');
    const said = requireText(text ?? (isObject(message) ? message['content'] : undefined), 'text');
    requirePresent(logprobs, 'logprobs');
    return answer(said, completionTokens(objectAt(logprobs, 'logprobs')));
  });
}

function answer(text: string, tokens: readonly TokenLogprob[]): AnswerTokens {
  return Object.freeze({ ok: true, text, tokens });
}

function tokensAt(value: unknown, place: string): TokenLogprob[] {
  requirePresent(value, place);
  return requireFilled(arrayAt(value, place), place).map((token, at) => {
    const here = `${place}[${at}]`;
    const fields = objectAt(token, here);
    // Servers that were asked for none leave the list out.
    const top = fields['top_logprobs'] ?? [];
    return {
      ...alternativeAt(fields, here),
      top: arrayAt(top, `${here}.top_logprobs`).map((entry, k) =>
        alternativeAt(objectAt(entry, `${here}.top_logprobs[${k}]`), `${here}.top_logprobs[${k}]`),
      ),
    };
  });
}

function alternativeAt(
  { token, bytes, logprob }: Readonly<Record<string, unknown>>,
  place: string,
): TokenAlternative {
  return {
    token: stringAt(token, `${place}.token`),
    bytes: bytesAt(bytes, place),
    logprob: logprobAt(logprob, place),
  };
}

function completionTokens(logprobs: Readonly<Record<string, unknown>>): TokenLogprob[] {
  const tokens = requireFilled(arrayAt(logprobs['tokens'], 'logprobs.tokens'), 'logprobs.tokens');
  const own = arrayAt(logprobs['token_logprobs'], 'logprobs.token_logprobs');
  const listed = logprobs['top_logprobs'] ?? undefined;
  const top = listed === undefined ? undefined : arrayAt(listed, 'logprobs.top_logprobs');
  if (own.length !== tokens.length || (top !== undefined && top.length !== tokens.length))
    throw new Malformed(
      'logprobs malformed',
      `${tokens.length} tokens, ${own.length} token_logprobs, ${top?.length ?? 'no'} top_logprobs`,
    );
  return tokens.map((token, at) => ({
    ...namedAlternative(stringAt(token, `tokens[${at}]`), logprobAt(own[at], `token_logprobs[${at}]`)),
    top: Object.entries(objectAt(top?.[at] ?? {}, `top_logprobs[${at}]`)).map(([name, logprob]) =>
      namedAlternative(name, logprobAt(logprob, `top_logprobs[${at}]`)),
    ),
  }));
}

/** This API writes a token that is no whole letter as `bytes:\xe2\x9c`. */
function namedAlternative(token: string, logprob: number): TokenAlternative {
  const escaped = /^bytes:((?:\\x[0-9a-f]{2})+)$/i.exec(token)?.[1];
  const bytes =
    escaped === undefined
      ? null
      : Uint8Array.from(escaped.slice(2).split('\\x'), (digits) => Number.parseInt(digits, 16));
  return { token, bytes, logprob };
}

/**
 * Leaves the parser at the first thing that is not as it should be; caught by `guarded`, never seen outside.
 */
class Malformed extends Error {
  readonly problem: ExtractionProblem;

  constructor(problem: ExtractionProblem, detail: string) {
    super(detail);
    this.problem = problem;
  }
}

function guarded(parse: () => AnswerTokens | ExtractionFailure): AnswerTokens | ExtractionFailure {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Malformed) return failure(error.problem, error.message);
    throw error;
  }
}

/**
 * Of a token that was masked a server has −∞, and JSON has no number for that: it comes as null, or as one of
 * these words.
 */
const withoutNumber: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [null, NaN],
  [NaN, NaN],
  ['NaN', NaN],
  ['-Infinity', -Infinity],
  ['-inf', -Infinity],
]);

function logprobAt(value: unknown, place: string): number {
  const none = withoutNumber.get(value);
  if (none !== undefined) return none;
  if (typeof value !== 'number') throw new Malformed('logprob not a number', `${place} has ${shown(value)}`);
  if (value > largestLogprob) throw new Malformed('logprob positive', `${place} has ${value}`);
  return Math.min(0, value);
}

function bytesAt(value: unknown, place: string): Uint8Array | null {
  if (value === null || value === undefined) return null;
  const bytes = arrayAt(value, `${place}.bytes`);
  if (!bytes.every((byte) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) < 256))
    throw new Malformed('logprobs malformed', `${place}.bytes has ${shown(bytes)}`);
  return Uint8Array.from(bytes as number[]);
}

function requirePresent(value: unknown, place: string): void {
  if (value === undefined) throw new Malformed('logprobs absent', `the answer has no ${place}`);
  if (value === null) throw new Malformed('logprobs null', `${place} is null`);
}

function requireFilled<T>(values: readonly T[], place: string): readonly T[] {
  if (values.length === 0) throw new Malformed('logprobs empty', `${place} is empty`);
  return values;
}

function requireText(value: unknown, place: string): string {
  if (value === null || value === undefined || value === '')
    throw new Malformed('no text', `${place} is empty`);
  if (typeof value !== 'string')
    throw new Malformed('logprobs malformed', `${place} is no text but ${shown(value)}`);
  return value;
}

function stringAt(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw new Malformed('logprobs malformed', `${place} is no text but ${shown(value)}`);
}

function objectAt(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw new Malformed('logprobs malformed', `${place} is no object but ${shown(value)}`);
}

function arrayAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Malformed('logprobs malformed', `${place} is no list but ${shown(value)}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function shown(value: unknown): string {
  try {
    return shortened(JSON.stringify(value) ?? 'nothing');
  } catch {
    // It is read without a stack, and written with one.
    return 'something nested too deeply to show';
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
