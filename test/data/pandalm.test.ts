/** The agreement figures of PandaLM: 999 pairs of answers, three people each, two judges. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cohensKappa,
  fleissKappa,
  gwetsAc1,
  krippendorffsAlpha,
  leaveOneOutAgreement,
  percentAgreement,
} from '../../src/stats/agreement/index.ts';
import { humanCeiling, judgeAgreement } from '../../src/stats/ceiling/index.ts';
import { createRandom } from '../../src/stats/numeric/random.ts';
import { type RatingTable, ratingTable } from '../../src/stats/numeric/rating-table.ts';

const folder = resolve(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'pandalm');
const missing = ['testset-v1.json', 'gpt-3.5-turbo-testset-v1.json', 'pandalm-7b-testset-v1.json']
  .map((name) => resolve(folder, name))
  .find((file) => !existsSync(file));
if (missing !== undefined) console.log(`skipped: ${missing} is not there (set ASSIZE_DATASETS)`);

// Codes: 0 tie, 1 first answer, 2 second answer. The GPT-3.5 file writes `Tie`, and anything else is garbage.
const LABELS = 3;

function read(name: string): Record<string, unknown>[] {
  return JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as Record<string, unknown>[];
}

function codeOf(text: unknown): number {
  return String(text) === 'Tie' ? 0 : ['0', '1', '2'].indexOf(String(text));
}

/** Judges are joined to the pairs by `idx`, never by row. */
function judgeCodes(name: string, field: string, ids: readonly unknown[]): number[] {
  const byId = new Map(read(name).map((row) => [row['idx'], codeOf(row[field])]));
  return ids.map((id) => byId.get(id) ?? -1);
}

function tableOf(columns: readonly (readonly number[])[], labelCount = LABELS): RatingTable {
  return ratingTable({
    itemCount: columns[0].length,
    raterCount: columns.length,
    labelCount,
    item: columns.flatMap((column) => [...column.keys()]),
    rater: columns.flatMap((column, j) => column.map(() => j)),
    label: columns.flat(),
  });
}

/** The label two of three people gave; a three-way split has none. */
function majority(columns: readonly (readonly number[])[]): number[] {
  return columns[0].map((label, i) =>
    label === columns[1][i] || label === columns[2][i]
      ? label
      : columns[1][i] === columns[2][i]
        ? columns[1][i]
        : -1,
  );
}

