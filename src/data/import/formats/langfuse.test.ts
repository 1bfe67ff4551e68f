import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import {
  boolean,
  categorical,
  numeric,
  page,
  pageV3,
  project,
  v3,
} from '../../../../test/fixtures/import/langfuse.ts';
import { DataError } from '../../data-error.ts';
import type { ImportOptions, ReadImport } from '../frame/importer.ts';

async function imported(scores: readonly unknown[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('langfuse', { 'scores.json': JSON.stringify(page(scores)) }, options);
}

const yes = { dataType: 'BOOLEAN', value: true } as const;

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ item, rater, kind, label }) => [item, rater, kind, label]);

test('ANNOTATION is a person, EVAL a judge; the item is the smallest thing named; the rest is counted', async () => {
  const result = await imported(project());
  expect(short(result)).toEqual([
    ['t1', 'user-a', 'human', 'True'],
    ['t1', 'user-b', 'human', 'False'],
    ['t1', 'correct', 'judge', 'True'],
    ['o2', 'user-a', 'human', 'False'],
    ['o2', 'correct', 'judge', 'False'],
  ]);
  expect(result.ratings.map(({ cluster }) => cluster)).toEqual(['t1', 't1', 't1', 't2', 't2']);
  expect(result.ratings[0].note).toBe('exact');
  expect(result.items).toEqual([
    { item: 't1', fields: { subject: 'trace', trace_id: 't1' } },
    { item: 'o2', fields: { subject: 'observation', trace_id: 't2' } },
  ]);
  expect(result.leftOut.map(({ reason, count }) => [reason.slice(0, 40), count])).toEqual([
    ['score sent in through the API, which may', 1],
    ['score of the type CORRECTION, which is n', 1],
    ['score of the type TEXT, which is no labe', 1],
  ]);
});

test('pages, arrays and JSONL are read alike', async () => {
  const scores = project();
  const whole = short(await imported(scores));
  const files = [
    { 'scores.json': JSON.stringify(scores) },
    { 'scores.jsonl': jsonLines(scores) },
    { 'pages.jsonl': jsonLines([page(scores.slice(0, 3)), page(scores.slice(3))]) },
    { '1.json': JSON.stringify(page(scores.slice(0, 3))), '2.json': JSON.stringify(page(scores.slice(3))) },
  ];
  for (const file of files) expect(short(await importText('langfuse', file))).toEqual(whole);
});

test('a page of several is not the export: the notes say which pages are missing', async () => {
  const { notes } = await importText('langfuse', {
    '1.json': JSON.stringify(page(project(), { totalItems: 400, totalPages: 50, limit: 8 })),
  });
  expect(notes[0]).toMatch(
    /^The export is page 1 of 50: 8 of 400 scores are in these files\. Fetch the other pages/,
  );
  const first = pageV3([v3(yes, { kind: 'trace', id: 't1' })], 'eyJ2IjoxfQ');
  const open = await importText('langfuse', { '1.json': JSON.stringify(first) });
  expect(open.notes[0]).toMatch(
    /^The export goes on after these files: its last page is not among them \(scores read: 1\)\. Fetch/,
  );
  const whole = await importText('langfuse', {
    '1.json': JSON.stringify(first),
    '2.json': JSON.stringify(pageV3([])),
  });
  expect(whole.notes).toEqual([]);
});

test('people on traces and judges on their observations never meet, and the notes say so and what to do', async () => {
  const judge = { source: 'EVAL', observationId: 'o1' } as const;
  const apart = [
    boolean(true),
    boolean(true, judge),
    boolean(true, { traceId: 't2' }),
    boolean(true, { ...judge, traceId: 't2', observationId: 'o2' }),
  ];
  const note =
    'in 2 traces: people scored traces, judges observations. Such scores cannot be compared. In ' +
    'Langfuse, let people annotate';
  expect((await imported(apart)).notes.join(' ')).toContain(note);
  expect((await imported([...apart, boolean(true, { source: 'EVAL' })])).notes).toEqual([]);
  expect((await imported([boolean(true), boolean(true, { ...judge, traceId: 't9' })])).notes).toEqual([]);
});

test('numbers stand for True and False only beside such scores and only where all are 1 or 0', async () => {
  const labels = async (...scores: readonly unknown[]): Promise<string[]> =>
    (await imported(scores)).ratings.map(({ label }) => label);
  const judge = { source: 'EVAL' } as const;
  expect(await labels(boolean(true), numeric(1, judge))).toEqual(['True', 'True']);
  expect(await labels(boolean(true), numeric(0.5, judge))).toEqual(['True', '0.5']);
  expect(await labels(numeric(1), numeric(0, judge))).toEqual(['1', '0']);
  expect((await imported([boolean(true), numeric(1, judge)])).notes.join(' ')).toContain('1 is read as True');
});

