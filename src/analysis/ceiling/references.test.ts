/** Gold labels beside a judge: a figure of its own, and nobody's ceiling. */
import { expect, test } from 'vitest';
import { readStudy } from '../../data/index.ts';
import { type Analysis, calibrate } from '../index.ts';

/**
 * 40 items: gold is A on even ones; the judge gives the gold label on 30 of them, and ann and bo always do
 * where they are.
 */
function text(people: boolean): string {
  const rows = Array.from({ length: 40 }, (_, at) => {
    const [gold, other] = at % 2 === 0 ? ['A', 'B'] : ['B', 'A'];
    const judge = `${at},m,judge,${at % 4 === 3 ? other : gold}`;
    return [
      `${at},key,reference,${gold}`,
      judge,
      ...(people ? [`${at},ann,human,${gold}`, `${at},bo,human,${gold}`] : []),
    ].join('\n');
  });
  return `item,rater,kind,label\n${rows.join('\n')}\n`;
}

async function analyzed(ratings: string): Promise<Analysis> {
  const study = await readStudy([{ name: 'r.csv', open: () => [Buffer.from(ratings)] }]);
  return calibrate(study, { version: 'test', replicates: 200 }).analysis;
}

test('with gold alone the judge is scored against it, and question 1 says that people are missing', async () => {
  const { judges, answers, people, rates } = await analyzed(text(false));
  expect(judges[0].againstReference).toMatchObject({ value: 0.75, n: 40 });
  expect(judges[0].againstReference?.interval.lower).toBeGreaterThan(0.5);
  expect(judges[0].againstReference?.interval.upper).toBeLessThan(0.9);
  expect(judges[0].agreement.ceiling.value).toBeNaN();
  expect(judges[0].agreement.judgeWithPerson.value).toBeNaN();
  expect(people.measures.every(({ estimate }) => Number.isNaN(estimate.value))).toBe(true);
  expect(rates.every(({ humanOnly }) => Number.isNaN(humanOnly.value))).toBe(true);
  const [first] = answers;
  expect(first).toMatchObject({ question: 1, status: 'refused' });
  expect(first.reason?.text).toMatch(
    /^no item has a label by a person\. m gives the reference label on 75% \(\d+% to \d+%\) of the 40 items$/,
  );
});

test('of one person alone the figure stands in the refusal', async () => {
  const { answers } = await analyzed(
    text(true)
      .split('\n')
      .filter((line) => !/,(?:key|bo),/.test(line))
      .join('\n'),
  );
  expect(answers[0]).toMatchObject({ question: 1, status: 'refused' });
  expect(answers[0].reason?.text).toMatch(
    /^only one person labeled.*\. m agrees with a person on 75% \(.*\) of 40 items; how often two people would agree is not known(?:\. Take that figure with care: .*)?$/,
  );
});

test('labels that the judge alone gives are named, with what they may be', async () => {
  const { warnings } = await analyzed(
    text(true).replace('0,m,judge,A', '0,m,judge,REFUSED').replace('1,m,judge,B', '1,m,judge,REFUSED'),
  );
  expect(warnings.find(({ code }) => code === 'labels-of-judge-alone')).toMatchObject({
    text: 'm gives labels that no person gave: REFUSED (2)',
    meaning:
      'They count as disagreement. If they are refusals or no answers, name them with abstain or invalid.',
  });
});

test('items without one label are counted, and the figure with them as disagreement stands beside', async () => {
  const silent = text(false)
    .split('\n')
    .map((line) =>
      /^\d[02468]?,m,/.test(line) && Number(line.split(',')[0]) < 20 && Number(line.split(',')[0]) % 4 === 0
        ? line.replace(/[AB]$/, '')
        : line,
    );
  const study = await readStudy(
    [{ name: 'r.csv', open: () => [Buffer.from(silent.join('\n').replaceAll(/(m,judge,)$/gm, '$1X'))] }],
    {
      invalid: ['X'],
    },
  );
  const { judges, answers } = calibrate(study, { version: 'test', replicates: 200 }).analysis;
  expect(judges[0].againstReference).toMatchObject({ n: 35, withoutLabel: 5 });
  expect(judges[0].againstReference?.value).toBeCloseTo(25 / 35, 12);
  expect(judges[0].againstReference?.asDisagreement?.value).toBeCloseTo(25 / 40, 12);
  expect(answers[0].reason?.text).toMatch(
    /reference label on 71% \(.*\) of the 35 items it answered, and no one label on 5 more: with these as disagreement, 63% \(/,
  );
});

test('beside people gold changes no figure about them, and its own stands at the end of the answer', async () => {
  const withGold = await analyzed(text(true));
  const without = await analyzed(
    text(true)
      .split('\n')
      .filter((line) => !line.includes(',key,'))
      .join('\n'),
  );
  expect(withGold.people).toEqual(without.people);
  expect(withGold.judges[0].agreement).toEqual(without.judges[0].agreement);
  expect(withGold.judges[0].againstReference?.value).toBe(0.75);
  expect(without.judges[0].againstReference).toBeNull();
  expect(withGold.answers[0].text.startsWith(`${without.answers[0].text} `)).toBe(true);
  expect(withGold.answers[0].text).toMatch(/m gives the reference label on 75% .* of the 40 items\.$/);
});
