import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { canary, judgeStudies, opinion } from '../../../test/fixtures/judge-study.ts';
import { type AnswerReply, type Reply, refusedItem, verdict } from '../../../test/judge-server/replies.ts';
import type { AskedRequest } from '../../../test/judge-server/server.ts';
import type { JudgeDeclaration } from '../../data/index.ts';

const line = commandLine({ TEST_KEY: canary });
const { write, read } = line;
const { study } = judgeStudies(line);

interface Told {
  readonly complete: boolean;
  readonly stopped: readonly {
    readonly judge: string | null;
    readonly reason: string;
    readonly hint: string | null;
  }[];
  readonly runs: readonly {
    readonly probSource: string;
    readonly verdicts: number;
    readonly withoutVerdict: number;
    readonly failedCalls: number;
    readonly problems: readonly unknown[];
  }[];
}

async function told(...argv: string[]): Promise<Told & { readonly code: number }> {
  const { code, out } = await line.assize('judge', ...argv, '--json');
  return { code, ...(JSON.parse(out) as Told) };
}

const pass = { A: 0.9, B: 0.05 };
/** As models think that are told not to. */
const thinks: AnswerReply = {
  kind: 'answer',
  steps: [
    ...['<think>', '</think>'].map((token) => ({ token, distribution: { [token]: 0.98, A: 0.01 } })),
    { token: 'A', distribution: pass },
  ],
};
const unusable: readonly (readonly [what: string, reply: AnswerReply, reason: string, hint: string])[] = [
  [
    'text in the reasoning',
    verdict(pass, { reasoning: { text: 'A', alone: true } }),
    'its text is in reasoning_content',
    '"marker"',
  ],
  [
    'tokens that end while it thinks',
    verdict({ '<think>well': 0.9, A: 0.05 }, { finish: 'length' }),
    'does not end within maxTokens (16)',
    '"maxTokens"',
  ],
  ['a think block', thinks, 'the answer begins with a think block', '"marker": "</think>"'],
  [
    'a refusal',
    verdict(pass, { refusal: 'I cannot.' }),
    'the model refuses to answer: I cannot.',
    'another model',
  ],
  [
    'a filter',
    verdict(pass, { finish: 'content_filter', reasoning: { text: '', alone: true } }),
    "the endpoint's content filter",
    'endpoint',
  ],
  ['another text', verdict({ Sure: 0.9, A: 0.05 }), 'one answer is "Sure"', '--dry-run'],
];

describe('a run that ends without a verdict', { timeout: 30_000 }, () => {
  test.each(unusable)(
    'for %s is no success, the first time and any other',
    async (_, reply, reason, hint) => {
      const server = await study({ reply: () => reply });
      for (const time of ['first', 'again']) {
        const { code, out } = await line.assize('judge', '--limit', '5');
        expect(code, time).toBe(1);
        const errors = out.split('\n').filter((text) => text.startsWith('error:'));
        expect(errors, time).toEqual([
          expect.stringMatching(/^error: judge test judge: no verdict in 10 answers: /),
        ]);
        expect(errors[0]).toContain(reason);
        expect(out).toMatch(/^hint: {2}/m);
        expect(out.split('\n').find((text) => text.startsWith('hint:'))).toContain(hint);
        expect(out).not.toContain('assize calibrate');
        // Whatever is stored stays, and nothing is asked twice.
        expect([...server.asked.values()]).toEqual(Array.from({ length: 10 }, () => 1));
      }
      const { code, complete, stopped, runs } = await told('--limit', '5');
      expect({ code, complete }).toEqual({ code: 1, complete: false });
      expect(stopped).toEqual([
        {
          judge: 'test judge',
          reason: expect.stringContaining(reason) as string,
          hint: expect.stringContaining(hint) as string,
        },
      ]);
      expect(runs).toMatchObject([{ verdicts: 0, withoutVerdict: 10, failedCalls: 0 }]);
    },
  );

  test('by batch is none either: no batch is made after three answers without one', async () => {
    const server = await study({ reply: () => thinks });
    for (const asked of [3, 6]) {
      const { code, stopped } = await told('--batch');
      expect(code).toBe(1);
      expect(stopped).toMatchObject([
        { reason: expect.stringContaining('begins with a think block; no batch was made') as string },
      ]);
      expect([server.asked.size, server.shelf.uploads]).toEqual([asked, 0]);
    }
    // Mended, the same answers are verdicts, and the rest goes into a batch.
    const config = JSON.parse(await read('assize.json')) as { judges: Record<string, JudgeDeclaration> };
    config.judges['test judge'].marker = '</think>';
    await write('assize.json', JSON.stringify(config));
    expect(await told('--batch', '--no-wait')).toMatchObject({ code: 0, runs: [{ verdicts: 6 }] });
    expect(server.shelf.uploads).toBe(1);
  });

  test('by a batch that is collected is none either', async () => {
    await study(
      { reply: () => verdict({ Hm: 1 }, { logprobs: 'none' }), batches: { polls: 0 } },
      { sources: ['samples'], samples: 2 },
    );
    const open = await told('--batch', '--no-wait', '--limit', '3');
    expect([open.code, open.stopped]).toEqual([0, []]);
    for (const argv of [['--batch'], [], ['--batch']]) {
      const { code, stopped } = await told(...argv, '--limit', '3');
      expect(code).toBe(1);
      expect(stopped).toMatchObject([
        {
          judge: 'test judge',
          reason: expect.stringContaining('no verdict in 6 answers: off label') as string,
        },
      ]);
    }
    // Whoever does not wait has not asked for a verdict yet.
    expect((await told('--batch', '--no-wait', '--limit', '3')).code).toBe(0);
  });

  test('is none for any judge of several: the one without is named', async () => {
    await study({ reply: (asked) => (asked.body['seed'] === 2 ? thinks : opinion(asked)) });
    const config = JSON.parse(await read('assize.json')) as { judges: Record<string, JudgeDeclaration> };
    config.judges['other'] = { ...config.judges['test judge'], sampling: { seed: 2 } };
    await write('assize.json', JSON.stringify(config));
    const { code, stopped } = await told('--limit', '3');
    expect([code, stopped.map(({ judge }) => judge)]).toEqual([1, ['other']]);
  });

  test('is one where nothing was to be asked: --dry-run, --status and --export', async () => {
    await study({ reply: () => verdict({ Sure: 1 }) });
    expect((await line.assize('judge', '--dry-run')).code).toBe(0);
    expect((await line.assize('judge', '--status')).code).toBe(0);
    await line.assize('judge', '--limit', '3');
    expect((await line.assize('judge', '--status')).code).toBe(0);
    const { code, out } = await line.assize('judge', '--limit', '3', '--export', 'v.csv');
    expect([code, out.trim()]).toEqual([0, '0 verdicts and 6 answers without one written to v.csv']);
  });
});

