/**
 * One odd answer is no verdict, or one without a count: nothing that an endpoint sends stops the commands
 * that read it back.
 */
import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type CallRecord, type Codebook, type JudgeDeclaration, judgeSchema } from '../../data/index.ts';
import { openVerdictStore, readVerdictStore } from '../../storage/index.ts';
import { parseJson, readAnswerBody } from '../endpoint/answer-body.ts';
import { parseResultLine } from '../batch/batch-lines.ts';
import { type PreparedJudge, prepareJudge } from '../ask/prepare-judge.ts';
import { probeProblem, readProbe } from '../probe/probe.ts';
import { usageOf } from '../endpoint/usage.ts';
import { readVerdict } from './verdict.ts';
import { judgeRunCounter, verdictRow, verdictsOf } from './verdict-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'assize-odd-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codebook: Codebook = { scale: 'nominal', labels: [{ name: 'Pass' }, { name: 'Fail' }] };

function judgeOf(declared: Partial<JudgeDeclaration>): PreparedJudge {
  const config = judgeSchema.parse({ model: 'm', prompt: 'pass-fail', ...declared });
  return prepareJudge('judge', config, codebook, { hash: (text) => text });
}

const judges = [
  {},
  { mode: 'structured' },
  { marker: 'Verdict:' },
  { sources: ['samples'], samples: 2 },
  { sources: ['verbalized'] },
  { sources: ['verbalized'], mode: 'structured' },
  { endpoint: { api: 'responses' } },
  { endpoint: { api: 'responses' }, sources: ['samples'], samples: 2 },
] satisfies Partial<JudgeDeclaration>[];

function recordOf(response: string | null, facts: Partial<CallRecord> = {}): CallRecord {
  const asked = {
    key: 'k',
    judge: 'judge',
    item: 'i',
    order: null,
    sample: 0,
    model: 'm',
    prompt: 'p',
    request: '{}',
  } as const;
  return {
    ...asked,
    status: 'answered',
    response,
    error: null,
    inputTokens: 1,
    outputTokens: 1,
    batch: null,
    at: '',
    ...facts,
  };
}

const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const nestedObject = `${'{"verdict":'.repeat(10_000)}1${'}'.repeat(10_000)}`;

/** The text of a chat completion; `logprob` and `usage` as they stand in it. */
function chat({
  content = '"Pass"',
  logprob = '-0.1',
  other = '-2.5',
  usage = '{"prompt_tokens":9,"completion_tokens":1}',
  more = '',
} = {}): string {
  const top = `[{"token":"Pass","bytes":null,"logprob":${logprob}},{"token":"Fail","bytes":null,"logprob":${other}}]`;
  const logprobs = `{"content":[{"token":"Pass","bytes":null,"logprob":${logprob},"top_logprobs":${top}}]}`;
  return `{"choices":[{"message":{"content":${content}},"logprobs":${logprobs}}],"usage":${usage}${more}}`;
}

const odd: readonly (readonly [what: string, body: string])[] = [
  ['no choices', '{"choices":[]}'],
  ['a choice that is none', '{"choices":[null]}'],
  ['several choices', '{"choices":[{"message":{"content":"Pass"}},{"message":{"content":"Fail"}}]}'],
  ['an id that is no text', chat({ more: ',"id":{"a":[1]},"created":"soon"' })],
  ['the year 292278994', chat({ more: ',"created":9223372036854775807' })],
  ['a list where the answer is', chat({ content: nested })],
  ['an object where the answer is', chat({ content: nestedObject })],
  ['an answer that is deeply nested JSON', chat({ content: JSON.stringify(nestedObject) })],
  [
    'a deeply nested confidence',
    chat({ content: JSON.stringify(`{"verdict":"Pass","confidence":${nested}}`) }),
  ],
  ['a number that is nested', chat({ logprob: nested })],
  ['a usage that is nested', chat({ usage: nested })],
  ['tokens that are nested', chat({ content: '"Pass"', logprob: '-0.1', other: nestedObject })],
  ['half a letter', chat({ content: '"\\ud83d Pass \\udc00"' })],
  ['keys that come twice', '{"choices":[],"choices":[{"message":{"content":"x","content":"Pass"}}]}'],
  [
    'a key that every object has',
    '{"__proto__":{"choices":[1]},"choices":[{"constructor":1,"message":{"__proto__":null,"content":"Pass"}}]}',
  ],
  [
    'a string of twenty million characters',
    chat({ content: JSON.stringify(`{"a":"${'x'.repeat(20_000_000)}","verdict":"Pass"}`) }),
  ],
  ['a list of an output that is none', '{"output":[null,{"type":"message","content":[null]}]}'],
  ['nothing', 'null'],
  ['what was cut', '{"choices":[{"mess'],
  ['an empty text', ''],
];

