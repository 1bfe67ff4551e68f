/**
 * Files and batches of the test server: an uploaded JSONL file becomes an output file, with whatever trouble
 * the script asks for.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Reply, chatBody, responsesBody } from './replies.ts';
import { sendError } from './server.ts';

export type BatchEnd = 'completed' | 'expired' | 'failed';

export interface BatchScript {
  /** The server has no files and no batches. */
  readonly none?: boolean;
  /** How often a batch is looked at before it is done. */
  readonly polls?: number;
  /** In place of that: whether a batch is done. */
  readonly isDone?: () => boolean;
  /**
   * The end of a batch, or of one after the other; one that expires or is cancelled has answered the first
   * half of its lines.
   */
  readonly end?: BatchEnd | readonly BatchEnd[];
  /** What happens to the lines of the output. */
  readonly lines?: 'in order' | 'reversed' | 'doubled' | 'one missing' | 'one foreign' | 'last cut';
  /** The file is taken, and then the connection breaks before the batch is named. */
  readonly breakAfterCreate?: boolean;
  /** The connection breaks and no batch is made, the first time. */
  readonly breakBeforeCreate?: boolean;
  /** More lines than this are refused when the batch is made. */
  readonly mostLines?: number;
  /** So many batches a page of the list. */
  readonly page?: number;
}

export interface BatchShelf {
  /** How many files were uploaded and batches made. */
  readonly uploads: number;
  readonly made: number;
  /** Of each batch that was made, the names of its requests. */
  readonly requests: readonly (readonly string[])[];
  /** How often a batch was looked at. */
  readonly looks: number;
  /** Loses every file and batch. */
  forget(): void;
  handle(request: IncomingMessage, path: string, body: Buffer, response: ServerResponse): Promise<void>;
}

interface StoredBatch {
  readonly id: string;
  readonly file: string;
  readonly input: string;
  readonly end: BatchEnd;
  readonly endpoint: string;
  readonly metadata: unknown;
  looked: number;
  cancelled: boolean;
  output?: string | undefined;
  errors?: string | undefined;
  counts: { total: number; completed: number; failed: number };
}

interface BatchLine {
  custom_id: string;
  body: Record<string, unknown>;
}

