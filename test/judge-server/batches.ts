/** Files and batches of the test server: an uploaded JSONL file becomes an output file, with whatever trouble the script asks for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Reply, chatBody, responsesBody } from './replies.ts';
import { sendError } from './server.ts';

export interface BatchScript {
  /** How often a batch is looked at before it is done. */
  readonly polls?: number;
  /** The end of a batch; an expired one has answered the first half of its lines. */
  readonly end?: 'completed' | 'expired' | 'failed';
  /** What happens to the lines of the output. */
  readonly lines?: 'in order' | 'reversed' | 'doubled' | 'one missing' | 'one foreign' | 'last cut';
  /** The file is taken, and then the connection breaks before the batch is named. */
  readonly breakAfterCreate?: boolean;
}

export interface BatchShelf {
  /** How many files were uploaded and batches made. */
  readonly uploads: number;
  readonly made: number;
  handle(request: IncomingMessage, path: string, body: Buffer, response: ServerResponse): Promise<void>;
}

interface StoredBatch {
  readonly id: string;
  readonly input: string;
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

export function batchShelf(script: BatchScript, answerTo: (api: 'chat' | 'responses', text: string) => Reply): BatchShelf {
  const files = new Map<string, string>();
  const batches = new Map<string, StoredBatch>();
  const counts = { uploads: 0, made: 0 };
  const { polls = 1, end = 'completed' } = script;

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
    const asked = JSON.parse(body.toString('utf8')) as { input_file_id: string; endpoint: string; metadata?: unknown };
    const input = files.get(asked.input_file_id);
    if (input === undefined) return sendError(response, 404, `No such file: ${asked.input_file_id}`, 'not_found');
    const id = `batch_${++counts.made}`;
    const total = input.split('\n').filter((line) => line !== '').length;
    const { endpoint, metadata = null } = asked;
    const batch: StoredBatch = { id, input, endpoint, metadata, looked: 0, cancelled: false, counts: { total, completed: 0, failed: 0 } };
    batches.set(id, batch);
    if (script.breakAfterCreate === true && counts.made === 1) response.destroy();
    else json(response, shown(batch, 'validating'));
  }

  function look(id: string, response: ServerResponse): void {
    const batch = batches.get(id);
    if (batch === undefined) return sendError(response, 404, `No batch found with id '${id}'.`, 'not_found');
    if (batch.cancelled) return json(response, shown(batch, 'cancelled'));
    batch.looked++;
    if (batch.looked <= polls) return json(response, shown(batch, 'in_progress'));
    if (batch.output === undefined && end !== 'failed') finish(batch);
    json(response, shown(batch, end));
  }

  function finish(batch: StoredBatch): void {
    const asked = batch.input
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as BatchLine);
    const done = end === 'expired' ? asked.slice(0, Math.ceil(asked.length / 2)) : asked;
    const answered: string[] = [];
    const failed: string[] = asked
      .slice(done.length)
      .map((line) => failedLine(line, 'batch_expired', 'This request could not be executed before the completion window expired.'));
    done.forEach((line, place) => {
      const api = batch.endpoint === '/v1/chat/completions' ? 'chat' : 'responses';
      const reply = answerTo(api, JSON.stringify(line.body));
      if (reply.kind === 'answer') {
        const body = api === 'chat' ? chatBody(reply, line.body, `b${place}`) : responsesBody(reply, line.body, `b${place}`);
        answered.push(
          JSON.stringify({
            id: `batch_req_${place}`,
            custom_id: line.custom_id,
            response: { status_code: 200, request_id: `r${place}`, body },
            error: null,
          }),
        );
      } else failed.push(failedLine(line, 'server_error', reply.kind === 'error' ? reply.message : 'The server had an error.'));
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
    async handle(request, path, body, response) {
      const [, , kind, id, rest] = path.split('/');
      if (kind === 'files' && request.method === 'POST') return upload(request, body, response);
      if (kind === 'files' && rest === 'content' && files.has(id)) {
        response.writeHead(200, { 'content-type': 'application/octet-stream' });
        response.end(files.get(id));
        return;
      }
      if (kind === 'batches' && request.method === 'POST' && id === undefined) return create(body, response);
      if (kind === 'batches' && request.method === 'GET' && id === undefined)
        return json(response, { object: 'list', data: [...batches.values()].map((batch) => shown(batch, 'in_progress')), has_more: false });
      if (kind === 'batches' && rest === 'cancel' && batches.has(id)) {
        batches.get(id)!.cancelled = true;
        return json(response, shown(batches.get(id)!, 'cancelled'));
      }
      if (kind === 'batches' && request.method === 'GET') return look(id, response);
      sendError(response, 404, `Invalid URL (${request.method} ${path})`, undefined);
    },
  };
}

function failedLine({ custom_id }: BatchLine, code: string, message: string): string {
  return JSON.stringify({ id: `batch_req_${custom_id}`, custom_id, response: null, error: { code, message } });
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
    input_file_id: 'file-1',
    completion_window: '24h',
    output_file_id: batch.output ?? null,
    error_file_id: batch.errors ?? null,
    errors:
      status === 'failed' ? { object: 'list', data: [{ code: 'invalid_request', message: 'the file has a wrong line', line: 1 }] } : null,
    created_at: 1_790_000_000,
    request_counts: batch.counts,
    metadata: batch.metadata,
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
