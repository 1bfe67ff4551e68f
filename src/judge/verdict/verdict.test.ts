import { describe, expect, test } from 'vitest';
import {
  type AnswerReply,
  chatBody,
  logprobTroubles,
  responsesBody,
  structuredVerdict,
  verdict,
} from '../../../test/judge-server/replies.ts';
import { type CallRecord, type Codebook, type JudgeDeclaration, judgeSchema } from '../../data/index.ts';
import { combinePresentationOrders } from '../../stats/index.ts';
import { type PreparedJudge, prepareJudge } from '../ask/prepare-judge.ts';
import { type Verdict, readVerdict } from './verdict.ts';
import { verdictRow } from './verdict-rows.ts';

const hash = (text: string): string => `hash of ${text.length} characters`;
const pairs: Codebook = {
  scale: 'nominal',
  labels: [{ name: 'model_a' }, { name: 'model_b' }, { name: 'tie', tie: true }],
};
const scale: Codebook = {
  scale: 'ordinal',
  labels: ['1', '2', '3', '4', '5'].map((name) => ({ name, value: Number(name) })),
};
const sides = { a: 'answer_a', b: 'answer_b', labelA: 'model_a', labelB: 'model_b', tie: 'tie' };
const words = { model_a: 'A', model_b: 'B', tie: 'C' };

function judge(declaration: Partial<JudgeDeclaration> = {}, codebook = scale): PreparedJudge {
  return prepareJudge(
    'judge',
    judgeSchema.parse({ model: 'm', prompt: 'one-to-five', ...declaration }),
    codebook,
    { hash },
  );
}
const pairJudge = (declaration: Partial<JudgeDeclaration> = {}): PreparedJudge =>
  judge({ prompt: 'pairwise', sides, words, ...declaration }, pairs);

function record(prepared: PreparedJudge, reply: unknown, facts: Partial<CallRecord> = {}): CallRecord {
  const request = { model: 'm', logprobs: true, top_logprobs: 20, include: ['message.output_text.logprobs'] };
  const isReply = typeof reply === 'object' && reply !== null && 'kind' in reply;
  const toBody = prepared.config.endpoint.api === 'chat' ? chatBody : responsesBody;
  const body = isReply ? toBody(reply as AnswerReply, request, '1') : reply;
  const base = {
    key: 'k',
    judge: 'judge',
    item: 'i1',
    order: null,
    sample: 0,
    model: 'm',
    prompt: 'p',
    request: '{}',
  } as const;
  return {
    ...base,
    status: 'answered',
    response: JSON.stringify(body),
    error: null,
    inputTokens: 1,
    outputTokens: 1,
    batch: null,
    at: '',
    ...facts,
  };
}

const read = (prepared: PreparedJudge, reply: unknown, facts: Partial<CallRecord> = {}): Verdict =>
  readVerdict(prepared, [record(prepared, reply, facts)]);
const rounded = (values: Float64Array | null): number[] =>
  Array.from(values ?? [], (value) => Number(value.toFixed(6)));

