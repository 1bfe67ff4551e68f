/** Calls as the lines of a batch file, and the lines of its output as results. Decides; touches nothing. */
import { bytesOfText } from '../ask/byte-strings.ts';
import { parseJson, readAnswerBody } from '../endpoint/answer-body.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { jsonValueSpan } from '../read/json-value-span.ts';
import type { ProviderRequest } from '../endpoint/provider.ts';

export interface BatchLimits {
  readonly requests: number;
  readonly bytes: number;
}

/** Of OpenAI's API, for one file. */
export const batchLimits: BatchLimits = { requests: 50_000, bytes: 200_000_000 };

export interface BatchDraft {
  readonly calls: readonly JudgeCall[];
  readonly lines: readonly string[];
}

/** Where the requests of a batch go at the endpoint. */
export function batchUrl(api: ProviderRequest['api']): '/v1/chat/completions' | '/v1/responses' {
  return api === 'chat' ? '/v1/chat/completions' : '/v1/responses';
}

/**
 * Batches under the limits, each of one model and one API, in the order of the calls. A call that comes twice
 * is in one batch, once.
 */
export function* cutIntoBatches(
  calls: Iterable<JudgeCall>,
  limits: BatchLimits = batchLimits,
): Generator<BatchDraft> {
  const seen = new Set<string>();
  let draft: { calls: JudgeCall[]; lines: string[] } = { calls: [], lines: [] };
  let bytes = 0;
  for (const call of calls) {
    if (seen.has(call.key)) continue;
    seen.add(call.key);
    const line = requestLine(call);
    const size = bytesOfText(line).length + 1;
    const [first] = draft.calls;
    const fits =
      first === undefined ||
      (draft.calls.length < limits.requests &&
        bytes + size <= limits.bytes &&
        first.model === call.model &&
        first.request.api === call.request.api);
    if (!fits) {
      yield draft;
      draft = { calls: [], lines: [] };
      bytes = 0;
    }
    draft.calls.push(call);
    draft.lines.push(line);
    bytes += size;
  }
  if (draft.calls.length > 0) yield draft;
}

function requestLine({ key, request }: JudgeCall): string {
  return JSON.stringify({ custom_id: key, method: 'POST', url: batchUrl(request.api), body: request.body });
}

/** The key of a request line and its body as JSON; undefined for any other line. */
export function parseRequestLine(
  line: string,
): { readonly key: string; readonly request: string } | undefined {
  const value = parsedObject(line)?.value;
  const key = value?.['custom_id'];
  return typeof key === 'string' && objectOf(value!['body']) !== undefined
    ? { key, request: JSON.stringify(value!['body']) }
    : undefined;
}

export type BatchResult =
  /** `body` as it came, and read. */
  | { readonly key: string; readonly outcome: 'answered'; readonly body: string; readonly value: unknown }
  | { readonly key: string; readonly outcome: 'failed'; readonly error: string }
  /** The endpoint never came to it: the batch ran out of time or was cancelled. */
  | { readonly key: string; readonly outcome: 'not run' };

/** One line of an output or error file; undefined where it cannot be read, as when it was cut. */
export function parseResultLine(written: string): BatchResult | undefined {
  const { text: line, value } = parsedObject(written) ?? { text: written, value: undefined };
  const key = value?.['custom_id'];
  if (value === undefined || typeof key !== 'string') return undefined;
  const response = objectOf(value['response']);
  const error = objectOf(value['error']);
  const status = Number(response?.['status_code'] ?? NaN);
  const body = objectOf(response?.['body']);
  const read = readAnswerBody(body);
  if (error === undefined && status >= 200 && status < 300 && read.holds === 'answer')
    return answered(key, line, body);
  const told = error ?? (read.holds === 'error' ? { message: read.message, code: read.code } : undefined);
  const code = textOf(told?.['code']);
  // `batch_expired`, `batch_cancelled`
  if (/expired|cancel/.test(code)) return { key, outcome: 'not run' };
  const what = code === '' ? (Number.isNaN(status) ? '' : ` (${status})`) : ` (${code})`;
  return {
    key,
    outcome: 'failed',
    error: oneLine(
      `failed in a batch${what}: ` +
        (textOf(told?.['message']) || (status < 300 ? 'no answer in it' : 'no reason given')),
    ),
  };
}

function answered(key: string, line: string, value: unknown): BatchResult | undefined {
  try {
    return { key, outcome: 'answered', body: bodyText(line) ?? JSON.stringify(value), value };
  } catch {
    // Nested too deeply to be written again.
    return undefined;
  }
}

/** The body of a response as it stands in the line. */
function bodyText(line: string): string | undefined {
  const response = jsonValueSpan(line, 'response');
  const body = response.ok ? jsonValueSpan(response.value, 'body') : response;
  return body.ok ? body.value : undefined;
}

function parsedObject(
  line: string,
): { readonly text: string; readonly value: Readonly<Record<string, unknown>> } | undefined {
  try {
    const { text, value } = parseJson(line);
    const object = objectOf(value);
    return object === undefined ? undefined : { text, value: object };
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
