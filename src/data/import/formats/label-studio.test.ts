import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { importText, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import {
  type AnnotationOptions,
  annotation,
  choices,
  pairwise,
  project,
  type Result,
  stars,
  task,
} from '../../../../test/fixtures/import/label-studio.ts';
import type { ImportOptions, ReadImport } from '../frame/importer.ts';

async function imported(tasks: readonly unknown[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('label-studio', { 'project.json': JSON.stringify(tasks) }, options);
}

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ item, rater, kind, label }) => [item, rater, kind, label]);

/** One task with one annotation. */
const one = (result: readonly Result[], options: AnnotationOptions = {}): unknown =>
  task(1, [annotation(result, options)]);

test('annotations are of people, predictions of judges, ground truth is a reference; the rest is counted', async () => {
  const result = await imported(project());
  expect(short(result)).toEqual([
    ['1', 'user-10', 'human', 'Good'],
    ['1', 'ann@example.org', 'human', 'Bad'],
    ['1', 'judge-v1', 'judge', 'Good'],
    ['2', 'ground-truth', 'reference', 'Bad'],
    ['2', 'judge-v1', 'judge', 'Bad'],
    ['3', 'user-10', 'human', 'Bad'],
  ]);
  expect(result.leftOut).toEqual([
    { reason: 'annotation that was skipped', count: 1 },
    { reason: 'draft that was not submitted', count: 1 },
    { reason: 'result that is no label of the task: textarea', count: 1 },
    { reason: 'several choices at once', count: 1 },
    { reason: 'annotation or prediction without an answer to the question', count: 1 },
  ]);
  expect(result.items[0]).toEqual({ item: '1', fields: { question: 'question 1', answer: 'answer 1' } });
});

test('the score of a prediction is carried, and is no probability of a label', async () => {
  const { ratings, notes } = await imported(project());
  const scores = ratings.flatMap(({ kind, score, probabilities }) =>
    kind === 'judge' ? [[score, probabilities]] : [],
  );
  expect(scores).toEqual([
    [0.91, undefined],
    [undefined, undefined],
  ]);
  expect(notes.join(' ')).toContain('not used as the probability');
});

test('a person is the same in both ways of writing completed_by, and "annotator" where nobody is named', async () => {
  const raters = async (completed_by: unknown): Promise<string> =>
    (await imported([one([choices(['Good'])], { completed_by })])).ratings[0].rater;
  expect(await raters(7)).toBe('user-7');
  expect(await raters({ id: 7, email: '', first_name: '' })).toBe('user-7');
  expect(await raters({ id: 7, email: 'b@example.org' })).toBe('b@example.org');
  expect(await raters(null)).toBe('annotator');
});

test('stars and numbers are labels, and a comparison is left or right', async () => {
  expect((await imported([one([stars(4)])])).ratings[0].label).toBe('4');
  const number = { from_name: 'n', to_name: 't', type: 'number', value: { number: 2.5 } };
  expect((await imported([one([number])])).ratings[0].label).toBe('2.5');
  const tasks = [
    one([pairwise('left')]),
    task(2, [annotation([pairwise('right')])]),
    task(3, [annotation([pairwise(null)])]),
  ];
  const { ratings, leftOut, codebook } = await imported(tasks);
  expect(ratings.map(({ label }) => label)).toEqual(['left', 'right']);
  expect(codebook?.labels.map(({ name }) => name)).toEqual(['left', 'right']);
  expect(leftOut).toEqual([{ reason: 'comparison without a side', count: 1 }]);
});

test('several questions need a choice, and answers to the others are counted', async () => {
  const tasks = [one([choices(['Good']), stars(4)]), task(2, [annotation([stars(2)])])];
  await expect(imported(tasks)).rejects.toThrow('the export has 2 questions: quality, stars');
  const { ratings, leftOut } = await imported(tasks, { question: 'quality' });
  expect(ratings.map(({ label }) => label)).toEqual(['Good']);
  expect(leftOut).toEqual([
    { reason: 'answer to another question: stars', count: 2 },
    { reason: 'annotation or prediction without an answer to the question', count: 1 },
  ]);
  await expect(imported(tasks, { question: 'star' })).rejects.toThrow(
    'no question "star"; the export has quality, stars',
  );
});

