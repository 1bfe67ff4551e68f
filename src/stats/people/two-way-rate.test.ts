import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type Votes, leniency, twoWayRate } from './index.ts';

/** Three people on ten items. */
const published = votesOf(['110', '111', '100', '110', '000', '101', '110', '100', '010', '111']);

/** A letter a rater: 0, 1 or - for none. */
function votesOf(rows: readonly string[]): Votes {
  const given = rows.flatMap((row, item) =>
    Array.from(row, (mark, rater) => ({ item, rater, mark })).filter(({ mark }) => mark !== '-'),
  );
  const itemStart = new Int32Array(rows.length + 1);
  for (const { item } of given) itemStart[item + 1]++;
  for (let item = 0; item < rows.length; item++) itemStart[item + 1] += itemStart[item];
  return {
    raterCount: Math.max(...rows.map((row) => row.length)),
    itemStart,
    rater: Int32Array.from(given, ({ rater }) => rater),
    value: Float64Array.from(given, ({ mark }) => Number(mark)),
  };
}

describe('twoWayRate', () => {
  test('ten items by three people: the interval computed elsewhere', () => {
    const { value, interval, effectiveRaters, raters } = twoWayRate(published, 'items');
    expect(value).toBeCloseTo(17 / 30, 12);
    expect(interval.lower).toBeCloseTo(0.106751, 6);
    expect(interval.upper).toBeCloseTo(0.934679, 6);
    expect([raters, effectiveRaters]).toEqual([3, expect.closeTo(3, 9)]);
  });

  test('is never shorter than by items or by raters alone, and names change nothing', () => {
    const { standardError, itemsError, ratersError } = twoWayRate(published, 'items');
    expect(standardError).toBeGreaterThanOrEqual(Math.max(itemsError, ratersError));
    const renamed = { ...published, rater: published.rater.map((code) => 2 - code) };
    expect(twoWayRate(renamed, 'items').standardError).toBeCloseTo(standardError, 14);
  });

  test('items of one cluster that say the same are one item said twice', () => {
    const rows = ['110', '111', '100', '110', '000', '101'];
    const once = twoWayRate(votesOf(rows), 'items');
    const twice = twoWayRate(
      votesOf(rows.flatMap((row) => [row, row])),
      rows.flatMap((_, item) => [item, item]),
    );
    expect(twice.standardError).toBeCloseTo(once.standardError, 12);
    expect(twice.interval.lower).toBeCloseTo(once.interval.lower, 12);
  });

  test('unequal loads count as fewer people', () => {
    const { effectiveRaters, raters } = twoWayRate(votesOf(['11', '1', '0', '1']), 'items');
    // Loads 7/8 and 1/8.
    expect(raters).toBe(2);
    expect(effectiveRaters).toBeCloseTo(1 / (49 / 64 + 1 / 64), 12);
  });

  test('says nothing of one person, of one cluster, and where all say the same', () => {
    expect(twoWayRate(votesOf(['1', '0', '1']), 'items').intervalReason?.code).toBe('one-person');
    expect(twoWayRate(votesOf(['11', '11']), 'items').intervalReason?.code).toBe('no-spread');
    expect(twoWayRate(published, new Int32Array(10)).interval.lower).toBeNaN();
  });

  test('claims from five people, 30 clusters, and ten on the smaller side', () => {
    const rows = Array.from({ length: 40 }, (_, item) => (item % 3 === 0 ? '00111' : '11110'));
    expect(twoWayRate(votesOf(rows), 'items').unclaimed).toEqual([]);
    const codes = twoWayRate(published, 'items').unclaimed.map(({ code }) => code);
    expect(codes).toEqual(['few-raters-drawn', 'few-clusters', 'few-clusters-of-rarer-outcome']);
  });

  test.each([
    [{ ...published, value: published.value.map(() => 2) }, 'values in [0, 1]'],
    [{ ...published, raterCount: 2 }, 'rater codes below 2'],
    [{ ...published, itemStart: Int32Array.of(0, 0, 30) }, 'a vote on every item'],
    [{ ...published, value: new Float64Array(3) }, 'for each vote'],
  ])('refuses votes that do not fit (%#)', (votes, words) => {
    expect(() => twoWayRate(votes, 'items')).toThrow(words);
  });
});

describe('leniency', () => {
  test('ten items by three people: statistic, p and variance computed elsewhere', () => {
    const { statistic, degreesOfFreedom, pValue, variance, spread } = leniency(published);
    expect(statistic).toBeCloseTo(5.428571, 6);
    expect(degreesOfFreedom).toBe(2);
    expect(pValue).toBeCloseTo(0.066252, 6);
    expect(variance).toBeCloseTo(0.044444, 6);
    expect(spread).toBeCloseTo(Math.sqrt(2 / 45), 9);
  });

  test('dealt anew the p of few votes is near what counting all deals gives', () => {
    // Three items of two people who differ: all deals are 2³, and 2 of them reach as far.
    const votes = votesOf(['10', '10', '10']);
    expect(leniency(votes, { random: createRandom(1) }).pValue).toBeGreaterThan(0.25 - 4 * 0.02);
    expect(leniency(votes, { random: createRandom(1) }).pValue).toBeLessThan(0.25 + 4 * 0.02);
  });

  test('unequal votes: raters who never meet are no degree of freedom, and items of one mind tell nothing', () => {
    expect(leniency(votesOf(['10--', '01--', '--10', '--10'])).degreesOfFreedom).toBe(2);
    expect(leniency(votesOf(['11--', '10--', '--11', '--00'])).degreesOfFreedom).toBe(1);
    expect(leniency(votesOf(['1-', '-0'])).statistic).toBeNaN();
  });

  test('a design with gaps: the statistic is that of the matrix by hand', () => {
    // Items ab, bc, each of votes 1 and 0: s² = ½. V = ½ [[½, −½, 0], [−½, 1, −½], [0, −½, ½]], d = (½, 0,
    // −½). V x = d for x = (2, 0, −2), so d′ x = 2.
    expect(leniency(votesOf(['10-', '-10'])).statistic).toBeCloseTo(2, 12);
  });
});
