import { beforeEach, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { comparisonAnalysisSchema } from '../../analysis/index.ts';

const { assize, write, read, list } = commandLine();
const words = (text: string): string => text.replace(/\s+/g, ' ');

/** Three judges on 100 items that ann labeled: good misses none, fair one in ten, poor every second. */
beforeEach(async () => {
  const rows = ['item,rater,kind,label'];
  for (let item = 0; item < 100; item++) {
    const of = (isRight: boolean): string => ((item % 3 === 0) === isRight ? 'Pass' : 'Fail');
    rows.push(`${item},ann,human,${of(true)}`, `${item},good,judge,${of(true)}`);
    rows.push(`${item},fair,judge,${of(item % 10 !== 0)}`, `${item},poor,judge,${of(item % 2 === 0)}`);
  }
  await write('ratings.csv', `${rows.join('\n')}\n`);
});

test('compare prints ranks and what was found, and writes the same into compare.json', async () => {
  const { code, out, err } = await assize('compare', 'ratings.csv');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { comparison } = comparisonAnalysisSchema.parse(JSON.parse(await read('assize-out/compare.json')));
  expect(words(out)).toContain('100% good: rank 1 - 90% fair: rank 2 - 50% poor: rank 3 - +10 points (');
  expect(comparison.pairs.map(({ finding }) => finding)).toEqual(['first', 'first', 'first']);
  expect(words(out)).toMatch(/- \+50 points \(.*?\): good minus poor -/);
  expect(out.split('\n').every((line) => [...line].length <= 80)).toBe(true);
  expect(await list('assize-out')).toEqual(['compare.json', 'manifest.json']);
});

test('--judge names those to compare, and renaming one changes nothing', async () => {
  await assize('compare', 'ratings.csv', '--judge', 'good,fair');
  const before = comparisonAnalysisSchema.parse(JSON.parse(await read('assize-out/compare.json')));
  expect(before.comparison.pairs.map(({ first, second }) => [first, second])).toEqual([['good', 'fair']]);
  await write('renamed.csv', (await read('ratings.csv')).replaceAll('good', 'zebra'));
  await assize('compare', 'renamed.csv', '--judge', 'zebra,fair');
  const after = comparisonAnalysisSchema.parse(JSON.parse(await read('assize-out/compare.json')));
  expect(after.comparison.pairs[0].difference).toEqual(before.comparison.pairs[0].difference);
});

test('one judge, or a name that is none, is one line', async () => {
  const one = await assize('compare', 'ratings.csv', '--judge', 'good');
  expect([one.code, words(one.err)]).toEqual([
    1,
    'error: a comparison needs two judges hint: the judges are fair, good, poor: name each with --judge NAME ',
  ]);
  const unknown = await assize('compare', 'ratings.csv', '--judge', 'good,gpt-5');
  expect([unknown.code, words(unknown.err)]).toEqual([
    1,
    'error: no rater "gpt-5" to be a judge; the raters are ann, fair, good, poor ',
  ]);
});

test('calibrate says it too, of the judges that are shown', async () => {
  const all = await assize('calibrate', 'ratings.csv', '--replicates', '100');
  expect(words(all.out)).toContain('Which judge agrees with people more?');
  const one = await assize('calibrate', 'ratings.csv', '--replicates', '100', '--judge', 'good');
  expect(words(one.out)).not.toContain('Which judge agrees with people more?');
  expect(one.out).not.toMatch(/how often (fair|poor) agrees/);
  expect(words(one.out)).toContain('not printed, but in the report: fair, poor');
});
