import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenText, brokenValue } from '../../../../test/fixtures/import/broken-json.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import { mtBenchFigures } from '../../../../test/fixtures/import/mt-bench-figures.ts';
import {
  type MtBenchRecord,
  gpt4Split,
  humanSplit,
  mtBenchRecord,
} from '../../../../test/fixtures/import/mt-bench.ts';
import { DataError } from '../../data-error.ts';
import { toParquet } from '../../format/to-parquet.ts';
import { type ImportOptions, type ReadImport } from '../frame/importer.ts';
import { readImport } from '../frame/read-import.ts';
import { importerNamed } from '../index.ts';

const both = { 'human.jsonl': jsonLines(humanSplit), 'gpt4_pair.jsonl': jsonLines(gpt4Split) };

async function imported(
  records: readonly Partial<MtBenchRecord>[],
  options: ImportOptions = {},
): Promise<ReadImport> {
  return importText('mt-bench', { 'human.jsonl': jsonLines(records) }, options);
}

test('a comparison has one id whichever side is named first, and the winner goes with its model', async () => {
  const { ratings, notes } = await imported([
    mtBenchRecord(81, ['ant', 'bee'], 'model_a', 'expert_1'),
    mtBenchRecord(81, ['bee', 'ant'], 'model_a', 'expert_2'),
    mtBenchRecord(81, ['bee', 'ant'], 'model_b', 'expert_3'),
    mtBenchRecord(81, ['bee', 'ant'], 'tie', 'expert_4'),
  ]);
  expect(ratings.map(({ item, label, fields }) => [item, label, fields?.['listed_first']])).toEqual([
    ['81 | ant | bee | 1', 'model_a', 'model_a'],
    ['81 | ant | bee | 1', 'model_b', 'model_b'],
    ['81 | ant | bee | 1', 'model_a', 'model_b'],
    ['81 | ant | bee | 1', 'tie', 'model_b'],
  ]);
  expect(notes[0]).toMatch(/^3 records name the two models the other way round/);
});

test('the answers go with their models too, and each turn is an item with its own answers', async () => {
  const { items } = await imported([
    mtBenchRecord(81, ['bee', 'ant'], 'model_a', 'expert_1'),
    mtBenchRecord(81, ['ant', 'bee'], 'model_a', 'expert_1', 2),
  ]);
  expect(items).toEqual([
    {
      item: '81 | ant | bee | 1',
      fields: {
        question_id: '81',
        turn: '1',
        model_a: 'ant',
        model_b: 'bee',
        question: 'Question 81, turn 1?',
        answer_a: 'What ant says to 81 in turn 1.',
        answer_b: 'What bee says to 81 in turn 1.',
      },
    },
    {
      item: '81 | ant | bee | 2',
      fields: {
        question_id: '81',
        turn: '2',
        model_a: 'ant',
        model_b: 'bee',
        question: 'Question 81, turn 2?',
        answer_a: 'What ant says to 81 in turn 2.',
        answer_b: 'What bee says to 81 in turn 2.',
        first_question: 'Question 81, turn 1?',
        first_answer_a: 'What ant says to 81 in turn 1.',
        first_answer_b: 'What bee says to 81 in turn 1.',
      },
    },
  ]);
});

test('experts and authors are people of two groups, every other name is a judge, and --humans and --judges decide otherwise', async () => {
  const records = ['expert_1', 'author_0', 'gpt-4', 'reader'].map((judge) =>
    mtBenchRecord(81, ['ant', 'bee'], 'tie', judge),
  );
  const who = async (options: ImportOptions): Promise<unknown> =>
    (await imported(records, options)).ratings.map(({ kind, group }) => [kind, group]);
  expect(await who({})).toEqual([
    ['human', 'expert'],
    ['human', 'author'],
    ['judge', undefined],
    ['judge', undefined],
  ]);
  expect(await who({ humans: ['reader'], judges: ['author_0'] })).toEqual([
    ['human', 'expert'],
    ['judge', undefined],
    ['judge', undefined],
    ['human', undefined],
  ]);
});

