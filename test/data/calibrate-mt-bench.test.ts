/**
 * The agreement figures of docs/methods/mt-bench-agreement.md, reached from the files through `calibrate`, by
 * keys of several columns.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../src/analysis/index.ts';
import { readStudy } from '../../src/data/index.ts';
import { openFile } from '../../src/storage/index.ts';

const folder = join(process.env.ASSIZE_DATASETS ?? '../shared/datasets', 'mt-bench-subset');
const files = [join(folder, 'human.jsonl'), join(folder, 'llm.jsonl')] as const;
const present = files.every((file) => existsSync(file));
if (!present) console.warn(`skipped: ${folder} is not there`);

describe.skipIf(!present)('calibrate on mt-bench-subset', () => {
  test('S1 and S2 of three judges stand beside those of people, with their n', async () => {
    const columns = {
      item: ['question_id', 'model_a', 'model_b', 'turn'],
      rater: 'judge',
      label: 'winner',
      cluster: 'question_id',
    };
    const [human, llm] = await Promise.all(files.map(openFile));
    const study = await readStudy([
      { ...human, source: { columns, kind: 'human', ignore: ['conversation_a', 'conversation_b'] } },
      { ...llm, source: { columns, kind: 'judge' } },
    ]);
    const { analysis } = calibrate(study, { version: 'test', seed: 1, replicates: 100 });
    expect(analysis.study).toMatchObject({
      items: 120,
      people: 3,
      judges: 6,
      clusters: { column: 'question_id' },
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
    const alpha = analysis.people.measures.find(({ name }) => name.includes('nominal'))!.estimate;
    expect(alpha.value).toBeCloseTo(0.519, 4);
    // Question 3 is refused for judges without probabilities; nothing is made up for them.
    expect(
      analysis.judges.every(
        ({ calibration, probabilities }) => calibration === null && probabilities === null,
      ),
    ).toBe(true);
  });
});