describe.skipIf(missing !== undefined)('pandalm', () => {
  const rows = missing === undefined ? read('testset-v1.json') : [];
  const ids = rows.map((row) => row['idx']);
  const people = ['annotator1', 'annotator2', 'annotator3'].map((name) =>
    rows.map((row) => codeOf(row[name])),
  );
  const gpt = missing === undefined ? judgeCodes('gpt-3.5-turbo-testset-v1.json', 'gpt_result', ids) : [];
  const panda = missing === undefined ? judgeCodes('pandalm-7b-testset-v1.json', 'pandalm_result', ids) : [];
  const table = missing === undefined ? tableOf(people) : undefined!;
  const consensus = missing === undefined ? majority(people) : [];

  test('every pair has three labels, and no three-way tie', () => {
    expect(rows).toHaveLength(999);
    expect(people.flat().every((code) => code >= 0)).toBe(true);
    expect(consensus.filter((code) => code < 0)).toHaveLength(0);
  });

  test('people agree as published', () => {
    // Six digits, from implementations of their own; the data set's README rounds the kappas to .85, .88,
    // .86.
    expect(cohensKappa(people[0], people[1], LABELS).value).toBeCloseTo(0.852, 4);
    expect(cohensKappa(people[0], people[2], LABELS).value).toBeCloseTo(0.8789, 4);
    expect(cohensKappa(people[1], people[2], LABELS).value).toBeCloseTo(0.8617, 4);
    expect(krippendorffsAlpha(table, { metric: 'nominal' }).value).toBeCloseTo(0.8642, 4);
    expect(fleissKappa(table).value).toBeCloseTo(0.864175, 6);
    expect(gwetsAc1(table).value).toBeCloseTo(0.886445, 6);
  });

  test('with the tie between the two answers, a tie is a near miss: weighted kappa as scikit-learn has it', () => {
    const onScale = (codes: readonly number[]): number[] =>
      codes.map((code) => (code < 0 ? -1 : [1, 0, 2][code]));
    const [first, second, third] = people.map(onScale);
    const of = (a: readonly number[], b: readonly number[], weights: 'linear' | 'quadratic') =>
      cohensKappa(a, b, LABELS, { weights }).value;
    // scikit-learn 1.9.1, cohen_kappa_score, labels in the order first, tie, second.
    expect(of(first, second, 'linear')).toBeCloseTo(0.8589380097663849, 12);
    expect(of(first, second, 'quadratic')).toBeCloseTo(0.8635054829573727, 12);
    expect(of(first, third, 'quadratic')).toBeCloseTo(0.8944916711046994, 12);
    expect(of(second, third, 'quadratic')).toBeCloseTo(0.8734910920697189, 12);
    expect(of(first, onScale(panda), 'linear')).toBeCloseTo(0.4611901773566619, 12);
    expect(of(first, onScale(panda), 'quadratic')).toBeCloseTo(0.48869705147761366, 12);
  });

  test('the judges agree with the majority as published', () => {
    expect(gpt.filter((code) => code >= 0)).toHaveLength(974);
    expect(percentAgreement(tableOf([consensus, gpt])).value).toBeCloseTo(0.715606, 6);
    expect(cohensKappa(consensus, gpt, LABELS).value).toBeCloseTo(0.492865, 6);
    expect(cohensKappa(consensus, gpt, LABELS).excludedItems).toBe(25);
    expect(percentAgreement(tableOf([consensus, panda])).value).toBeCloseTo(0.667668, 6);
    expect(cohensKappa(consensus, panda, LABELS).value).toBeCloseTo(0.435355, 6);
  });

  test('unusable outputs count as wrong where they are a label of their own', () => {
    const garbage = gpt.map((code) => (code < 0 ? LABELS : code));
    expect(judgeAgreement(tableOf([consensus], LABELS + 1), garbage).value).toBeCloseTo(0.697698, 6);
  });

  test('the judges stay below the human ceiling, and the interval of the difference says so', () => {
    const interval = { clusters: 'items', random: createRandom('pandalm') } as const;
    const ceiling = humanCeiling(table, gpt, { interval });
    expect(ceiling.items).toEqual({ compared: 974, onePerson: 0, withoutPeople: 0, withoutJudge: 25 });
    expect(ceiling.judgeHuman.value).toBeCloseTo(0.7064, 4);
    expect(ceiling.judgeHumanAllItems.value).toBe(ceiling.judgeHuman.value);
    expect(ceiling.difference.interval.upper).toBeLessThan(-0.15);
    const second = humanCeiling(table, panda, { interval });
    expect(second.humanHuman.value).toBeCloseTo(0.9199, 4);
    expect(second.judgeHuman.value).toBeCloseTo(0.6603, 4);
    expect(second.ratio.value).toBeCloseTo(0.6603 / 0.9199, 4);
    // On the 974 rows of the first judge people agree a little more: the ceiling belongs to its items.
    expect(ceiling.humanHuman.value).toBeCloseTo(0.921971, 6);
  });

  test('each person agrees with the other two as often as their two pairs do', () => {
    const pair = (a: number, b: number): number => cohensKappa(people[a], people[b], LABELS).observed;
    const agreement = leaveOneOutAgreement(table).map((rater) => rater.value);
    expect(agreement[0]).toBeCloseTo((pair(0, 1) + pair(0, 2)) / 2, 12);
    expect(agreement[1]).toBeCloseTo((pair(0, 1) + pair(1, 2)) / 2, 12);
    expect(agreement[2]).toBeCloseTo((pair(0, 2) + pair(1, 2)) / 2, 12);
  });
});
