import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { analysisSchema } from '../../analysis/index.ts';
import { createRandom } from '../../stats/index.ts';
import { textWidth } from '../shell/terminal-text.ts';

const line = commandLine();
const { assize, write, read } = line;

/** Two people and a judge on as many items; the judge sees most of what people see. */
function ratings(items: number, people: readonly string[] = ['anna', 'bob']): string {
  const random = createRandom(11);
  const rows = ['item,rater,label,prob_Pass,prob_Fail'];
  for (let i = 0; i < items; i++) {
    const chance = random.next();
    for (const person of people)
      rows.push(`item-${i},${person},${random.next() < chance ? 'Pass' : 'Fail'},,`);
    const told = Math.min(0.999, Math.max(0.001, chance + 0.3 * (random.next() - 0.5)));
    rows.push(`item-${i},gpt,${told > 0.5 ? 'Pass' : 'Fail'},${told},${1 - told}`);
  }
  return `${rows.join('\n')}\n`;
}

const quick = ['--replicates', '100'];

describe('calibrate on a bare file', () => {
  test('prints who is who first, answers, and writes every file; 80 columns, no color, no progress', async () => {
    await write('ratings.csv', ratings(60));
    const { code, out, err } = await assize('calibrate', 'ratings.csv', ...quick);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^people: {2}2 \(anna, bob\)\njudges: {2}gpt \(has probabilities\)\nlabels: {2}Fail, Pass \[pass\] · nominal · proposed/,
    );
    expect((await readdir(join(line.folder, 'assize-out'))).sort()).toEqual([
      'calibrator.json',
      'codebook.json',
      'consensus.csv',
      'manifest.json',
      'raters.csv',
      'report.html',
      'results.json',
    ]);
    const analysis = analysisSchema.parse(JSON.parse(await read('assize-out/results.json')));
    for (const answer of analysis.answers) {
      const words = answer.status === 'answered' ? answer.text : answer.reason!.text;
      expect(out.replace(/\s+/g, ' ')).toContain(words.replace(/\s+/g, ' '));
    }
    expect(out).toContain('Next: open assize-out/report.html');
    for (const line of out.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
    expect(out).not.toContain('\u001B');
  });

  test('without probabilities there is no calibrator, and none is promised', async () => {
    const labels = ratings(40).replaceAll(/,[^,\n]*,[^,\n]*$/gm, '');
    await write('ratings.csv', labels);
    const { out } = await assize('calibrate', 'ratings.csv', '--judge', 'gpt', ...quick);
    expect(out).not.toContain('calibrator.json');
    expect(await readdir(join(line.folder, 'assize-out'))).not.toContain('calibrator.json');
  });

  test('names from the data cannot steer the terminal', async () => {
    const hostile = '\u001B]0;owned\u0007\u001B[2Jev\u202Eil';
    await write('ratings.csv', ratings(40).replaceAll('anna', hostile).replaceAll('Fail', `Fa${hostile}il`));
    const { code, out, err } = await assize('calibrate', 'ratings.csv', '--title', hostile, ...quick);
    expect(code).toBe(0);
    // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
    const wrong = await assize('calibrate', 'ratings.csv', '--judge', hostile + '2');
    expect(wrong.code).toBe(1);
    // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
    expect(wrong.err).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
  });

  test('a correction that has no best fit is named in terminal, report and results, and never taken', async () => {
    // All people say A, and the judge leans to it by a hair on every other item: no slope is steep enough.
    const rows = ['item,rater,label,prob_A,prob_B,prob_C'];
    for (let i = 0; i < 40; i++) {
      for (const person of ['anna', 'bob']) rows.push(`item-${i},${person},A,,,`);
      rows.push(`item-${i},gpt,,${i % 2 === 0 ? '0.34,0.33,0.33' : '0.341,0.329,0.33'}`);
    }
    await write('ratings.csv', `${rows.join('\n')}\n`);
    const { out } = await assize('calibrate', 'ratings.csv', ...quick);
    const said =
      'temperature and label bias found no best fit in 56 of 56 tries, so it is left out wherever ' +
      'those count';
    expect(out.replace(/\s+/g, ' ')).toContain(`gpt: ${said}`);
    const { calibration } = analysisSchema.parse(JSON.parse(await read('assize-out/results.json'))).judges[0];
    expect(
      calibration!.candidates.map(({ method, converged, chosenInFolds }) => ({
        method,
        converged,
        used: chosenInFolds > 0,
      })),
    ).toEqual([
      { method: 'identity', converged: true, used: expect.any(Boolean) },
      { method: 'temperature', converged: true, used: expect.any(Boolean) },
      { method: 'label bias', converged: false, used: false },
    ]);
    expect(calibration!.calibrator.method).not.toBe('label bias');
    expect(calibration!.notes.map(({ text }) => text)).toContain(said);
    const report = await read('assize-out/report.html');
    expect(report).toContain('temperature and label bias (no best fit found)');
    expect(report).toContain(said);
  });

  test('the same command gives the same bytes; another seed gives other intervals', async () => {
    await write('ratings.csv', ratings(60));
    await assize('calibrate', 'ratings.csv', ...quick, '--out', 'one');
    await assize('calibrate', 'ratings.csv', ...quick, '--out', 'two');
    await assize('calibrate', 'ratings.csv', ...quick, '--out', 'three', '--seed', '2');
    for (const name of await readdir(join(line.folder, 'one')))
      expect(await read(`one/${name}`)).toBe(await read(`two/${name}`));
    expect(await read('three/results.json')).not.toBe(await read('one/results.json'));
  });

  test('--json puts the Analysis alone on stdout, and it is results.json', async () => {
    await write('ratings.csv', ratings(60));
    const { code, out, err } = await assize('calibrate', 'ratings.csv', '--json', ...quick);
    expect(code).toBe(0);
    expect(analysisSchema.parse(JSON.parse(out)).study.items).toBe(60);
    expect(out).toBe(await read('assize-out/results.json'));
    expect(err).toContain('people:');
  });

  test('a file somebody else put where results go is never replaced', async () => {
    await write('ratings.csv', ratings(40));
    await mkdir(join(line.folder, 'assize-out'));
    await write('assize-out/report.html', 'mine');
    const { code, err } = await assize('calibrate', 'ratings.csv', ...quick);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: .*report\.html/);
    expect(await read('assize-out/report.html')).toBe('mine');
    expect(await readdir(join(line.folder, 'assize-out'))).toEqual(['report.html']);
  });

  test('one person: the consensus is answered, the ceiling is not; still exit 0', async () => {
    await write('ratings.csv', ratings(60, ['anna']));
    const { code, out } = await assize('calibrate', 'ratings.csv', ...quick);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain('not answered: only one person labeled');
  });

  test('no people: nothing can be answered, exit 3, and it says how many labels', async () => {
    await write('ratings.csv', ratings(60, []));
    const { code, out } = await assize('calibrate', 'ratings.csv', ...quick);
    expect(code).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain('label at least 50 items drawn at random');
    expect(await readdir(join(line.folder, 'assize-out'))).not.toContain('consensus.csv');
  });

  test('a proposed codebook can be handed back', async () => {
    await write('ratings.csv', ratings(60));
    await assize('calibrate', 'ratings.csv', ...quick);
    await cp(join(line.folder, 'assize-out/codebook.json'), join(line.folder, 'codebook.json'));
    const { code, out } = await assize('calibrate', 'ratings.csv', '--codebook', 'codebook.json', ...quick);
    expect(code).toBe(0);
    expect(out).toContain('declared');
  });

  test('two files make one study', async () => {
    const [header, ...rows] = ratings(60).trimEnd().split('\n');
    await write('people.csv', [header, ...rows.filter((row) => !row.includes(',gpt,'))].join('\n'));
    await write('judge.csv', [header, ...rows.filter((row) => row.includes(',gpt,'))].join('\n'));
    await write('ratings.csv', ratings(60));
    await assize('calibrate', 'people.csv', 'judge.csv', ...quick, '--out', 'two');
    await assize('calibrate', 'ratings.csv', ...quick, '--out', 'one');
    expect(await read('two/consensus.csv')).toBe(await read('one/consensus.csv'));
    expect(await read('two/raters.csv')).toBe(await read('one/raters.csv'));
  });

  test('a study folder writes into its own out', async () => {
    await write('ratings.csv', ratings(60));
    await write('assize.json', JSON.stringify({ title: 'My study', sources: [{ path: 'ratings.csv' }] }));
    const { code, out, err } = await assize('calibrate', ...quick);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await readdir(join(line.folder, 'out'))).toContain('report.html');
    expect(out).toContain('out/report.html');
  });
});

