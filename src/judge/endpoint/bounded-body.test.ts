import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { judgeSchema } from '../../data/index.ts';
import { type BatchProvider } from './batch-provider.ts';
import { JudgeError, type Provider } from './provider.ts';
import { boundedBodies, linesOf } from './bounded-body.ts';
import { openaiBatchProvider } from './openai-batches.ts';
import { openaiCompatibleProvider } from './openai-compatible.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const megabyte = 2 ** 20;

/** An endpoint that answers everything in one way. */
async function endpoint(
  answer: (response: ServerResponse) => void,
): Promise<{ provider: Provider; batches: BatchProvider; cut: Promise<void> }> {
  let told = (): void => {};
  const cut = new Promise<void>((resolve) => (told = resolve));
  const server = createServer((request, response) => {
    request.resume();
    response.on('close', () => told());
    response.on('error', () => {});
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const access = {
    endpoint: judgeSchema.parse({ model: 'm', prompt: 'pairwise', endpoint: { baseURL } }).endpoint,
    key: undefined,
    fetch,
    now: () => 0,
  };
  return {
    provider: await openaiCompatibleProvider(access),
    batches: await openaiBatchProvider(access),
    cut,
  };
}

async function failure(act: Promise<unknown>): Promise<JudgeError> {
  const error: unknown = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(JudgeError);
  return error as JudgeError;
}

const bomb = Buffer.concat([
  Buffer.from('{"choices":[{"message":{"content":"'),
  Buffer.alloc(48 * megabyte, 'A'),
  Buffer.from('"}}]}'),
]);
/** The same in some 200 kB. */
const packedBomb = gzipSync(bomb, { level: 1 });
const packed: readonly (readonly [encoding: string, body: () => Buffer])[] = [
  ['gzip', () => packedBomb],
  ['deflate', () => deflateSync(bomb, { level: 1 })],
  ['br', () => brotliCompressSync(bomb, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
];
const json = { 'content-type': 'application/json' };
const never = new AbortController().signal;
const chat = { api: 'chat', body: {} } as const;

describe('an answer has an end after decompression', { timeout: 60_000 }, () => {
  test.each(packed)('48 MB packed with %s are given up in one line', async (encoding, body) => {
    const bytes = body();
    const { provider } = await endpoint((response) =>
      response.writeHead(200, { ...json, 'content-encoding': encoding }).end(bytes),
    );
    const { message, kind } = await failure(provider.send(chat, never));
    expect(message).toMatch(
      /^http:\/\/127.*\/v1 sends more than 32 MB in one answer; the rest was not read$/,
    );
    expect(kind).toBe('call');
  });

  test('an answer that never stops is cut off at the endpoint', async () => {
    const { provider, cut } = await endpoint((response) => {
      response.writeHead(200, json);
      const piece = Buffer.alloc(megabyte, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect((await failure(provider.send(chat, never))).message).toContain('more than 32 MB');
    await cut;
  });

  test('an error has an end too, and the status it had', async () => {
    const { provider, batches } = await endpoint((response) =>
      response.writeHead(401, { ...json, 'content-encoding': 'gzip' }).end(packedBomb),
    );
    for (const begin of [
      () => provider.send(chat, never),
      () => batches.retrieve('b', never),
      () => batches.upload(['{}'], never),
    ]) {
      const { message, status } = await failure(begin());
      expect(message).toContain('sends more than 1 MB in one answer');
      expect(status).toBe(401);
    }
  });

  test('what a batch API says of its batches has an end', async () => {
    const { batches } = await endpoint((response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(packedBomb),
    );
    const acts = [
      () => batches.retrieve('b', never),
      () => batches.upload(['{}'], never),
      () => batches.cancel('b', never),
      () => batches.create({ input: 'f', api: 'chat', name: 'n' }, never),
      () => batches.find({ input: 'f', api: 'chat', name: 'n' }, never),
    ];
    for (const begin of acts) expect((await failure(begin())).message).toContain('more than 32 MB');
  });

  test('a file of results has lines with an end', async () => {
    const { batches } = await endpoint((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packedBomb),
    );
    const read = async (): Promise<void> => {
      for await (const line of batches.content('f', never)) expect(line).toBe('');
    };
    expect((await failure(read())).message).toContain('a line of more than 32 MB');
  });

  test('an answer as large as they come is read', async () => {
    const content = 'A'.repeat(20 * megabyte);
    const bytes = gzipSync(JSON.stringify({ choices: [{ message: { content } }] }));
    const { provider } = await endpoint((response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bytes),
    );
    expect((await provider.send(chat, never)).body).toContain(content);
  });
});

test('answers that are read at the same time have an end together, and make room when they are read', async () => {
  const bounded = boundedBodies('here', { answer: 1000, error: 10, together: 1500, line: 10 });
  const response = (size: number): Response => bounded(new Response(new Blob([Buffer.alloc(size)]).stream()));
  for (let i = 0; i < 5; i++) expect((await response(900).arrayBuffer()).byteLength).toBe(900);
  const readers = [response(900), response(900)].map((each) => each.body!.getReader());
  expect((await readers[0].read()).value).toHaveLength(900);
  const { message, kind } = await failure(readers[1].read());
  expect([message, kind]).toEqual([
    `here sends more than ${1500 / megabyte} MB in answers at a time`,
    'retry',
  ]);
  await readers[0].cancel();
  expect((await response(900).arrayBuffer()).byteLength).toBe(900);
});

test('linesOf gives the lines that are there, however the bytes are cut', async () => {
  const bytes = Buffer.from('one\n\ntwo ü\nthree');
  for (let size = 1; size <= bytes.length; size++) {
    const pieces = (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })();
    const lines: string[] = [];
    for await (const line of linesOf(pieces, 'here')) lines.push(line);
    expect(lines).toEqual(['one', '', 'two ü', 'three']);
  }
});
