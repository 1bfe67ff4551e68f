import { expect, test } from 'vitest';
import { changesGiveRatingsOrOneError } from '../../../../test/fixtures/import/broken-imports.ts';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import type { ImportOptions, ReadImport } from '../frame/importer.ts';

let count = 0;

/** As the published type of the list endpoint has it. */
function annotation(span: string, kind: string, label: string | null, more: object = {}): object {
  return {
    id: `a${count++}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    source: 'APP',
    user_id: kind === 'HUMAN' ? 'u1' : null,
    name: 'correct',
    annotator_kind: kind,
    result: { label, score: null, explanation: 'because' },
    metadata: {},
    identifier: '',
    span_id: span,
    ...more,
  };
}

const annotations = [
  annotation('s1', 'HUMAN', 'yes'),
  annotation('s1', 'HUMAN', 'no', { user_id: null, identifier: 'visitor-7' }),
  annotation('s1', 'LLM', 'yes', { metadata: { probabilities: { yes: 0.8, no: 0.2 }, modelId: 'm-1' } }),
  annotation('s2', 'HUMAN', 'no'),
  annotation('s2', 'LLM', 'no', { metadata: { probabilities: { no: 1 } } }),
  annotation('s2', 'CODE', 'no'),
  annotation('s3', 'LLM', null),
];

async function imported(list: readonly object[], options: ImportOptions = {}): Promise<ReadImport> {
  return importText('phoenix', { 'annotations.json': JSON.stringify(list) }, options);
}

const short = ({ ratings }: ReadImport): unknown[] =>
  ratings.map(({ item, rater, kind, label }) => [item, rater, kind, label]);

test('HUMAN is a person, LLM a judge with the probabilities in its metadata, CODE is counted', async () => {
  const result = await imported(annotations);
  expect(short(result)).toEqual([
    ['s1', 'u1', 'human', 'yes'],
    ['s1', 'visitor-7', 'human', 'no'],
    ['s1', 'correct', 'judge', 'yes'],
    ['s2', 'u1', 'human', 'no'],
    ['s2', 'correct', 'judge', 'no'],
  ]);
  expect(result.ratings[2]).toMatchObject({
    model: 'm-1',
    probabilities: { yes: 0.8, no: 0.2 },
    note: 'because',
  });
  // One entry is filler: it says nothing of the other labels.
  expect(result.ratings[4].probabilities).toBeUndefined();
  expect(result.leftOut.map(({ reason, count: n }) => [reason, n])).toEqual([
    ['annotation by code, which is no judge', 1],
    ['annotation with neither a label nor a score', 1],
  ]);
  const study = await studyOf(result);
  expect(study.raters.map(({ id, kind }) => [id, kind])).toEqual([
    ['correct', 'judge'],
    ['u1', 'human'],
    ['visitor-7', 'human'],
  ]);
});

test('pages, lines and the data frame of the client are read alike', async () => {
  const whole = short(await imported(annotations));
  const page = (data: readonly object[], next: string | null): string =>
    JSON.stringify({ data, next_cursor: next });
  const files = [
    { 'a.jsonl': jsonLines(annotations) },
    { '1.json': page(annotations.slice(0, 3), 'x'), '2.json': page(annotations.slice(3), null) },
    {
      'frame.csv':
        'span_id,annotation_name,annotator_kind,result.label,result.score,identifier,user_id,metadata\n' +
        's1,correct,HUMAN,yes,,,u1,{}\ns1,correct,HUMAN,no,,visitor-7,,{}\ns1,correct,LLM,yes,,,,{}\n' +
        's2,correct,HUMAN,no,,,u1,{}\ns2,correct,LLM,no,,,,{}\n',
    },
  ];
  for (const file of files) expect(short(await importText('phoenix', file))).toEqual(whole);
  const { notes } = await importText('phoenix', { '1.json': page(annotations.slice(0, 5), 'x') });
  expect(notes.join(' ')).toContain('goes on after these files');
});

test('a score without a label is the label, and a yes/no score of a decision model is a probability', async () => {
  const grade = annotation('s1', 'HUMAN', null, { result: { score: 3 } });
  const decided = annotation('s1', 'LLM', null, {
    result: { score: 0.93 },
    metadata: { vendor: { questionId: 'q', type: 'predicate', model: 'd-1' } },
  });
  const { ratings } = await imported([grade, decided]);
  expect(ratings[0].label).toBe('3');
  expect(ratings[1]).toMatchObject({ label: 'True', probabilities: { True: 0.93 } });
});

test('several names are asked about, and people without a name are one rater', async () => {
  const other = annotation('s1', 'LLM', 'fast', { name: 'speed' });
  await expect(imported([...annotations, other])).rejects.toThrow(
    'the export has 2 annotation names: correct, speed',
  );
  const { ratings } = await imported([...annotations, other], { question: 'correct' });
  expect(ratings).toHaveLength(5);
  const { notes } = await imported([annotation('s1', 'HUMAN', 'yes', { user_id: null })]);
  expect(notes.join(' ')).toContain('they are all by "annotator"');
});

test('an annotation of nothing is refused with its place', async () => {
  await expect(imported([annotation('s1', 'HUMAN', 'yes', { span_id: null })])).rejects.toThrow(
    'an annotation requires what it is about: span_id, trace_id or session_id',
  );
});

test('whatever is changed in a file, there are ratings or one clear line', async () => {
  await changesGiveRatingsOrOneError({
    format: 'phoenix',
    file: 'annotations.json',
    sounds: [annotations],
    options: [{}, { question: 'correct' }],
    seed: 7,
    runs: 300,
  });
});
