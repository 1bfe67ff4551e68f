import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import {
  type Source,
  byApi,
  byModel,
  byPerson,
  categories,
  feedback,
  project,
  run,
} from '../../../../test/fixtures/import/langsmith.ts';
import type { ImportOptions, ReadImport } from '../frame/importer.ts';

async function imported(feedbacks: readonly unknown[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('langsmith', { 'feedback.json': JSON.stringify(feedbacks) }, options);
}

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ item, rater, kind, label }) => [item.at(-1), rater, kind, label]);

test('app is a person, model and auto_eval are judges; the item is the run; the rest is counted', async () => {
  const result = await imported(project());
  expect(short(result)).toEqual([
    ['1', 'ad52b092', 'human', '1'],
    ['1', 'b7', 'human', '0'],
    ['1', 'correctness', 'judge', '1'],
    ['2', 'ad52b092', 'human', '0'],
    ['2', 'correctness', 'judge', '1'],
  ]);
  expect(result.ratings[3].cluster).toBe(run(1));
  expect(result.items[1]).toEqual({
    item: run(2),
    fields: { trace_id: run(1), session_id: 'c919298b-0000-4000-8000-0f98ed4a48f8' },
  });
  expect(result.ratings[2].note).toBe('It matches.');
  expect(result.leftOut.map(({ reason, count }) => [reason.split(/[,:]/)[0], count])).toEqual([
    ['correction', 1],
    ['feedback from the source api', 1],
    ['feedback without a score and a value', 1],
    ['feedback that is not about one run', 1],
    ['preference within a group of runs', 1],
    ['free text', 1],
  ]);
  expect(short(await importText('langsmith', { 'feedback.jsonl': jsonLines(project()) }))).toEqual(
    short(result),
  );
});

test('a correction is no label of a person unless that is asked for', async () => {
  const corrected = [feedback(1, null, { feedback_source: byModel(), correction: { score: 0 } })];
  const plain = await imported(corrected);
  expect(short(plain)).toEqual([['1', 'correctness', 'judge', '1']]);
  expect(plain.leftOut[0].reason).toContain('mostly where it was wrong');
  expect(short(await imported(corrected, { humans: ['correction'] }))).toEqual([
    ['1', 'correction', 'human', '0'],
    ['1', 'correctness', 'judge', '1'],
  ]);
});

test('the label is the value where every feedback has one, else the score where every one has a score', async () => {
  const labels = async (...feedbacks: readonly unknown[]): Promise<string[]> =>
    (await imported(feedbacks)).ratings.map(({ label }) => label);
  const judge = { feedback_source: byModel() };
  expect(await labels(feedback(1, 'good'), feedback(0, 'bad', judge))).toEqual(['good', 'bad']);
  expect(await labels(feedback(1, 'good'), feedback(0, null, judge))).toEqual(['1', '0']);
  expect(await labels(feedback(true, null), feedback(1, null, judge))).toEqual(['1', '1']);
  const mixed = await imported([feedback(null, 'good'), feedback(0, null, judge)]);
  expect(mixed.ratings.map(({ label }) => label)).toEqual(['good', '0']);
  expect(mixed.notes.join(' ')).toContain('only a score and some only a value');
});

test('configured categories give a score its name, and the codebook', async () => {
  const config = { feedback_config: categories };
  const { ratings, codebook } = await imported([
    feedback(1, null, config),
    feedback(0, 'wrong', { ...config, feedback_source: byModel() }),
  ]);
  expect(ratings.map(({ label, score }) => [label, score])).toEqual([
    ['right', 1],
    ['wrong', 0],
  ]);
  expect(codebook).toEqual({
    scale: 'nominal',
    labels: [
      { name: 'wrong', value: 0 },
      { name: 'right', value: 1 },
    ],
  });
  const other = await imported([feedback(1, null, config), feedback(1, 'odd', config)]);
  expect(other.codebook).toBeUndefined();
});

test('an evaluator that failed is invalid, whatever its score says', async () => {
  const { ratings } = await imported([
    feedback(0, null, { error: true, feedback_source: byModel() }),
    feedback(1, null),
  ]);
  expect(ratings.map(({ label, status }) => [label, status])).toEqual([
    ['', 'invalid'],
    ['1', undefined],
  ]);
});

test('who the API speaks for is said by --humans or --judges; an unknown source goes by the name unknown', async () => {
  const api = [feedback(1, null, { feedback_source: byApi() })];
  expect(short(await imported(api, { humans: ['api'] }))).toEqual([['1', 'service', 'human', '1']]);
  expect(short(await imported(api, { judges: ['api'] }))).toEqual([['1', 'correctness', 'judge', '1']]);
  for (const source of [{ type: 'robot' }, null, {}]) {
    const odd = [feedback(1, null, { feedback_source: source })];
    await expect(imported(odd)).rejects.toMatchObject({
      hint: expect.arrayContaining([
        { option: 'humans', value: 'unknown' },
        { option: 'judges', value: 'unknown' },
      ]) as unknown,
    });
    expect(short(await imported(odd, { judges: ['unknown'] }))).toEqual([['1', 'correctness', 'judge', '1']]);
  }
});

