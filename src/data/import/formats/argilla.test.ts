import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { type Response, first, flat, nested, project } from '../../../../test/fixtures/import/argilla.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import { toCsv } from '../../format/to-csv.ts';
import type { ImportOptions, ReadImport } from '../frame/importer.ts';

async function imported(records: readonly unknown[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('argilla', { 'records.json': JSON.stringify(records) }, options);
}

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ item, rater, kind, label }) => [item, rater, kind, label]);

const by = (user_id: string, value: unknown, status: string | null = 'submitted'): Response => ({
  user_id,
  value,
  status,
});

test('flattened records: responses are of people, if submitted, and suggestions of judges', async () => {
  const result = await imported(project());
  expect(short(result)).toEqual([
    ['r1', 'u1', 'human', '4'],
    ['r1', 'u2', 'human', '5'],
    ['r1', 'judge-v1', 'judge', '4'],
    ['r2', 'u1', 'human', '2'],
    ['r2', 'judge-v1', 'judge', '3'],
  ]);
  expect(result.leftOut).toEqual([
    { reason: 'response that is not submitted: draft', count: 1 },
    { reason: 'response that is not submitted: discarded', count: 1 },
  ]);
  expect(result.items[0]).toEqual({
    item: 'r1',
    fields: { prompt: 'prompt r1', answer: 'answer r1', topic: 'law' },
  });
});

test('the score of a suggestion is carried, and is no probability of a label', async () => {
  const { ratings, notes } = await imported(project());
  expect(
    ratings.flatMap(({ kind, score, probabilities }) => (kind === 'judge' ? [[score, probabilities]] : [])),
  ).toEqual([
    [0.7, undefined],
    [0.4, undefined],
  ]);
  expect(notes.join(' ')).toContain('their labels lean to those of the judge');
});

test('nested records have no status: every response counts, and the notes say so', async () => {
  const records = [
    nested(
      'r1',
      { quality: [by('u1', 'good'), by('u2', 'bad', 'draft')] },
      { quality: { value: 'good', agent: 'm' } },
    ),
  ];
  const result = await imported(records);
  expect(short(result)).toEqual([
    ['r1', 'u1', 'human', 'good'],
    ['r1', 'u2', 'human', 'bad'],
    ['r1', 'm', 'judge', 'good'],
  ]);
  expect(result.notes[0]).toContain('drafts and discarded responses may be among the ratings of people (2)');
  expect(result.notes[0]).toContain('to_list(flatten=True)');
  expect(result.items).toEqual([
    { item: 'r1', fields: { topic: 'law', prompt: 'prompt r1', answer: 'answer r1' } },
  ]);
});

test('nested records with a status: only submitted responses, and none without one beside them', async () => {
  const responses = { quality: [by('u1', 'good'), by('u2', 'bad', 'draft'), by('u3', 'bad', 'discarded')] };
  const records = [{ ...nested('r1', {}), responses }, nested('r2', { quality: [by('u1', 'bad')] })];
  const { ratings, leftOut, notes } = await imported(records);
  expect(ratings.map(({ item, rater }) => [item, rater])).toEqual([['r1', 'u1']]);
  expect(leftOut).toEqual([
    { reason: 'response that is not submitted: draft', count: 1 },
    { reason: 'response that is not submitted: discarded', count: 1 },
    { reason: 'response without a status, beside others that have one', count: 1 },
  ]);
  expect(notes).toEqual([]);
});

