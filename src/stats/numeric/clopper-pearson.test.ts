import { expect, test } from 'vitest';
import { clopperPearson } from './clopper-pearson.ts';
import { InputError } from './errors.ts';

/** P(X ≤ successes) of a binomial, by its plain sum. */
function binomialCdf(successes: number, trials: number, probability: number): number {
  let term = (1 - probability) ** trials;
  let sum = term;
  for (let x = 1; x <= successes; x++) {
    term *= ((trials - x + 1) / x) * (probability / (1 - probability));
    sum += term;
  }
  return sum;
}

test('clopperPearson ends where a tail of the binomial holds half of what the level leaves', () => {
  for (const [successes, trials, level] of [
    [4, 20, 0.95],
    [1, 7, 0.9],
    [29, 30, 0.99],
  ] as const) {
    const { lower, upper } = clopperPearson(successes, trials, level);
    // Both tails are smooth in the ends; 1e-9 is the beta quantile's accuracy.
    expect(1 - binomialCdf(successes - 1, trials, lower)).toBeCloseTo((1 - level) / 2, 9);
    expect(binomialCdf(successes, trials, upper)).toBeCloseTo((1 - level) / 2, 9);
  }
});

test('clopperPearson without failures has the closed form (tail)^(1 / trials) and ends at 1', () => {
  const { lower, upper, level, method } = clopperPearson(10, 10);
  expect(lower).toBeCloseTo(0.025 ** 0.1, 10);
  expect([upper, level, method]).toEqual([1, 0.95, 'Clopper-Pearson']);
  expect(clopperPearson(0, 10).upper).toBeCloseTo(1 - lower, 10);
  expect(clopperPearson(0, 10).lower).toBe(0);
});

test('clopperPearson of no trials is the whole range', () => {
  expect(clopperPearson(0, 0)).toMatchObject({ lower: 0, upper: 1 });
});

test('clopperPearson takes a fraction of a success and lies between its whole neighbors', () => {
  const between = clopperPearson(2.5, 10);
  expect(between.lower).toBeGreaterThan(clopperPearson(2, 10).lower);
  expect(between.upper).toBeLessThan(clopperPearson(3, 10).upper);
});

test('clopperPearson refuses what is no count of successes, trials or level', () => {
  expect(() => clopperPearson(3, 2)).toThrow(
    new InputError('clopperPearson requires successes in [0, trials]; received 3 of 2'),
  );
  expect(() => clopperPearson(NaN, 2)).toThrow(InputError);
  expect(() => clopperPearson(1, 2.5)).toThrow(
    'clopperPearson requires a whole number of trials; received 2.5',
  );
  expect(() => clopperPearson(1, 2, 95)).toThrow('clopperPearson requires a level in (0, 1); received 95');
});
