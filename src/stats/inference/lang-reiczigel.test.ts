import { notice } from '../numeric/estimate.ts';
import { expect, test } from 'vitest';
import { type ErrorRateCounts, langReiczigelInterval } from './lang-reiczigel.ts';

const counts: ErrorRateCounts = {
  positives: 400,
  total: 1000,
  specificity: 0.7,
  specificityTrials: 200,
  sensitivity: 0.9,
  sensitivityTrials: 200,
};

test('langReiczigelInterval gives the published example of [lee-2025]', () => {
  const { lower, upper, level, method } = langReiczigelInterval(counts);
  expect(lower).toBeCloseTo(0.056351, 6);
  expect(upper).toBeCloseTo(0.262733, 6);
  expect([level, method]).toEqual([0.95, 'Lang-Reiczigel']);
});

test('langReiczigelInterval with unequal trials, another level, and an end beyond 0', () => {
  // The formula in numpy and scipy: 1e-12, for it is closed.
  const beyond = langReiczigelInterval({
    positives: 30,
    total: 100,
    specificity: 0.75,
    specificityTrials: 12,
    sensitivity: 0.7,
    sensitivityTrials: 20,
    level: 0.9,
  });
  expect(beyond.lower).toBe(0);
  expect(beyond.upper).toBeCloseTo(0.4900316844013639, 12);
  const inside = langReiczigelInterval({
    positives: 44,
    total: 80,
    specificity: 0.8,
    specificityTrials: 37,
    sensitivity: 0.7,
    sensitivityTrials: 20,
    level: 0.8,
  });
  expect(inside.lower).toBeCloseTo(0.4821026414162993, 12);
  expect(inside.upper).toBeCloseTo(0.9865949795575727, 12);
  expect(inside.standardError).toBeCloseTo(0.19682873155669212, 12);
});

test('langReiczigelInterval is the whole range, with a reason, for a judge no better than chance', () => {
  for (const sensitivity of [0.3, 0.25]) {
    const { lower, upper, standardError, reason } = langReiczigelInterval({ ...counts, sensitivity });
    expect([lower, upper, standardError]).toEqual([0, 1, NaN]);
    expect(reason).toEqual(notice('chance-after-smoothing'));
  }
});

test('langReiczigelInterval is the whole range, with a reason and not one point, where all of it lies beyond 0 or 1', () => {
  for (const [positives, beyond] of [
    [100, 'below'],
    [990, 'above'],
  ] as const) {
    const { lower, upper, reason } = langReiczigelInterval({ ...counts, positives });
    expect([beyond, lower, upper]).toEqual([beyond, 0, 1]);
    expect(reason).toEqual(notice('misfit-interval'));
  }
});

test('langReiczigelInterval refuses what is no count, share or level', () => {
  expect(() => langReiczigelInterval({ ...counts, positives: 1001 })).toThrow(
    'requires positives in [0, total]; received 1001 of 1000',
  );
  expect(() => langReiczigelInterval({ ...counts, positives: 0, total: 0 })).toThrow('received 0 of 0');
  expect(() => langReiczigelInterval({ ...counts, specificity: NaN })).toThrow(
    'requires a specificity in [0, 1]; received NaN',
  );
  expect(() => langReiczigelInterval({ ...counts, sensitivity: 1.2 })).toThrow(
    'requires a sensitivity in [0, 1]; received 1.2',
  );
  expect(() => langReiczigelInterval({ ...counts, sensitivityTrials: 0 })).toThrow(
    'requires trials above 0; received 200 and 0',
  );
  expect(() => langReiczigelInterval({ ...counts, level: 95 })).toThrow(
    'requires a level in (0, 1); received 95',
  );
});