test('records of v1, as lists of responses or as one object of lists, and suggestions of people', async () => {
  const lists = { user_id: ['u1', 'u2'], value: ['good', 'bad'], status: ['submitted', 'discarded'] };
  const records = [
    first('a', 'quality', [by('u1', 'bad')], { value: 'bad', agent: 'm', score: 0.6 }),
    { ...first('b', 'quality', [], { value: 'good', agent: 'lead', type: 'human' }), quality: lists },
    first(null, 'quality', [by('u1', 'good')]),
  ];
  const result = await imported(records);
  expect(short(result)).toEqual([
    ['a', 'u1', 'human', 'bad'],
    ['a', 'm', 'judge', 'bad'],
    ['b', 'u1', 'human', 'good'],
    ['b', 'lead', 'human', 'good'],
    ['record-3', 'u1', 'human', 'good'],
  ]);
  expect(result.leftOut).toEqual([{ reason: 'response that is not submitted: discarded', count: 1 }]);
  expect(result.notes.join(' ')).toContain('record-2 and so on (1)');
});

test('several questions need a choice; several labels, rankings, spans and empty answers are counted', async () => {
  const records = [
    flat('r1', { quality: [by('u1', 'good')], tags: [by('u1', ['a', 'b']), by('u2', ['a'])] }),
    flat('r2', { quality: [by('u1', null)], tags: [by('u1', [])] }),
    flat('r3', { tags: [by('u1', [{ start: 0, end: 3, label: 'x' }]), by('u2', { rank: 1 })] }),
  ];
  await expect(imported(records)).rejects.toThrow('the export has 2 questions: quality, tags');
  const quality = await imported(records, { question: 'quality' });
  expect(quality.leftOut).toEqual([
    { reason: 'empty answer', count: 1 },
    { reason: 'answer to another question: tags', count: 5 },
  ]);
  const tags = await imported(records, { question: 'tags' });
  expect(tags.ratings.map(({ label }) => label)).toEqual(['a']);
  expect(tags.leftOut.slice(1)).toEqual([
    { reason: 'several labels or a ranking', count: 1 },
    { reason: 'empty answer', count: 1 },
    { reason: 'ranking or span', count: 2 },
  ]);
});

test('free text looks like labels, so many different ones are remarked on', async () => {
  const records = Array.from({ length: 30 }, (_, at) => flat(`r${at}`, { why: [by('u1', `because ${at}`)] }));
  expect((await imported(records)).notes.join(' ')).toContain('30 different labels');
});

test('users and responses of different number are an error with the record', async () => {
  const broken = {
    ...flat('r1', { quality: [by('u1', 1), by('u2', 2)] }),
    'quality.responses.users': ['u1'],
  };
  await expect(imported([broken])).rejects.toThrow(
    'records.json line 1: record 1: quality requires as many users and states as responses; received ' +
      '2 responses, 1 users and 2 states',
  );
});

test('a table of cells, as Parquet is read, gives the same ratings as JSON', async () => {
  const records = project();
  const header = Object.keys(records[0]);
  const cell = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const csv = [
    ...toCsv(
      header,
      records.map((record) => header.map((name) => cell(record[name]))),
    ),
  ].join('');
  const result = await importText('argilla', { 'records.csv': csv });
  expect(short(result)).toEqual(short(await imported(records)));
  expect(result.ratings[2].score).toBe(0.7);
});

test('the same file twice adds nothing, and what is written is a study', async () => {
  const text = jsonLines(project());
  const study = await studyOf(await importText('argilla', { 'a.jsonl': text, 'b.jsonl': text }));
  expect(study.ratings.item).toHaveLength(5);
  expect(study.raters.map(({ id, kind }) => [id, kind])).toEqual([
    ['judge-v1', 'judge'],
    ['u1', 'human'],
    ['u2', 'human'],
  ]);
});

test('any change of a sound export gives ratings or one DataError', async () => {
  const sounds = [
    project(),
    [nested('r1', { quality: [by('u1', 'good')] }, { quality: { value: 'good', agent: 'm', score: 0.5 } })],
    [first('a', 'quality', [by('u1', 'bad')], { value: 'bad', agent: 'm', score: 0.6 })],
  ];
  await changesGiveRatingsOrOneError({
    format: 'argilla',
    file: 'records.json',
    sounds,
    seed: 14,
    runs: 600,
  });
});
