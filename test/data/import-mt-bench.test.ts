/**
 * MT-Bench through `assize import`: the agreement figures of the subset, and the published figures of the
 * full judgments where they are there.
 */
import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../src/analysis/index.ts';
import { importerNamed, readImport, readStudy } from '../../src/data/index.ts';
import { loadStudyFolder, openFile } from '../../src/storage/index.ts';
import { commandLine } from '../fixtures/command-line.ts';
import { mtBenchFigures } from '../fixtures/import/mt-bench-figures.ts';

const datasets = resolve(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets');
const subset = ['human.jsonl', 'llm.jsonl'].map((name) => join(datasets, 'mt-bench-subset', name));
const missing = subset.find((file) => !existsSync(file));
if (missing !== undefined) console.warn(`skipped: ${missing} is not there (set ASSIZE_DATASETS)`);

const full = join(datasets, 'mt-bench-full');
const splits = ['human', 'gpt4_pair'].map((name) =>
  globSync(`${name}*.{parquet,jsonl,json,csv}`, { cwd: full }).map((file) => join(full, file)),
);
const isFull = splits.every((files) => files.length > 0);
if (!isFull)
  console.warn(`skipped: ${full} has no files human* and gpt4_pair* of lmsys/mt_bench_human_judgments`);

describe.skipIf(missing !== undefined)('mt-bench-subset, imported', () => {
  const line = commandLine();

  test('the imported folder gives S1 and S2 of people and judges as published', async () => {
    const { code, err, out } = await line.assize('import', 'mt-bench', ...subset);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('246 ratings by 3 (author_0, author_4, expert_24)');
    const { files, options } = await loadStudyFolder(join(line.folder, 'assize-study'));
    const study = await readStudy(files, options);
    const { analysis } = calibrate(study, { version: 'test', seed: 1, replicates: 100 });
    expect(analysis.study).toMatchObject({
      items: 120,
      people: 3,
      judges: 6,
      clusters: { column: 'cluster' },
    });
    const figures = Object.fromEntries(
      analysis.judges.map(({ name, agreement }) => [
        name,
        agreement.measures
          .filter(({ name: measure }) => measure.startsWith('MT-Bench'))
          .map(({ note }) => /^(\d+) of (?:the )?(\d+)/.exec(note)!.slice(1, 3).join('/')),
      ]),
    );
    expect(figures).toMatchObject({ 'gpt-4o': ['143/246', '138/167'], 'mistral-v03': ['119/246', '77/104'] });
    for (const { agreement } of analysis.judges) {
      expect(agreement.measures.at(-2)!.note).toContain('People with each other: 87 of 132');
      expect(agreement.measures.at(-1)!.note).toContain('People with each other: 66 of 73');
    }
  });

  test('every comparison has its question, both answers and both models', async () => {
    const opened = await Promise.all(subset.map((file) => openFile(file)));
    const { items, leftOut, notes } = await readImport(importerNamed('mt-bench'), opened);
    expect(items).toHaveLength(120);
    for (const { fields } of items)
      for (const name of [
        'question',
        'answer_a',
        'answer_b',
        'model_a',
        'model_b',
        ...(fields['turn'] === '2' ? ['first_question', 'first_answer_a'] : []),
      ])
        expect(fields[name], name).not.toBe('');
    expect(
      items.every(
        ({ fields }) =>
          fields['question'] !== undefined &&
          fields['answer_a'] !== undefined &&
          fields['answer_b'] !== undefined,
      ),
    ).toBe(true);
    expect({ leftOut, notes }).toEqual({ leftOut: [], notes: [] });
  });
});

// The computation is tested on a fixture beside the importer; these figures need the whole data set, which is
// not part of the project.
describe.skipIf(!isFull)('the full judgments of MT-Bench, imported', () => {
  test('comparisons, votes and win rates are as published', async () => {
    const opened = await Promise.all(splits.map(([file]) => openFile(file)));
    const imported = await readImport(importerNamed('mt-bench'), opened);
    expect(imported.files.map(({ records }) => records)).toEqual([3355, 2400]);
    expect(imported.leftOut).toEqual([]);
    const { comparisons, byVotes, winRates } = mtBenchFigures(imported);
    expect({ comparisons, byVotes }).toEqual({ comparisons: 1438, byVotes: [882, 411, 124, 17, 2, 2] });
    const published = {
      'gpt-4': 0.84,
      'claude-v1': 0.72,
      'gpt-3.5-turbo': 0.66,
      'vicuna-13b-v1.2': 0.52,
      'alpaca-13b': 0.2,
      'llama-13b': 0.1,
    };
    for (const [model, rate] of Object.entries(published)) {
      // How the published consensus breaks a tie of its votes is not said: the rate lies between losing and
      // winning all of them.
      const { least, most } = winRates.get(model)!;
      expect(rate, model).toBeGreaterThanOrEqual(least - 0.005);
      expect(rate, model).toBeLessThanOrEqual(most + 0.005);
    }
  });
});