export function batchShelf(
  script: BatchScript,
  answerTo: (api: 'chat' | 'responses', text: string) => Reply,
): BatchShelf {
  const files = new Map<string, string>();
  const batches = new Map<string, StoredBatch>();
  const requests: string[][] = [];
  const counts = { uploads: 0, made: 0, orders: 0, looks: 0 };
  const { polls = 1, end = 'completed', mostLines = Infinity, page = 100 } = script;

  async function upload(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    const file = form.get('file');
    if (!(file instanceof File) || form.get('purpose') !== 'batch')
      return sendError(response, 400, 'a file and its purpose are required', undefined);
    const id = `file-${++counts.uploads}`;
    files.set(id, await file.text());
    json(response, {
      id,
      object: 'file',
      bytes: file.size,
      created_at: 1_790_000_000,
      filename: file.name,
      purpose: 'batch',
      status: 'processed',
    });
  }

  function create(body: Buffer, response: ServerResponse): void {
    const asked = JSON.parse(body.toString('utf8')) as {
      input_file_id: string;
      endpoint: string;
      metadata?: unknown;
    };
    const input = files.get(asked.input_file_id);
    if (input === undefined)
      return sendError(response, 404, `No such file: ${asked.input_file_id}`, 'not_found');
    const lines = linesOf(input);
    if (lines.length > mostLines)
      return sendError(
        response,
        400,
        `The file has ${lines.length} requests, more than ${mostLines}.`,
        'too_many_requests',
      );
    if (script.breakBeforeCreate === true && ++counts.orders === 1) return void response.destroy();
    const id = `batch_${++counts.made}`;
    const { endpoint, metadata = null } = asked;
    const ends = typeof end === 'string' ? [end] : end;
    const batch: StoredBatch = {
      id,
      file: asked.input_file_id,
      input,
      end: ends[Math.min(counts.made, ends.length) - 1],
      endpoint,
      metadata,
      looked: 0,
      cancelled: false,
      counts: { total: lines.length, completed: 0, failed: 0 },
    };
    batches.set(id, batch);
    requests.push(lines.map(({ custom_id }) => custom_id));
    if (script.breakAfterCreate === true && counts.made === 1) response.destroy();
    else json(response, shown(batch, statusOf(batch)));
  }

  function statusOf(batch: StoredBatch): string {
    if (batch.cancelled) return 'cancelled';
    const done = script.isDone === undefined ? batch.looked > polls : script.isDone();
    return done ? batch.end : batch.looked === 0 ? 'validating' : 'in_progress';
  }

  function look(id: string, response: ServerResponse): void {
    const batch = batches.get(id);
    if (batch === undefined) return sendError(response, 404, `No batch found with id '${id}'.`, 'not_found');
    counts.looks++;
    batch.looked++;
    const status = statusOf(batch);
    if (['completed', 'expired', 'cancelled'].includes(status) && batch.output === undefined) finish(batch);
    json(response, shown(batch, status));
  }

  function list(request: IncomingMessage, response: ServerResponse): void {
    const after = new URL(request.url ?? '', 'http://x').searchParams.get('after');
    const newestFirst = [...batches.values()].toReversed();
    const from = newestFirst.findIndex(({ id }) => id === after) + 1;
    const data = newestFirst.slice(from, from + page).map((batch) => shown(batch, statusOf(batch)));
    json(response, { object: 'list', data, has_more: from + page < newestFirst.length });
  }

  function finish(batch: StoredBatch): void {
    const asked = linesOf(batch.input);
    const whole = !batch.cancelled && batch.end === 'completed';
    const done = whole ? asked : asked.slice(0, Math.ceil(asked.length / 2));
    const answered: string[] = [];
    const failed: string[] = asked
      .slice(done.length)
      .map((line) =>
        batch.cancelled
          ? failedLine(line, 'batch_cancelled', 'This batch was cancelled.')
          : failedLine(
              line,
              'batch_expired',
              'This request could not be executed before the completion window expired.',
            ),
      );
    done.forEach((line, index) => {
      const api = batch.endpoint === '/v1/chat/completions' ? 'chat' : 'responses';
      const reply = answerTo(api, JSON.stringify(line.body));
      if (reply.kind === 'answer') {
        const body =
          api === 'chat'
            ? chatBody(reply, line.body, `b${index}`)
            : responsesBody(reply, line.body, `b${index}`);
        answered.push(
          JSON.stringify({
            id: `batch_req_${index}`,
            custom_id: line.custom_id,
            response: { status_code: 200, request_id: `r${index}`, body },
            error: null,
          }),
        );
      } else if (reply.kind === 'error') failed.push(refusedLine(line, reply));
      else failed.push(failedLine(line, 'server_error', 'The server had an error.'));
    });
    batch.counts = { total: asked.length, completed: answered.length, failed: failed.length };
    batch.output = keep(troubled(answered, script.lines ?? 'in order'));
    if (failed.length > 0) batch.errors = keep(failed);
  }

  function keep(lines: readonly string[]): string {
    const id = `file-out-${files.size}`;
    files.set(id, lines.join('\n'));
    return id;
  }

  return {
    get uploads() {
      return counts.uploads;
    },
    get made() {
      return counts.made;
    },
    get looks() {
      return counts.looks;
    },
    requests,
    forget() {
      files.clear();
      batches.clear();
    },
    async handle(request, path, body, response) {
      const [, , kind, id, rest] = path.split('/');
      if (script.none === true)
        return sendError(response, 404, `Invalid URL (${request.method} ${path})`, undefined);
      if (kind === 'files' && request.method === 'POST') return upload(request, body, response);
      if (kind === 'files' && rest === 'content' && files.has(id)) {
        response.writeHead(200, { 'content-type': 'application/octet-stream' });
        response.end(files.get(id));
        return;
      }
      if (kind === 'batches' && request.method === 'POST' && id === undefined) return create(body, response);
      if (kind === 'batches' && request.method === 'GET' && id === undefined) return list(request, response);
      if (kind === 'batches' && rest === 'cancel' && batches.has(id)) {
        batches.get(id)!.cancelled = true;
        return json(response, shown(batches.get(id)!, 'cancelling'));
      }
      if (kind === 'batches' && request.method === 'GET') return look(id, response);
      sendError(response, 404, `Invalid URL (${request.method} ${path})`, undefined);
    },
  };
}

function failedLine({ custom_id }: BatchLine, code: string, message: string): string {
  return JSON.stringify({
    id: `batch_req_${custom_id}`,
    custom_id,
    response: null,
    error: { code, message },
  });
}

/** A request that the endpoint came to and refused: it has a response, with the error in it. */
function refusedLine(
  { custom_id }: BatchLine,
  { status, code, message }: Extract<Reply, { kind: 'error' }>,
): string {
  const body = { error: { message, type: 'invalid_request_error', param: null, code: code ?? null } };
  return JSON.stringify({
    id: `batch_req_${custom_id}`,
    custom_id,
    response: { status_code: status, request_id: 'r', body },
    error: null,
  });
}

function linesOf(input: string): BatchLine[] {
  return input
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BatchLine);
}

function troubled(lines: readonly string[], trouble: NonNullable<BatchScript['lines']>): readonly string[] {
  switch (trouble) {
    case 'in order':
      return lines;
    case 'reversed':
      return lines.toReversed();
    case 'doubled':
      return [...lines, ...lines];
    case 'one missing':
      return lines.slice(1);
    case 'one foreign':
      return [...lines, lines[0].replace(/"custom_id":"[^"]*"/, '"custom_id":"nobody asked"')];
    case 'last cut':
      return [...lines.slice(0, -1), lines.at(-1)!.slice(0, 40)];
    default:
      return trouble satisfies never;
  }
}

function shown(batch: StoredBatch, status: string): unknown {
  return {
    id: batch.id,
    object: 'batch',
    endpoint: batch.endpoint,
    status,
    input_file_id: batch.file,
    completion_window: '24h',
    output_file_id: batch.output ?? null,
    error_file_id: batch.errors ?? null,
    errors:
      status === 'failed'
        ? {
            object: 'list',
            data: [{ code: 'invalid_request', message: 'the file has a wrong line', line: 1 }],
          }
        : null,
    created_at: 1_790_000_000,
    request_counts: batch.counts,
    metadata: batch.metadata,
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
