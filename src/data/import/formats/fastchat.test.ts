import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';

const pair = (facts: object = {}): object => ({
  question_id: 81,
  model_1: 'alpha',
  model_2: 'beta',
  g1_winner: 'model_2',
  g2_winner: 'model_2',
  judge: ['gpt-4', 'pair-v2'],
  turn: 1,
  ...facts,
});
const single = (facts: object = {}): object => ({
  question_id: 81,
  model: 'alpha',
  judge: ['gpt-4', 'single-v1'],
  score: 7,
  turn: 1,
  ...facts,
});

test('pairs are two verdicts, one for each order; the winner goes with its model', async () => {
  const records = [
    pair(),
    pair({ question_id: 82, model_1: 'beta', model_2: 'alpha', g1_winner: 'model_1', g2_winner: 'tie' }),
  ];
  const result = await importText('fastchat', { 'pair.jsonl': jsonLines(records) });
  expect(
    result.ratings.map(({ item, rater, label, order, prompt }) => [item, rater, label, order, prompt]),
  ).toEqual([
    ['81 | alpha | beta | 1', 'gpt-4', 'model_b', 'model_a', 'pair-v2'],
    ['81 | alpha | beta | 1', 'gpt-4', 'model_b', 'model_b', 'pair-v2'],
    ['82 | alpha | beta | 1', 'gpt-4', 'model_b', 'model_b', 'pair-v2'],
    ['82 | alpha | beta | 1', 'gpt-4', 'tie', 'model_a', 'pair-v2'],
  ]);
  expect((await studyOf(result)).raters).toMatchObject([{ id: 'gpt-4', kind: 'judge' }]);
});

test('error is invalid; another turn and a model against itself are left out', async () => {
  const records = [
    pair({ g1_winner: 'error' }),
    pair({ turn: 2 }),
    pair({ question_id: 83, model_2: 'alpha' }),
  ];
  const { ratings, leftOut, notes } = await importText(
    'fastchat',
    { 'pair.jsonl': jsonLines(records) },
    { turn: 1 },
  );
  expect(ratings.map(({ label, status }) => [label, status])).toEqual([
    ['', 'invalid'],
    ['model_b', undefined],
  ]);
  expect(leftOut.map(({ reason }) => reason)).toEqual(['of turn 2', 'compares a model with itself']);
  expect(notes.join(' ')).toContain('1 verdicts could not be read by FastChat');
});

test('grades of single answers; −1 is no grade', async () => {
  const records = [single(), single({ turn: 2, score: -1 }), single({ model: 'beta', score: 6.5 })];
  const { ratings, codebook } = await importText('fastchat', { 'single.jsonl': jsonLines(records) });
  expect(ratings.map(({ item, label, status }) => [item, label, status])).toEqual([
    ['81 | alpha | 1', '7', undefined],
    ['81 | alpha | 2', '', 'invalid'],
    ['81 | beta | 1', '6.5', undefined],
  ]);
  expect(codebook).toBeUndefined();
});

test('any change of a sound file gives ratings or one DataError', async () => {
  const sounds = [
    [pair(), pair({ question_id: 82, g1_winner: 'tie' }), pair({ question_id: 83, g2_winner: 'model_1' })],
    [single(), single({ turn: 2, score: 3 })],
  ];
  await changesGiveRatingsOrOneError({ format: 'fastchat', file: 'j.json', sounds, seed: 31, runs: 400 });
});
