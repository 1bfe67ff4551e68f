import { describe, expect, test } from 'vitest';
import { readStudy } from '../../data/index.ts';
import { type EstimateAnalysis, estimateRates } from '../estimate.ts';

type DrawCheck = NonNullable<EstimateAnalysis['rates'][number]['drawCheck']>;

/** What a judge says of an item: a label, and how sure it is; null: it abstains. */
type Says = (item: number) => readonly [label: string, confidence?: number] | null;

/** 1,000 items of which the first 50 are labeled. Of each judge its check of the draw. */
async function checks(
  judges: Readonly<Record<string, Says>>,
  labels = 2,
  clusterSize = 1,
): Promise<DrawCheck[]> {
  const names = ['Fail', 'Pass', 'Unclear'].slice(0, labels);
  const none = ','.repeat(labels - 1);
  const rows = [`item,rater,kind,label,status,cluster,${names.map((name) => `prob_${name}`).join(',')}`];
  for (let item = 0; item < 1000; item++) {
    const cluster = Math.floor(item / clusterSize);
    if (item < 50) rows.push(`${item},ann,human,${names[item % labels]},,${cluster},${none}`);
    for (const [judge, says] of Object.entries(judges)) {
      const said = says(item);
      if (said === null) rows.push(`${item},${judge},judge,,abstain,${cluster},${none}`);
      else {
        const [label, sure] = said;
        const rest = (1 - (sure ?? 0)) / (labels - 1);
        const probabilities =
          sure === undefined ? none : names.map((name) => (name === label ? sure : rest)).join(',');
        rows.push(`${item},${judge},judge,${label},,${cluster},${probabilities}`);
      }
    }
  }
  const file = { name: 'r.csv', open: () => [new TextEncoder().encode(`${rows.join('\n')}\n`)] };
  const study = await readStudy([file], { selection: 'random' });
  return estimateRates(study, { version: 'test', pass: ['Pass'] }).rates.map(({ drawCheck }) => drawCheck!);
}

/** Of 50 labeled items so many, and half of the others. */
const higher =
  (count: number) =>
  (item: number): boolean =>
    item < 50 ? item < count : item % 2 === 0;
const passes =
  (count: number): Says =>
  (item) => [higher(count)(item) ? 'Pass' : 'Fail'];
/** Verdicts alike on both sides; sure of so many. */
const sureOf =
  (count: number): Says =>
  (item) => [item % 2 === 0 ? 'Pass' : 'Fail', higher(count)(item) ? 0.99 : 0.95];

// The p-value of 37 of 50 is 0.00128, that of 38 is 0.00044, that of 39 is 0.00014.
test('verdicts: of one comparison doubt begins below 0.001', async () => {
  expect(await checks({ gpt: passes(37) })).toEqual([{ compared: ['verdicts'] }]);
  const [{ compared, doubt }] = await checks({ gpt: passes(38) });
  expect(compared).toEqual(['verdicts']);
  expect(doubt!.text).toContain(
    'the labeled items do not look drawn at random: gpt says Pass on 76% of them and on 50% of the others',
  );
});

test('all comparisons of all judges share one in a thousand, and a doubt is one of the labels', async () => {
  // 0.00044 is doubted by two comparisons, and not by three: below 0.00033.
  const doubted = await checks({ one: passes(38), two: passes(25) });
  expect(doubted.map(({ doubt }) => doubt?.facts.judge)).toEqual(['one', 'one']);
  const spared = await checks({ one: passes(38), two: passes(25), three: passes(25) });
  expect(spared.map(({ doubt }) => doubt)).toEqual([undefined, undefined, undefined]);
  const again = await checks({ one: passes(39), two: passes(25), three: passes(25) });
  expect(again.map(({ doubt }) => doubt?.facts.judge)).toEqual(['one', 'one', 'one']);
});

test('confidence is looked at where verdicts are balanced', async () => {
  expect(await checks({ gpt: sureOf(30) })).toEqual([{ compared: ['verdicts', 'confidence'] }]);
  const [{ compared, doubt }] = await checks({ gpt: sureOf(42) });
  expect(compared).toEqual(['verdicts', 'confidence']);
  expect(doubt!.text).toContain('gpt is 98% sure of its label on them and 97% on the others');
});

test('of three labels each is a mark: a choice of one that does not pass is seen', async () => {
  // Half of what it says is Pass on either side; of the rest the labeled ones are mostly Unclear.
  const says: Says = (item) => [item % 2 === 0 ? 'Pass' : item < 50 || item % 10 === 1 ? 'Unclear' : 'Fail'];
  const [{ doubt }] = await checks({ gpt: says }, 3);
  expect(doubt!.facts).toMatchObject({ compared: 'verdicts', of: 'Fail', labeled: 0 });
});

describe('silence', () => {
  const answers =
    (count: number): Says =>
    (item) =>
      higher(count)(item) ? [item % 4 < 2 ? 'Pass' : 'Fail'] : null;

  test('is compared where some items have no verdict, and comes first', async () => {
    expect(await checks({ gpt: answers(37) })).toEqual([{ compared: ['silence', 'verdicts'] }]);
    const [{ doubt }] = await checks({ gpt: answers(38) });
    expect(doubt!.text).toContain('gpt gives a verdict on 76% of them and on 50% of the others');
    expect(doubt!.text).toContain('give them a row with the status not_asked');
  });

  test('where every labeled item and hardly another has a verdict, the labels are no draw from all items', async () => {
    const [{ doubt }] = await checks({
      gpt: (item) => (item < 90 ? [item % 2 === 0 ? 'Pass' : 'Fail'] : null),
    });
    expect(doubt!.facts).toMatchObject({ compared: 'silence', labeled: 1, others: 40 / 950 });
  });
});

test('clusters that say the same are one piece of evidence each', async () => {
  // Five labeled clusters of ten, of 100 that are all Pass or all Fail: by items 0 of 50 would be one in
  // 10¹⁵.
  const says: Says = (item) => [Math.floor(item / 10) % 2 === 0 || item < 50 ? 'Fail' : 'Pass'];
  expect((await checks({ gpt: says }, 2, 10))[0].doubt).toBeUndefined();
  expect((await checks({ gpt: says }))[0].doubt).toBeDefined();
});