test('rankings, taxonomies and answers about a part of the task are left out, by type', async () => {
  const ranker = {
    from_name: 'rank',
    to_name: 'list',
    type: 'ranker',
    value: { ranker: { rank: ['b', 'a'] } },
  };
  const taxonomy = {
    from_name: 'tax',
    to_name: 'text',
    type: 'taxonomy',
    value: { taxonomy: [['A', 'A1']] },
  };
  const span = { ...choices(['Good']), value: { start: 0, end: 4, choices: ['Good'] } };
  const nested = task(5, [annotation([choices([['A', 'A1']])])]);
  const twice = task(6, [annotation([choices(['Good']), choices(['Bad'])])]);
  const { leftOut } = await imported([
    one([ranker, taxonomy]),
    task(2, [annotation([span])]),
    task(3, [annotation([choices(['Good'])])]),
    nested,
    twice,
  ]);
  expect(leftOut.map(({ reason }) => reason)).toEqual([
    'result that is no label of the task: ranker',
    'result that is no label of the task: taxonomy',
    'answer about a part of the task',
    'nested choice',
    'several answers to the question in one annotation',
    'annotation or prediction without an answer to the question',
  ]);
});

test('a second annotation by one person is a repeat in order of time; the same annotation twice is one', async () => {
  const late = annotation([choices(['Bad'])], { id: 7, created_at: '2026-03-10T00:00:00Z' });
  const early = annotation([choices(['Good'])], { id: 8, created_at: '2026-03-09T00:00:00Z' });
  const { ratings, leftOut } = await imported([task(1, [late, early]), task(1, [late])]);
  expect(ratings.map(({ label, repeat }) => [label, repeat])).toEqual([
    ['Bad', 1],
    ['Good', 0],
  ]);
  expect(leftOut).toEqual([{ reason: 'another copy of the same rating', count: 1 }]);
});

test('of two copies of an annotation the one that was changed later counts', async () => {
  const copy = (label: string, day: number): unknown =>
    task(1, [annotation([choices([label])], { id: 7, updated_at: `2026-03-0${day}T00:00:00Z` })]);
  expect((await imported([copy('Good', 1), copy('Bad', 2)])).ratings.map(({ label }) => label)).toEqual([
    'Bad',
  ]);
  expect((await imported([copy('Good', 2), copy('Bad', 1)])).ratings.map(({ label }) => label)).toEqual([
    'Good',
  ]);
});

test('exports that hold only the ids of annotations say so', async () => {
  await expect(imported([task(1, [1001], [5])])).rejects.toThrow(
    'left out: annotation of which the export has only the id (1); prediction of which the export ' +
      'has only the id (1)',
  );
});

test('one task id for two different tasks is an error', async () => {
  const other = task(1, [annotation([choices(['Bad'])])], [], { data: { answer: 'another' } });
  await expect(imported([one([choices(['Good'])]), other])).rejects.toThrow(
    'record 2: item "1" has the answer "another" here',
  );
});

const minimal = (
  id: number,
  annotator: number,
  answers: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  answer: `answer ${id}`,
  id,
  ...answers,
  annotator,
  annotation_id: 100 * id + annotator,
  created_at: '2026-03-09T22:16:08Z',
  updated_at: '2026-03-09T22:16:08Z',
  lead_time: 3,
});

test('JSON_MIN mixes answers with data: it needs the question, and data is what all annotations of a task say alike', async () => {
  const records = [
    minimal(1, 10, { quality: 'Good', why: 'short' }),
    minimal(1, 11, { quality: 'Bad', why: 'rude' }),
    minimal(2, 10, { quality: { choices: ['Good', 'Short'] }, stars: [{ rating: 4 }] }),
  ];
  await expect(imported(records)).rejects.toThrow(/questions: .*answer.*quality.*stars.*why/);
  const result = await imported(records, { question: 'quality' });
  expect(short(result)).toEqual([
    ['1', 'user-10', 'human', 'Good'],
    ['1', 'user-11', 'human', 'Bad'],
  ]);
  expect(result.leftOut).toEqual([{ reason: 'several choices at once', count: 1 }]);
  expect(result.items[0]).toEqual({ item: '1', fields: { answer: 'answer 1' } });
  expect((await imported(records, { question: 'stars' })).ratings.map(({ label }) => label)).toEqual(['4']);
});

test('what is written is a study, with labels, kinds and data', async () => {
  const study = await studyOf(await imported(project()));
  expect(study.raters.map(({ id, kind }) => [id, kind])).toEqual([
    ['ann@example.org', 'human'],
    ['ground-truth', 'reference'],
    ['judge-v1', 'judge'],
    ['user-10', 'human'],
  ]);
});

test('any change of a sound export gives ratings or one DataError', async () => {
  const sounds = [
    [...project(), one([pairwise('left')]), one([stars(3)])],
    [minimal(1, 10, { quality: 'Good' }), minimal(2, 10, { quality: [{ rating: 2 }] })],
  ];
  const options = [{}, { question: 'quality' }];
  await changesGiveRatingsOrOneError({
    format: 'label-studio',
    file: 'project.json',
    sounds,
    options,
    seed: 11,
    runs: 600,
  });
});