test('a category is its word, in v2 beside a number and in v3 as the value', async () => {
  const { ratings } = await imported([
    categorical('good'),
    v3({ dataType: 'CATEGORICAL', value: 'bad' }, { kind: 'trace', id: 't9' }),
  ]);
  expect(ratings.map(({ item, label }) => [item, label])).toEqual([
    ['t1', 'good'],
    ['t9', 'bad'],
  ]);
});

test('a v3 score says what it is about in subject, and where that was not asked for the error says how', async () => {
  const { ratings } = await imported([v3(yes, { kind: 'observation', id: 'o1', traceId: 't1' })]);
  expect([ratings[0].item, ratings[0].cluster, ratings[0].label]).toEqual(['o1', 't1', 'True']);
  const error: unknown = await imported([v3(yes, undefined)]).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DataError);
  expect((error as DataError).hint).toContain('fields=core,details,subject,annotation');
});

test('several score names need a choice; people and judges may have a name each', async () => {
  const scores = [
    boolean(true, { name: 'a' }),
    boolean(true, { name: 'b' }),
    boolean(false, { name: 'b', source: 'EVAL' }),
  ];
  await expect(imported(scores)).rejects.toThrow('the export has 2 score names: a, b');
  expect(short(await imported(scores, { question: 'b' }))).toEqual([
    ['t1', 'user-a', 'human', 'True'],
    ['t1', 'b', 'judge', 'False'],
  ]);
  const elsewhere = await imported([...scores, boolean(true, { name: 'a', traceId: 't7' })], {
    question: 'b',
  });
  expect(elsewhere.items.map(({ item }) => item)).toEqual(['t1']);
  const apart = [boolean(true, { name: 'human-view' }), boolean(false, { name: 'llm-view', source: 'EVAL' })];
  await expect(imported(apart)).rejects.toThrow(
    'people and judges share no score name; people have human-view, judges have llm-view',
  );
  const both = await imported(apart, { question: 'human-view', judgeQuestion: 'llm-view' });
  expect(short(both)).toEqual([
    ['t1', 'user-a', 'human', 'True'],
    ['t1', 'llm-view', 'judge', 'False'],
  ]);
  expect((await imported(apart, { question: 'llm-view' })).leftOut).toEqual([
    { reason: 'score of another name: human-view', count: 1 },
  ]);
});

test('scores sent in through the API are of whom the importer is told', async () => {
  const score = [boolean(true, { source: 'API' })];
  await expect(imported(score)).rejects.toMatchObject({
    hint: expect.arrayContaining([
      { option: 'humans', value: 'API' },
      { option: 'judges', value: 'API' },
    ]) as unknown,
  });
  expect(short(await imported(score, { humans: ['api'] }))).toEqual([['t1', 'API', 'human', 'True']]);
  expect(short(await imported(score, { judges: ['API'] }))).toEqual([['t1', 'correct', 'judge', 'True']]);
  await expect(imported(score, { humans: ['APPI'] })).rejects.toThrow(
    'no source type "APPI"; the types are ANNOTATION, EVAL, API',
  );
  await expect(imported(score, { humans: ['API'], judges: ['api'] })).rejects.toThrow(
    '"API" is named among the people and among the judges',
  );
});

test('scores without an author are by "annotator", and the notes say what that costs', async () => {
  const { ratings, notes } = await imported([boolean(true, { authorUserId: null })]);
  expect(ratings[0].rater).toBe('annotator');
  expect(notes.join(' ')).toContain('nothing can be said about agreement');
});

test('a person who scores again repeats, in order of time; pages that overlap add nothing', async () => {
  const late = boolean(false, { timestamp: '2026-05-06T00:00:00Z' });
  const early = boolean(true, { timestamp: '2026-05-05T00:00:00Z' });
  const { ratings, leftOut } = await imported([late, early, late]);
  expect(ratings.map(({ label, repeat }) => [label, repeat])).toEqual([
    ['False', 1],
    ['True', 0],
  ]);
  expect(leftOut).toEqual([{ reason: 'another copy of the same rating', count: 1 }]);
});

test('what is scored in one trace, and the trace itself, are one cluster; an observation of two traces is an error', async () => {
  const observation = { observationId: 'o1' };
  const { ratings } = await imported([
    boolean(true),
    boolean(true, observation),
    v3(yes, { kind: 'trace', id: 't1' }),
  ]);
  expect(ratings.map(({ item, cluster }) => [item, cluster])).toEqual([
    ['t1', 't1'],
    ['o1', 't1'],
    ['t1', 't1'],
  ]);
  await expect(
    imported([boolean(true, observation), boolean(true, { ...observation, traceId: 't2' })]),
  ).rejects.toThrow('item "o1" has the trace_id "t2" here and "t1" before');
});

test('True and False are the labels, also where nobody said one of them', async () => {
  const codebook = { scale: 'nominal', labels: [{ name: 'False' }, { name: 'True', pass: true }] };
  expect((await imported([boolean(true)])).codebook).toEqual(codebook);
  expect((await imported([categorical('good')])).codebook).toBeUndefined();
});

