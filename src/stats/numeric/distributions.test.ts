import { expect, test } from 'vitest';
import { fisherCdf, normalCdf, normalQuantile, studentCdf, studentQuantile } from './distributions.ts';
import { InputError } from './errors.ts';

test('studentQuantile with one degree of freedom is the Cauchy quantile, far into the tail', () => {
  // −cot(π p), which keeps its digits where the tangent of π (p − ½) has none left.
  for (const p of [1e-100, 1e-9, 0.025, 0.3, 0.75])
    expect(studentQuantile(p, 1) * -Math.tan(Math.PI * p)).toBeCloseTo(1, 12);
});

test('studentQuantile with two degrees of freedom has a closed form', () => {
  for (const p of [1e-6, 0.05, 0.4, 0.9])
    expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) / Math.sqrt(2 * p * (1 - p)), 8);
});

test('studentQuantile becomes the normal quantile, without a step where one takes over from the other', () => {
  for (const p of [0.0005, 0.025, 0.4999, 0.5, 0.975]) {
    expect(studentQuantile(p, Infinity)).toBe(normalQuantile(p));
    expect(studentQuantile(p, 1e12)).toBe(normalQuantile(p));
    expect(studentQuantile(p, 1e8)).toBeCloseTo(normalQuantile(p), 6);
  }
});

test('studentQuantile ends at both infinities and refuses what is no probability or no degrees of freedom', () => {
  expect([studentQuantile(0, 5), studentQuantile(1, 5), studentQuantile(0.5, 5)]).toEqual([
    -Infinity,
    Infinity,
    0,
  ]);
  expect(() => studentQuantile(1.2, 5)).toThrow(
    new InputError('studentQuantile requires a probability in [0, 1]; received 1.2'),
  );
  expect(() => studentQuantile(0.5, 0.5)).toThrow(
    new InputError('studentQuantile requires at least 1 degree of freedom; received 0.5'),
  );
  expect(() => studentQuantile(0.5, NaN)).toThrow(InputError);
});

test('studentCdf undoes the quantile, and becomes the normal', () => {
  for (const degrees of [1, 2, 7.5, 29, 1e6])
    for (const p of [1e-9, 0.00025, 0.1, 0.5, 0.8])
      expect(studentCdf(studentQuantile(p, degrees), degrees) / p).toBeCloseTo(1, 8);
  expect(studentCdf(-2, 1e7)).toBeCloseTo(normalCdf(-2), 7);
  expect(studentCdf(-2, Infinity)).toBe(normalCdf(-2));
  expect([studentCdf(-Infinity, 5), studentCdf(Infinity, 5)]).toEqual([0, 1]);
  expect(() => studentCdf(0, 0)).toThrow(
    new InputError('studentCdf requires positive degrees of freedom; received 0'),
  );
});

test('fisherCdf agrees with scipy, and is chi-squared over its degrees in the limit', () => {
  // scipy 1.17.1: f.cdf and chi2.cdf.
  expect(fisherCdf(2.5, 3, 12)).toBeCloseTo(0.8908452876049937, 12);
  expect(fisherCdf(0.3, 1, 1)).toBeCloseTo(0.3190057200399771, 12);
  expect(fisherCdf(7.8 / 3, 3, Infinity)).toBeCloseTo(0.9496689021401467, 6);
  expect([fisherCdf(0, 3, 12), fisherCdf(-1, 3, 12)]).toEqual([0, 0]);
  expect(fisherCdf(NaN, 3, 12)).toBeNaN();
  expect(() => fisherCdf(1, 0, 12)).toThrow('requires positive degrees of freedom; received 0 and 12');
});