describe('readVerdict', () => {
  test.each([['chat'], ['responses']] as const)(
    '%s: probabilities of the labels, what is on none of them kept',
    (api) => {
      const prepared = judge({ endpoint: { api } });
      const { status, label, probabilities, offLabelMass, probSource } = read(
        prepared,
        verdict({ '4': 0.6, '5': 0.2, '3': 0.1, Good: 0.06 }),
      );
      expect({ status, label, probSource }).toEqual({ status: 'given', label: '4', probSource: 'logprobs' });
      expect(probabilities![3] / probabilities![4]).toBeCloseTo(3, 10);
      expect(probabilities!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(offLabelMass).toBeCloseTo(0.1, 10);
    },
  );

  test('a word with a space before it is the same word; another case is not, unless that is declared', () => {
    const given = { '4': 0.5, ' 4': 0.3, '5': 0.1, '1': 0.04, '2': 0.03, '3': 0.03 };
    expect(read(judge(), verdict(given)).probabilities![3]).toBeCloseTo(0.8, 10);
    const codebook: Codebook = { scale: 'nominal', labels: [{ name: 'yes' }, { name: 'no' }] };
    const cased = { yes: 0.3, Yes: 0.6, no: 0.1 };
    expect(read(judge({ prompt: 'pass-fail' }, codebook), verdict(cased, { said: 'yes' })).status).toBe(
      'invalid',
    );
    const folded = read(
      judge({ prompt: 'pass-fail', normalization: { foldCase: true } }, codebook),
      verdict(cased),
    );
    expect(folded.probabilities![0]).toBeCloseTo(0.9, 10);
  });

  test('the word for the first side is the side shown first, whichever that is', () => {
    const reply = verdict({ A: 0.7, B: 0.2, C: 0.1 });
    const one = read(pairJudge(), reply, { order: 'model_a' });
    const other = read(pairJudge(), reply, { order: 'model_b' });
    expect([one.label, rounded(one.probabilities)]).toEqual(['model_a', [0.7, 0.2, 0.1]]);
    expect([other.label, rounded(other.probabilities)]).toEqual(['model_b', [0.2, 0.7, 0.1]]);
  });

  test('a judge that leans to the first side by so many logits has no lean left once both orders are combined', () => {
    const two: Codebook = { scale: 'nominal', labels: [{ name: 'model_a' }, { name: 'model_b' }] };
    const prepared = judge(
      { prompt: 'pairwise', sides: { ...sides, tie: undefined }, words: { model_a: 'A', model_b: 'B' } },
      two,
    );
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const [truth, lean] = [0.4, 1.1];
    const shown = (z: number): AnswerReply => verdict({ A: sigmoid(z), B: 1 - sigmoid(z) });
    const first = read(prepared, shown(truth + lean), { order: 'model_a' }).probabilities!;
    const second = read(prepared, shown(-truth + lean), { order: 'model_b' }).probabilities!;
    const { probabilities } = combinePresentationOrders(first, second, 2, { sides: [0, 1] });
    expect(probabilities[0]).toBeCloseTo(sigmoid(truth), 10);
  });

  test('a verdict inside an object, its quotation mark fused or not', () => {
    const prepared = pairJudge({ mode: 'structured' });
    for (const fused of [false, true]) {
      const { label, probabilities, offLabelMass } = read(
        prepared,
        structuredVerdict('verdict', { A: 0.55, B: 0.44 }, { fused }),
        {
          order: 'model_a',
        },
      );
      expect(label).toBe('model_a');
      expect(probabilities![0] / probabilities![1]).toBeCloseTo(55 / 44, 6);
      // A schema hides what the judge would have said instead.
      expect(offLabelMass).toBeNaN();
    }
  });

  test('a schema that masks leaves one token before the verdict, listed alone or not at all: it is given', () => {
    const prepared = pairJudge({ mode: 'structured', sampling: { topLogprobs: 5 } });
    const masked = structuredVerdict('verdict', { A: 0.6, B: 0.3, C: 0.1 }, { masked: true });
    const bare = chatBody(masked, { model: 'm', logprobs: true, top_logprobs: 5 }, '1') as {
      choices: { logprobs: { content: { top_logprobs: unknown[] }[] } }[];
    };
    for (const token of bare.choices[0].logprobs.content)
      if (token.top_logprobs.length === 1) token.top_logprobs = [];
    for (const reply of [masked, bare]) {
      const { label, probabilities } = read(prepared, reply, { order: 'model_a' });
      expect([label, rounded(probabilities)]).toEqual(['model_a', [0.6, 0.3, 0.1]]);
    }
    // Alone where the verdict stands, it hides what the others had.
    expect(
      read(prepared, structuredVerdict('verdict', { A: 1 }, { masked: true }), { order: 'model_a' }).problem,
    ).toBe('no alternatives');
  });

  test('in both mode the answer decides where its verdict is', () => {
    const prepared = pairJudge({ mode: 'both' });
    expect(read(prepared, structuredVerdict('verdict', { B: 0.9, A: 0.1 }), { order: 'model_a' }).label).toBe(
      'model_b',
    );
    expect(read(prepared, verdict({ B: 0.9, A: 0.1 }), { order: 'model_a' }).label).toBe('model_b');
  });

  test('less than half of the probability on labels is a failure of format, whatever the text says', () => {
    const { status, problem, probabilities, offLabelMass } = read(judge(), verdict({ '4': 0.3, The: 0.6 }));
    expect({ status, problem, probabilities }).toEqual({
      status: 'invalid',
      problem: 'off label',
      probabilities: null,
    });
    expect(offLabelMass).toBeCloseTo(0.7, 10);
  });

  test('refusals, empty answers and calls that failed are invalid and say why', () => {
    const prepared = judge();
    expect(read(prepared, verdict({ '4': 1 }, { refusal: 'I cannot help with that.' })).problem).toBe(
      'refusal',
    );
    expect(read(prepared, { choices: [] }).status).toBe('invalid');
    expect(read(prepared, null).status).toBe('invalid');
    const failed = read(prepared, null, {
      status: 'failed',
      response: null,
      error: 'refuses the request (400): too long',
    });
    expect(failed).toMatchObject({
      status: 'invalid',
      problem: 'call failed',
      detail: 'refuses the request (400): too long',
    });
  });

  test.each(logprobTroubles)('token probabilities that come %s', (trouble) => {
    for (const api of ['chat', 'responses'] as const) {
      const prepared = judge({ endpoint: { api } });
      const { status, problem, label } = read(
        prepared,
        verdict({ '4': 0.7, '5': 0.2, '1': 0.05 }, { logprobs: trouble }),
      );
      const readable = ['chosen missing', 'duplicates', 'no bytes', 'fewer than asked'].includes(trouble);
      expect([status, label], api).toEqual(readable ? ['given', '4'] : ['invalid', null]);
      if (!readable) expect(problem).not.toBeNull();
    }
  });

  test('samples are counted, with half a count for each label that none of them said', () => {
    const prepared = judge({ sources: ['samples'], samples: 4 });
    const texts = ['4', '4', '5', 'hm'].map((said) =>
      record(prepared, verdict({ [said]: 1 }, { logprobs: 'none' })),
    );
    const { label, probabilities, probSource, offLabelMass } = readVerdict(prepared, texts);
    expect({ label, probSource, offLabelMass }).toEqual({
      label: '4',
      probSource: 'samples',
      offLabelMass: 0.25,
    });
    expect(rounded(probabilities)).toEqual(
      [0.5, 0.5, 0.5, 2.5, 1.5].map((count) => Number((count / 5.5).toFixed(6))),
    );
  });

  test('a confidence in words is taken as said, the rest shared by the other labels', () => {
    const prepared = judge({ sources: ['verbalized'] });
    const { label, probabilities, probSource } = read(prepared, verdict({ '4\n80': 1 }));
    expect({ label, probSource }).toEqual({ label: '4', probSource: 'verbalized' });
    expect(rounded(probabilities)).toEqual([0.05, 0.05, 0.05, 0.8, 0.05]);
    expect(read(prepared, verdict({ '4': 1 })).problem).toBe('no confidence');
  });

  test('two labels equally likely leave no label, and no order of labels decides', () => {
    const { label, status, probabilities } = read(
      judge(),
      verdict({ '4': 0.4, '5': 0.4, '1': 0.1, '2': 0.05, '3': 0.05 }, { said: '4' }),
    );
    expect({ label, status }).toEqual({ label: null, status: 'given' });
    expect(rounded(probabilities)).toEqual([0.1, 0.05, 0.05, 0.4, 0.4]);
  });
});

test('the endpoint of AlpacaEval, where m and M are two labels: case is kept, and the preference is the share of the two', () => {
  const codebook: Codebook = { scale: 'nominal', labels: [{ name: 'm' }, { name: 'M' }] };
  const prepared = judge({ prompt: 'pass-fail', sampling: { topLogprobs: 5 } }, codebook);
  // The log probabilities of a published annotation; its preference is 1.9900139974.
  const [m, M] = [-0.01039, -4.607];
  const top = [m, M].map((logprob, at) => ({
    token: at === 0 ? 'm' : 'M',
    bytes: [at === 0 ? 109 : 77],
    logprob,
  }));
  const body = {
    choices: [
      {
        message: { content: 'm', refusal: null },
        logprobs: { content: [{ ...top[0], top_logprobs: top }] },
      },
    ],
  };
  const { label, probabilities } = read(prepared, body);
  expect(label).toBe('m');
  expect(1 + probabilities![0]).toBeCloseTo(1.9900139974, 5);
  expect(() => judge({ prompt: 'pass-fail', normalization: { foldCase: true } }, codebook)).toThrow();
});

test('verdictRow leaves room for what is on no label, and names where the probabilities came from', () => {
  const prepared = pairJudge({ family: 'gpt' });
  const row = verdictRow(
    prepared,
    read(prepared, verdict({ A: 0.6, B: 0.2, C: 0.1, The: 0.1 }), { order: 'model_b' }),
  );
  expect(row).toMatchObject({
    item: 'i1',
    rater: 'judge',
    kind: 'judge',
    label: 'model_b',
    order: 'model_b',
    prob_source: 'logprobs',
    family: 'gpt',
  });
  expect(row['prob_model_b']).toBeCloseTo(0.6, 10);
  expect(Number(row['prob_model_a']) + Number(row['prob_model_b']) + Number(row['prob_tie'])).toBeCloseTo(
    0.9,
    10,
  );
  const failed = verdictRow(prepared, read(prepared, null, { order: 'model_a' }));
  expect(failed).toMatchObject({ label: '', status: 'invalid', prob_model_a: '' });
});