describe('calls that failed are no verdicts', { timeout: 30_000 }, () => {
  test('they are counted by themselves, exported nowhere and no ratings', async () => {
    await study(
      { reply: (asked) => (asked.place % 2 === 0 ? refusedItem() : opinion(asked)) },
      { limits: { concurrency: 1 } },
    );
    const { code, runs } = await told('--limit', '5');
    expect(code).toBe(0);
    expect(runs).toMatchObject([{ verdicts: 5, withoutVerdict: 0, failedCalls: 5, problems: [] }]);
    const { out } = await line.assize('judge', '--status', '--limit', '5');
    expect(out).toContain('5 verdicts from logprobs, 0 answers without one');
    expect(out).toContain('5 calls failed: run again to ask them once more');
    await line.assize('judge', '--limit', '5', '--export', 'v.jsonl');
    const rows = (await read('v.jsonl')).trim().split('\n');
    expect(rows.map((row) => (JSON.parse(row) as { status: string }).status)).toEqual(
      Array.from({ length: 5 }, () => 'given'),
    );
  });

  test('and a run with any of them is not complete', async () => {
    let fails = true;
    await study(
      { reply: (asked) => (fails && asked.place % 2 === 0 ? refusedItem() : opinion(asked)) },
      { limits: { concurrency: 1 } },
    );
    const { out } = await line.assize('judge', '--limit', '5');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Not complete: calls failed. To ask them once more (what is stored is not asked again): assize ' +
        'judge --limit 5',
    );
    for (const argv of [[], ['--status'], ['--dry-run']])
      expect(await told('--limit', '5', ...argv)).toMatchObject({ code: 0, complete: false, stopped: [] });
    fails = false;
    expect(await told('--limit', '5')).toMatchObject({ code: 0, complete: true });
    expect(await told('--limit', '5', '--status')).toMatchObject({ complete: true });
  });

  test('where all of them failed there is nothing but people', async () => {
    await study({ reply: () => refusedItem() });
    for (let time = 0; time < 2; time++) {
      const { code, stopped, runs } = await told('--limit', '5');
      expect(code).toBe(1);
      expect(stopped).toMatchObject([
        {
          reason: expect.stringMatching(
            /^no verdict: 10 calls failed: .* refuses the request \(400\): flagged$/,
          ) as string,
        },
      ]);
      expect(runs).toMatchObject([{ verdicts: 0, withoutVerdict: 0, failedCalls: 10 }]);
    }
    expect((await line.assize('judge', '--export', 'v.csv')).err).toContain('no verdict is stored yet');
    await write(
      'ratings.csv',
      [
        'item,rater,label',
        ...Array.from({ length: 24 }, (_, i) => `i${i},anna,A\ni${i},bob,${i % 3 === 0 ? 'B' : 'A'}`),
      ].join('\n'),
    );
    await line.assize('calibrate', '--replicates', '100');
    const { judges } = JSON.parse(await read('out/results.json')) as { judges: unknown[] };
    expect(judges).toEqual([]);
  });
});

