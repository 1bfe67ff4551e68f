import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenText, brokenValue } from '../../../../test/fixtures/import/broken-json.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import {
  type Component,
  judged,
  manualReason,
  rated,
  resultsFile,
  row,
  rows,
} from '../../../../test/fixtures/import/promptfoo.ts';
import { DataError } from '../../data-error.ts';
import type { ImportOptions, ReadImport } from '../frame/importer.ts';

async function imported(results: readonly unknown[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('promptfoo', { 'results.json': JSON.stringify(resultsFile(results)) }, options);
}

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ item, rater, kind, label }) => [item.split(' | ').slice(-2).join('/'), rater, kind, label]);

test('people are the manual ratings, judges the model-graded components; other assertions are counted', async () => {
  const result = await imported(rows);
  expect(short(result)).toEqual([
    ['0/0', 'human', 'human', 'Fail'],
    ['1/0', 'human', 'human', 'Pass'],
    ['0/0', 'polite', 'judge', 'Pass'],
    ['0/1', 'polite', 'judge', 'Fail'],
    ['1/0', 'polite', 'judge', 'Pass'],
    ['1/1', 'polite', 'judge', ''],
  ]);
  expect(result.leftOut).toEqual([
    { reason: 'named scores (no verdicts)', count: 5 },
    { reason: 'by assertions that are no judge: contains', count: 4 },
    { reason: 'results without an output: the provider gave an error', count: 1 },
  ]);
});

test('a manual rating does not leak into the judge, whatever it made of the whole result', async () => {
  const judge = (result: ReadImport): unknown =>
    result.ratings.filter(({ kind }) => kind === 'judge').map(({ label, score }) => [label, score]);
  for (const person of [true, false]) {
    expect(judge(await imported([row([judged(true, 0.9), rated(person)])]))).toEqual([['Pass', 0.9]]);
    // pass and score may contradict each other: pass is the verdict, the score is carried.
    expect(judge(await imported([row([judged(false, 0.75), rated(person)])]))).toEqual([['Fail', 0.75]]);
  }
  // Without a component of its own an overridden result says nothing about the judge.
  const bare = { ...row([rated(true)]), success: true };
  expect((await imported([bare])).ratings.map(({ kind }) => kind)).toEqual(['human']);
});

test('a manual rating of an old promptfoo, kept only in the whole result, is left out and counted', async () => {
  const old = {
    ...row(null),
    gradingResult: { pass: true, score: 1, reason: manualReason, assertion: null },
  };
  const { ratings, leftOut } = await imported([row([judged(true, 1)]), { ...old, testIdx: 5 }]);
  expect(ratings).toHaveLength(1);
  expect(leftOut.map(({ reason }) => reason).join()).toContain('manual ratings of an old promptfoo');
});

test('an error of the grader or of the output is no Fail: status invalid, counted', async () => {
  const { ratings, notes } = await imported([
    row([{ ...judged(false, 0), metadata: { graderError: true } }]),
    row([judged(false, 0)], { testIdx: 1, failureReason: 2 }),
    row([judged(false, 0)], { testIdx: 2, failureReason: 1 }),
  ]);
  expect(ratings.map(({ label, status }) => [label, status])).toEqual([
    ['', 'invalid'],
    ['', 'invalid'],
    ['Fail', undefined],
  ]);
  expect(notes.join()).toContain('2 verdicts could not be given');
});

test.each([
  ['Could not extract JSON from llm-rubric response', 'invalid'],
  ['Could not parse the answer of the grader', 'invalid'],
  ['API error: 429 Too Many Requests', 'invalid'],
  ['Error: connect ECONNREFUSED 127.0.0.1:11434', 'invalid'],
  ['429 Rate limit reached', 'invalid'],
  ['The answer could not be more wrong', undefined],
  ['Error handling is missing in the code', undefined],
  ['The output parses, but it is rude', undefined],
])('an old export keeps a failed grader by its reason alone: %s', async (reason, status) => {
  const { ratings } = await imported([row([{ ...judged(false, 0), reason }])]);
  expect(ratings[0].status).toBe(status);
});

