/** A judge without probabilities, asked in both orders: what changes with the order counts, and is said. */
import { expect, test } from 'vitest';
import { readStudy } from '../../data/index.ts';
import { type Analysis, calibrate } from '../index.ts';

/**
 * 60 pairs that two people call A: on 36 the judge says A twice, on 20 whichever was first, on 4 the other.
 */
async function analyzed(kind: 'human' | 'reference'): Promise<Analysis> {
  const rows = ['item,rater,kind,label,order', `last,ann,${kind},B,`, `last,bo,${kind},B,`];
  for (let item = 0; item < 60; item++) {
    const [inFirst, inSecond] = item < 36 ? ['A', 'A'] : item < 56 ? ['A', 'B'] : ['B', 'A'];
    rows.push(`${item},ann,${kind},A,`, `${item},bo,${kind},A,`);
    rows.push(`${item},gpt,judge,${inFirst},A`, `${item},gpt,judge,${inSecond},B`);
  }
  const file = { name: 'r.csv', open: () => [new TextEncoder().encode(`${rows.join('\n')}\n`)] };
  return calibrate(await readStudy([file], {}), { version: 'test', replicates: 200 }).analysis;
}

test('items on which the orders disagree count half, beside a consistency rate and both flips', async () => {
  const { judges, warnings, answers } = await analyzed('human');
  const { agreement, orders, items, labeledItems, differences } = judges[0];
  expect({ items, labeledItems, compared: differences.of }).toEqual({
    items: 60,
    labeledItems: 60,
    compared: 60,
  });
  expect(agreement.judgeOnCeilingItems).toMatchObject({ value: (36 + 24 / 2) / 60, n: 60 });
  expect(agreement.judgeWithPerson.value).toBe(0.8);
  expect(agreement.silence).toMatchObject({ withoutLabel: 0, asDisagreement: null });
  expect(orders).toMatchObject({
    items: 60,
    itemsWithBoth: 60,
    consistency: { value: 0.6, n: 60 },
    flips: { toFirst: 20, toSecond: 4, other: 0, leanToFirst: { value: 20 / 24 } },
    bias: { reason: { code: 'judge-gives-no-probabilities' } },
  });
  expect(orders!.bias.value).toBeNaN();
  expect(orders!.consistency.interval.lower).toBeLessThan(0.6);
  expect(warnings.map(({ code }) => code)).toContain('side-bias-of-labels');
  expect(warnings.find(({ code }) => code === 'order-inconsistent')!.facts.items).toBe(24);
  expect(answers[0].text).toMatch(
    /^80% \(.*Asked in both orders it gives the same label on 60% \(47% to 72%\) of 60 items; the others agree half with either label: 20 went to whichever side was shown first, 4 to the second\.$/,
  );
});

test('so do they beside references', async () => {
  const { judges } = await analyzed('reference');
  expect(judges[0].againstReference).toMatchObject({ value: 0.8, n: 60, withoutLabel: 0 });
});
