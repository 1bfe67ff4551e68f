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
  expect(importFormats.slice(0, -1)).toEqual(importers.map(({ name, from }) => [name, from]));
  expect(importFormats.at(-1)![0]).toBe('responses');
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

/**
 * What somebody saved who asked for one word with its log probabilities: ids are in the table of people
 * alone.
 */
const savedLines = ['A', 'B', 'A', 'A']
  .map((word) => {
    const listed = ['A', 'B'].map((token) => ({
      token,
      bytes: [token.charCodeAt(0)],
      logprob: Math.log(token === word ? 0.8 : 0.2),
    }));
    const token = listed.find((entry) => entry.token === word)!;
    const logprobs = { content: [{ ...token, top_logprobs: listed }] };
    return JSON.stringify({ model: 'm-1', choices: [{ message: { content: word }, logprobs }] });
  })
  .join('\n');
const savedPeople = `question_id,rater,winner\n${['q3', 'q1', 'q2', 'q4']
  .flatMap((id, at) => [`${id},ann,${'ABAB'[at]}`, `${id},bob,${'ABBA'[at]}`])
  .join('\n')}\n`;

test('saved answers and a table of people become one study, joined by order', async () => {
  await write('answers.jsonl', savedLines);
  await write('humans.csv', savedPeople);
  const people = 'humans.csv:item=question_id';
  const argv = ['import', 'responses', 'answers.jsonl', '--labels', 'A,B', '--items', people];
  const { code, out } = await assize(...argv, '--people', `${people}:label=winner`);
  expect(code).toBe(0);
  expect(words(out)).toContain('Joined by order: the first answer is of item "q3", the last of "q4".');
  expect(words(out)).toContain(
    'joined: 4 items with labels of people in humans.csv and a verdict of a judge',
  );
  expect(await list('assize-study')).toEqual(['assize.json', 'manifest.json', 'people.csv', 'ratings.csv']);
  const doctor = await assize('doctor', 'assize-study');
  expect(doctor.out).toContain('people:  2 (ann, bob)');
  expect(doctor.out).toContain('judges:  m-1 (declared)');
});

test('doctor proposes the import of saved answers with the people beside them, and it runs', async () => {
  await write('answers.jsonl', savedLines);
  await write('humans.csv', savedPeople);
  const { out, code, err } = await assize('doctor', 'answers.jsonl', 'humans.csv');
  expect([code, err]).toEqual([0, '']);
  expect(words(out)).toContain('It reads 4 verdicts; 4 items have labels of people too.');
  const line = /assize import (.*?) It reads/.exec(words(out).replaceAll('\\ ', ''))![1];
  const run = await assize('import', ...line.split(' '));
  expect([run.code, run.err]).toEqual([0, '']);
  const alone = await assize('doctor', 'answers.jsonl');
  expect(words(alone.out)).toContain('its import needs one thing more');
  expect(words(alone.err)).toMatch(/^error: answers\.jsonl line 1: nothing in the record says which item/);
  expect(words(alone.out)).toContain(
    'nothing in a record says its item: name the file of people’s labels too',
  );
});

test('people who spell the labels otherwise are one line with the map, and doctor has it in its own', async () => {
  await write('answers.jsonl', savedLines);
  await write('humans.csv', savedPeople.replaceAll(',A\n', ',a\n').replaceAll(',B\n', ',b\n'));
  const argv = ['import', 'responses', 'answers.jsonl', '--labels', 'A,B'];
  argv.push('--items', 'humans.csv:item=question_id', '--people', 'humans.csv:item=question_id:label=winner');
  const refused = await assize(...argv);
  expect([refused.code, words(refused.err)]).toEqual([
    1,
    'error: people and the import spell labels differently: a, b beside A, B hint: If they mean the same, ' +
      'add --map a=A,b=B. ',
  ]);
  expect((await assize(...argv, '--map', 'a=A,b=B')).code).toBe(0);
  expect(JSON.parse(await read('assize-study/assize.json'))).toMatchObject({
    codebook: { labels: [{ name: 'A' }, { name: 'B' }] },
    sources: [{ path: 'ratings.csv' }, { path: 'people.csv', labels: { a: 'A', b: 'B' } }],
  });
  const doctor = await assize('doctor', 'answers.jsonl', 'humans.csv');
  expect([doctor.code, doctor.err]).toEqual([0, '']);
  expect(words(doctor.out).replaceAll('\\ ', '')).toContain('--map a=A,b=B --out study It reads 4 verdicts');
});

test('an answer in two spellings is one label by the map that doctor proposes', async () => {
  await write('answers.jsonl', savedLines.replaceAll('"A"', '"a"').replace('"a"', '"A"'));
  await write('humans.csv', savedPeople);
  const { out, code } = await assize('doctor', 'answers.jsonl', 'humans.csv');
  expect(code).toBe(0);
  expect(words(out)).toContain('--labels A,B,a');
  expect(words(out)).toContain('--map a=A');
  expect(words(out)).toContain('a and A are taken for one label');
  expect(words((await assize('import', 'responses', 'answers.jsonl', '--item', 'model')).err)).toContain(
    '--labels A,B,a. --map a=A makes one label of its spellings.',
  );
});

test('people are joined to the export of a tool by a field of its items, and a wrong field is found', async () => {
  await write('results.json', JSON.stringify(resultsFile(rows)));
  await assize('import', 'promptfoo', 'results.json', '--out', 'plain');
  const items = (await read('plain/items.jsonl')).trim().split('\n');
  const [first] = items.map((line) => JSON.parse(line) as Record<string, string>);
  const field = Object.keys(first).find((name) => name !== 'item' && first[name] !== '')!;
  await write('people.csv', `ticket,rater,answer\n"${first[field].replaceAll('"', '""')}",ann,Pass\n`);
  const people = ['--people', 'people.csv:item=ticket:label=answer'];
  const apart = await assize('import', 'promptfoo', 'results.json', ...people);
  expect(apart.code).toBe(1);
  expect(words(apart.err)).toContain('no item is both in people.csv');
  expect(words(apart.err)).toContain(`--item ${field}`);
  expect(await list('.')).not.toContain('assize-study');
});

test('options of saved answers say nothing of another format', async () => {
  await write('human.jsonl', jsonLines(humanSplit));
  const { code, err } = await assize('import', 'mt-bench', 'human.jsonl', '--labels', 'A,B');
  expect([code, words(err)]).toEqual([
    1,
    'error: --labels is for saved answers; mt-bench says it itself hint: leave it away ',
  ]);
});