test('a component that is null or says no pass is left out and counted; the rest of the file is read', async () => {
  const unsaid = (component: Component): Component => ({ ...component, pass: null as never });
  const components = [null as never, unsaid(judged(true, 1)), unsaid(rated(true)), judged(false, 0, 'short')];
  const nothing = { ...row([]), testIdx: 1, gradingResult: { componentResults: [null] } };
  const failed = row([{ ...unsaid(judged(true, 0)), metadata: { graderError: true } }], { testIdx: 2 });
  const { ratings, leftOut } = await imported([
    row([judged(true, 1)], { promptIdx: 1 }),
    { ...row([]), gradingResult: { componentResults: components } },
    nothing,
    failed,
  ]);
  expect(ratings.map(({ rater, label, status }) => [rater, label, status])).toEqual([
    ['polite', 'Pass', undefined],
    ['short', 'Fail', undefined],
    ['polite', '', 'invalid'],
  ]);
  expect(leftOut.slice(1)).toEqual([
    { reason: 'components that are null', count: 2 },
    { reason: 'verdicts without a pass', count: 1 },
    { reason: 'manual ratings without a pass', count: 1 },
    { reason: 'results without graded assertions', count: 1 },
  ]);
});

test.each([
  'llm-rubric',
  'not-llm-rubric',
  'g-eval',
  'factuality',
  'model-graded-closedqa',
  'context-recall',
  'select-best',
  'promptfoo:redteam:hijacking',
])('an assertion %s is a judge of that name where it has no metric', async (type) => {
  const component: Component = { pass: false, score: 0, reason: 'no', assertion: { type } };
  expect((await imported([row([component])])).ratings).toMatchObject([
    { rater: type, kind: 'judge', label: 'Fail' },
  ]);
});

test.each(['equals', 'javascript', 'similar', 'moderation', 'classifier', 'python', 'is-json'])(
  'an assertion %s is no judge',
  async (type) => {
    const component: Component = { pass: true, score: 1, reason: 'ok', assertion: { type } };
    const { ratings, leftOut } = await imported([row([judged(true, 1), component])]);
    expect(ratings).toHaveLength(1);
    expect(leftOut).toContainEqual({ reason: `by assertions that are no judge: ${type}`, count: 1 });
  },
);

test('a set of assertions stands beside its members and is not counted twice', async () => {
  const members = [judged(true, 1)];
  const set: Component = { pass: true, score: 1, reason: 'All assertions passed', componentResults: members };
  const { ratings, leftOut } = await imported([row([set, ...members])]);
  expect(ratings).toHaveLength(1);
  expect(leftOut).toContainEqual({ reason: 'results of assertion sets', count: 1 });
});

test('one name is one judge although its rubric differs from test to test', async () => {
  const { ratings } = await imported(
    [0, 1, 2].map((testIdx) => row([judged(true, 1, 'city', `names city ${testIdx}`)], { testIdx })),
  );
  expect(new Set(ratings.map(({ rater }) => rater))).toEqual(new Set(['city']));
});

