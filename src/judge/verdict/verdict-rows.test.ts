import { describe, expect, test } from 'vitest';
import { chatBody, structuredVerdict, verdict } from '../../../test/judge-server/replies.ts';
import {
  type CallRecord,
  type Codebook,
  type JudgeDeclaration,
  type JudgeRun,
  judgeSchema,
} from '../../data/index.ts';
import { memoryVerdictStore } from '../../storage/store/memory-verdict-store.ts';
import { callOf, planOf } from '../ask/plan.ts';
import { type PreparedJudge, prepareJudge } from '../ask/prepare-judge.ts';
import {
  type SettledCalls,
  type VerdictRow,
  judgeRunCounter,
  verdictRow,
  verdictsOf,
} from './verdict-rows.ts';

const hash = (text: string): string => text;
const grades: Codebook = { scale: 'ordinal', labels: ['1', '2', '3', '4', '5'].map((name) => ({ name })) };
const passFail: Codebook = { scale: 'nominal', labels: [{ name: 'Pass' }, { name: 'Fail' }] };
const price = { input: 1, output: 1 };

function judge(declaration: Partial<JudgeDeclaration> = {}, codebook = grades): PreparedJudge {
  return prepareJudge(
    'judge',
    judgeSchema.parse({ model: 'm', prompt: 'one-to-five', ...declaration }),
    codebook,
    { hash },
  );
}

type Reply = Parameters<typeof chatBody>[0];

/**
 * One item for each list of replies, in the order of its calls; `failed` and what is left out are no answers.
 */
function settledBy(
  prepared: PreparedJudge,
  replies: readonly (readonly (Reply | 'failed')[])[],
  facts: Partial<CallRecord> = {},
): SettledCalls[] {
  const store = memoryVerdictStore();
  const items = replies.map((_, index) => ({
    id: `i${index}`,
    fields: { question: `q${index}`, answer: 'a' },
  }));
  for (const [index, item] of items.entries())
    for (const planned of planOf(prepared, [item], hash).calls) {
      const call = callOf({ judge: prepared }, planned);
      const reply = replies[index][call.sample];
      if (reply === undefined) continue;
      const { request, inputTokens: _, outputTokens: __, likelyInputTokens: ___, ...about } = call;
      const outcome =
        reply === 'failed'
          ? ({ status: 'failed', response: null, error: 'refused' } as const)
          : ({
              status: 'answered',
              response: JSON.stringify(chatBody(reply, request.body, '1')),
              error: null,
            } as const);
      const tokens =
        reply === 'failed' ? { inputTokens: null, outputTokens: null } : { inputTokens: 10, outputTokens: 1 };
      store.put({
        ...about,
        request: '{}',
        ...outcome,
        ...tokens,
        batch: null,
        at: '',
        ...(reply === 'failed' ? {} : facts),
      });
    }
  return [...verdictsOf(planOf(prepared, items, hash), store)];
}

function runBy(prepared: PreparedJudge, settled: readonly SettledCalls[]): JudgeRun {
  const counter = judgeRunCounter(prepared, price);
  for (const calls of settled) counter.add(calls);
  return counter.result();
}

const rowOf = (prepared: PreparedJudge, reply: Reply): VerdictRow =>
  verdictRow(prepared, settledBy(prepared, [[reply]])[0].verdict!);
const said = (word: string): Reply => verdict({ [word]: 1 }, { logprobs: 'none' });

describe('samples', () => {
  const prepared = judge({ sources: ['samples'], samples: 4 });

  test('the first few are no verdict, and count as calls that were paid for', () => {
    const settled = settledBy(prepared, [
      [said('4'), said('4'), said('4')],
      [said('4'), said('4'), said('5'), said('4')],
      [],
    ]);
    expect(settled.map(({ verdict: given }) => given?.item ?? null)).toEqual([null, 'i1']);
    expect(verdictRow(prepared, settled[1].verdict!)).toMatchObject({
      status: 'given',
      label: '4',
      samples: 4,
    });
    expect(runBy(prepared, settled)).toMatchObject({ verdicts: 1, unfinished: 1, calls: 7, inputTokens: 70 });
  });

  test('one that failed for good counts as one without a label', () => {
    const [{ verdict: given }] = settledBy(prepared, [[said('4'), 'failed', said('hm'), said('4')]]);
    expect(given).toMatchObject({ status: 'given', samples: 2, offLabelMass: 0.5 });
    const [{ verdict: refused }] = settledBy(prepared, [['failed', 'failed', 'failed', said('4')]]);
    expect(refused).toMatchObject({
      status: 'invalid',
      problem: 'off label',
      detail: '1 of 4 samples have a label',
    });
  });

  test('calls that failed are no verdict and no answer: they are counted by themselves', () => {
    const settled = settledBy(prepared, [
      ['failed', 'failed', 'failed', 'failed'],
      [said('4'), said('4'), said('4'), said('4')],
      [said('hm'), said('hm'), said('hm'), said('hm')],
    ]);
    expect(settled.map(({ verdict: given }) => given?.status ?? null)).toEqual([null, 'given', 'invalid']);
    const { verdicts, withoutVerdict, failedCalls, unfinished, problems } = runBy(prepared, settled);
    expect({ verdicts, withoutVerdict, failedCalls, unfinished }).toEqual({
      verdicts: 1,
      withoutVerdict: 1,
      failedCalls: 4,
      unfinished: 0,
    });
    expect(problems).toEqual([{ reason: 'off label', count: 1 }]);
  });

  test('one that came back without what was asked for was paid for, one that did not come back was not', () => {
    const [{ records }] = settledBy(prepared, [['failed', 'failed', 'failed', 'failed']]);
    const came = { ...records[0], response: '{}', inputTokens: 10, outputTokens: 1 };
    const paid = runBy(prepared, [{ verdict: null, whole: true, records: [came, ...records.slice(1)] }]);
    expect(paid).toMatchObject({
      verdicts: 0,
      failedCalls: 4,
      inputTokens: 10,
      outputTokens: 1,
      cost: 11e-6,
    });
  });
});