test('a judge written as a list is the model, and its prompt is carried', async () => {
  const { ratings } = await imported(gpt4Split);
  expect(new Set(ratings.map(({ rater }) => rater))).toEqual(new Set(['gpt-4']));
  expect(ratings.map(({ prompt }) => prompt)).toEqual([
    'pair-v2',
    'pair-v2',
    'pair-v2',
    'pair-v2-multi-turn',
    'pair-v2',
  ]);
});

test('a verdict that changed on swap is a tie that says so, one that could not be read is invalid; both are counted', async () => {
  const { ratings, notes } = await imported(gpt4Split);
  expect(ratings[0]).toMatchObject({ label: 'tie', note: 'inconsistent when the sides were swapped' });
  expect(ratings[2]).toMatchObject({ label: 'tie' });
  expect(ratings[2].note).toBeUndefined();
  expect(ratings[4]).toMatchObject({ label: '', status: 'invalid' });
  expect(notes).toHaveLength(2);
  expect(notes[0]).toMatch(/^1 verdicts changed/);
});

test('one turn can be taken alone; the other is counted as left out', async () => {
  const { ratings, leftOut } = await importText('mt-bench', both, { turn: 1 });
  expect(ratings.every(({ item }) => item.endsWith(' | 1'))).toBe(true);
  expect(leftOut).toEqual([{ reason: 'of turn 2', count: 2 }]);
});

test('people of both splits and GPT-4 become one study: codebook with a tie, clusters by question, groups, both turns', async () => {
  const study = await studyOf(await importText('mt-bench', both));
  expect(study.codebook.labels).toEqual([
    { name: 'model_a' },
    { name: 'tie', tie: true },
    { name: 'model_b' },
  ]);
  expect(study.items.ids).toEqual([
    '81 | ant | bee | 1',
    '81 | ant | bee | 2',
    '82 | ant | cat | 1',
    '82 | ant | cat | 2',
    '82 | bee | cat | 1',
    '83 | ant | bee | 1',
  ]);
  expect(study.items.clusterIds).toEqual(['81', '82', '83']);
  expect(study.raters.map(({ id, kind, group }) => [id, kind, group ?? null])).toEqual([
    ['author_0', 'human', 'author'],
    ['expert_1', 'human', 'expert'],
    ['expert_2', 'human', 'expert'],
    ['gpt-4', 'judge', null],
  ]);
  expect(study.items.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['model_a', 'model_b', 'question', 'answer_a']),
  );
});

test('JSONL, JSON lines named .json as Hugging Face writes them, an array and CSV give the same ratings', async () => {
  const records = humanSplit.map(({ conversation_a: _a, conversation_b: _b, ...rest }) => rest);
  const names = Object.keys(records[0]) as (keyof (typeof records)[0])[];
  const table = [
    names.join(','),
    ...records.map((record) => names.map((name) => String(record[name])).join(',')),
  ].join('\n');
  const texts = {
    'human.jsonl': jsonLines(records),
    'human.json': jsonLines(records),
    'array.json': JSON.stringify(records, null, 2),
    'human.csv': table,
  };
  const [first, ...others] = await Promise.all(
    Object.entries(texts).map(([name, text]) => importText('mt-bench', { [name]: text })),
  );
  for (const other of others) expect({ ...other, files: first.files }).toEqual(first);
});

