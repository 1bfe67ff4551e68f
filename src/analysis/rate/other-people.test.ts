import { describe, expect, test } from 'vitest';
import { type Selection, type Study, readStudy } from '../../data/index.ts';
import { createRandom } from '../../stats/index.ts';
import { calibrate } from '../calibrate.ts';

interface Shape {
  readonly people: number;
  readonly items: number;
  /** How many label each item: in turn. */
  readonly each: number;
  /** One person in two passes nearly everything, the others half of it. */
  readonly lenient?: boolean;
  /** How often the others pass an item. */
  readonly pass?: number;
  readonly selection?: Selection;
}

async function study({ people, items, each, lenient = false, pass = 0.5, selection }: Shape): Promise<Study> {
  const random = createRandom('other people');
  const rows = ['item,rater,kind,label'];
  for (let item = 0; item < items; item++) {
    for (let one = 0; one < each; one++) {
      const person = (item + one) % people;
      const label = random.next() < (lenient && person % 2 === 0 ? 0.9 : pass) ? 'Pass' : 'Fail';
      rows.push(`i${item},p${person},human,${label}`);
    }
    rows.push(`i${item},gpt,judge,${random.next() < 0.5 ? 'Pass' : 'Fail'}`);
  }
  const text = `${rows.join('\n')}\n`;
  return readStudy(
    [{ name: 'ratings.csv', open: () => [new TextEncoder().encode(text)] }],
    selection === undefined ? {} : { selection },
  );
}

async function rateOf(shape: Shape) {
  const { analysis } = calibrate(await study(shape), {
    version: 'test',
    seed: 1,
    replicates: 100,
    pass: ['Pass'],
  });
  const answer = analysis.answers.find(({ question }) => question === 4)!;
  return { rate: analysis.rates[0], text: answer.text };
}

describe('the rate for other people', () => {
  test('people who pass unlike one another make it wider than theirs, and the test of leniency sees them', async () => {
    const { rate, text } = await rateOf({ people: 6, items: 200, each: 3, lenient: true });
    const { estimate, people, effectivePeople, leniency } = rate.otherPeople!;
    expect(estimate.value).toBeCloseTo(rate.humanOnly.value, 12);
    const width = ({ interval }: typeof estimate): number => interval.upper - interval.lower;
    expect(width(estimate)).toBeGreaterThan(2 * width(rate.humanOnly));
    expect([people, estimate.n, estimate.counts.labels]).toEqual([6, 200, 600]);
    expect(effectivePeople).toBeCloseTo(6, 2);
    expect(leniency.pValue).toBeLessThan(0.001);
    // Half of them pass .9 and half .5: a standard deviation of .22.
    expect(leniency.spread).toBeGreaterThan(0.12);
    expect(leniency.spread).toBeLessThan(0.32);
    expect(text).toContain('These figures hold for the 6 people who labeled; for other people like them');
    expect(text).not.toContain('with care');
  });

  test('is not there with four people, nor of a calibration set', async () => {
    expect((await rateOf({ people: 4, items: 60, each: 2 })).rate.otherPeople).toBeNull();
    const { rate } = await rateOf({ people: 6, items: 60, each: 2, selection: 'separate' });
    expect(rate.otherPeople).toBeNull();
  });

  test('with fewer than five votes a person nobody is said to differ or not to', async () => {
    const { rate } = await rateOf({ people: 40, items: 80, each: 2 });
    expect(rate.otherPeople!.leniency).toEqual({ spread: NaN, pValue: NaN });
    expect(rate.otherPeople!.estimate.interval.lower).toBeGreaterThan(0);
  });

  test('an interval that is not claimed is not said without its caution', async () => {
    // Wilson's interval claims from 50 items, whatever the rate; over people ten of the rarer outcome are
    // wanted.
    const { rate, text } = await rateOf({ people: 5, items: 80, each: 1, pass: 0.95 });
    expect(rate.claimed).toBe(true);
    const [caution] = rate.otherPeople!.estimate.warnings;
    expect(caution.code).toBe('few-clusters-of-rarer-outcome');
    expect(text).toContain(`Take that one with care: ${caution.text}.`);
  });
});
