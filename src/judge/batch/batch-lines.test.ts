import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutIntoBatches, parseRequestLine, parseResultLine } from './batch-lines.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { type BatchOutcome, mergeBatch } from './merge-batch.ts';

function call(index: number, facts: Partial<JudgeCall> = {}): JudgeCall {
  const request = {
    api: 'chat',
    body: { model: 'm', messages: [{ role: 'user', content: `é ${index}` }] },
  } as const;
  const known = {
    judge: 'j',
    item: `i${index}`,
    order: null,
    sample: 0,
    model: 'm',
    prompt: 'p',
    inputTokens: 9,
    outputTokens: 1,
    likelyInputTokens: 9,
  };
  return { key: `key ${index}`, request, ...known, ...facts };
}

const calls = (count: number): JudgeCall[] => Array.from({ length: count }, (_, index) => call(index));
const answered = (
  key: string,
  text = `{"choices": [{"n": 1.50}], "usage": {"prompt_tokens": 7, "completion_tokens": 2}}`,
): string =>
  `{"id": "r", "custom_id": ${JSON.stringify(key)}, "response": {"status_code": 200, "request_id": ` +
  `"q", "body": ${text}}, "error": null}`;
const failed = (key: string, code: string, message: string): string =>
  JSON.stringify({ id: 'r', custom_id: key, response: null, error: { code, message } });

describe('cutIntoBatches', () => {
  test('writes a line a call, as the API wants it', () => {
    const [{ lines }] = cutIntoBatches([call(1)]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { custom_id: 'key 1', method: 'POST', url: '/v1/chat/completions', body: call(1).request.body },
    ]);
    expect(parseRequestLine(lines[0])).toEqual({
      key: 'key 1',
      request: JSON.stringify(call(1).request.body),
    });
    const [response] = cutIntoBatches([call(1, { request: { api: 'responses', body: {} } })]);
    expect(response.lines[0]).toContain('"/v1/responses"');
  });

  test('keeps to the number of requests and to the bytes, and loses nothing', () => {
    const bytes = (lines: readonly string[]): number =>
      Buffer.byteLength(lines.map((line) => `${line}\n`).join(''));
    const [whole] = cutIntoBatches(calls(10));
    const two = bytes(whole.lines.slice(0, 2));
    for (const [limits, sizes] of [
      [{ requests: 4, bytes: 1e9 }, [4, 4, 2]],
      [{ requests: 100, bytes: two }, [2, 2, 2, 2, 2]],
      [{ requests: 100, bytes: two - 1 }, Array.from({ length: 10 }, () => 1)],
    ] as const) {
      const drafts = [...cutIntoBatches(calls(10), limits)];
      expect(drafts.map((draft) => draft.calls.length)).toEqual(sizes);
      expect(drafts.flatMap((draft) => draft.calls.map(({ key }) => key))).toEqual(
        calls(10).map(({ key }) => key),
      );
      expect(drafts.every(({ lines }) => lines.length === 1 || bytes(lines) <= limits.bytes)).toBe(true);
    }
    expect([...cutIntoBatches([])]).toEqual([]);
  });

  test('has one model and one API a batch, and a call that comes twice once', () => {
    const drafts = [
      ...cutIntoBatches([
        call(1),
        call(1),
        call(2, { model: 'n' }),
        call(1),
        call(3, { model: 'n', request: { api: 'responses', body: {} } }),
      ]),
    ];
    expect(drafts.map((draft) => draft.calls.map(({ key }) => key))).toEqual([
      ['key 1'],
      ['key 2'],
      ['key 3'],
    ]);
  });
});

describe('parseResultLine', () => {
  test('keeps the body of an answer as it came', () => {
    expect(parseResultLine(answered('k', '{"output": [1.50], "a": "\\u00e9"}'))).toMatchObject({
      key: 'k',
      outcome: 'answered',
      body: '{"output": [1.50], "a": "\\u00e9"}',
      value: { output: [1.5], a: 'é' },
    });
  });

  test('a request that was refused, one that failed, and one that was never come to', () => {
    const refused = {
      custom_id: 'k',
      response: {
        status_code: 400,
        body: { error: { message: 'too\nlong', code: 'context_length_exceeded' } },
      },
      error: null,
    };
    expect(parseResultLine(JSON.stringify(refused))).toEqual({
      key: 'k',
      outcome: 'failed',
      error: 'failed in a batch (context_length_exceeded): too long',
    });
    expect(parseResultLine(failed('k', 'server_error', 'oops'))).toMatchObject({
      outcome: 'failed',
      error: 'failed in a batch (server_error): oops',
    });
    for (const code of ['batch_expired', 'batch_cancelled'])
      expect(parseResultLine(failed('k', code, 'x'))).toEqual({ key: 'k', outcome: 'not run' });
    // A status of 500 with a body is no answer, and neither is a 200 without one.
    expect(
      parseResultLine('{"custom_id":"k","response":{"status_code":500,"body":{"choices":[]}},"error":null}'),
    ).toMatchObject({
      outcome: 'failed',
    });
    for (const [body, said] of [
      ['null', 'failed in a batch (200): no answer in it'],
      ['{}', 'failed in a batch (200): no answer in it'],
      ['{"choices":[]}', 'failed in a batch (200): no answer in it'],
      [
        '{"error":{"message":"upstream overloaded","code":502}}',
        'failed in a batch (200): upstream overloaded',
      ],
    ])
      expect(
        parseResultLine(`{"custom_id":"k","response":{"status_code":200,"body":${body}},"error":null}`),
      ).toMatchObject({
        outcome: 'failed',
        error: said,
      });
  });

  test.each(['', 'null', '[]', '{"custom_id":1}', '{"id":"x"}', answered('k').slice(0, 40)])(
    'no result: %s',
    (line) => {
      expect(parseResultLine(line)).toBeUndefined();
    },
  );
});

