import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type CallRecord,
  type Codebook,
  DataError,
  type JudgeDeclaration,
  judgeSchema,
} from '../../data/index.ts';
import { memoryVerdictStore } from '../../storage/index.ts';
import type { JudgeCall } from './judge-call.ts';
import { type JudgeItem, requireFields, shuffledItems } from './items.ts';
import { callOf, planOf, unanswered } from './plan.ts';
import { canonicalJson, requestOf } from './request.ts';
import { type PrepareOptions, type PreparedJudge, prepareJudge } from './prepare-judge.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const passFail: Codebook = { scale: 'nominal', labels: [{ name: 'Pass', pass: true }, { name: 'Fail' }] };
const pairwise: Codebook = {
  scale: 'nominal',
  labels: [{ name: 'model_a' }, { name: 'model_b' }, { name: 'tie', tie: true }],
};
const sides = { a: 'answer_a', b: 'answer_b', labelA: 'model_a', labelB: 'model_b', tie: 'tie' };
const words = { model_a: 'A', model_b: 'B', tie: 'C' };

function judge(
  declaration: Partial<JudgeDeclaration> = {},
  codebook = passFail,
  options: Partial<PrepareOptions> = {},
): PreparedJudge {
  const config = judgeSchema.parse({ model: 'gpt-test', prompt: 'pass-fail', ...declaration });
  return prepareJudge('judge', config, codebook, { hash, ...options });
}
const pairJudge = (declaration: Partial<JudgeDeclaration> = {}): PreparedJudge =>
  judge({ prompt: 'pairwise', sides, words, ...declaration }, pairwise);

const items: JudgeItem[] = [
  {
    id: 'i1',
    fields: { question: 'What is 2 + 2?', answer: '4', answer_a: 'four', answer_b: 'five {{first}}' },
  },
  { id: 'i2', fields: { question: 'Why?', answer: 'Because.', answer_a: 'x', answer_b: 'y' } },
];
const callsOf = (prepared: PreparedJudge, of = items): JudgeCall[] => {
  const plan = planOf(prepared, of, hash);
  return plan.calls.map((call) => callOf(plan, call));
};
const userText = (prepared: PreparedJudge, item: JudgeItem, order: string | null): string =>
  (requestOf(prepared, item, order).body['messages'] as { content: string }[]).at(-1)!.content;

