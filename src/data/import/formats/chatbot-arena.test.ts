import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';

const vote = (question_id: string, winner: string): object => ({
  question_id,
  model_a: 'alpha',
  model_b: 'beta',
  winner,
  judge: 'arena_user_9',
  turn: 1,
  language: 'English',
});

test('each vote is one person on one conversation; both bad is a tie with a note', async () => {
  const records = [
    vote('q1', 'model_b'),
    vote('q2', 'tie (bothbad)'),
    vote('q3', 'tie'),
    vote('q4', 'both_bad'),
  ];
  const result = await importText('chatbot-arena', { 'votes.jsonl': jsonLines(records) });
  expect(
    result.ratings.map(({ item, rater, kind, label, note }) => [item, rater, kind, label, note]),
  ).toEqual([
    ['q1', 'arena_user_9', 'human', 'model_b', undefined],
    ['q2', 'arena_user_9', 'human', 'tie', 'both answers are bad'],
    ['q3', 'arena_user_9', 'human', 'tie', undefined],
    ['q4', 'arena_user_9', 'human', 'tie', 'both answers are bad'],
  ]);
  expect(result.notes).toEqual(['2 votes say that both answers are bad: their label is tie, with a note.']);
  const study = await studyOf(result);
  expect(study.items.fields.find(({ name }) => name === 'model_a')!.values).toEqual(['alpha']);
});

test('one-hot winners are read, and nobody is named', async () => {
  const csv =
    'id,model_a,model_b,winner_model_a,winner_model_b,winner_tie\n1,x,y,1,0,0\n2,x,z,0,0,1\n3,y,z,0,0,0\n';
  const { ratings, leftOut, notes } = await importText('chatbot-arena', { 'arena.csv': csv });
  expect(ratings.map(({ item, rater, label }) => [item, rater, label])).toEqual([
    ['1', 'arena user', 'model_a'],
    ['2', 'arena user', 'tie'],
  ]);
  expect(leftOut).toMatchObject([{ reason: 'votes without a winner', count: 1 }]);
  expect(notes.join()).toContain('2 votes do not say whose they are');
});

test('any change of a sound file gives ratings or one DataError', async () => {
  const sounds = [[vote('q1', 'model_b'), vote('q2', 'tie'), vote('q3', 'model_a')]];
  await changesGiveRatingsOrOneError({
    format: 'chatbot-arena',
    file: 'v.json',
    sounds,
    seed: 32,
    runs: 400,
  });
});
