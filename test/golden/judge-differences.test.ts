import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { maxT } from '../../src/stats/comparison/max-t.ts';
import { pairedDifference } from '../../src/stats/comparison/paired-difference.ts';
import { tangoInterval } from '../../src/stats/comparison/tango.ts';

// Written by scripts/golden/judge-differences.py; library versions and seed are in the file.
interface TangoCase {
  onlyFirst: number;
  onlySecond: number;
  items: number;
  level: number;
  ends: [number, number];
}
interface PairCase {
  first: number[];
  second: number[];
  cluster: number[];
  level: number;
  value: number;
  standardError: number;
  ends: [number, number];
}
interface MaxTCase {
  judges: number;
  squares?: number[];
  degreesOfFreedom: number | null;
  level: number;
  criticalValue: number;
}
const golden = JSON.parse(readFileSync(new URL('judge-differences.json', import.meta.url), 'utf8')) as {
  tango: TangoCase[];
  single: PairCase[];
  equal: PairCase[];
  unequal: PairCase[];
  range: MaxTCase[];
  maxT: MaxTCase[];
};

test.each(golden.tango)(
  'Tango by a likelihood that is maximized numerically: $onlyFirst and $onlySecond of $items',
  ({ onlyFirst, onlySecond, items, level, ends }) => {
    const { lower, upper } = tangoInterval(onlyFirst, onlySecond, items, level);
    // The reference maximizes by search, whose optimum is flat: 1e-8 is what it is good for.
    expect(lower).toBeCloseTo(ends[0], 7);
    expect(upper).toBeCloseTo(ends[1], 7);
  },
);

describe.each([
  ['scipy, shares on single items', golden.single],
  ['statsmodels, clusters of one size', golden.equal],
  ['numpy, clusters of any size', golden.unequal],
] as const)('%s', (_, cases) => {
  test.each(cases.map((one) => [one.first.length, one] as const))('%i items', (__, wanted) => {
    const difference = pairedDifference(wanted, { level: wanted.level });
    // Closed forms.
    expect(difference.value).toBeCloseTo(wanted.value, 12);
    expect(difference.standardError).toBeCloseTo(wanted.standardError, 11);
    expect(difference.interval.lower).toBeCloseTo(wanted.ends[0], 10);
    expect(difference.interval.upper).toBeCloseTo(wanted.ends[1], 10);
    expect(difference.interval.method).toBe('t, by cluster');
  });
});

test.each(golden.range)(
  'max-t of $judges judges that differ alike is the studentized range, $degreesOfFreedom degrees of freedom',
  ({ judges, degreesOfFreedom, level, criticalValue }) => {
    const squares = new Float64Array(judges * judges).map((_, at) =>
      Math.floor(at / judges) === at % judges ? 0 : 1,
    );
    const found = maxT(squares, judges, { level, degreesOfFreedom: degreesOfFreedom! });
    // 4,000 directions of up to nine dimensions.
    expect(Math.abs(found / criticalValue - 1)).toBeLessThan(0.001);
  },
);

test.each(golden.maxT)(
  'max-t of $judges judges by draws, $degreesOfFreedom degrees of freedom',
  ({ judges, squares, degreesOfFreedom, level, criticalValue }) => {
    const found = maxT(Float64Array.from(squares!), judges, {
      level,
      degreesOfFreedom: degreesOfFreedom ?? Infinity,
    });
    // The standard error of the quantile of eight million draws is .0007.
    expect(Math.abs(found - criticalValue)).toBeLessThan(0.003);
  },
);