describe('what a careful reader needs', () => {
  test('warnings stand in the row and are counted', () => {
    const whole = { '4': 0.4, '5': 0.3, '3': 0.1, '2': 0.1, '1': 0.1 };
    const low = { ...whole, '5': 0.15, Good: 0.15 };
    const some = judge({ sampling: { topLogprobs: 5 } });
    expect(rowOf(some, verdict(low))['warnings']).toBe('low label mass; wide bounds');
    expect(rowOf(some, verdict(whole))).not.toHaveProperty('warnings');
    expect(runBy(some, settledBy(some, [[verdict(low)], [verdict(low)], [verdict(whole)]])).warnings).toEqual(
      [
        { reason: 'low label mass', count: 2 },
        { reason: 'wide bounds', count: 2 },
      ],
    );
  });

  test('a list that leaves much open is told', () => {
    expect(rowOf(judge(), verdict({ '4': 0.55, '5': 0.2, '3': 0.05 }))['warnings']).toContain('wide bounds');
  });

  test('what a mask hides is unknown, not 0: the row says constrained, and no mean is taken over the rest', () => {
    const masked = judge({ mode: 'structured', prompt: 'pass-fail' }, passFail);
    const settled = settledBy(masked, [
      [structuredVerdict('verdict', { Pass: 0.9, Fail: 0.1 })],
      [said('no object')],
    ]);
    expect(verdictRow(masked, settled[0].verdict!)['warnings']).toContain('constrained');
    expect(runBy(masked, settled)).toMatchObject({ verdicts: 1, withoutVerdict: 1, offLabelMass: NaN });
    const words = judge({ sources: ['verbalized'] });
    expect(runBy(words, settledBy(words, [[said('4\n80')]])).offLabelMass).toBeNaN();
  });

  test('an answer that the endpoint did not count leaves tokens and cost unknown; a call that failed costs nothing', () => {
    const answers = [[verdict({ '4': 0.95, '5': 0.05 })], ['failed']] as const;
    const { cost, inputTokens } = runBy(judge(), settledBy(judge(), answers));
    expect({ cost, inputTokens }).toEqual({ cost: 11e-6, inputTokens: 10 });
    const uncounted = runBy(judge(), settledBy(judge(), answers, { inputTokens: null, outputTokens: null }));
    expect(uncounted).toMatchObject({ cost: NaN, inputTokens: NaN, outputTokens: NaN, calls: 2 });
  });
});

describe('an ordered scale of numbers', () => {
  const reply = verdict({ '4': 0.6, '2': 0.4 - 1e-9, '1': 1e-9 });

  test('has the expected score, its spread and the entropy in the row', () => {
    const row = rowOf(judge(), reply);
    expect(row['expected_score']).toBeCloseTo(3.2, 4);
    expect(row['score_sd']).toBeCloseTo(Math.sqrt(0.96), 3);
    expect(row['entropy']).toBeCloseTo(-0.6 * Math.log(0.6) - 0.4 * Math.log(0.4), 3);
    expect(rowOf(judge(), said('hm'))).toMatchObject({
      status: 'invalid',
      expected_score: '',
      score_sd: '',
      entropy: '',
    });
  });

  test('by the values of the codebook, whatever the order they stand in; without numbers, or without an order, there is none', () => {
    const values: Readonly<Record<string, number>> = { '1': 10, '2': 5, '3': 3, '4': 0, '5': -1 };
    const turned: Codebook = {
      scale: 'ordinal',
      labels: grades.labels.map(({ name }) => ({ name, value: values[name] })),
    };
    expect(rowOf(judge({}, turned), reply)['expected_score']).toBeCloseTo(2, 4);
    const nominal: Codebook = { ...grades, scale: 'nominal' };
    expect(rowOf(judge({}, nominal), reply)).not.toHaveProperty('expected_score');
    const unnumbered: Codebook = { scale: 'ordinal', labels: [{ name: 'Fail' }, { name: 'Pass' }] };
    expect(
      rowOf(judge({ prompt: 'pass-fail' }, unnumbered), verdict({ Pass: 0.9, Fail: 0.1 })),
    ).not.toHaveProperty('expected_score');
  });
});
