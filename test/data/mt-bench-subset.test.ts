/** The MT-Bench agreement figures on 120 comparisons: 246 votes by three people, six judges. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { krippendorffsAlpha } from '../../src/stats/agreement/index.ts';
import { mtBenchAgreement } from '../../src/stats/ceiling/index.ts';
import { createRandom } from '../../src/stats/numeric/random.ts';
import { ratingTable } from '../../src/stats/numeric/rating-table.ts';

const folder = resolve(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'mt-bench-subset');
const missing = ['human.jsonl', 'llm.jsonl']
  .map((name) => resolve(folder, name))
  .find((file) => !existsSync(file));
if (missing !== undefined) console.log(`skipped: ${missing} is not there (set ASSIZE_DATASETS)`);

interface Row {
  readonly question_id: number;
  readonly model_a: string;
  readonly model_b: string;
  readonly winner: string;
  readonly judge: string;
  readonly turn: number;
}

// In this order the codes are an ordinal scale from A to B; both ways to write a tie are one label.
const A = 0;
const TIE = 1;
const B = 2;

function read(name: string): Row[] {
  return readFileSync(resolve(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

function codeOf({ winner }: Row): number {
  if (winner === 'model_a') return A;
  if (winner === 'model_b') return B;
  expect(winner).toMatch(/^tie/);
  return TIE;
}

/** Model names are in alphabetical order inside a key, so sides need no turning. */
function keyOf({ question_id, model_a, model_b, turn }: Row): string {
  return `${question_id} ${model_a} ${model_b} ${turn}`;
}

describe.skipIf(missing !== undefined)('mt-bench-subset', () => {
  const votes = missing === undefined ? read('human.jsonl') : [];
  const verdicts = missing === undefined ? read('llm.jsonl') : [];
  const items = [...new Set(votes.map(keyOf))].sort();
  const raters = [...new Set(votes.map((row) => row.judge))].sort();
  const people = ratingTable({
    itemCount: items.length,
    raterCount: raters.length,
    labelCount: 3,
    item: votes.map((row) => items.indexOf(keyOf(row))),
    rater: votes.map((row) => raters.indexOf(row.judge)),
    label: votes.map(codeOf),
  });
  const questions = items.map((key) => Number(key.split(' ')[0]));
  const interval = { clusters: questions, random: createRandom('mt-bench') };

  function judge(name: string): number[] {
    const byKey = new Map(
      verdicts.filter((row) => row.judge === name).map((row) => [keyOf(row), codeOf(row)]),
    );
    return items.map((key) => byKey.get(key) ?? -1);
  }

  test('120 comparisons, 246 votes, three people', () => {
    expect([items.length, votes.length]).toEqual([120, 246]);
    expect(raters).toEqual(['author_0', 'author_4', 'expert_24']);
  });

  test('people agree as published: S1 87 of 132, S2 66 of 73', () => {
    const { s1, s2, humanTieRate } = mtBenchAgreement(people, [], { tieLabels: [TIE], interval }).humanHuman;
    expect([s1.agree, s1.total, s2.agree, s2.total]).toEqual([87, 132, 66, 73]);
    expect(s1.value).toBeCloseTo(0.6591, 4);
    expect(s2.value).toBeCloseTo(0.9041, 4);
    expect(humanTieRate).toBeGreaterThan(0.25);
    expect(s1.counts.clusters).toBeLessThanOrEqual(new Set(questions).size);
    expect(s1.interval.lower).toBeLessThan(0.6);
    expect(s1.interval.upper).toBeGreaterThan(0.7);
  });

  test('three judges agree with people as published', () => {
    const { judges } = mtBenchAgreement(
      people,
      [judge('gpt-4o'), judge('gemini_pro'), judge('mistral-v03')],
      { tieLabels: [TIE] },
    );
    const [gpt, gemini, mistral] = judges;
    expect([gpt.s1.agree, gpt.s1.total, gpt.s2.agree, gpt.s2.total]).toEqual([143, 246, 138, 167]);
    expect(gpt.s1.value).toBeCloseTo(0.5813, 4);
    expect(gpt.s2.value).toBeCloseTo(0.8263, 4);
    expect(gemini.s1.value).toBeCloseTo(0.5569, 4);
    expect(gemini.s2.value).toBeCloseTo(0.7545, 4);
    expect(mistral.s1.value).toBeCloseTo(0.4837, 4);
    expect([mistral.s2.agree, mistral.s2.total]).toEqual([77, 104]);
    // The judge of the smallest S2 total is the one that calls most comparisons a tie.
    expect(mistral.judgeTieRate).toBeGreaterThan(gpt.judgeTieRate + 0.2);
  });

  test('on items where everyone is decisive all are scored on the same pairs', () => {
    const { paired } = mtBenchAgreement(people, [judge('gpt-4o'), judge('mistral-v03')], {
      tieLabels: [TIE],
      interval,
    });
    expect(paired.judges[0].total).toBe(paired.judges[1].total);
    expect(paired.items).toBeGreaterThan(0);
    expect(paired.differences[0].value).toBeCloseTo(paired.judges[0].value - paired.humanHuman.value, 12);
  });

  test('alpha of the people is as published, nominal and ordinal with the tie in the middle', () => {
    expect(krippendorffsAlpha(people, { metric: 'nominal' }).value).toBeCloseTo(0.519, 4);
    expect(krippendorffsAlpha(people, { metric: 'ordinal' }).value).toBeCloseTo(0.6868, 4);
  });
});
