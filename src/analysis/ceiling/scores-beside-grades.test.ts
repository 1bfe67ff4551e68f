/** Scores with decimals beside grades: the figures by hand, and where they are not told. */
import { expect, test } from 'vitest';
import { readStudy, type Study } from '../../data/index.ts';
import { peopleView } from '../views/people-view.ts';
import type { ScoresBesideGrades } from '../words/sentences/refusals.ts';
import { scoresBesideGrades } from './scores-beside-grades.ts';

/** Forty items that two people grade alike from 1 to 5; `scores`: the judge's, in turn. */
async function study(scores: readonly number[], items = 40): Promise<Study> {
  const rows = Array.from({ length: items }, (_, at) => {
    const grade = (at % 5) + 1;
    return `${at},ann,${grade}\n${at},bo,${grade}\n${at},j,${scores[at % scores.length]}`;
  });
  const text = `item,rater,label\n${rows.join('\n')}\n`;
  return readStudy([{ name: 'r.csv', open: () => [Buffer.from(text)] }], {
    raters: { j: { kind: 'judge' } },
  });
}

async function beside(scores: readonly number[], items?: number): Promise<ScoresBesideGrades | undefined> {
  const read = await study(scores, items);
  expect(read.setAside.map(({ code }) => code)).toEqual(['scores']);
  return scoresBesideGrades({ study: read, people: peopleView(read) }, read.setAside[0]);
}

test('correlation and difference by hand', async () => {
  const found = await beside([1.5, 2.5, 3.5, 4.5, 4.51]);
  // Grades 1 to 5 and these scores: products 8.02, squares 10 and 6.82408; differences .5 four times, −.49.
  expect(found?.items).toBe(40);
  expect(found?.correlation).toBeCloseTo(8.02 / Math.sqrt(10 * 6.82408), 9);
  expect(found?.difference).toBeCloseTo(0.302, 12);
  const error = (0.99 * 0.4) / Math.sqrt(39);
  expect(found?.lower).toBeCloseTo(0.302 - 2.0226909 * error, 6);
  expect(found?.upper).toBeCloseTo(0.302 + 2.0226909 * error, 6);
});

test('scores that leave the grades are on another scale: no difference', async () => {
  expect(await beside([15.5, 25.1, 35.5, 45.5, 45.2])).toEqual({
    items: 40,
    correlation: expect.closeTo(79.8 / Math.sqrt(10 * 679.352), 9) as number,
  });
});

test('too few items say nothing', async () => {
  expect(await beside([1.5, 2.5, 3.5, 4.5, 4.51], 19)).toBeUndefined();
});

test('a judge in the study has no scores, and people whose labels are words no grades', async () => {
  const text = Array.from(
    { length: 40 },
    (_, at) => `${at},ann,${at % 2 ? 'good' : 'bad'}\n${at},j,0.${at + 10}`,
  );
  const read = await readStudy(
    [{ name: 'r.csv', open: () => [Buffer.from(`item,rater,label\n${text.join('\n')}\n`)] }],
    { raters: { j: { kind: 'judge' } } },
  );
  expect(read.setAside).toHaveLength(1);
  expect(scoresBesideGrades({ study: read, people: peopleView(read) }, read.setAside[0])).toBeUndefined();
});
