import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../../test/fixtures/import/broken-imports.ts';
import { importText, jsonLines, studyOf } from '../../../../../test/fixtures/import/import-text.ts';
import {
  hostedRun,
  labelModel,
  log,
  metaLog,
  outputItem,
  page,
  samples,
  scoreModel,
  stringCheck,
} from '../../../../../test/fixtures/import/openai-evals.ts';
import type { ImportOptions, ReadImport } from '../../frame/importer.ts';

async function hosted(items: readonly unknown[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('openai-evals', { 'items.json': JSON.stringify(page(items)) }, options);
}

async function repository(
  files: Readonly<Record<string, readonly unknown[]>>,
  options: ImportOptions = {},
): Promise<ReadImport> {
  return importText(
    'openai-evals',
    Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, jsonLines(lines)])),
    options,
  );
}

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ rater, kind, label }) => [rater, kind, label]);

test('a label model gives the word it chose; the words that pass are in the codebook; code is left out', async () => {
  const result = await hosted(hostedRun(), { humans: ['person'] });
  expect(short(result)).toEqual([
    ['person', 'human', 'friendly'],
    ['person', 'human', 'rude'],
    ['person', 'human', 'friendly'],
    ['tone', 'judge', 'friendly'],
    ['tone', 'judge', 'rude'],
    ['tone', 'judge', 'rude'],
  ]);
  expect(result.codebook).toEqual({
    scale: 'nominal',
    labels: [{ name: 'friendly', pass: true }, { name: 'rude' }],
  });
  expect(result.leftOut).toEqual([
    {
      reason: 'verdict of a grader that is code: "String check-a2486074-d803-4445-b431-ad2262e85d47"',
      count: 3,
    },
  ]);
  expect(result.ratings.find(({ kind }) => kind === 'judge')).toMatchObject({
    model: 'gpt-4o-2024-08-06',
    at: '2025-03-27T16:14:36.000Z',
  });
  expect(result.items[0].fields).toEqual({ answer: 'Sure!' });
});

test('pages, an array and JSONL are read alike', async () => {
  const whole = short(await hosted(hostedRun()));
  expect(short(await importText('openai-evals', { 'i.jsonl': jsonLines(hostedRun()) }))).toEqual(whole);
  expect(short(await importText('openai-evals', { 'i.json': JSON.stringify(hostedRun()) }))).toEqual(whole);
});

test('a run whose last page is not there is told in the notes, run by run', async () => {
  const rows = (run_id: string, row: number): unknown[] => [
    outputItem(row, { q: row }, [scoreModel(0.5, true)], { run_id }),
  ];
  const pages = async (
    ...lists: readonly (readonly [rows: unknown[], more: boolean])[]
  ): Promise<string[]> => {
    const files = Object.fromEntries(
      lists.map(([data, more], at) => [`${at}.json`, JSON.stringify(page(data, more))]),
    );
    return (await importText('openai-evals', files)).notes.filter((note) => note.includes('last page'));
  };
  expect(await pages([rows('run_1', 0), true], [rows('run_2', 0), false])).toEqual([
    expect.stringMatching(
      /^The export of run_1 goes on after these files: its last page is not among them \(output items read: 1\)\. .* after= and the last_id/,
    ),
  ]);
  expect(await pages([rows('run_1', 0), true], [rows('run_1', 1), false])).toEqual([]);
  expect(await pages([rows('run_1', 0), true], [[], false])).toEqual([]);
});

test('a score model gives its score where all are whole numbers, else Pass or Fail with the score carried', async () => {
  const run = (...scores: readonly number[]): unknown[] =>
    scores.map((score, row) => outputItem(row, { q: row }, [scoreModel(score, score > 3)]));
  const labels = async (...scores: readonly number[]): Promise<unknown[]> =>
    (await hosted(run(...scores))).ratings.map(({ label, score }) => [label, score]);
  expect(await labels(5, 2)).toEqual([
    ['5', 5],
    ['2', 2],
  ]);
  expect(await labels(4.5, 2)).toEqual([
    ['Pass', 4.5],
    ['Fail', 2],
  ]);
  expect(await labels(1, 0)).toEqual([
    ['Fail', 1],
    ['Fail', 0],
  ]);
  expect((await hosted(run(4.5, 2))).codebook).toEqual({
    scale: 'nominal',
    labels: [{ name: 'Pass', pass: true }, { name: 'Fail' }],
  });
});

