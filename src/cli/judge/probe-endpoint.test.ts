import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { canary, judgeStudies, opinion } from '../../../test/fixtures/judge-study.ts';
import { structuredVerdict, verdict } from '../../../test/judge-server/replies.ts';
import { analysisSchema } from '../../analysis/index.ts';

const line = commandLine({ TEST_KEY: canary });
const { read, write } = line;
const { study, changePrompt } = judgeStudies(line);

const words = (text: string): string => text.replace(/\s+/g, ' ');
const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

/** Open question twice, cooler, biased, under a schema, and each of two words. */
const questions = 7;

describe('the probe of an endpoint', { timeout: 30_000 }, () => {
  test('goes out once, before the first call; another prompt or a later run needs none, --probe asks again', async () => {
    const server = await study();
    const first = await line.assize('judge');
    expect(words(first.out)).toContain(
      'probe: 7 small calls, $0.0028, once. What changes the probabilities reported: temperature: ' +
        'yes; a schema: yes; a bias on a token: yes',
    );
    expect(sum(server.probed)).toBe(questions);
    await line.assize('judge');
    await changePrompt();
    await line.assize('judge');
    expect([sum(server.probed), server.asked.size]).toEqual([questions, 120]);
    const again = await line.assize('judge', '--probe');
    expect(again.code).toBe(0);
    expect([sum(server.probed), server.asked.size]).toEqual([2 * questions, 120]);
  });

  test('--dry-run and --status send none', async () => {
    const server = await study();
    await line.assize('judge', '--dry-run');
    await line.assize('judge', '--status');
    expect(sum(server.probed)).toBe(0);
  });

  test('an endpoint that shows it no token probabilities is asked about no item', async () => {
    const server = await study({ probe: { logprobs: 'null' } });
    const { code, out } = await line.assize('judge');
    expect(code).toBe(1);
    expect(out.split('\n').filter((text) => text.startsWith('error:'))).toEqual([
      'error: judge test judge stopped: m gives no token probabilities at this endpoint',
    ]);
    expect(server.asked.size).toBe(0);
    // Nothing was found out that would hold: the server may be mended.
    await line.assize('judge');
    expect(sum(server.probed)).toBe(2 * questions);
  });

  test('a question that failed for now is asked again by the next run, one that was refused is not', async () => {
    const probe: { schema: 'overloaded' | 'refused' } = { schema: 'overloaded' };
    const server = await study({ probe }, { limits: { tries: 2 } });
    const first = await line.assize('judge', '--limit', '10');
    expect(first.code).toBe(0);
    expect(words(first.out)).toContain(
      '! 1 question of the probe failed for now: the next run asks it again',
    );
    expect(server.asked.size).toBe(20);
    const asked = sum(server.probed);
    probe.schema = 'refused';
    await line.assize('judge', '--limit', '20');
    expect(sum(server.probed)).toBe(asked + questions);
    await line.assize('judge');
    expect([sum(server.probed), server.asked.size]).toEqual([asked + questions, 60]);
  });

  test('then the next source that the judge allows is used, and nothing is asked for the first', async () => {
    const server = await study(
      { probe: { logprobs: 'empty' }, reply: () => verdict({ A: 1 }) },
      { sources: ['logprobs', 'samples'], samples: 2 },
    );
    const { code, out } = await line.assize('judge');
    expect(code).toBe(0);
    expect(words(out)).toContain('gives no token probabilities; test judge allows samples instead');
    expect([...server.asked.keys()].some((body) => body.includes('logprobs'))).toBe(false);
    expect(sum(server.asked)).toBe(120);
  });

  test('with --batch too, before anything is submitted', async () => {
    const server = await study({ probe: { logprobs: 'null' } });
    const { code } = await line.assize('judge', '--batch');
    expect(code).toBe(1);
    expect([server.asked.size, server.shelf.uploads]).toEqual([0, 0]);
  });

  test.each([
    ['after', null],
    ['before', 0.02],
  ] as const)(
    'a schema that masks hides what is on no label, one that does not shows it: %s',
    async (schema, offLabelMass) => {
      await study(
        { probe: { schema }, reply: () => structuredVerdict('verdict', { A: 0.6, B: 0.38, Hm: 0.02 }) },
        { mode: 'structured' },
      );
      const { code, out } = await line.assize('judge', '--json');
      expect(code).toBe(0);
      const { runs } = JSON.parse(out) as {
        runs: { offLabelMass: number | null; probe: { schemaMask: unknown } }[];
      };
      expect(runs[0].probe.schemaMask).toEqual({ answer: schema === 'after' ? 'yes' : 'no' });
      // To 3 digits: 5e-5 of the probability is on other tokens than the quotation mark before the verdict.
      const rounded = runs[0].offLabelMass === null ? null : Number(runs[0].offLabelMass.toFixed(3));
      expect(rounded).toBe(offLabelMass);
    },
  );

  test('what it warns of is in the terminal, in the results and in the report', async () => {
    await study(
      { probe: { letters: 1, noise: 0.5 } },
      { sampling: { temperature: 0.1 }, words: { A: 'First', B: 'Second' } },
    );
    const { out } = await line.assize('judge');
    expect(words(out)).toContain('! the same request asked twice gave probabilities that differ by');
    expect(words(out)).toContain('"First" is 5 tokens, "Second" is 6 tokens');
    await write(
      'ratings.csv',
      [
        'item,rater,label',
        ...Array.from({ length: 24 }, (_, i) => `i${i},anna,${i % 2 === 0 ? 'A' : 'B'}`),
      ].join('\n'),
    );
    expect((await line.assize('calibrate', '--replicates', '100')).code).toBe(0);
    const { judges } = analysisSchema.parse(JSON.parse(await read('out/results.json')));
    expect(judges[0].run!.probe!.words).toEqual([
      { word: 'First', tokens: 5 },
      { word: 'Second', tokens: 6 },
    ]);
    expect(words(await read('out/report.html'))).toContain(
      'Take care: the same request asked twice gave probabilities',
    );
  });

  test('a wrong key ends the run at the probe with the line of any run', async () => {
    const server = await study({ key: 'another', reply: opinion });
    const { code, out } = await line.assize('judge');
    expect(code).toBe(1);
    expect(out).toMatch(/error: judge test judge stopped: .* rejected the key \(401\)/);
    expect(server.asked.size).toBe(0);
  });
});