describe('a saved calibrator', () => {
  test('applied twice gives the same bits, for new items too, and leaves assize-out alone', async () => {
    await write('ratings.csv', ratings(120));
    await assize('calibrate', 'ratings.csv', ...quick);
    const before = await readdir(join(line.folder, 'assize-out'));
    const first = await assize('calibrate', 'ratings.csv', '--calibrator', 'assize-out/calibrator.json');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    await assize('calibrate', 'ratings.csv', '--calibrator', 'assize-out/calibrator.json', '--out', 'again');
    expect(await read('again/calibrated.csv')).toBe(await read('assize-calibrated/calibrated.csv'));
    expect((await read('again/calibrated.csv')).split('\n')[0]).toBe('item,rater,prob_Fail,prob_Pass');
    expect(await readdir(join(line.folder, 'assize-out'))).toEqual(before);
  });

  test('what is not a calibrator is refused in a line', async () => {
    await write('ratings.csv', ratings(60));
    await write('other.json', '{"schema":1}');
    const { code, err } = await assize('calibrate', 'ratings.csv', '--calibrator', 'other.json');
    expect(code).toBe(1);
    expect(err).toMatch(/^error: .*other\.json/);
    expect(err).not.toContain('    at ');
  });
});

describe('what cannot be read is one message and a hint, exit 1, and nothing is written', () => {
  const header = 'item,rater,label\n';
  const cases: readonly [string, string | Uint8Array | null, readonly string[], RegExp][] = [
    ['a missing file', null, [], /ratings\.csv/],
    ['an empty file', '', [], /ratings\.csv.*empty/],
    ['a header alone', header, [], /ratings\.csv.*(no rows|only a header|empty|no rating)/],
    ['missing columns', 'id,who,answer\n1,anna,Pass\n', [], /item/],
    [
      'an unknown label',
      `${header}a,anna,Pass\nb,anna,Pas\n`,
      ['--codebook', 'codebook.json'],
      /ratings\.csv line 3.*unknown label "Pas".*Pass, Fail/,
    ],
    [
      'broken UTF-8',
      Uint8Array.from([...Buffer.from(`${header}a,anna,`), 0xff, 0x0a]),
      [],
      /ratings\.csv line 2.*UTF-8/,
    ],
    [
      'conflicting-duplicates',
      `${header}a,anna,Pass\nb,anna,Fail\na,anna,Fail\n`,
      [],
      /ratings\.csv line 4.*line 2|line 2.*line 4/,
    ],
    [
      'a probability out of range',
      'item,rater,label,prob_Pass,prob_Fail\na,gpt,Pass,1.7,0.1\n',
      [],
      /ratings\.csv line 2.*1\.[78]/,
    ],
    ['a judge that is not there', `${header}a,anna,Pass\nb,anna,Fail\n`, ['--judge', 'gpt'], /"?gpt"?/],
  ];
  test.each(cases)('%s', async (_, content, flags, message) => {
    await write(
      'codebook.json',
      JSON.stringify({ scale: 'nominal', labels: [{ name: 'Pass' }, { name: 'Fail' }] }),
    );
    if (content !== null) await write('ratings.csv', content);
    const before = (await readdir(line.folder)).sort();
    const { code, out, err } = await assize('calibrate', 'ratings.csv', ...flags);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err.replace(/\s+/g, ' ')).toMatch(message);
    expect(err).toMatch(/^error: [^\n]+\n/);
    expect(err).not.toMatch(/^ {4}at |is a bug/m);
    expect((await readdir(line.folder)).sort()).toEqual(before);
  });
});

test('in a study folder a column flag is refused: the mapping is written down there', async () => {
  await write('ratings.csv', ratings(20));
  await write('assize.json', '{}');
  const { code, err } = await assize('calibrate', '--item', 'item');
  expect(code).toBe(1);
  expect(err).toMatch(/^error: --item is for bare files; .*\nhint: {2}.*assize\.json\n$/);
});
