import { beforeEach, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { estimateAnalysisSchema } from '../../analysis/index.ts';
import { createRandom } from '../../stats/index.ts';

const { assize, write, read, list } = commandLine();
const words = (text: string): string => text.replace(/\s+/g, ' ');

/** 400 items with a verdict, the first 100 labeled by one person; the judge passes too many. */
function ratings(): string {
  const random = createRandom(5);
  const rows = ['item,rater,kind,label'];
  for (let i = 0; i < 400; i++) {
    const good = random.next() < 0.6;
    if (i < 100) rows.push(`i${i},anna,human,${good ? 'Pass' : 'Fail'}`);
    rows.push(`i${i},gpt,judge,${random.next() < (good ? 0.97 : 0.3) ? 'Pass' : 'Fail'}`);
  }
  return `${rows.join('\n')}\n`;
}

beforeEach(() => write('ratings.csv', ratings()));

test('estimate prints the corrected rate with its neighbors, and writes the same into estimate.json', async () => {
  const { code, out, err } = await assize('estimate', 'ratings.csv', '--selection', 'random');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { rates, answers } = estimateAnalysisSchema.parse(JSON.parse(await read('assize-out/estimate.json')));
  expect(rates).toMatchObject([
    { method: 'Tenenbein', status: 'corrected', judge: 'gpt', event: 'Pass', claimed: true },
  ]);
  expect(words(out)).toContain(words(answers[0].text));
  for (const name of ['corrected', 'people alone', 'judge alone', 'Tenenbein']) expect(out).toContain(name);
  expect(out.split('\n').every((line) => [...line].length <= 80)).toBe(true);
});

test('--pass stands in the options of both results', async () => {
  await assize('calibrate', 'ratings.csv', '--pass', 'Fail', '--selection', 'random', '--replicates', '100');
  await assize('estimate', 'ratings.csv', '--pass', 'Fail', '--selection', 'random');
  for (const name of ['results.json', 'estimate.json'])
    expect(JSON.parse(await read(`assize-out/${name}`)), name).toMatchObject({
      options: { pass: ['Fail'] },
      rates: [{ event: 'Fail' }],
    });
});

test('estimate exits 3 where the choice of items is not declared, and says which flag is missing', async () => {
  const { code, out } = await assize('estimate', 'ratings.csv');
  expect(code).toBe(3);
  expect(words(out)).toContain('add --selection random only if you drew them at random');
  expect(words(out)).toContain('On those alone, Pass:');
  const { rates } = estimateAnalysisSchema.parse(JSON.parse(await read('assize-out/estimate.json')));
  expect(rates[0].corrected.value).toBeNaN();
  expect(JSON.parse(await read('assize-out/estimate.json'))).toMatchObject({
    rates: [{ corrected: { value: null } }],
  });
});

test('estimate leaves the results of calibrate where they are, and calibrate answers the fourth question with the same figure', async () => {
  await assize('calibrate', 'ratings.csv', '--selection', 'random', '--replicates', '100');
  const before = await list('assize-out');
  await assize('estimate', 'ratings.csv', '--selection', 'random');
  expect(await list('assize-out')).toEqual([...before, 'estimate.json'].sort());
  const results = JSON.parse(await read('assize-out/results.json')) as { rates: unknown };
  expect((JSON.parse(await read('assize-out/estimate.json')) as { rates: unknown }).rates).toEqual(
    results.rates,
  );
});

test('estimate --json puts JSON alone on stdout', async () => {
  const { out, err } = await assize('estimate', 'ratings.csv', '--selection', 'random', '--json');
  expect(estimateAnalysisSchema.parse(JSON.parse(out)).schema).toBe(2);
  expect(err).toContain('people alone');
});

test('what cannot be counted is one line', async () => {
  expect((await assize('estimate', 'ratings.csv', '--win', 'gpt-4')).err).toContain(
    'error: counting wins requires the columns model_a and model_b',
  );
  expect((await assize('estimate', 'ratings.csv', '--pass', 'Passed')).err).toMatch(
    /error: no label "Passed" to count as pass/,
  );
});
