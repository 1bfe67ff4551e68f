/** The commands on real files: what a newcomer would type, and what the answers must say. */
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysisSchema } from '../../src/analysis/index.ts';
import { commandLine } from '../fixtures/command-line.ts';

const datasets = resolve(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets');
const present = existsSync(datasets);
if (!present) console.log(`skipped: no data sets at ${datasets}`);

const line = commandLine();
const { write } = line;

async function assize(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, out, err } = await line.assize(...argv);
  return { code, out: out.replace(/\\\n/g, '').replace(/\s+/g, ' '), err };
}

const results = async (out: string): Promise<ReturnType<typeof analysisSchema.parse>> =>
  analysisSchema.parse(JSON.parse(await line.read(join(out, 'results.json'))));

describe.skipIf(!present)('commands on real files', () => {
  test('arena-500: one person, so the ceiling is refused; confidence is answered for all three judges', async () => {
    const { code, err } = await assize(
      'calibrate',
      join(datasets, 'arena-500/ratings.csv'),
      '--replicates',
      '200',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { answers, study } = await results('assize-out');
    expect(study).toMatchObject({ items: 500, people: 1, judges: 3 });
    expect(answers.filter(({ question }) => question === 1).map(({ status }) => status)).toEqual([
      'refused',
      'refused',
      'refused',
    ]);
    expect(answers.filter(({ question }) => question === 3).map(({ status }) => status)).toEqual([
      'answered',
      'answered',
      'answered',
    ]);
  });

  test('pandalm: doctor proposes the wide columns, and the command it prints works', async () => {
    const file = join(datasets, 'pandalm/testset-v1.json');
    const first = await assize('doctor', file);
    expect(first.code).toBe(0);
    expect(first.out).toContain('--item idx --wide annotator1,annotator2,annotator3');
    const second = await assize(
      'doctor',
      file,
      '--item',
      'idx',
      '--wide',
      'annotator1,annotator2,annotator3',
    );
    expect({ code: second.code, err: second.err }).toEqual({ code: 0, err: '' });
    expect(second.out).toContain('999, 999 with a label by a person, 999 by two or more');
  });

  test('mt-bench: doctor proposes the joined item key, and the command it prints works', async () => {
    const file = join(datasets, 'mt-bench-subset/human.jsonl');
    expect((await assize('doctor', file)).out).toContain(
      '--item question_id,model_a,model_b,turn --rater judge --label winner',
    );
    const { code, out } = await assize(
      'doctor',
      file,
      '--item',
      'question_id,model_a,model_b,turn',
      '--rater',
      'judge',
      '--label',
      'winner',
    );
    expect(code).toBe(0);
    expect(out).toContain('people: 3 (author_0, author_4, expert_24)');
    expect(out).toContain('items: 120, 120 with a label by a person');
  });

  test('llm-rubric: the collapse is told; asked for by name, CROWDLAB is refused and everything else is written', async () => {
    const labels = ['1', '2', '3', '4'].map((name) => ({ name }));
    // A study reads nothing outside its folder.
    const [people, judge] = [
      'human_judges_synth_all_FIXED_ANON.tsv',
      'gpt-3.5-turbo-16k_synth_evaluations_FIXED.tsv',
    ];
    for (const file of [people, judge])
      await copyFile(join(datasets, 'llm-rubric', file), join(line.folder, file));
    const sources = [
      {
        path: people,
        columns: { item: 'text_id', rater: 'annotator_id', label: 'Q0' },
        kind: 'human',
        missing: ['0'],
      },
      {
        path: judge,
        columns: { item: 'text_id' },
        rater: 'gpt-3.5',
        kind: 'judge',
        family: 'gpt',
        where: { criterion: 'Q0' },
        probabilities: 'answer*_prob',
      },
    ];
    await write('assize.json', JSON.stringify({ codebook: { scale: 'nominal', labels }, sources }));
    const auto = await assize('calibrate', '--duplicates', 'first', '--replicates', '200');
    expect({ code: auto.code, err: auto.err }).toEqual({ code: 0, err: '' });
    expect((await results('out')).consensus).toMatchObject({
      method: 'majority',
      beside: [{ method: 'crowdlab', reason: { code: 'crowdlab-collapsed' } }],
    });
    const named = await assize(
      'calibrate',
      '--duplicates',
      'first',
      '--replicates',
      '200',
      '--consensus',
      'crowdlab',
    );
    expect(named.code).toBe(0);
    expect(named.out).toContain('CROWDLAB collapsed');
    expect((await results('out')).consensus).toMatchObject({ method: 'refused', items: [] });
    expect(await line.list('out')).toEqual([
      'calibrator.json',
      'manifest.json',
      'raters.csv',
      'report.html',
      'results.json',
    ]);
  });
});