test('several keys need a choice; people and judges may have a key each', async () => {
  const apart = [
    feedback(1, null, { key: 'review' }),
    feedback(0, null, { key: 'llm', feedback_source: byModel() }),
  ];
  await expect(imported(apart)).rejects.toThrow('people and judges share no feedback key');
  expect(short(await imported(apart, { question: 'review', judgeQuestion: 'llm' }))).toEqual([
    ['1', 'ad52b092', 'human', '1'],
    ['1', 'llm', 'judge', '0'],
  ]);
});

test('a person without an id is "annotator", and a name is taken where there is no id', async () => {
  const by = async (source: Source): Promise<string> =>
    (await imported([feedback(1, null, { feedback_source: source })])).ratings[0].rater;
  expect(await by({ type: 'app', user_id: null, ls_user_id: 'ls-1' })).toBe('ls-1');
  expect(await by(byPerson(null))).toBe('Ann');
  expect(await by({ type: 'app' })).toBe('annotator');
});

test('arrays of a hundred are full pages of the API, so there may be more; one page that is not full is the end', async () => {
  const list = (length: number): string => JSON.stringify(Array.from({ length }, () => feedback(1, null)));
  const notes = async (...lengths: readonly number[]): Promise<string> =>
    (
      await importText(
        'langsmith',
        Object.fromEntries(lengths.map((length, at) => [`${at}.json`, list(length)])),
      )
    ).notes.join(' ');
  expect(await notes(100)).toContain(
    'The file has exactly 100 pieces of feedback, which is one full page of the API: there may be more.',
  );
  expect(await notes(100, 100)).toContain('Each of the files has exactly 100');
  for (const lengths of [[99], [100, 1], [101]])
    expect(await notes(...lengths)).not.toContain('there may be more');
});

test('people on the trace and judges on its runs never meet, and the notes say so', async () => {
  const { notes } = await imported([
    feedback(1, null),
    feedback(1, null, { run_id: run(2), feedback_source: byModel() }),
  ]);
  expect(notes.join(' ')).toContain(
    'in 1 trace: people scored traces, judges runs. Such scores cannot be compared.',
  );
});

test('several categories at once are no single label; a score beside them is', async () => {
  const { ratings, leftOut } = await imported([feedback(null, ['a', 'b']), feedback(1, ['a', 'b'])]);
  expect(ratings.map(({ label }) => label)).toEqual(['1']);
  expect(leftOut).toEqual([
    { reason: 'value that is no single label, such as several categories at once', count: 1 },
  ]);
});

test('feedback that was changed counts as it was last, and what is written is a study', async () => {
  const before = feedback(0, null, { id: 'f', modified_at: '2026-05-05T00:00:00' });
  const after = feedback(1, null, { id: 'f', modified_at: '2026-05-06T00:00:00' });
  expect(short(await imported([after, before]))).toEqual([['1', 'ad52b092', 'human', '1']]);
  expect((await studyOf(await imported(project()))).raters.map(({ kind }) => kind)).toEqual([
    'human',
    'human',
    'judge',
  ]);
});

test('any change of a sound export gives ratings or one DataError', async () => {
  const sound = [
    ...project(),
    feedback(1, 'right', { feedback_config: categories }),
    feedback(0, null, { error: true, feedback_source: byModel() }),
  ];
  const options = [{}, { humans: ['api', 'correction'] }];
  await changesGiveRatingsOrOneError({
    format: 'langsmith',
    file: 'feedback.json',
    sounds: [sound],
    options,
    seed: 13,
    runs: 600,
  });
});

test('feedback of a decision model is a probability of each label', async () => {
  const metadata = (facts: object) => ({ vendor: { questionId: 'q', model: 'd1', ...facts } });
  const source = (facts: object) => ({ ...byModel(), metadata: metadata(facts) }) as never;
  const { ratings } = await imported([
    feedback(0.93, null, { feedback_source: source({ type: 'noul' }) }),
    feedback(null, null, {
      run_id: run(2),
      score: null,
      feedback_source: source({ type: 'choice', choice: 'A', probabilities: { A: 0.6, B: 0.4 } }),
    } as never),
  ]);
  expect(ratings.map(({ label, probabilities, model }) => [label, probabilities, model])).toEqual([
    ['True', { True: 0.93, False: expect.closeTo(0.07, 12) }, 'd1'],
    ['A', { A: 0.6, B: 0.4 }, 'd1'],
  ]);
});