test('in a table a conversation and the list of a judge are JSON in a cell', async () => {
  const cell = (value: unknown): string =>
    `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
  const table = [
    Object.keys(gpt4Split[0]).join(','),
    ...gpt4Split.map((record) => Object.values(record).map(cell).join(',')),
  ].join('\n');
  const fromTable = await importText('mt-bench', { 'gpt4.csv': table });
  expect({ ...fromTable, files: [] }).toEqual({ ...(await imported(gpt4Split)), files: [] });
});

test('Parquet gives the same ratings as JSONL, and an error in it names the row', async () => {
  const names = Object.keys(gpt4Split[0]) as (keyof MtBenchRecord)[];
  const parquet = async (records: readonly MtBenchRecord[]): Promise<ReadImport> => {
    const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
    const bytes = await toParquet(
      names,
      names.map((name) => records.map((record) => text(record[name]))),
    );
    return readImport(importerNamed('mt-bench'), [{ name: 'gpt4.parquet', open: () => [bytes] }]);
  };
  expect({ ...(await parquet(gpt4Split)), files: [] }).toEqual({ ...(await imported(gpt4Split)), files: [] });
  await expect(parquet([gpt4Split[0], { ...gpt4Split[1], turn: 3 }])).rejects.toThrow(
    'gpt4.parquet: row 2: turn requires 1 or 2; received "3"',
  );
});

test('the same vote twice is one, two that differ are repeats', async () => {
  const vote = mtBenchRecord(81, ['ant', 'bee'], 'model_a', 'expert_1');
  const twice = await imported([vote, vote, { ...vote, winner: 'tie' }]);
  expect(twice.ratings.map(({ repeat }) => repeat)).toEqual([undefined, undefined, 1]);
  expect((await studyOf(twice)).ratings.item).toHaveLength(2);
  expect(twice.notes.join()).toContain('1 rating differs from an earlier one');
});

test('a model compared with itself is left out; other text for a comparison is noted and the first stays', async () => {
  const vote = mtBenchRecord(81, ['ant', 'bee'], 'model_a', 'expert_1');
  const other = {
    ...mtBenchRecord(81, ['ant', 'bee'], 'tie', 'expert_2'),
    conversation_a: [{ role: 'user', content: 'Another question?' }],
  };
  const { items, leftOut, notes } = await imported([
    vote,
    other,
    mtBenchRecord(81, ['ant', 'ant'], 'tie', 'expert_1'),
  ]);
  expect(items[0].fields['question']).toBe('Question 81, turn 1?');
  expect(leftOut).toEqual([{ reason: 'compares a model with itself', count: 1 }]);
  expect(notes.join()).toContain('1 records have other text');
});

test.each([
  [
    'winner',
    'model_c',
    'human.jsonl line 1: winner requires one of model_a, model_b, tie, tie (inconsistent), error; ' +
      'received "model_c"',
  ],
  ['turn', 3, 'human.jsonl line 1: turn requires 1 or 2; received 3'],
  [
    'question_id',
    undefined,
    'human.jsonl line 1: question_id requires an id (text or number); received nothing',
  ],
  ['judge', [], 'human.jsonl line 1: judge requires a name; received the array []'],
  ['conversation_a', 'x', 'human.jsonl line 1: conversation_a requires an array; received "x"'],
])('a wrong %s is one line with its place', async (key, value, message) => {
  const record = { ...mtBenchRecord(81, ['ant', 'bee'], 'tie', 'expert_1'), [key]: value };
  const importing = imported([record]);
  await expect(importing).rejects.toThrow(DataError);
  await expect(importing).rejects.toThrow(message);
});

test('the published figures are computed as their fixture says: sides as listed, people and GPT-4 pooled, ties left out', async () => {
  // Votes by hand: 81 ant–bee 2, 81 bee–ant 1, 82 ant–cat 1, 82 bee–cat 3 (two for cat, one of GPT-4 for
  // bee).
  const { comparisons, byVotes, winRates } = mtBenchFigures(await importText('mt-bench', both));
  expect({ comparisons, byVotes }).toEqual({ comparisons: 4, byVotes: [2, 1, 1] });
  expect(Object.fromEntries(winRates)).toEqual({
    ant: { least: 1 / 3, half: 1 / 3, most: 1 / 3 },
    bee: { least: 1 / 3, half: 1 / 3, most: 1 / 3 },
    cat: { least: 1, half: 1, most: 1 },
  });
  const split = await imported([...humanSplit, mtBenchRecord(82, ['ant', 'cat'], 'model_a', 'expert_2')]);
  expect(mtBenchFigures(split).winRates.get('cat')).toEqual({ least: 0.5, half: 0.75, most: 1 });
});

test('any break in a sound file gives a study or one DataError', async () => {
  const sound = [...humanSplit, ...gpt4Split];
  const text = fc.oneof(
    brokenValue(sound).map((value) => JSON.stringify(value) ?? ''),
    brokenText(jsonLines(sound)),
  );
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('a.json', 'a.jsonl'), async (content, name) => {
      const outcome = await importText('mt-bench', { [name]: content }).catch((error: unknown) => error);
      if (outcome instanceof DataError) expect(outcome.message).not.toMatch(/\n|undefined|\[object/);
      else expect((await studyOf(outcome as ReadImport)).ratings.item.length).toBeGreaterThan(0);
    }),
    { numRuns: 400, seed: 7 },
  );
});
