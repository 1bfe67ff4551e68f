/**
 * The bundled data sets through the public reader: the mapping of each, and the counts that its README
 * states.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type ReadStudyOptions,
  type Source,
  type Study,
  type StudyInput,
  readStudy,
} from '../../src/data/index.ts';
import { openFile } from '../../src/storage/index.ts';

const folder = process.env['ASSIZE_DATASETS'] ?? join(import.meta.dirname, '../../../shared/datasets');

function testWith(paths: readonly string[], title: string, run: () => Promise<void>): void {
  const missing = paths.find((path) => !existsSync(join(folder, path)));
  if (missing === undefined) test(title, run);
  else test.skip(`${title} (missing: ${join(folder, missing)})`, run);
}

async function file(path: string, source: Partial<Source> = {}): Promise<StudyInput> {
  return { ...(await openFile(join(folder, path))), source };
}

async function read(files: readonly Promise<StudyInput>[], options: ReadStudyOptions = {}): Promise<Study> {
  return readStudy(await Promise.all(files), options);
}

const decision = (study: Study, code: string): number =>
  study.decisions.find((one) => one.code === code)?.count ?? 0;
const rows = (study: Study, keep: (row: number) => boolean): number =>
  study.ratings.item.reduce((count, _, row) => count + (keep(row) ? 1 : 0), 0);
const kindOf = (study: Study, row: number): string => study.raters[study.ratings.rater[row]].kind;

testWith(
  ['arena-500/ratings.csv'],
  'arena-500: 500 pairs, one person and three judges with probabilities',
  async () => {
    const study = await read([file('arena-500/ratings.csv')]);
    expect(study.items.ids.length).toBe(500);
    expect(study.raters.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'judge gpt-3.5-turbo',
      'judge gpt-4-turbo',
      'human human',
      'judge mistral-7b-instruct',
    ]);
    expect(study.ratings.item.length).toBe(2000);
    expect(study.ratings.missingMass.length).toBe(1500);
    expect(study.codebook.labels.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(study.warnings.map(({ code }) => code)).toEqual(['no-family']);
    // The label of a judge is the argmax in this file.
    expect(study.decisions.map(({ code }) => code)).toEqual(['codebook-proposed', 'renormalized']);
  },
);

testWith(
  ['pandalm/testset-v1.json'],
  'pandalm: 999 pairs by three annotators, one column each; 0 is a tie',
  async () => {
    const source = {
      columns: { item: 'idx' },
      wide: ['annotator1', 'annotator2', 'annotator3'],
      labels: { '0': 'tie' },
    };
    const study = await read([file('pandalm/testset-v1.json', source)]);
    expect(study.items.ids.length).toBe(999);
    expect(study.ratings.item.length).toBe(2997);
    expect(study.raters.map(({ kind }) => kind)).toEqual(['human', 'human', 'human']);
    expect(study.codebook.labels).toEqual([{ name: '1' }, { name: '2' }, { name: 'tie', tie: true }]);
    expect(study.items.fields.map(({ name }) => name)).toEqual([
      'cmp_key',
      'input',
      'instruction',
      'motivation_app',
      'response1',
      'response2',
    ]);
  },
);

testWith(
  ['pandalm/testset-v1.json', 'pandalm/gpt-3.5-turbo-testset-v1.json'],
  'pandalm with its GPT-3.5 judge: 25 unusable outputs are counted, not lost',
  async () => {
    const people = {
      columns: { item: 'idx' },
      wide: ['annotator1', 'annotator2', 'annotator3'],
      labels: { '0': 'Tie' },
    };
    const judge = {
      columns: { item: 'idx', label: 'gpt_result' },
      rater: 'gpt-3.5-turbo',
      kind: 'judge' as const,
      family: 'openai',
    };
    const study = await read(
      [file('pandalm/testset-v1.json', people), file('pandalm/gpt-3.5-turbo-testset-v1.json', judge)],
      {
        invalid: ['garbage'],
      },
    );
    expect(decision(study, 'invalid')).toBe(25);
    expect(rows(study, (row) => kindOf(study, row) === 'judge' && study.ratings.label[row] >= 0)).toBe(974);
    expect(study.warnings).toEqual([]);
  },
);

const humanTsv = 'llm-rubric/human_judges_synth_all_FIXED_ANON.tsv';
const judgeTsv = 'llm-rubric/gpt-3.5-turbo-16k_synth_evaluations_FIXED.tsv';

testWith(
  [humanTsv, judgeTsv],
  'llm-rubric Q0: two files make one study; 0 means not applicable',
  async () => {
    const people = { columns: { item: 'text_id', rater: 'annotator_id', label: 'Q0' }, missing: ['0'] };
    const judge = {
      columns: { item: 'text_id', label: 'sample_llm' },
      where: { criterion: 'Q0' },
      rater: 'gpt-3.5-turbo-16k',
      probabilities: 'answer*_prob',
    };
    const study = await read([file(humanTsv, people), file(judgeTsv, judge)], {
      duplicates: 'first',
      scale: 'ordinal',
    });
    expect(study.codebook).toEqual({
      scale: 'ordinal',
      labels: [1, 2, 3, 4].map((value) => ({ name: String(value), value })),
    });
    expect(study.raters.filter(({ kind }) => kind === 'human').length).toBe(24);
    expect(
      study.raters.filter(({ kind }) => kind === 'judge').map(({ id, kindFrom }) => [id, kindFrom]),
    ).toEqual([['gpt-3.5-turbo-16k', 'has probabilities']]);
    const withJudge = new Set<number>();
    study.ratings.item.forEach((item, row) => kindOf(study, row) === 'judge' && withJudge.add(item));
    const restricted = (row: number): boolean =>
      kindOf(study, row) === 'human' &&
      study.ratings.label[row] >= 0 &&
      withJudge.has(study.ratings.item[row]);
    expect(rows(study, restricted)).toBe(654);
    expect(new Set([...study.ratings.item].filter((_, row) => restricted(row))).size).toBe(223);
  },
);

testWith(
  ['mt-bench-subset/human.jsonl', 'mt-bench-subset/llm.jsonl'],
  'mt-bench-subset: 246 votes of people and 720 of models on 120 comparisons',
  async () => {
    const columns = {
      item: ['question_id', 'model_a', 'model_b', 'turn'],
      rater: 'judge',
      label: 'winner',
      cluster: 'question_id',
    };
    const study = await read([
      file('mt-bench-subset/human.jsonl', { columns, kind: 'human' }),
      file('mt-bench-subset/llm.jsonl', { columns, kind: 'judge' }),
    ]);
    expect(study.items.ids.length).toBe(120);
    expect(study.items.ids).toContain('82 | gpt-3.5-turbo | llama-13b | 1');
    expect(study.raters.filter(({ kind }) => kind === 'human').map(({ id }) => id)).toEqual([
      'author_0',
      'author_4',
      'expert_24',
    ]);
    expect(rows(study, (row) => kindOf(study, row) === 'human')).toBe(246);
    expect(rows(study, (row) => kindOf(study, row) === 'judge')).toBe(720);
    expect(study.codebook.labels.map(({ name }) => name)).toEqual(['model_a', 'model_b', 'tie']);
    expect(study.items.clusterColumn).toBe('question_id');
  },
);