test('a person with the name of a judge stays a person', async () => {
  const result = await imported([
    boolean(true, { authorUserId: 'correct' }),
    boolean(false, { source: 'EVAL' }),
  ]);
  expect(short(result)).toEqual([
    ['t1', 'correct', 'human', 'True'],
    ['t1', 'correct (judge)', 'judge', 'False'],
  ]);
  expect((await studyOf(result)).raters).toHaveLength(2);
});

test('any change of a sound export gives ratings or one DataError', async () => {
  const sound = page([
    ...project(),
    v3({ dataType: 'CATEGORICAL', value: 'bad' }, { kind: 'trace', id: 't9' }),
    v3({ dataType: 'NUMERIC', value: 1 }, { kind: 'session', id: 's' }, { source: 'EVAL' }),
  ]);
  await changesGiveRatingsOrOneError({
    format: 'langfuse',
    file: 'scores.json',
    sounds: [sound],
    seed: 12,
    runs: 600,
  });
});

test('a score of a decision model is a probability of each label, never a label of its digits', async () => {
  const logged = (facts: object): object => ({ vendor: { questionId: 'q', model: 'd1', ...facts } });
  const of = (traceId: string, metadata: object): object => ({ traceId, source: 'EVAL', metadata });
  const { ratings } = await imported([
    numeric(0.93, of('t1', logged({ type: 'noul' }))),
    numeric(0.04, of('t2', logged({ type: 'predicate' }))),
    numeric(0.5, of('t3', logged({ type: 'predicate' }))),
    categorical(
      'safe',
      of('t4', logged({ type: 'choice', choice: 'safe', probabilities: { safe: 0.7, unsafe: 0.3 } })),
    ),
    categorical('safe', of('t5', logged({ type: 'choice', choice: 'safe', probabilities: { safe: 1 } }))),
    numeric(
      1.8,
      of(
        't6',
        logged({ type: 'score', legend: ['bad', 'fair', 'good'], probabilities: { 0: 0.1, 1: 0, 2: 0.9 } }),
      ),
    ),
    numeric(0, of('t8', logged({ type: 'noul' }))),
    numeric(0, of('t9', logged({ type: 'noul', refusal: true }))),
    numeric(0.93, of('t7', {})),
  ]);
  // What was rounded to 0 stands at half a step.
  const [bad, fair, good] = [0.1, 0.005, 0.9].map((p) => expect.closeTo(p / 1.005, 12) as number);
  const grades = { bad, fair, good };
  expect(
    ratings.map(({ item, label, status, probabilities, model }) => [
      item,
      label,
      status,
      probabilities,
      model,
    ]),
  ).toEqual([
    ['t1', 'True', undefined, { True: 0.93, False: expect.closeTo(0.07, 12) }, 'd1'],
    ['t2', 'False', undefined, { True: 0.04, False: 0.96 }, 'd1'],
    ['t3', '', 'abstain', { True: 0.5, False: 0.5 }, 'd1'],
    ['t4', 'safe', undefined, { safe: 0.7, unsafe: 0.3 }, 'd1'],
    ['t5', 'safe', undefined, undefined, 'd1'],
    ['t6', 'good', undefined, grades, 'd1'],
    ['t8', 'False', undefined, { True: 0.005, False: 0.995 }, 'd1'],
    ['t9', '', 'invalid', undefined, 'd1'],
    ['t7', '0.93', undefined, undefined, undefined],
  ]);
});

test('the table of the page has names in place of ids: each is a person of their own', async () => {
  const scores = project().map((score) => {
    const { authorUserId, ...rest } = score as { authorUserId?: string | null };
    return { ...rest, authorUserName: authorUserId === 'user-a' ? 'Ann' : authorUserId && 'Bob' };
  });
  const result = await imported(scores);
  const people = result.ratings.filter(({ kind }) => kind === 'human').map(({ rater }) => rater);
  expect(new Set(people)).toEqual(new Set(['Ann', 'Bob']));
  expect(result.notes.join(' ')).not.toContain('annotator');
});

test('two people of one display name are not made one', async () => {
  const named = (id: string, traceId: string, value: boolean): object => {
    const { authorUserId: _, ...rest } = boolean(value, { id, traceId }) as { authorUserId?: unknown };
    return { ...rest, authorUserName: 'Kim' };
  };
  const { notes } = await imported([
    named('s1', 't1', true),
    named('s1', 't1', true),
    named('s2', 't2', false),
  ]);
  expect(notes.join(' ')).toContain('two of one name count as one');
  await expect(imported([named('s1', 't1', true), named('s2', 't1', false)])).rejects.toThrow(
    /two scores ".*" of one thing by "Kim", a display name that two people may share/,
  );
  const apart = ['u1', 'u2'].map((user) => ({
    ...boolean(user === 'u1', { id: user, traceId: 't1', authorUserId: user }),
    authorUserName: 'Kim',
  }));
  const { ratings } = await imported(apart);
  expect(ratings.map(({ rater }) => rater)).toEqual(['u1', 'u2']);
});