describe('what an endpoint refuses', { timeout: 30_000 }, () => {
  const limited = (body: AskedRequest['body']): Reply | undefined =>
    Number(body['top_logprobs'] ?? 0) > 5
      ? {
          kind: 'error',
          status: 400,
          message: "Invalid value for 'top_logprobs': must be less than or equal to 5.",
        }
      : undefined;
  const forbidden = (body: AskedRequest['body']): Reply | undefined =>
    'logprobs' in body
      ? { kind: 'error', status: 403, message: 'You are not allowed to request logprobs from this model' }
      : undefined;

  test.each([[[]], [['--batch']]])(
    'more alternatives than it gives: at the first, with the setting and the number %j',
    async (argv) => {
      const server = await study({ refuse: limited }, { limits: { concurrency: 1 } });
      const { out, code } = await line.assize('judge', ...argv);
      expect(code).toBe(1);
      expect(out).toContain('gives at most 5 alternatives of a token, and 20 were asked for (400)');
      expect(out).toContain('hint:  Set sampling.topLogprobs of the judge to 5.');
      expect([server.refused, server.asked.size]).toEqual([1, 0]);
      const config = JSON.parse(await read('assize.json')) as { judges: Record<string, JudgeDeclaration> };
      config.judges['test judge'].sampling = { topLogprobs: 5 };
      await write('assize.json', JSON.stringify(config));
      expect((await told()).runs).toMatchObject([{ verdicts: 60 }]);
    },
  );

  test('token probabilities, under 403: it is no matter of the key, and the next source is used', async () => {
    await study({ refuse: forbidden }, { limits: { concurrency: 1 } });
    const { out, code } = await line.assize('judge');
    expect(code).toBe(1);
    expect(out).toContain('gives no token probabilities of this model (403)');
    expect(out).not.toContain('key (403)');
    await study({ refuse: forbidden }, { sources: ['logprobs', 'samples'], samples: 2 });
    const { code: sampled, runs } = await told('--limit', '5');
    expect(sampled).toBe(0);
    expect(runs).toMatchObject([{ probSource: 'samples', verdicts: 10 }]);
  });

  test('max_tokens: it is asked by the other name, and a batch says that it cannot be', async () => {
    const message = "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    await study({
      refuse: (body) => ('max_tokens' in body ? { kind: 'error', status: 400, message } : undefined),
    });
    const { stopped } = await told('--batch');
    expect(stopped).toMatchObject([
      { reason: expect.stringContaining('wants max_completion_tokens') as string },
    ]);
    expect((await told()).runs).toMatchObject([{ verdicts: 60 }]);
  });
});

describe('one answer without token probabilities', { timeout: 30_000 }, () => {
  const first =
    (index: number) =>
    (asked: AskedRequest): AnswerReply => ({
      ...opinion(asked),
      ...(asked.place < index ? { logprobs: 'null' } : {}),
    });
  const declared: Partial<JudgeDeclaration> = { sources: ['logprobs', 'samples'], samples: 2 };

  test.each([
    ['direct', []],
    ['by batch', ['--batch']],
  ])('turns no judge to samples, and is asked again: %s', async (_, argv) => {
    const server = await study(
      { reply: first(1), batches: { polls: 0 } },
      { ...declared, limits: { concurrency: 1 } },
    );
    const { runs, code } = await told(...argv);
    expect(code).toBe(0);
    expect(runs).toMatchObject([{ probSource: 'logprobs', verdicts: argv.length === 0 ? 59 : 60 }]);
    expect((await told(...argv)).runs).toMatchObject([
      { probSource: 'logprobs', verdicts: 60, withoutVerdict: 0, failedCalls: 0 },
    ]);
    expect([...server.asked.keys()].every((body) => body.includes('"logprobs":true'))).toBe(true);
  });

  test('of the probe turns no judge to samples', async () => {
    let probes = 0;
    const server = await study({ refuse: (body) => (probeIsFirst(body) ? raw(body) : undefined) }, declared);
    function probeIsFirst(body: AskedRequest['body']): boolean {
      return JSON.stringify(body).includes('animal') && ++probes === 1;
    }
    function raw(body: AskedRequest['body']): Reply {
      const message = { role: 'assistant', content: 'Cat' };
      return {
        kind: 'raw',
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({ model: body['model'], choices: [{ message, logprobs: null }] }),
      };
    }
    expect((await told('--limit', '5')).runs).toMatchObject([{ probSource: 'logprobs', verdicts: 10 }]);
    expect(server.asked.size).toBe(10);
  });

  test('is none of many: then the next source is used, and a later run that asks again goes back to the first', async () => {
    let given = false;
    await study(
      { reply: (asked) => ({ ...opinion(asked), ...(given ? {} : { logprobs: 'null' }) }) },
      declared,
    );
    expect((await told('--limit', '5')).runs).toMatchObject([{ probSource: 'samples', verdicts: 10 }]);
    given = true;
    expect((await told('--limit', '5')).runs).toMatchObject([{ probSource: 'samples' }]);
    expect((await told('--limit', '5', '--probe')).runs).toMatchObject([
      { probSource: 'logprobs', verdicts: 10, withoutVerdict: 0, failedCalls: 0 },
    ]);
    expect((await told('--limit', '5')).runs).toMatchObject([{ probSource: 'logprobs', verdicts: 10 }]);
  });
});
