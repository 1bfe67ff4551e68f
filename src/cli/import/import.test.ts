import { expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { jsonLines } from '../../../test/fixtures/import/import-text.ts';
import { gpt4Split, humanSplit } from '../../../test/fixtures/import/mt-bench.ts';
import { resultsFile, rows } from '../../../test/fixtures/import/promptfoo.ts';
import { importers } from '../../data/index.ts';
import { importFormats } from './command.ts';

const { assize, write, read, list } = commandLine();
const words = (text: string): string => text.replace(/\s+/g, ' ');

async function mtBench(...options: string[]): ReturnType<typeof assize> {
  await write('human.jsonl', jsonLines(humanSplit));
  await write('gpt4_pair.json', jsonLines(gpt4Split));
  return assize('import', 'mt-bench', 'human.jsonl', 'gpt4_pair.json', ...options);
}

test('the help lists every format with its source, within 80 columns', async () => {
  expect(importFormats).toEqual(importers.map(({ name, from }) => [name, from]));
  const { code, out, err } = await assize('import', '--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  await expect(out).toMatchFileSnapshot('../../../test/snapshots/help-import.txt');
});

test('import says what it read, what it left out and why, and the next command, which works', async () => {
  const { code, out, err } = await mtBench('--turn', '1');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(words(out)).toContain(
    'read: MT-Bench judgments: human.jsonl (9 records), gpt4_pair.json (5 records)',
  );
  expect(words(out)).toContain('people: 8 ratings by 3 (author_0, expert_1, expert_2)');
  expect(words(out)).toContain('judges: 4 ratings by 1 (gpt-4)');
  expect(words(out)).toContain('left out: - of turn 2 (2)');
  expect(words(out)).toContain('note: 1 verdicts changed when the sides were swapped');
  expect(await list('assize-study')).toEqual(['assize.json', 'items.jsonl', 'manifest.json', 'ratings.csv']);
  const next = /assize (doctor \S+)/.exec(words(out.slice(out.indexOf('Next:'))))![1];
  const doctor = await assize(...next.split(' '));
  expect(doctor.err).toBe('');
  expect(doctor.out).toContain('people:  3 (author_0, expert_1, expert_2)');
  expect(doctor.out).toContain('judges:  gpt-4 (declared)');
  expect(doctor.out).toContain('model_a, tie [tie], model_b · nominal · declared');
});

test('calibrate takes the folder, counts wins by the models of the items, and can leave a group out', async () => {
  await mtBench('--out', 'study', '--title', 'A bench');
  const { code, err } = await assize(
    'calibrate',
    'study',
    '--win',
    'cat',
    '--exclude-group',
    'author',
    '--replicates',
    '100',
  );
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const results = JSON.parse(await read('study/out/results.json')) as {
    study: { title: string; people: number; items: number };
  };
  expect(results.study).toMatchObject({ title: 'A bench', people: 2, items: 6 });
});

test('promptfoo results become a study with the person, the judge and Pass', async () => {
  await write('results.json', JSON.stringify(resultsFile(rows)));
  const { code, out } = await assize('import', 'promptfoo', 'results.json');
  expect(code).toBe(0);
  expect(words(out)).toContain(
    'left out: - named scores (no verdicts) (5) - by assertions that are no judge: contains (4)',
  );
  const { err, out: doctor } = await assize('doctor', 'assize-study');
  expect(err).toBe('');
  expect(doctor).toContain('Pass [pass], Fail · nominal · declared');
});

test('--parquet writes the ratings as Parquet, with the same answers', async () => {
  await mtBench('--out', 'csv');
  await mtBench('--out', 'parquet', '--parquet');
  expect(await list('parquet')).toEqual(['assize.json', 'items.jsonl', 'manifest.json', 'ratings.parquet']);
  const doctor = async (folder: string): Promise<Record<string, unknown>> => {
    const { err, out } = await assize('doctor', folder, '--json');
    expect(err).not.toContain('error');
    return JSON.parse(out) as Record<string, unknown>;
  };
  expect(await doctor('parquet')).toEqual(await doctor('csv'));
});

test('--json prints the summary alone on stdout', async () => {
  const { code, out, err } = await mtBench('--json');
  expect(code).toBe(0);
  expect(err).toContain('Next:');
  expect(JSON.parse(out)).toEqual({
    schema: 1,
    format: 'mt-bench',
    out: 'assize-study',
    files: [
      { name: 'human.jsonl', records: 9 },
      { name: 'gpt4_pair.json', records: 5 },
    ],
    ratings: 14,
    items: 6,
    raters: [
      { rater: 'author_0', kind: 'human', ratings: 2 },
      { rater: 'expert_1', kind: 'human', ratings: 4 },
      { rater: 'expert_2', kind: 'human', ratings: 3 },
      { rater: 'gpt-4', kind: 'judge', ratings: 5 },
    ],
    leftOut: [],
    notes: [
      expect.stringMatching(/^1 records name/),
      expect.stringMatching(/^1 verdicts changed/),
      expect.stringMatching(/^1 verdicts could not/),
    ],
    codebook: {
      scale: 'nominal',
      labels: [{ name: 'model_a' }, { name: 'tie', tie: true }, { name: 'model_b' }],
    },
  });
});

test('a second import replaces the first, but no file that somebody else wrote or changed', async () => {
  await mtBench();
  const again = await mtBench('--turn', '2');
  expect(again.code).toBe(0);
  expect((await read('assize-study/ratings.csv')).trim().split('\n')).toHaveLength(3);
  await write('assize-study/assize.json', '{"selection":"random"}');
  const { code, err } = await mtBench();
  expect(code).toBe(1);
  expect(err).toMatch(/^error: .*assize\.json: this file was changed since assize wrote it/);
  expect(await read('assize-study/assize.json')).toBe('{"selection":"random"}');
});

test.each([
  [
    'an unknown format',
    ['import', 'mtbench', 'a.jsonl'],
    /^error: unknown format "mtbench"; the formats are mt-bench.*\nhint: {2}Did you mean mt-bench\?/,
  ],
  ['a file that is not there', ['import', 'mt-bench', 'none.jsonl'], /^error: .*none\.jsonl/],
  ['no file', ['import', 'mt-bench'], /^error: missing required argument 'files'/],
  [
    'an option the format does not take',
    ['import', 'promptfoo', 'a.jsonl', '--turn', '1'],
    /^error: promptfoo takes .*; received turn/,
  ],
  [
    'a file of another kind',
    ['import', 'promptfoo', 'a.jsonl'],
    /^error: a\.jsonl: no rating of promptfoo results was found/,
  ],
  ['a broken file', ['import', 'mt-bench', 'cut.jsonl'], /^error: cut\.jsonl line 1: not JSON/],
])('%s is one line and a hint, exit 1, and writes nothing', async (_, argv, message) => {
  await write('a.jsonl', '{"x":1}\n');
  await write('cut.jsonl', '{"x"');
  const { code, out, err } = await assize(...argv);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(message);
  expect(err).not.toContain('    at ');
  expect(await list()).toEqual(['a.jsonl', 'cut.jsonl']);
});
