import { describe, expect, test } from 'vitest';
import { type AnswerReply, chatBody, responsesBody, verdict } from '../../../test/judge-server/replies.ts';
import { type JudgeDeclaration, judgeSchema } from '../../data/index.ts';
import { missingProbabilities, whyNoVerdict } from './no-verdict.ts';
import { type PreparedJudge, prepareJudge } from '../ask/prepare-judge.ts';
import { readVerdict } from '../verdict/verdict.ts';

const codebook = { scale: 'nominal' as const, labels: [{ name: 'Pass' }, { name: 'Fail' }] };

function judgeOf(declared: Partial<JudgeDeclaration> = {}): PreparedJudge {
  return prepareJudge('j', judgeSchema.parse({ model: 'm', prompt: 'pass-fail', ...declared }), codebook, {
    hash: (text) => text,
  });
}

const asked = { model: 'm', logprobs: true, top_logprobs: 20, include: ['message.output_text.logprobs'] };

function bodyOf(prepared: PreparedJudge, reply: AnswerReply): unknown {
  return prepared.config.endpoint.api === 'chat'
    ? chatBody(reply, asked, '1')
    : responsesBody(reply, asked, '1');
}

function why(
  reply: AnswerReply,
  declared: Partial<JudgeDeclaration> = {},
): { reason: string; hint: string | undefined } {
  const prepared = judgeOf(declared);
  const body = bodyOf(prepared, reply);
  const about = {
    key: 'k',
    judge: 'j',
    item: 'i',
    order: null,
    sample: 0,
    model: 'm',
    prompt: 'p',
    request: '{}',
  } as const;
  const answer = {
    status: 'answered',
    response: JSON.stringify(body),
    error: null,
    inputTokens: 1,
    outputTokens: 1,
    batch: null,
    at: '',
  } as const;
  const read = readVerdict(prepared, [{ ...about, ...answer }]);
  expect(read.status).toBe('invalid');
  return whyNoVerdict(prepared, body, read);
}

const pass = { Pass: 0.9, Fail: 0.05 };
const thought = { text: 'Pass, I think', alone: true };

