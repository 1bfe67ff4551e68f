/**
 * An endpoint for tests: chat completions, Responses, files and batches over real HTTP on loopback. What it
 * answers is scripted, and what it was asked is kept, so that a test can say that nothing was asked twice.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BatchScript, type BatchShelf, batchShelf } from './batches.ts';
import { type ProbeManners, probeReply } from './probe-replies.ts';
import { type AnswerReply, type Reply, chatBody, responsesBody } from './replies.ts';

export interface AskedRequest {
  readonly api: 'chat' | 'responses';
  readonly body: Readonly<Record<string, unknown>>;
  /** How often this very body has been asked before. */
  readonly before: number;
  /** 0 for the first request to the server. */
  readonly place: number;
}

export interface ServerScript {
  reply(request: AskedRequest): Reply;
  /**
   * What the server takes no request with, be it of a probe, a call or a batch; it is no part of what was
   * asked.
   */
  refuse?(body: Readonly<Record<string, unknown>>): Reply | undefined;
  /** The key that is asked for; any where not given. */
  readonly key?: string;
  /** The models there are; any where not given. */
  readonly models?: readonly string[];
  readonly batches?: BatchScript;
  /** How the questions of a probe are answered; they are no part of what was asked. */
  readonly probe?: ProbeManners;
}

export interface JudgeServer {
  /** With the version: what a `baseURL` is set to. */
  readonly url: string;
  /** Body of a request as text → how often it was asked. */
  readonly asked: ReadonlyMap<string, number>;
  /** The same for the questions of a probe. */
  readonly probed: ReadonlyMap<string, number>;
  /** How many requests were refused. */
  readonly refused: number;
  /** Requests that are being answered, now and at most. */
  readonly inFlight: { readonly now: number; readonly most: number };
  /** Headers of the last request, without its key. */
  readonly lastHeaders: Readonly<Record<string, string>>;
  readonly shelf: BatchShelf;
  close(): Promise<void>;
}

export async function startJudgeServer(script: ServerScript): Promise<JudgeServer> {
  const asked = new Map<string, number>();
  const inFlight = { now: 0, most: 0 };
  let lastHeaders: Record<string, string> = {};
  let index = 0;
  const probed = new Map<string, number>();
  let refused = 0;
  const answerTo = (api: AskedRequest['api'], text: string): Reply => {
    const refusal = script.refuse?.(JSON.parse(text) as Record<string, unknown>);
    if (refusal !== undefined) {
      refused++;
      return refusal;
    }
    const times = probed.get(text) ?? 0;
    const probe = probeReply(JSON.parse(text) as Record<string, unknown>, times, script.probe);
    if (probe !== undefined) {
      probed.set(text, times + 1);
      return probe;
    }
    const before = asked.get(text) ?? 0;
    asked.set(text, before + 1);
    return script.reply({ api, body: JSON.parse(text) as Record<string, unknown>, before, place: index++ });
  };
  const shelf = batchShelf(script.batches ?? {}, answerTo);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization, ...headers } = request.headers;
    lastHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const body = await bytesOf(request);
    if (script.key !== undefined && authorization !== `Bearer ${script.key}`)
      return sendError(response, 401, 'Incorrect API key provided: sk-***.', 'invalid_api_key');
    const path = (request.url ?? '').split('?')[0];
    const api = path === '/v1/chat/completions' ? 'chat' : path === '/v1/responses' ? 'responses' : undefined;
    if (api === undefined || request.method !== 'POST') return shelf.handle(request, path, body, response);
    const text = body.toString('utf8');
    const model = String((JSON.parse(text) as { model?: unknown }).model);
    if (script.models !== undefined && !script.models.includes(model))
      return sendError(
        response,
        404,
        `The model \`${model}\` does not exist or you do not have access to it.`,
        'model_not_found',
      );
    inFlight.now++;
    inFlight.most = Math.max(inFlight.most, inFlight.now);
    response.on('close', () => inFlight.now--);
    send(response, api, JSON.parse(text) as Record<string, unknown>, answerTo(api, text), String(index));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // A stalled answer must not keep the test waiting.
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    probed,
    get refused() {
      return refused;
    },
    inFlight,
    get lastHeaders() {
      return lastHeaders;
    },
    shelf,
    close: () => closed(server),
  };
}

function send(
  response: ServerResponse,
  api: AskedRequest['api'],
  request: Readonly<Record<string, unknown>>,
  reply: Reply,
  id: string,
): void {
  switch (reply.kind) {
    case 'error':
      return sendError(response, reply.status, reply.message, reply.code, reply.headers);
    case 'raw':
      response.writeHead(reply.status, { 'content-type': reply.contentType, ...reply.headers });
      response.end(reply.body);
      return;
    case 'silence':
      return;
    case 'reset':
      if (reply.answer !== undefined)
        writeHalf(response, answerText(api, request, reply.answer, id), () => response.destroy());
      else response.destroy();
      return;
    case 'stall':
      writeHalf(response, answerText(api, request, reply.answer, id), () => {});
      return;
    case 'answer': {
      const whole = (): void => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'x-request-id': `req_${id}`,
          ...reply.headers,
        });
        response.end(answerText(api, request, reply, id));
      };
      if (reply.delay === undefined) whole();
      else setTimeout(whole, reply.delay);
    }
  }
}

/** The text of a whole answer in the shape of its API. */
export function answerText(
  api: AskedRequest['api'],
  request: Readonly<Record<string, unknown>>,
  answer: AnswerReply,
  id: string,
): string {
  return JSON.stringify(api === 'chat' ? chatBody(answer, request, id) : responsesBody(answer, request, id));
}

function writeHalf(response: ServerResponse, text: string, then: () => void): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => setTimeout(then, 5));
}

export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  code: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(
    JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: code ?? null } }),
  );
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