describe('planOf', () => {
  test('asks each item once, pairs in both orders, samples as often as they are drawn', () => {
    expect(callsOf(judge()).map(({ item, order, sample }) => [item, order, sample])).toEqual([
      ['i1', null, 0],
      ['i2', null, 0],
    ]);
    expect(callsOf(pairJudge()).map(({ item, order }) => [item, order])).toEqual([
      ['i1', 'model_a'],
      ['i1', 'model_b'],
      ['i2', 'model_a'],
      ['i2', 'model_b'],
    ]);
    expect(callsOf(pairJudge({ orders: 'one' }))).toHaveLength(2);
    expect(callsOf(judge({ sources: ['samples'], samples: 5 }))).toHaveLength(10);
  });

  test('the sides change places, the words stay where they are', () => {
    const prepared = pairJudge();
    const [first, second] = ['model_a', 'model_b'].map((order) => userText(prepared, items[0], order));
    expect(first).toContain('[Answer A]\nfour\n\n[Answer B]\nfive {{first}}\n');
    expect(second).toContain('[Answer A]\nfive {{first}}\n\n[Answer B]\nfour\n');
    expect(first).toContain('A, B, or C if neither is better');
  });

  test('the key follows everything that determines the answer, and nothing else', () => {
    const keys = (prepared: PreparedJudge, of = items): string[] =>
      planOf(prepared, of, hash).calls.map(({ key }) => key);
    const base = keys(judge());
    expect(keys(judge())).toEqual(base);
    expect(keys(judge(), items.toReversed()).toReversed()).toEqual(base);
    // Limits and the name of the variable with the key change no answer.
    expect(keys(judge({ limits: { concurrency: 2 }, endpoint: { key: 'OTHER_KEY' } }))).toEqual(base);
    // Nor does how an answer is read, as long as the same is asked.
    const reading: Partial<JudgeDeclaration>[] = [
      { marker: 'Verdict:' },
      { mode: 'both' },
      { verdictKey: 'winner' },
      { normalization: { marks: ['"'], foldCase: true } },
    ];
    for (const declared of reading) expect(keys(judge(declared)), JSON.stringify(declared)).toEqual(base);
    const own = { prompt: { file: 'p.txt' } };
    const promptText = 'Yes or No: is {{answer}} right?';
    const worded = judge({ ...own, words: { Pass: 'Yes', Fail: 'No' } }, passFail, { promptText });
    expect(keys(worded)).toEqual(keys(judge(own, passFail, { promptText })));
    expect(worded.version).toBe(judge(own, passFail, { promptText }).version);
    const changed = [
      judge({ model: 'other' }),
      judge({ sampling: { temperature: 0 } }),
      judge({ sampling: { seed: 1 } }),
      judge({ sampling: { maxTokens: 17 } }),
      judge({ endpoint: { baseURL: 'http://127.0.0.1:1/v1' } }),
      judge({ endpoint: { api: 'responses' } }),
      judge({ mode: 'structured' }),
      judge({ mode: 'structured', verdictKey: 'winner' }),
      judge({ words: { Pass: 'yes' } }),
      judge({ prompt: { file: 'p.txt' } }, passFail, { promptText: 'Is {{answer}} right for {{question}}?' }),
      judge({ prompt: { file: 'p.txt', system: 'Be fair.' } }, passFail, {
        promptText: 'Is {{answer}} right for {{question}}?',
      }),
      judge({ sources: ['verbalized'] }),
    ].map((prepared) => keys(prepared)[0]);
    expect(new Set([base[0], ...changed]).size).toBe(changed.length + 1);
    // The same text as another item, or in another order, is another call: each is a rating of its own.
    const twins = [
      { ...items[0] },
      { ...items[0], id: 'twin', fields: { ...items[0].fields, answer_b: 'four' } },
    ];
    const orders = keys(pairJudge(), [{ ...twins[1], fields: { ...twins[1].fields, answer_a: 'four' } }]);
    expect(new Set(orders).size).toBe(2);
    expect(new Set(keys(judge(), twins)).size).toBe(2);
    expect(base.every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
  });

  test('tokens are bounded from above: one for each byte of the request, and what it allows the answer', () => {
    const [call] = callsOf(judge());
    expect(call.inputTokens).toBe(JSON.stringify(call.request.body).length);
    expect(call.likelyInputTokens).toBe(Math.ceil(call.inputTokens / 3));
    expect(call.outputTokens).toBe(16);
    // 𝄞 is three tokens or more in many vocabularies.
    const [notes] = callsOf(judge(), [{ id: 'i', fields: { question: '𝄞'.repeat(1000), answer: 'x' } }]);
    expect(notes.inputTokens).toBeGreaterThan(4000);
    // Less than 16 is refused by the Responses API, so that is what is sent and may be paid for.
    const outputs = (['chat', 'responses'] as const).map(
      (api) => callsOf(judge({ endpoint: { api }, sampling: { maxTokens: 1 } }))[0],
    );
    expect(outputs.map(({ outputTokens }) => outputTokens)).toEqual([1, 16]);
  });

  test('a plan holds no body: it is made when the call is asked', () => {
    const plan = planOf(judge(), items, hash);
    expect(JSON.stringify(plan.calls)).not.toContain('messages');
    expect(plan.calls[0].item).toBe(items[0]);
    expect(callOf(plan, plan.calls[0]).request).toEqual(requestOf(judge(), items[0], null));
  });
});

describe('requests', () => {
  test('chat completions ask for token probabilities, and for nothing that was not asked for', () => {
    expect(requestOf(judge(), items[1], null)).toEqual({
      api: 'chat',
      body: {
        model: 'gpt-test',
        messages: [{ role: 'user', content: userText(judge(), items[1], null) }],
        logprobs: true,
        top_logprobs: 20,
        max_completion_tokens: 16,
      },
    });
    const local = requestOf(
      judge({ endpoint: { baseURL: 'http://127.0.0.1:8000/v1' } }),
      items[1],
      null,
    ).body;
    expect(local).toMatchObject({ max_tokens: 16 });
    expect(local).not.toHaveProperty('max_completion_tokens');
  });

  test('Responses ask under their own names, and are not kept there', () => {
    const { api, body } = requestOf(
      judge({ endpoint: { api: 'responses' }, sampling: { topLogprobs: 7, maxTokens: 4 } }),
      items[1],
      null,
    );
    expect(api).toBe('responses');
    expect(body).toMatchObject({
      include: ['message.output_text.logprobs'],
      top_logprobs: 7,
      max_output_tokens: 16,
      store: false,
    });
    expect(body).not.toHaveProperty('messages');
  });

  test('a structured answer has a schema with the words and nothing else', () => {
    const { body } = requestOf(pairJudge({ mode: 'structured', verdictKey: 'winner' }), items[0], 'model_a');
    expect(body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: {
        name: 'verdict',
        strict: true,
        schema: {
          type: 'object',
          properties: { winner: { type: 'string', enum: ['A', 'B', 'C'] } },
          required: ['winner'],
          additionalProperties: false,
        },
      },
    });
  });

  test('samples are drawn at temperature 1 and ask for no probabilities; a stated confidence is asked for in words', () => {
    const samples = requestOf(judge({ sources: ['samples'] }), items[0], null).body;
    expect(samples).toMatchObject({ temperature: 1 });
    expect(samples).not.toHaveProperty('logprobs');
    expect(
      requestOf(judge({ sources: ['samples'], sampling: { temperature: 0.7 } }), items[0], null).body[
        'temperature'
      ],
    ).toBe(0.7);
    expect(userText(judge({ sources: ['verbalized'] }), items[0], null)).toContain('from 0 to 100');
  });
});

