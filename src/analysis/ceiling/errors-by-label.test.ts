/**
 * Which errors a judge makes, on a scale and label by label, and what is said of a judge that says one label.
 */
import { describe, expect, test } from 'vitest';
import { type ReadStudyOptions, readStudy } from '../../data/index.ts';
import { type Analysis, calibrate } from '../index.ts';

async function analyzed(rows: readonly string[], options: ReadStudyOptions = {}): Promise<Analysis> {
  const header = options.scale === undefined ? 'item,rater,kind,label,prob_Fail' : 'item,rater,kind,label';
  const csv = `${[header, ...rows].join('\n')}\n`;
  const study = await readStudy([{ name: 'r.csv', open: () => [new TextEncoder().encode(csv)] }], options);
  return calibrate(study, { version: 'test', replicates: 200 }).analysis;
}

/** 100 items, two people who agree on nine in ten, and a judge. */
function study(judge: (item: number, isFail: boolean) => string, share = 4): string[] {
  return Array.from({ length: 100 }, (_, item) => {
    const isFail = item % share === 0;
    const label = (fails: boolean): string => (fails ? 'Fail' : 'Pass');
    return [
      `${item},ann,human,${label(isFail)},`,
      `${item},bo,human,${label(item % 10 === 1 ? !isFail : isFail)},`,
      `${item},gpt,judge,${judge(item, isFail)},`,
    ];
  }).flat();
}

describe('labels without an order', () => {
  test('how much of each label it finds, beside another person, and in the answer', async () => {
    const { judges, answers, warnings } = await analyzed(
      study((item, isFail) => (isFail && item % 3 > 0 ? 'Fail' : 'Pass')),
    );
    const [fail, pass] = judges[0].agreement.byLabel;
    expect([fail.label, pass.label]).toEqual(['Fail', 'Pass']);
    // ann calls 25 items Fail and bo 35; the judge finds the 16 of both that are no multiple of three.
    expect(fail.judgeAllItems.n).toBe(25 + 35);
    expect(fail.judge.value).toBeCloseTo((2 * 16) / 60, 12);
    expect(pass.judge.value).toBe(1);
    expect(answers[0].text).toContain('gpt finds 53% (');
    expect(answers[0].text).toContain('of what one calls Pass, 100% (');
    expect(answers[0].text).not.toContain('the figure of');
    expect(warnings.map(({ code }) => code)).not.toContain('rubber-stamp');
    expect(judges[0].agreement.measures.map(({ name }) => name)).toContain(
      "Cohen's kappa, judge with one person",
    );
  });

  test('an interval that is not claimed is printed with its caution', async () => {
    const { judges, answers } = await analyzed(study((item) => (item % 10 === 1 ? 'Fail' : 'Pass'), 50));
    const [{ judge }] = judges[0].agreement.byLabel;
    expect(answers[0].text).toMatch(/ Take the figure of Fail with care: [^.]*\.$/);
    expect(answers[0].text).toContain(judge.warnings[0].text);
  });

  test('a rubber stamp is named, whatever its agreement', async () => {
    const { judges, warnings } = await analyzed(study((item) => (item === 50 ? 'Fail' : 'Pass'), 8));
    expect(judges[0].agreement.judgeWithPerson.value).toBeGreaterThan(0.8);
    const stamp = warnings.find(({ code }) => code === 'rubber-stamp')!;
    expect(stamp.facts).toMatchObject({ judge: 'gpt', says: 'Pass', missed: 'Fail' });
    expect(stamp.text).toMatch(
      /^gpt says Pass of nearly everything: it finds .* of what people call Fail, another person /,
    );
  });
});

describe('on a scale', () => {
  const grades = (lift: number): string[] =>
    Array.from({ length: 120 }, (_, item) => {
      const grade = 1 + (item % 5);
      const near = (by: number): number => Math.min(5, Math.max(1, grade + by));
      return [
        `${item},ann,human,${grade}`,
        `${item},bo,human,${near(item % 3 === 0 ? 1 : 0)}`,
        `${item},gpt,judge,${near(item % 2 === 0 ? lift : 0)}`,
      ];
    }).flat();

  test('how much higher than people it scores, in the units of the scale', async () => {
    const { judges, answers } = await analyzed(grades(1), { scale: 'ordinal' });
    const { onScale } = judges[0].agreement;
    const people = (3 + (3 + (32 * 1) / 120)) / 2;
    expect(onScale!.peopleMean).toBeCloseTo(people, 12);
    expect(onScale!.judgeMean).toBeCloseTo(3 + 48 / 120, 12);
    expect(onScale!.difference.value).toBeCloseTo(3 + 48 / 120 - people, 12);
    expect([onScale!.least, onScale!.most]).toEqual([1, 5]);
    expect(answers[0].text).toContain('gpt scores higher than people: +0.27 (');
  });

  test('is not settled where the interval holds 0, or rests on few items that differ', async () => {
    const rows = Array.from({ length: 60 }, (_, item) => {
      const grade = 2 + (item % 3);
      const by = item % 4 === 0 ? 1 : item % 4 === 2 ? -1 : 0;
      return [`${item},ann,human,${grade}`, `${item},gpt,judge,${grade + by}`, `${item},bo,human,${grade}`];
    }).flat();
    const { answers } = await analyzed(rows, { scale: 'ordinal' });
    expect(answers[0].text).toContain('Whether gpt scores high or low is not settled: 0 (');
    const few = await analyzed(grades(1).slice(0, 45), { scale: 'ordinal' });
    expect(few.answers[0].text).toContain('Whether gpt scores high or low is not settled');
  });

  test('names have no mean', async () => {
    const { judges } = await analyzed(study(() => 'Pass'));
    expect(judges[0].agreement.onScale).toBeNull();
  });
});

test('what it says minus how often people agree has an interval', async () => {
  const rows = study((_, isFail) => (isFail ? 'Fail' : 'Pass')).map((row) =>
    row.includes('judge') ? `${row}${row.includes('Fail') ? '0.9' : '0.1'}` : row,
  );
  const { judges, answers } = await analyzed(rows);
  const { gap, before } = judges[0].calibration!;
  expect(gap!.value).toBeCloseTo(before.topConfidence - before.topShare, 12);
  expect(gap!.value).toBeCloseTo(0.9 - 0.95, 12);
  expect(gap!.interval.lower).toBeLessThan(-0.05);
  expect(answers.find(({ question }) => question === 3)!.text).toContain('the gap is −5.0 points (');
});