test('people may write Pass and Fail in their own way; with any other word there is no codebook', async () => {
  const run = (person: unknown): unknown[] => [
    outputItem(0, { person }, [scoreModel(0.5, true)]),
    outputItem(1, { person: 'FAIL' }, [scoreModel(0.4, false)]),
  ];
  const people = async (person: unknown): Promise<unknown> => {
    const { ratings, codebook } = await hosted(run(person), { humans: ['person'] });
    return [ratings[0].label, codebook === undefined];
  };
  expect(await people(true)).toEqual(['Pass', false]);
  expect(await people('passed')).toEqual(['Pass', false]);
  expect(await people('superb')).toEqual(['superb', true]);
});

test('a word that passed here and failed there makes no codebook', async () => {
  const words = async (second: boolean): Promise<unknown> => {
    const results = [labelModel('kind', true), labelModel('kind', second), labelModel('rude', false)];
    return (await hosted(results.map((result, row) => outputItem(row, { q: row }, [result])))).codebook;
  };
  expect(await words(true)).toBeDefined();
  expect(await words(false)).toBeUndefined();
});

test('code is a judge only by name; several models need a choice, or --judges as one question', async () => {
  const items = [
    outputItem(0, { q: 1 }, [scoreModel(0.5, true, 'a'), scoreModel(0.7, false, 'b'), stringCheck(true)]),
  ];
  const check = stringCheck(true).name;
  await expect(hosted(items)).rejects.toThrow('the export has 2 graders that are a model: a, b');
  expect(short(await hosted(items, { question: 'b' }))).toEqual([['b', 'judge', 'Fail']]);
  expect(short(await hosted(items, { judges: ['a', 'b'] }))).toEqual([
    ['a', 'judge', 'Pass'],
    ['b', 'judge', 'Fail'],
  ]);
  expect(short(await hosted(items, { question: check }))).toEqual([[check, 'judge', 'Pass']]);
  await expect(hosted(items, { judges: ['c'] })).rejects.toThrow('no grader "c"');
  await expect(hosted(items, { question: 'a', humans: ['person'] })).rejects.toThrow(
    'no column of datasource_item "person"; the export has q',
  );
  await expect(hosted([outputItem(0, { q: 1 }, [stringCheck(true)])])).rejects.toThrow(
    'no rating of OpenAI Evals was found; left out: verdict of a grader that is code',
  );
});

test('a grader without a type is a model where it sampled something', async () => {
  const bare = (result: ReturnType<typeof labelModel>): unknown => ({ ...result, type: undefined });
  expect(
    short(
      await hosted([outputItem(0, { q: 1 }, [bare(labelModel('kind', true)), stringCheck(false)] as never)]),
    ),
  ).toEqual([['tone', 'judge', 'kind']]);
});

test('an error of the model or of the grader is invalid and no Fail', async () => {
  const graderError = { ...scoreModel(0, false), sample: { error: { code: 'server_error', message: 'x' } } };
  const { ratings, leftOut } = await hosted([
    outputItem(0, { q: 1 }, [scoreModel(0.2, false)]),
    outputItem(1, { q: 2 }, [graderError]),
    outputItem(2, { q: 3 }, [scoreModel(0, false)], { error: { code: 'rate_limit', message: 'slow down' } }),
    outputItem(3, { q: 4 }, [scoreModel(0, false)], { status: 'errored' }),
    outputItem(4, { q: 5 }, [], { status: 'error' }),
  ]);
  expect(ratings.map(({ label, status }) => [label, status])).toEqual([
    ['Fail', undefined],
    ['', 'invalid'],
    ['', 'invalid'],
    ['', 'invalid'],
  ]);
  expect(leftOut).toEqual([{ reason: 'row that failed before it was graded', count: 1 }]);
});