test('two rubrics of one name on one output are two judges, named by a hash of their rubric everywhere, and explained', async () => {
  const { ratings, notes } = await imported([
    row([judged(true, 1, 'tone', 'is polite'), judged(false, 0, 'tone', 'is short')]),
    row([judged(true, 1, 'tone', 'is short')], { testIdx: 1 }),
  ]);
  const names = ratings.map(({ rater }) => rater);
  expect(names[0]).toMatch(/^tone #[0-9a-f]{8}$/);
  expect(names[1]).not.toBe(names[0]);
  expect(names[2]).toBe(names[1]);
  expect(notes).toContain(`${names[0]} is the rubric "is polite".`);
});

test('one name graded by two models is two judges; the model is carried', async () => {
  const by = (provider: unknown): Component => {
    const component = judged(true, 1);
    return { ...component, assertion: { ...component.assertion!, provider } };
  };
  const { ratings } = await imported([
    row([by('openai:a')]),
    row([by({ id: 'openai:b' })], { testIdx: 1 }),
    row([judged(true, 1)], { testIdx: 2 }),
  ]);
  expect(ratings.map(({ rater, model }) => [rater, model])).toEqual([
    ['polite by openai:a', 'openai:a'],
    ['polite by openai:b', 'openai:b'],
    ['polite by the default grader', undefined],
  ]);
});

test('--question takes one metric and keeps the people; an unknown one lists what there is', async () => {
  const results = [row([judged(true, 1, 'polite'), judged(false, 0, 'short'), rated(true)])];
  const { ratings, leftOut } = await imported(results, { question: 'short' });
  expect(ratings.map(({ rater }) => rater)).toEqual(['human', 'short']);
  expect(leftOut).toContainEqual({ reason: 'by other metrics than the one asked for', count: 1 });
  await expect(imported(results, { question: 'shorr' })).rejects.toThrow(
    'no metric "shorr"; the export has polite, short',
  );
});

test('an item is an output of one evaluation; the outputs of one test are one cluster, also across repeats', async () => {
  const vars = { city: 'Rome', _conversation: 'x' };
  const { ratings, items } = await imported([
    row([judged(true, 1)], { vars }),
    row([judged(true, 1)], { promptIdx: 1, vars: { ...vars, _conversation: 'y' } }),
    row([judged(true, 1)], { testIdx: 1, vars }),
    row([judged(true, 1)], { testIdx: 2, vars: { city: 'Oslo' } }),
  ]);
  expect(ratings[0].item).toBe('eval-abc-2026-01-02 | 0 | 0');
  expect(new Set(ratings.map(({ item }) => item)).size).toBe(4);
  const clusters = ratings.map(({ cluster }) => cluster);
  expect(clusters.slice(0, 3)).toEqual([clusters[0], clusters[0], clusters[0]]);
  expect(clusters[3]).not.toBe(clusters[0]);
  expect(items[0].fields).toEqual({
    output: 'answer 0/0',
    provider: 'openai:gpt-4.1-mini',
    prompt_label: 'p0',
    var_city: 'Rome',
  });
});

test('one id with two outputs is an error, two evaluations are not', async () => {
  const lines = (output: string): string => jsonLines([row([judged(true, 1)], { output })]);
  await expect(importText('promptfoo', { 'a.jsonl': lines('one'), 'b.jsonl': lines('two') })).rejects.toThrow(
    'b.jsonl line 1: item "0 | 0" has the output "two" here and "one" before',
  );
  const file = (evalId: string): string =>
    JSON.stringify(resultsFile([row([judged(true, 1)], { output: evalId })], 3, evalId));
  expect(
    (await importText('promptfoo', { 'a.json': file('one'), 'b.json': file('two') })).items,
  ).toHaveLength(2);
});

test('versions 2 and 3 and JSONL give the same verdicts; rows without numbers are told apart by what they say', async () => {
  const three = await imported(rows);
  const two = await importText('promptfoo', { 'results.json': JSON.stringify(resultsFile(rows, 2)) });
  const lines = await importText('promptfoo', { 'results.jsonl': jsonLines(rows) });
  expect(short(two)).toEqual(short(three));
  expect(short(lines)).toEqual(short(three));
  const bare = await imported(rows.map(({ testIdx: _test, promptIdx: _prompt, ...rest }) => rest));
  expect(new Set(bare.ratings.map(({ item }) => item)).size).toBe(4);
});

test('the study knows Pass, the person and the judge', async () => {
  const study = await studyOf(await imported(rows));
  expect(study.codebook.labels).toEqual([{ name: 'Pass', pass: true }, { name: 'Fail' }]);
  expect(study.raters.map(({ id, kind }) => [id, kind])).toEqual([
    ['human', 'human'],
    ['polite', 'judge'],
  ]);
  expect(study.items.clusterIds).toHaveLength(2);
});

test('a wrong place is one line with its path', async () => {
  const broken = { ...row([]), gradingResult: { componentResults: 'x' } };
  await expect(imported([row([judged(true, 1)]), broken])).rejects.toThrow(
    'results.json: results.results[1].gradingResult.componentResults requires an array; received "x"',
  );
  await expect(importText('promptfoo', { 'results.jsonl': jsonLines([broken]) })).rejects.toThrow(
    'results.jsonl line 1: gradingResult.componentResults requires an array; received "x"',
  );
});

test('results without a judge or a person say what was left out', async () => {
  const equals: Component = { pass: true, score: 1, reason: 'ok', assertion: { type: 'equals' } };
  await expect(imported([row([equals])])).rejects.toThrow(
    /^results\.json: no rating of promptfoo results was found; left out: .*by assertions that are no judge: equals \(1\)/,
  );
});

test('any break in a sound file gives a study or one DataError', async () => {
  const sound = resultsFile(rows);
  const text = fc.oneof(
    brokenValue(sound).map((value) => JSON.stringify(value) ?? ''),
    brokenText(JSON.stringify(sound)),
    brokenText(jsonLines(rows)),
  );
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('a.json', 'a.jsonl'), async (content, name) => {
      const outcome = await importText('promptfoo', { [name]: content }).catch((error: unknown) => error);
      if (outcome instanceof DataError) expect(outcome.message).not.toMatch(/\n|undefined|\[object/);
      else expect((await studyOf(outcome as ReadImport)).ratings.item.length).toBeGreaterThan(0);
    }),
    { numRuns: 400, seed: 8 },
  );
});