describe('an answer that is read back', () => {
  test.each(odd)('with %s is a value, for every kind of judge', (_, body) => {
    for (const judge of judges.map(judgeOf)) {
      const samples = Array.from({ length: judge.source === 'samples' ? 2 : 1 }, (_, sample) =>
        recordOf(body, { sample }),
      );
      const verdict = readVerdict(judge, samples);
      expect(['given', 'invalid']).toContain(verdict.status);
      if (verdict.status === 'invalid') expect(verdict.detail, JSON.stringify(judge.config)).not.toBe('');
      expect(verdictRow(judge, verdict)['item']).toBe('i');
      const answers = { first: { body }, again: { body }, schema: { body }, [`word Pass`]: { body } };
      expect(() => [
        readProbe(judge, { at: '', answers }),
        probeProblem(judge, { at: '', answers }),
      ]).not.toThrow();
    }
  });

  test.each(odd.filter(([, body]) => body.length < 1e6))(
    'in a batch, with %s, is a line or none',
    (_, body) => {
      expect(() =>
        parseResultLine(`{"custom_id":"k","response":{"status_code":200,"body":${body}},"error":null}`),
      ).not.toThrow();
      expect(() =>
        parseResultLine(
          `{"custom_id":"k","response":1,"response":{"status_code":200,"body":${body}},"error":null}`,
        ),
      ).not.toThrow();
    },
  );

  test.each(['null', '"NaN"', '"-Infinity"', '-9999', '-1e400', 'NaN', '-Infinity'])(
    '%s for the number of one token leaves the others',
    (word) => {
      const { text, value } = parseJson(chat({ logprob: '-0.01', other: word }));
      expect(readAnswerBody(value).holds).toBe('answer');
      const verdict = readVerdict(judgeOf({}), [recordOf(text)]);
      expect(verdict).toMatchObject({ status: 'given', label: 'Pass' });
      expect(verdict.warnings).toContain('sentinel');
    },
  );

  test.each(['0.5', '1e400', '"-0.5"', '[]'])('%s for it is no verdict, and says so', (word) => {
    expect(readVerdict(judgeOf({}), [recordOf(chat({ other: word }))])).toMatchObject({
      status: 'invalid',
      problem: /logprob/,
    });
  });

  test('whatever it is', () => {
    const body = fc.oneof(
      fc.json(),
      fc.jsonValue().map((value) => chat({ content: JSON.stringify(value) })),
      fc.jsonValue().map((value) => chat({ other: JSON.stringify(value) })),
      fc.string().map((text) => chat({ content: text })),
    );
    fc.assert(
      fc.property(body, fc.nat(), (text, at) => {
        const judge = judgeOf(judges[at % judges.length]);
        const { status, detail } = readVerdict(judge, [recordOf(text)]);
        expect(status === 'given' || detail !== '').toBe(true);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});

test('parseJson takes what is no number out of JSON and leaves strings as they are', () => {
  const { text, value } = parseJson(
    '{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\" NaN, \\\\","d":"Infinity"}',
  );
  expect(value).toEqual({ a: null, b: [null, null], c: 'NaN " NaN, \\', d: 'Infinity' });
  expect(JSON.parse(text)).toEqual(value);
  expect(parseJson('{"a":"NaN"}').text).toBe('{"a":"NaN"}');
  for (const broken of ['{"a":NaN', 'NaNa', '<html>NaN</html>'])
    expect(() => parseJson(broken)).toThrow(SyntaxError);
});

describe('a count of tokens', () => {
  test.each([2 ** 53, 2 ** 53 - 1, -1, 1.5, '12', null, [1], { a: 1 }, Infinity, NaN, 1e300])(
    'of %j is no count',
    (count) => {
      expect(usageOf({ usage: { prompt_tokens: count, completion_tokens: 3 } })).toEqual({
        inputTokens: null,
        outputTokens: 3,
      });
    },
  );

  test.each([undefined, null, [], 'many', { usage: null }, { usage: [] }, { usage: 'many' }, { usage: 7 }])(
    'in %j is none',
    (answer) => {
      expect(usageOf(answer)).toEqual({ inputTokens: null, outputTokens: null });
    },
  );

  test('is read under the names of both APIs', () => {
    expect(usageOf({ usage: { input_tokens: 5, output_tokens: 0 } })).toEqual({
      inputTokens: 5,
      outputTokens: 0,
    });
  });

  test('that a store holds already, and JavaScript cannot, is unknown: the verdict beside it stands', () => {
    const path = join(folder, 'verdicts.sqlite');
    const judge = judgeOf({});
    const store = openVerdictStore(path);
    const keys = ['large', 'negative', 'part', 'text', 'sound'];
    for (const key of keys) store.put(recordOf(chat(), { key }));
    store.close();
    const database = new DatabaseSync(path);
    for (const [key, count] of [
      ['large', '9007199254740992'],
      ['negative', '-4'],
      ['part', '1.5'],
      ['text', `'many'`],
    ])
      database.exec(`UPDATE calls SET input_tokens = ${count} WHERE key = '${key}'`);
    database.close();
    for (const open of [openVerdictStore, readVerdictStore]) {
      const again = open(path);
      expect(keys.map((key) => again.get(key)!.inputTokens)).toEqual([null, null, null, null, 1]);
      expect([...again.records()]).toHaveLength(5);
      const counter = judgeRunCounter(judge, { input: 1, output: 1 });
      const calls = keys.map(
        (key) =>
          ({
            key,
            item: { id: key, fields: {} },
            order: null,
            sample: 0,
            inputTokens: 1,
            outputTokens: 1,
            likelyInputTokens: 1,
          }) as const,
      );
      for (const settled of verdictsOf({ judge, calls }, again)) counter.add(settled);
      expect(counter.result()).toMatchObject({ verdicts: 5, inputTokens: NaN, outputTokens: 5, cost: NaN });
      again.close();
    }
  });
});