test('an answer made in a run is an item of that run; a row with its answer is one item in all runs', async () => {
  const items = async (output: string | null): Promise<[string[], (string | undefined)[]]> => {
    const runs = ['run_1', 'run_2'].map((run_id) =>
      outputItem(0, { q: 'same' }, [scoreModel(0.5, true)], { run_id, output }),
    );
    const { ratings } = await hosted(runs);
    return [ratings.map(({ item }) => item), ratings.map(({ cluster }) => cluster)];
  };
  const [made, clusters] = await items('an answer');
  expect(made).toEqual(['run_1 | 0', 'run_2 | 0']);
  expect(clusters[0]).toBe(clusters[1]);
  const [given] = await items(null);
  expect(given[0]).toBe(given[1]);
});

test('a meta-eval: the log has the choices of the judge, the samples those of a person, joined by number', async () => {
  const result = await repository({ 'log.jsonl': metaLog(), 'jokes.jsonl': samples() });
  const rows = result.ratings.map(({ item, rater, kind, label, status }) => [
    item,
    rater,
    kind,
    label,
    status,
  ]);
  const of = 'test_metaeval/jokes.jsonl | ';
  expect(rows).toEqual([
    [`${of}0`, 'choice', 'human', 'A', undefined],
    [`${of}1`, 'choice', 'human', 'A', undefined],
    [`${of}2`, 'choice', 'human', 'C', undefined],
    [`${of}0`, 'joke.dev.v0 by gpt-4', 'judge', 'A', undefined],
    [`${of}2`, 'joke.dev.v0 by gpt-4', 'judge', '', 'invalid'],
    [`${of}1`, 'joke.dev.v0 by gpt-4', 'judge', 'B', undefined],
  ]);
  expect(result.leftOut).toEqual([{ reason: 'event that is no rating: sampling', count: 1 }]);
  expect(result.items[2]).toEqual({
    item: `${of}2`,
    fields: { input: '[{"role":"user","content":"a joke about figs"}]', completion: 'fig joke' },
  });
  const turned = await repository({ 'jokes.jsonl': samples(), 'log.jsonl': metaLog() });
  expect(new Set(turned.ratings.map((rating) => JSON.stringify(rating)))).toEqual(
    new Set(result.ratings.map((rating) => JSON.stringify(rating))),
  );
  expect((await studyOf(result)).raters).toHaveLength(2);
});

test('a meta-eval is known by its metascore where the spec does not say so', async () => {
  const events = metaLog({ metaeval: false });
  const result = await repository({ 'log.jsonl': events, 'jokes.jsonl': samples() });
  expect(new Set(result.ratings.map(({ item }) => item))).toEqual(
    new Set([0, 1, 2].map((line) => `test_metaeval/jokes.jsonl | ${line}`)),
  );
});

test('two judges of one samples file meet on its items', async () => {
  const other = metaLog({
    run_id: 'second',
    eval_name: 'joke-strict.dev.v0',
    completion_fns: ['gpt-4o'],
  }).map((line) => JSON.parse(JSON.stringify(line).replaceAll('"joke.dev.', '"joke-strict.dev.')) as unknown);
  const { ratings } = await repository({ 'a.jsonl': metaLog(), 'b.jsonl': other, 'jokes.jsonl': samples() });
  const zero = ratings.filter(({ item }) => item.endsWith(' | 0'));
  expect(zero.map(({ rater }) => rater)).toEqual([
    'choice',
    'joke.dev.v0 by gpt-4',
    'joke-strict.dev.v0 by gpt-4o',
  ]);
});

test('each samples file is counted from 0, and goes to the run that names it', async () => {
  const second = metaLog({ run_id: 'second', samples_jsonl: 'puns/puns.jsonl' });
  const { ratings } = await repository({
    'a.jsonl': metaLog(),
    'b.jsonl': second,
    'jokes.jsonl': samples(),
    'puns.jsonl': samples(),
  });
  const people = ratings.flatMap(({ kind, item }) => (kind === 'human' ? [item] : []));
  expect(people.slice(2, 5)).toEqual([
    'test_metaeval/jokes.jsonl | 2',
    'puns/puns.jsonl | 0',
    'puns/puns.jsonl | 1',
  ]);
  await expect(
    repository({ 'a.jsonl': metaLog(), 'b.jsonl': second, 'other.jsonl': samples() }),
  ).rejects.toThrow(
    'other.jsonl line 1: this samples file could be each of test_metaeval/jokes.jsonl, puns/puns.jsonl',
  );
});

