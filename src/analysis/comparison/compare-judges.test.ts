import { expect, test } from 'vitest';
import { readStudy } from '../../data/index.ts';
import { type Analysis, calibrate, compareStudy } from '../index.ts';

type Comparison = NonNullable<Analysis['comparison']>;

/**
 * One person says A of every item; a judge's line says what it answered: `A`, `B`, `.` no label, `-` no row.
 */
async function compared(
  judges: Readonly<Record<string, string>>,
  { clusterOf = 1, kind = 'human' }: { clusterOf?: number; kind?: string } = {},
): Promise<Comparison> {
  const rows = ['item,rater,kind,label,status,cluster'];
  const items = Math.max(...Object.values(judges).map((line) => line.length));
  for (let item = 0; item < items; item++) {
    const group = Math.floor(item / clusterOf);
    rows.push(`${item},ann,${kind},A,,${group}`);
    for (const [judge, line] of Object.entries(judges)) {
      if (line[item] === '-') continue;
      const label = line[item] === '.' ? '' : line[item];
      rows.push(`${item},${judge},judge,${label},${label === '' ? 'abstain' : ''},${group}`);
    }
  }
  // What the other label is has to be known; no judge has a row on it.
  rows.push(`last,ann,${kind},B,,last`);
  const file = { name: 'r.csv', open: () => [new TextEncoder().encode(`${rows.join('\n')}\n`)] };
  const study = await readStudy([file]);
  const found = compareStudy(study, { version: 'test' }).comparison;
  expect(calibrate(study, { version: 'test', replicates: 100 }).analysis.comparison).toEqual(found);
  return found;
}

test('two judges: the figures of Tango, the better one first whatever their names', async () => {
  // METHODS' golden value: 10 and 2 of 50.
  const better = `${'A'.repeat(10)}${'B'.repeat(2)}${'A'.repeat(38)}`;
  const worse = `${'B'.repeat(10)}${'A'.repeat(2)}${'A'.repeat(38)}`;
  for (const [first, second] of [
    ['x', 'y'],
    ['y', 'x'],
  ]) {
    const { pairs, judges, items, otherItems } = await compared({ [first]: better, [second]: worse });
    expect({ items, otherItems }).toEqual({ items: 50, otherItems: 0 });
    expect(judges).toEqual([
      { name: first, agreement: 48 / 50, withoutLabel: 0, best: 1, worst: 1 },
      { name: second, agreement: 40 / 50, withoutLabel: 0, best: 2, worst: 2 },
    ]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({
      first,
      second,
      onlyFirst: 10,
      onlySecond: 2,
      claimed: true,
      finding: 'first',
    });
    expect(pairs[0].difference.value).toBeCloseTo(0.16, 12);
    expect(pairs[0].difference.interval.lower).toBeCloseTo(0.02806, 5);
    expect(pairs[0].difference.interval.upper).toBeCloseTo(0.3005, 5);
    expect(pairs[0].text).toBe(
      `+16 points (+2.8 to +30 points): ${first} agrees with one person more often than ${second}, ` +
        'on the same 50 items (96% and 80%).',
    );
  }
});

test('no label is disagreement; an item without a row of one of them is left out for both', async () => {
  const { pairs, items, otherItems, judges } = await compared({
    one: `${'A'.repeat(40)}${'.'.repeat(10)}${'-'.repeat(10)}`,
    two: 'A'.repeat(60),
  });
  expect({ items, otherItems }).toEqual({ items: 50, otherItems: 10 });
  expect(judges.map(({ name, withoutLabel }) => [name, withoutLabel])).toEqual([
    ['two', 0],
    ['one', 10],
  ]);
  expect(pairs[0].difference.value).toBeCloseTo(0.2, 12);
  expect(pairs[0].text).toContain('one gave no label on 10 items: that counts as disagreement.');
});

test('where the interval is not claimed there is no verdict and no rank, and the text says why', async () => {
  const { pairs, judges } = await compared({ one: 'A'.repeat(30), two: `A${'B'.repeat(29)}` });
  expect(pairs[0]).toMatchObject({ claimed: false, finding: 'unclear' });
  expect(pairs[0].difference.interval.lower).toBeGreaterThan(0);
  expect(pairs[0].text).toContain('Undecided: only 30 items compared; this interval is tested from 50');
  expect(judges.map(({ best, worst }) => [best, worst])).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('items of one cluster are not independent', async () => {
  const lines = { one: 'A'.repeat(400), two: 'AAAAAAAABBBBAAAA'.repeat(25) };
  const [alone, inClusters] = [await compared(lines), await compared(lines, { clusterOf: 4 })];
  expect(alone.pairs[0].difference.value).toBe(inClusters.pairs[0].difference.value);
  expect(alone.pairs[0].difference.counts.clusters).toBe(400);
  expect(inClusters.pairs[0].difference.counts.clusters).toBe(100);
  expect(inClusters.pairs[0].difference.standardError).toBeGreaterThan(
    1.8 * alone.pairs[0].difference.standardError,
  );
});

test('of three judges every pair is there, and ranks follow what was found', async () => {
  const { judges, pairs } = await compared({
    a: 'A'.repeat(100),
    b: `${'A'.repeat(97)}BBB`,
    c: 'AB'.repeat(50),
  });
  expect(pairs.map(({ first, second, finding }) => [first, second, finding])).toEqual([
    ['a', 'b', 'unclear'],
    ['a', 'c', 'first'],
    ['b', 'c', 'first'],
  ]);
  expect(judges.map(({ name, best, worst }) => [name, best, worst])).toEqual([
    ['a', 1, 2],
    ['b', 1, 2],
    ['c', 3, 3],
  ]);
});

test('without an item of all judges nothing is compared, and what to do is said', async () => {
  const found = await compared({
    one: `${'A'.repeat(5)}${'-'.repeat(5)}`,
    two: `${'-'.repeat(5)}${'A'.repeat(5)}`,
  });
  expect(found).toMatchObject({
    items: 0,
    otherItems: 10,
    pairs: [],
    judges: [],
    reason: { code: 'no-item-of-all-judges' },
    fix: { code: 'ask-the-same-items' },
  });
});

test('beside references alone the sentence speaks of references', async () => {
  const { against, pairs } = await compared(
    { one: 'A'.repeat(60), two: 'AB'.repeat(30) },
    { kind: 'reference' },
  );
  expect(against).toBe('references');
  expect(pairs[0].text).toContain('one gives the reference label more often than two');
});