describe('whyNoVerdict says where the text went, why it ended, and what to do', () => {
  test.each(['chat', 'responses'] as const)('the text is in the reasoning, over %s', (api) => {
    const { reason, hint } = why(verdict(pass, { reasoning: thought }), { endpoint: { api } });
    const field = api === 'chat' ? 'reasoning_content' : 'reasoning';
    expect(reason).toBe(`the answer is empty: its text is in ${field}, not in the content`);
    expect(hint).toContain('"reasoningEffort"');
    expect(hint).toContain('"marker": "</think>" in judge j');
    expect(hint).toContain('move verdicts.sqlite away');
  });

  test.each(['chat', 'responses'] as const)('all tokens went into the reasoning, over %s', (api) => {
    const { reason, hint } = why(verdict(pass, { reasoning: thought, finish: 'length' }), {
      endpoint: { api },
    });
    expect(reason).toContain('all of maxTokens (16) went into reasoning');
    expect(reason).toMatch(/finish_reason (length|max_output_tokens)/);
    expect(hint).toBe('Raise "maxTokens" in "sampling" of judge j, or turn reasoning off.');
  });

  test.each([
    [
      '<think>\n\n</think>\n\nPass',
      {},
      'the answer begins with a think block',
      '"marker": "</think>" in judge j',
    ],
    ['<thinking>well</thinking>Pass', {}, 'the answer begins with a think block', '"marker": "</thinking>"'],
    [
      '<think>so many words',
      { finish: 'length' },
      'a think block that does not end within maxTokens (16)',
      'Raise "maxTokens"',
    ],
    ['<think>so many words', {}, 'a think block that does not end', 'Raise "maxTokens"'],
  ] as const)('the answer %j', (text, facts, reason, hint) => {
    const found = why(verdict({ [text]: 1 }, facts));
    expect(found.reason).toContain(reason);
    expect(found.hint).toContain(hint);
  });

  test('the marker that it names is one that works', () => {
    const reply = verdict({ '<think></think>Pass': 0.9, '<think></think>Fail': 0.05 });
    const marker = /"marker": "([^"]*)"/.exec(why(reply).hint!)![1];
    const steps = ['<think>', '</think>'].map((token) => ({ token, distribution: { [token]: 0.99 } }));
    const prepared = judgeOf({ marker });
    const body = bodyOf(prepared, {
      kind: 'answer',
      steps: [...steps, { token: 'Pass', distribution: pass }],
    });
    const about = {
      key: 'k',
      judge: 'j',
      item: 'i',
      order: null,
      sample: 0,
      model: 'm',
      prompt: 'p',
      request: '{}',
    } as const;
    const answer = {
      status: 'answered',
      response: JSON.stringify(body),
      error: null,
      inputTokens: 1,
      outputTokens: 1,
      batch: null,
      at: '',
    } as const;
    expect(readVerdict(prepared, [{ ...about, ...answer }])).toMatchObject({
      status: 'given',
      label: 'Pass',
    });
  });

  test.each([
    [
      'a refusal',
      verdict(pass, { refusal: 'I cannot judge this.' }),
      'the model refuses to answer: I cannot judge this.',
      'another model',
    ],
    [
      'a filter',
      verdict(pass, { finish: 'content_filter', reasoning: { text: '', alone: true } }),
      "endpoint's content filter",
      'another endpoint',
    ],
    ['nothing', verdict({ '': 1 }), 'the answer has no text (finish_reason stop)', undefined],
    [
      'nothing, cut',
      verdict({ '': 1 }, { finish: 'length' }),
      'the answer is empty and was cut at maxTokens (16)',
      'Raise "maxTokens"',
    ],
    [
      'no probabilities',
      verdict(pass, { logprobs: 'null' }),
      'm gives no token probabilities at this endpoint',
      '"sources"',
    ],
    [
      'lists of another kind',
      verdict(pass, { logprobs: 'positive' }),
      'logprob positive: ',
      '"sources": ["samples"] in judge j',
    ],
    ['another text', verdict({ Sure: 0.9, Pass: 0.05 }), 'one answer is "Sure"', undefined],
  ] as const)('%s', (_, reply, reason, hint) => {
    const found = why(reply);
    expect(found.reason).toContain(reason);
    if (hint === undefined) expect(found.hint).toBeUndefined();
    else expect(found.hint).toContain(hint);
  });

  test('an answer that ends before its verdict', () => {
    expect(why(verdict({ 'Let me see': 1 }, { finish: 'length' }), { marker: 'Verdict:' })).toMatchObject({
      reason: 'the answer was cut at maxTokens (16) before its verdict',
      hint: 'Raise "maxTokens" in "sampling" of judge j.',
    });
    expect(why(verdict({ 'Let me see': 1 }), { marker: 'Verdict:' }).reason).toContain('no marker');
  });

  test.each([undefined, null, 7, [], { choices: [{ message: 7 }] }, { output: [null] }])(
    'of %j too',
    (body) => {
      for (const api of ['chat', 'responses'] as const)
        expect(
          whyNoVerdict(judgeOf({ endpoint: { api } }), body, { problem: 'no text', detail: 'x' }).reason,
        ).toContain('no text');
    },
  );
});

test('what was thought is no answer: a Response of reasoning alone has no text, whatever stands for probabilities', () => {
  const found = why(verdict({ 'Pass\n90': 1 }, { reasoning: { text: 'Pass\n90', alone: true } }), {
    endpoint: { api: 'responses' },
    sources: ['verbalized'],
  });
  expect(found.reason).toContain('its text is in reasoning');
});

test('missingProbabilities tells an answer that came without them from one that is no verdict', () => {
  for (const api of ['chat', 'responses'] as const) {
    const prepared = judgeOf({ endpoint: { api } });
    const missing = (reply: AnswerReply): string | undefined =>
      missingProbabilities(prepared, bodyOf(prepared, reply));
    for (const logprobs of ['null', 'none', 'empty'] as const)
      expect(missing(verdict(pass, { logprobs }))).toMatch(/^the answer has no token probabilities \(/);
    for (const reply of [
      verdict(pass),
      verdict(pass, { logprobs: 'positive' }),
      verdict(pass, { refusal: 'no' }),
      verdict({ Hm: 1 }),
    ])
      expect(missing(reply)).toBeUndefined();
  }
  expect(missingProbabilities(judgeOf({ sources: ['samples'] }), {})).toBeUndefined();
});