test('without a meta-eval answers are made anew: items are of the run, and choices in the samples are left out', async () => {
  const events = log([['joke.dev.0', 'metrics', { choice: 'A' }]]);
  const { ratings, leftOut } = await repository({ 'log.jsonl': events, 'jokes.jsonl': samples() });
  expect(ratings.map(({ item, cluster }) => [item, cluster])).toEqual([
    ['260417220821DPM75QNS | joke.dev.0', 'test_metaeval/jokes.jsonl | 0'],
  ]);
  expect((await repository({ 'log.jsonl': events })).items).toEqual([
    { item: '260417220821DPM75QNS | joke.dev.0', fields: {} },
  ]);
  expect(leftOut).toEqual([
    { reason: "person's label of a sample whose answers the runs made anew (no meta-eval)", count: 3 },
  ]);
});

test('what code computed is a judge only by name; a metascore is never one', async () => {
  const events = log([
    ['joke.dev.0', 'match', { correct: true, expected: 'x', picked: 'x' }],
    ['joke.dev.1', 'metrics', { accuracy: 0.5 }],
    ['joke.dev.1', 'error', { type: 'E', message: 'm' }],
  ]);
  await expect(repository({ 'log.jsonl': events })).rejects.toThrow(
    'result computed by code: match (1); result computed by code: accuracy (1)',
  );
  expect(short(await repository({ 'log.jsonl': events }, { judges: ['match'] }))).toEqual([
    ['match', 'judge', 'correct'],
  ]);
  await expect(repository({ 'log.jsonl': metaLog() }, { judges: ['metascore'] })).rejects.toThrow(
    'no metric "metascore"',
  );
});

test('several model-graded metrics need a choice', async () => {
  const events = log([['joke.dev.0', 'metrics', { clarity: 'A', humor: 'B' }]], { metaeval: true });
  await expect(repository({ 'log.jsonl': events })).rejects.toThrow(
    'the export has 2 metrics that are a model: clarity, humor',
  );
  expect(short(await repository({ 'log.jsonl': events }, { question: 'humor' }))).toEqual([
    ['joke.dev.v0 by gpt-4', 'judge', 'B'],
  ]);
});

test('another column of the samples holds the label by --humans', async () => {
  const other = samples().map((sample) => ({ ...(sample as object), expert: 'B' }));
  const result = await repository({ 'log.jsonl': metaLog(), 'jokes.jsonl': other }, { humans: ['expert'] });
  expect(short(result)[0]).toEqual(['expert', 'human', 'B']);
  await expect(repository({ 'jokes.jsonl': other }, { humans: ['expertt'] })).rejects.toThrow(
    'no column of the samples "expertt"',
  );
});

test('files of the two things of one name do not mix', async () => {
  await expect(repository({ 'log.jsonl': metaLog(), 'items.jsonl': hostedRun() })).rejects.toThrow(
    'in one import',
  );
  await expect(repository({ 'other.jsonl': [{ a: 1 }] })).rejects.toThrow(
    'other.jsonl line 1: the record requires spec, event_id and sample_id (a log)',
  );
});

test('any change of a sound export gives ratings or one DataError', async () => {
  const sounds = [
    [...hostedRun(), outputItem(5, { person: 'rude' }, [scoreModel(3, true)])],
    [...metaLog(), ...samples()],
  ];
  const options = [{}, { humans: ['person'] }, { judges: ['tone', 'grade'] }, { question: 'choice' }];
  await changesGiveRatingsOrOneError({
    format: 'openai-evals',
    file: 'i.json',
    sounds,
    options,
    seed: 15,
    runs: 800,
  });
});