test('unanswered leaves out what is answered or in a batch, and what failed before comes last', () => {
  const calls = [...callsOf(judge()), ...callsOf(judge({ model: 'n' }))];
  const [first, second, third, fourth] = calls;
  const store = memoryVerdictStore();
  const facts = { request: '{}', error: null, inputTokens: null, outputTokens: null, batch: null, at: '' };
  const put = (
    { key, judge: name, item, order, sample, model, prompt }: JudgeCall,
    status: CallRecord['status'],
  ): void =>
    store.put({
      key,
      judge: name,
      item,
      order,
      sample,
      model,
      prompt,
      status,
      response: status === 'answered' ? '{}' : null,
      ...facts,
    });
  put(first, 'failed');
  put(second, 'answered');
  expect([...unanswered(calls, store, new Set([third.key]))]).toEqual([fourth, ...calls.slice(4), first]);
});

describe('what is wrong is told before the first call', () => {
  test('fields', () => {
    expect(() => requireFields(judge(), items)).not.toThrow();
    expect(() => requireFields(pairJudge(), items)).not.toThrow();
    const lacking = [...items, { id: 'i3', fields: { question: ' ', answer: 'x' } }];
    expect(() => requireFields(judge(), lacking)).toThrow(
      'prompt pass-fail: 1 of 3 items have no "question", the first i3',
    );
    expect(() => requireFields(pairJudge({ sides: { ...sides, b: 'other' } }), items)).toThrow(
      'no item has the field "other"; the fields there are',
    );
    for (const field of ['qestion', 'constructor', '__proto__', 'toString']) {
      const unknown = judge({ prompt: { file: 'p.txt' } }, passFail, { promptText: `{{${field}}}` });
      expect(() => requireFields(unknown, items)).toThrow(`p.txt: no item has the field "${field}"`);
      const having = { id: 'i', fields: Object.fromEntries([[field, 'there it is']]) };
      expect(() => requireFields(unknown, [having])).not.toThrow();
      expect(userText(unknown, having, null)).toBe('there it is');
    }
  });

  test('words and sides', () => {
    expect(() => judge({ words: { Passed: 'yes' } })).toThrow('words names "Passed"; the codebook has');
    expect(() => judge({ prompt: 'pairwise' })).toThrow('the pairwise prompt needs sides');
    expect(() => pairJudge({ sides: { ...sides, labelA: 'left' } })).toThrow('sides names the label "left"');
    expect(() =>
      judge({ prompt: { file: 'p.txt' }, sides }, pairwise, { promptText: '{{answer_a}} {{answer_b}}' }),
    ).toThrow('does not show both as {{first}} and {{second}}');
    expect(() => judge({ prompt: { file: 'p.txt' } })).toThrow(DataError);
  });
});

test('shuffledItems is the same order each time, whatever order the items come in', () => {
  const many = Array.from({ length: 50 }, (_, i) => ({ id: `i${i}`, fields: {} }));
  const order = shuffledItems(many, hash).map(({ id }) => id);
  expect(shuffledItems(many.toReversed(), hash).map(({ id }) => id)).toEqual(order);
  expect(order).not.toEqual(many.map(({ id }) => id));
  expect(new Set(order).size).toBe(50);
});

test('canonicalJson sorts keys at every depth and leaves lists alone', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'x' } })).toBe('{"a":{"c":"x","d":null},"b":[2,1]}');
});
