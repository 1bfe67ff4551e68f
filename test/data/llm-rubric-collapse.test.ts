import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  applyCrowdlabTemperature,
  crowdlab,
  type CrowdlabResult,
  fitCrowdlabTemperature,
  softMajority,
} from '../../src/stats/aggregation/index.ts';
import { createRandom } from '../../src/stats/numeric/random.ts';
import { ratingTable, type RatingTable } from '../../src/stats/numeric/rating-table.ts';

const folder = join(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'llm-rubric');
const peopleFile = join(folder, 'human_judges_synth_all_FIXED_ANON.tsv');
const judgeFile = join(folder, 'gpt-3.5-turbo-16k_synth_evaluations_FIXED.tsv');
const present = existsSync(peopleFile) && existsSync(judgeFile);
if (!present) console.log(`skipped: ${existsSync(peopleFile) ? judgeFile : peopleFile} is not there`);

// Percentages with one decimal. Judge weights are those of cleanlab 2.9.0 run on the same rows, in full. On
// Q7 the judge is at its floor, too.
const wanted = [
  {
    question: 'Q0',
    items: 223,
    labels: 654,
    atFloor: 24,
    changed: 109,
    sameAsJudge: 92.8,
    judgeWeight: 0.19028034632520938,
  },
  {
    question: 'Q1',
    items: 223,
    labels: 654,
    atFloor: 24,
    changed: 92,
    sameAsJudge: 100,
    judgeWeight: 1.7125231169268835,
  },
  {
    question: 'Q5',
    items: 173,
    labels: 504,
    atFloor: 24,
    changed: 42,
    sameAsJudge: 67.6,
    judgeWeight: 0.08828470655314213,
  },
  {
    question: 'Q7',
    items: 223,
    labels: 653,
    atFloor: 21,
    changed: 25,
    sameAsJudge: 50.2,
    judgeWeight: 1.7112133476209893e-6,
  },
];

describe.skipIf(!present)('CROWDLAB on ratings that scatter over an ordinal scale', () => {
  for (const row of wanted)
    test(`${row.question}: the weights collapse, and the result says so`, () => {
      const { table, probabilities, texts } = load(row.question);
      const result = run(table, probabilities, texts);
      expect({ items: table.itemCount, labels: table.label.length }).toEqual({
        items: row.items,
        labels: row.labels,
      });
      expect(result.collapse.raterCount).toBe(24);
      expect(result.collapse.ratersAtFloor).toBe(row.atFloor);
      expect(result.collapse.collapsed).toBe(true);
      expect(result.collapse.reasons).toContainEqual({
        code: 'raters-at-floor',
        facts: { atFloor: row.atFloor, raters: 24 },
      });
      // Closed form: 1e-12.
      expect(Math.abs(result.judgeWeight - row.judgeWeight)).toBeLessThan(1e-12);
      expect(changedFromMajority(table, probabilities, result)).toBe(row.changed);
      expect(sameAsJudge(table, probabilities, result)).toBeCloseTo(row.sameAsJudge, 1);
    });

  test('Q5: a temperature first frees five raters, not enough', () => {
    const { table, probabilities, texts } = load('Q5');
    const { temperature } = fitCrowdlabTemperature(table, probabilities);
    const scaled = applyCrowdlabTemperature(probabilities, 4, temperature);
    const result = run(table, scaled, texts);
    expect(result.collapse.ratersAtFloor).toBe(19);
    expect(result.collapse.collapsed).toBe(true);
    expect(changedFromMajority(table, scaled, result)).toBe(3);
    expect(sameAsJudge(table, scaled, result)).toBeCloseTo(45.1, 1);
  });
});

function run(table: RatingTable, probabilities: Float64Array, texts: readonly string[]): CrowdlabResult {
  return crowdlab({
    table,
    probabilities,
    judge: 'gpt-3.5-turbo-16k',
    random: createRandom(1),
    itemIds: texts,
  });
}

/**
 * Labels that are not the majority's; a tied majority is broken by the judge here, as CROWDLAB's first step
 * does.
 */
function changedFromMajority(
  table: RatingTable,
  probabilities: ArrayLike<number>,
  result: CrowdlabResult,
): number {
  const majority = softMajority(table, { ties: 'model', probabilities, judge: 'gpt-3.5-turbo-16k' });
  expect(Array.from(majority.label)).toEqual(Array.from(result.majorityLabel));
  return result.consensus.label.reduce(
    (count, label, i) => count + Number(label !== result.majorityLabel[i]),
    0,
  );
}

/**
 * The figure that fools: how often the consensus is the judge's own opinion. It lives in this test and
 * nowhere else.
 */
function sameAsJudge(table: RatingTable, probabilities: Float64Array, result: CrowdlabResult): number {
  const same = result.consensus.label.reduce((count, label, i) => {
    const row = probabilities.subarray(i * 4, i * 4 + 4);
    return count + Number(row.indexOf(Math.max(...row)) === label);
  }, 0);
  return (100 * same) / table.itemCount;
}

function load(question: string): { table: RatingTable; probabilities: Float64Array; texts: string[] } {
  const judged = new Map(
    rowsOf(judgeFile)
      .filter((row) => row['criterion'] === question)
      .map((row) => [row['text_id'], [1, 2, 3, 4].map((answer) => Number(row[`answer${answer}_prob`]))]),
  );
  const ratings = new Map<string, { text: string; rater: string; label: number }>();
  for (const row of rowsOf(peopleFile)) {
    const key = `${row['text_id']} ${row['annotator_id']}`;
    // The first of a person's rows on a text is kept even where it is "not applicable" (0), which is no
    // rating.
    if (!ratings.has(key))
      ratings.set(key, { text: row['text_id'], rater: row['annotator_id'], label: Number(row[question]) });
  }
  const given = [...ratings.values()].filter(
    ({ text, label }) => label >= 1 && label <= 4 && judged.has(text),
  );
  const texts = [...new Set(given.map(({ text }) => text))].sort();
  const raters = [...new Set(given.map(({ rater }) => rater))].sort();
  const table = ratingTable({
    itemCount: texts.length,
    raterCount: raters.length,
    labelCount: 4,
    item: given.map(({ text }) => texts.indexOf(text)),
    rater: given.map(({ rater }) => raters.indexOf(rater)),
    label: given.map(({ label }) => label - 1),
  });
  const probabilities = Float64Array.from(
    texts.flatMap((text) => {
      const row = judged.get(text)!;
      const sum = row.reduce((a, b) => a + b, 0);
      return row.map((p) => p / sum);
    }),
  );
  return { table, probabilities, texts };
}

function rowsOf(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, at) => [names[at], cell])));
}