function merge(
  keys: readonly string[],
  lines: readonly string[],
): { records: BatchOutcome[]; merged: ReturnType<ReturnType<typeof mergeBatch>['merged']> } {
  const records: BatchOutcome[] = [];
  const places = new Map(keys.map((key) => [key, { key, item: `item of ${key}`, order: null, sample: 0 }]));
  const into = mergeBatch(places, (record) => void records.push(record));
  for (const line of lines) into.take(line);
  return { records, merged: into.merged() };
}

describe('mergeBatch', () => {
  test('counts what is answered, failed, unanswered and odd', () => {
    const lines = [
      answered('b'),
      answered('a'),
      answered('a'),
      answered('x'),
      failed('c', 'server_error', 'no'),
      failed('d', 'batch_expired', 'late'),
      '',
      '{"cus',
    ];
    const { records, merged } = merge(['a', 'b', 'c', 'd', 'e'], lines);
    expect(merged).toMatchObject({
      answered: 2,
      failed: 1,
      unanswered: 2,
      doubled: 1,
      foreign: 1,
      unreadable: 1,
      inputTokens: 14,
      outputTokens: 4,
    });
    expect(merged.failures).toEqual(new Map([['failed in a batch (server_error): no', 1]]));
    expect(records.map(({ key, item, status }) => [key, item, status])).toEqual([
      ['b', 'item of b', 'answered'],
      ['a', 'item of a', 'answered'],
      ['c', 'item of c', 'failed'],
    ]);
  });

  test('an answer that the endpoint did not count leaves the tokens of the batch unknown', () => {
    const text = '{"choices": [{"message": {"content": "A"}}]}';
    expect(merge(['a', 'b'], [answered('a'), answered('b', text)]).merged).toMatchObject({
      answered: 2,
      inputTokens: NaN,
      outputTokens: NaN,
    });
  });

  test('an answer goes before a failure of the same call, in either order', () => {
    for (const lines of [
      [failed('a', 'e', 'no'), answered('a')],
      [answered('a'), failed('a', 'e', 'no')],
      [failed('a', 'batch_expired', 'no'), answered('a')],
    ]) {
      const { records, merged } = merge(['a'], lines);
      expect(records.at(-1)!.status).toBe('answered');
      expect(merged).toMatchObject({ answered: 1, failed: 0, unanswered: 0, doubled: 1, inputTokens: 7 });
    }
  });

  test('however lines are shuffled, doubled, cut and mixed with others, a call has at most one answer, its own', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `${index}`.padStart(64, '0'));
    const line = fc.record({
      place: fc.nat(14),
      kind: fc.constantFrom('answer', 'failure', 'expired'),
      cut: fc.option(fc.double({ min: 0, max: 0.99, noNaN: true }), { freq: 4 }),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (drawn) => {
        const whole = new Set<string>();
        const lines = drawn.map(({ place, kind, cut }) => {
          const key = keys[place] ?? `foreign ${place}`;
          const text =
            kind === 'answer'
              ? answered(key, JSON.stringify({ output: [key] }))
              : failed(key, kind === 'failure' ? 'server_error' : 'batch_expired', 'x');
          if (kind === 'answer' && cut === null && place < keys.length) whole.add(key);
          return cut === null ? text : text.slice(0, Math.floor(text.length * cut));
        });
        const { records, merged } = merge(keys, lines);
        const answers = records.filter(({ status }) => status === 'answered');
        expect(new Set(answers.map(({ key }) => key))).toEqual(whole);
        expect(answers).toHaveLength(whole.size);
        for (const { key, response } of answers) expect(response).toBe(JSON.stringify({ output: [key] }));
        expect(records.every(({ key }) => keys.includes(key))).toBe(true);
        expect(merged.answered).toBe(whole.size);
        expect(merged.answered + merged.failed + merged.unanswered).toBe(keys.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
