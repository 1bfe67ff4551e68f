import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clusteredShare } from '../../src/stats/clusters/clustered-share.ts';

// Written by scripts/golden/clustered-share.py; library versions and seed are in the file.
interface Case {
  part: number[];
  whole: number[];
  level: number;
  value: number;
  standardError: number;
  effectiveClusters: number;
  ends: [number, number];
}
const golden = JSON.parse(readFileSync(new URL('clustered-share.json', import.meta.url), 'utf8')) as Record<
  'equal' | 'unequal',
  Case[]
>;

describe.each([
  ['statsmodels, clusters of one size', golden.equal],
  ['numpy, clusters of any size', golden.unequal],
] as const)('%s', (_, cases) => {
  test.each(cases.map((one) => [one.part.length, one] as const))('%i clusters', (clusters, wanted) => {
    const share = clusteredShare(wanted.part, wanted.whole, { level: wanted.level });
    // Closed forms; the fit of statsmodels ends within 1e-10.
    expect(share.value).toBeCloseTo(wanted.value, 12);
    expect(share.standardError).toBeCloseTo(wanted.standardError, 9);
    expect(share.effectiveClusters).toBeCloseTo(wanted.effectiveClusters, 9);
    expect(share.interval.lower).toBeCloseTo(wanted.ends[0], 9);
    expect(share.interval.upper).toBeCloseTo(wanted.ends[1], 9);
    expect(share.clusters).toBe(clusters);
  });
});
