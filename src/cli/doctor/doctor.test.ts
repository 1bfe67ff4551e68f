import { expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { textWidth } from '../shell/terminal-text.ts';

const { assize, write, list } = commandLine();
const words = (text: string): string => text.replace(/\s+/g, ' ');

function longTable(items: number): string {
  const rows = ['text,annotator,grade'];
  for (let i = 0; i < items; i++)
    for (const person of ['anna', 'bob'])
      rows.push(`text-${i},${person},${(i + person.length) % 2 === 0 ? 'good' : 'bad'}`);
  return `${rows.join('\n')}\n`;
}

test('doctor names columns and raters, says what can be answered and prints the very command', async () => {
  await write('grades.csv', longTable(10));
  const { code, out, err } = await assize(
    'doctor',
    'grades.csv',
    '--item',
    'text',
    '--rater',
    'annotator',
    '--label',
    'grade',
    '--scale',
    'nominal',
  );
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^grades\.csv: 3 columns\n/);
  expect(out).toMatch(/annotator +2 {2}anna, bob/);
  expect(out).toContain('people:  2 (anna, bob)');
  expect(words(out)).toContain('blocked the data hold no judge');
  const next = words(out.slice(out.lastIndexOf('Next:')).replaceAll('\\\n', ' '));
  expect(next.trim()).toBe(
    'Next: assize calibrate grades.csv --item text --rater annotator --label grade --scale nominal',
  );
  for (const line of out.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
});

test('where columns are missing doctor proposes a command, and says what it answers', async () => {
  await write('grades.csv', longTable(10).replace('text,annotator', 'text_id,annotator'));
  const { code, out, err } = await assize('doctor', 'grades.csv');
  expect([code, err]).toEqual([0, '']);
  const line = 'assize calibrate grades.csv --item text_id --rater annotator --label grade';
  const said = words(out.replaceAll('\\\n', ' '));
  expect(said.split(line)).toHaveLength(3);
  expect(said).toContain('What can be answered today');
  const { out: json } = await assize('doctor', 'grades.csv', '--json');
  expect(JSON.parse(json)).toMatchObject({ items: 10, ready: true, proposed: [line.split(' ')] });
});

test('a proposal that cannot be read either is one error, of what is in the way of it', async () => {
  const rows = longTable(10).replaceAll(',anna,', ',').replaceAll(',bob,', ',');
  await write('unnamed.csv', rows.replace('text,annotator', 'text_id'));
  const { code, out, err } = await assize('doctor', 'unnamed.csv');
  expect(code).toBe(1);
  expect(words(out)).toContain('No command is proposed');
  expect(words(err)).toMatch(
    /^error: unnamed\.csv line 3: item .* are several people behind that one name\?/,
  );
  expect(err).not.toContain('no column');
});

test('where the lines above say what is in the way, the error sends there', async () => {
  const verdicts = JSON.stringify([{ decision: 'B>A' }, { decision: 'A=B' }]);
  const rows = ['p1', 'p2'].map((id) => `{"pair_id":"${id}","label":"A>B","judgments":${verdicts}}`);
  await write('out.jsonl', `${rows.join('\n')}\n`);
  const { code, out, err } = await assize('doctor', 'out.jsonl');
  expect(code).toBe(1);
  expect(words(out)).toContain('judgments holds the verdicts in nested form');
  expect(err).toContain('no command reads out.jsonl as it is');
  expect(err).not.toContain('--item');
});

test('labels that differ in case are one line with the map', async () => {
  await write(
    'case.csv',
    longTable(10).replace('text,annotator,grade', 'item,rater,label').replace('bad', 'Bad'),
  );
  const { code, out, err } = await assize('doctor', 'case.csv');
  expect([code, err]).toEqual([0, '']);
  expect(words(out)).toContain('Next: assize calibrate case.csv --map Bad=bad');
  const bare = await assize('calibrate', 'case.csv');
  expect([bare.code, words(bare.err)]).toEqual([1, expect.stringContaining('add --map Bad=bad')]);
});

test('an export that is one object is no table, and its import is proposed', async () => {
  const result = {
    promptIdx: 0,
    vars: { q: '1' },
    testCase: { vars: { q: '1' } },
    prompt: { raw: 'r', label: 'r' },
  };
  const grader = { assertion: { type: 'llm-rubric', value: 'good' }, score: 1, reason: 'fine' };
  const results = [true, false].map((pass, testIdx) => ({
    ...result,
    testIdx,
    vars: { q: `${testIdx}` },
    testCase: { vars: { q: `${testIdx}` } },
    provider: { id: 'echo' },
    response: { output: `o${testIdx}` },
    success: pass,
    gradingResult: { pass, score: 1, reason: '', componentResults: [{ ...grader, pass }] },
  }));
  await write(
    'results.json',
    JSON.stringify({ evalId: 'e', results: { version: 3, prompts: [], stats: {}, results } }),
  );
  const { code, out, err } = await assize('doctor', 'results.json');
  expect([code, err]).toEqual([0, '']);
  expect(words(out)).toContain('assize import promptfoo results.json --out study It reads');
  await write('other.json', '{"a": {"b": 1}}');
  expect((await assize('doctor', 'other.json')).code).toBe(1);
});

test('of several questions in an export the line names one', async () => {
  const score = (name: string, source: string, at: number): object => ({
    id: `${name}-${source}-${at}`,
    traceId: `t${at}`,
    name,
    source,
    dataType: 'CATEGORICAL',
    stringValue: at % 2 === 0 ? 'good' : 'bad',
    ...(source === 'ANNOTATION' ? { authorUserId: 'u1' } : {}),
  });
  const scores = ['tone', 'facts'].flatMap((name) =>
    ['ANNOTATION', 'EVAL'].flatMap((source) => [0, 1, 2].map((at) => score(name, source, at))),
  );
  await write('scores.json', JSON.stringify(scores));
  const { code, out, err } = await assize('doctor', 'scores.json');
  expect([code, err]).toEqual([0, '']);
  const said = words(out).replaceAll('\\ ', '');
  expect(said).toContain('assize import langfuse scores.json --question facts --out study');
  expect(said).toContain('the export has 2 score names: facts, tone: this line takes --question facts');
  expect((await assize('import', 'langfuse', 'scores.json', '--question', 'facts')).code).toBe(0);
  const { out: json } = await assize('doctor', 'scores.json', '--json');
  expect(JSON.parse(json)).toMatchObject({ schema: 1, proposed: [expect.arrayContaining(['--question'])] });
});

test('a column that the user has named is not named again by the proposal of several files', async () => {
  await write('people.csv', longTable(10).replace('text,annotator', 'row,who_said').replace('row', 'row_no'));
  await write(
    'gpt.csv',
    longTable(10).replace('text,annotator', 'row_no,annotator').replaceAll('anna', 'gpt'),
  );
  const { out } = await assize('doctor', 'people.csv', 'gpt.csv', '--item', 'row_no', '--label', 'grade');
  const next = words(out.replaceAll('\\\n', ' '));
  expect(next).toMatch(/assize calibrate people\.csv\S* gpt\.csv/);
  expect(next).not.toMatch(/item=/);
});

test('a proposed command works', async () => {
  await write('wide.csv', 'idx,one,two,three\n1,yes,no,yes\n2,no,no,no\n3,yes,yes,yes\n');
  const { out } = await assize('doctor', 'wide.csv');
  const line = words(out.replaceAll('\\\n', ' ')).match(
    /assize (calibrate wide\.csv --item idx --wide one,two,three)/,
  );
  expect(line).not.toBeNull();
  expect(words(out)).toContain('It reads 3 items, 3 people (one, three, two), no judge, the labels no, yes.');
  const second = await assize(...line![1].split(' '));
  expect(second.code).toBe(0);
  expect(second.out).toContain('people:  3 (one, three, two)');
});

test('nothing can be answered without people: exit 3, with the number of labels', async () => {
  await write('judge.csv', 'item,rater,label,prob_a,prob_b\n1,gpt,a,0.9,0.1\n2,gpt,b,0.2,0.8\n');
  const { code, out } = await assize('doctor', 'judge.csv');
  expect(code).toBe(3);
  expect(words(out)).toContain('label at least 50 items drawn at random');
});

test('doctor writes nothing', async () => {
  await write('grades.csv', longTable(10));
  await assize('doctor', 'grades.csv', '--item', 'text', '--rater', 'annotator', '--label', 'grade');
  expect(await list()).toEqual(['grades.csv']);
});

test('--json puts the diagnosis alone on stdout', async () => {
  await write('grades.csv', longTable(10));
  const { out } = await assize(
    'doctor',
    'grades.csv',
    '--json',
    '--item',
    'text',
    '--rater',
    'annotator',
    '--label',
    'grade',
  );
  expect(JSON.parse(out)).toMatchObject({ schema: 1, items: 10, ready: true });
});

test('several criteria are a study each, and none of them is a rater', async () => {
  const rows = ['response,annotator,helpfulness,correctness'];
  for (let i = 0; i < 12; i++)
    for (const [person, by] of [
      ['Ana', 0],
      ['Ben', 1],
    ] as const)
      rows.push(`r${i},${person},${1 + ((i + by) % 5)},${1 + ((i * 2 + by) % 5)}`);
  await write('scores.csv', `${rows.join('\n')}\n`);
  const { out } = await assize('doctor', 'scores.csv');
  const text = words(out).replaceAll('\\ ', '');
  expect(text).toContain('--label helpfulness --scale ordinal');
  expect(text).toContain('The other questions, a study each:');
  const other = /assize (calibrate [^:]*--label correctness .*? --out assize-correctness)/.exec(
    text.slice(text.indexOf('The other questions')),
  )![1];
  const { code } = await assize(...other.split(' '), '--replicates', '100');
  expect(code).toBe(0);
  expect(await list('assize-correctness')).toContain('report.html');
});

test('a folder of results is named by the letters of the column alone', async () => {
  const questions = ['Q1: is/it "good"?', 'Q2: is/it *true*?', 'Q3: ../so?'];
  const rows = [`text_id,annotator,${questions.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')}`];
  for (let i = 0; i < 12; i++)
    for (const [at, person] of ['Ana', 'Ben'].entries())
      rows.push(
        `t${i},${person},${questions.map((_, by) => ((i + at * by) % 2 === 0 ? 'yes' : 'no')).join(',')}`,
      );
  await write('odd.csv', `${rows.join('\n')}\n`);
  const { out } = await assize('doctor', 'odd.csv');
  expect(words(out).match(/--out \S+/g)).toEqual(['--out assize-Q2-is-it-true', '--out assize-Q3-so']);
});

test('a named encoding keeps the columns and the proposal', async () => {
  const rows = ['text_id;Anna;Jürgen;Sabine'];
  for (let i = 0; i < 12; i++)
    rows.push(
      `t${i};${i % 2 ? 'ja' : 'nein'};${i % 3 ? 'ja' : 'nein'};${i % 4 ? 'k. A.' : i % 8 ? 'ja' : 'nein'}`,
    );
  await write('umlaut.csv', Buffer.from(`${rows.join('\r\n')}\r\n`, 'latin1'));
  const { out } = await assize('doctor', 'umlaut.csv', '--encoding', 'windows-1252');
  expect(words(out)).toContain('umlaut.csv: 4 columns');
  expect(words(out)).toContain('Jürgen');
  expect(words(out)).toContain('--encoding windows-1252');
  expect(words(out)).toContain('the labels ja, nein');
});
