import { expect, test } from 'vitest';
import { readStudy } from '../read-study.ts';
import type { Study } from '../study/study.ts';

function read(text: string): Promise<Study> {
  return readStudy([{ name: 'ratings.csv', open: () => [Buffer.from(text)] }]);
}

/** Twenty verdicts, a third of them Fail, and what the column says of each. */
function verdicts(probability: (label: string, at: number) => number): string {
  const rows = Array.from({ length: 20 }, (_, at) => {
    const label = at % 3 === 0 ? 'Fail' : 'Pass';
    return `i${at},m,${label},${probability(label, at)}`;
  });
  return `item,rater,label,prob_Pass\n${rows.join('\n')}\n0,ann,Pass,\n1,ann,Fail,\n`;
}

test('a column that holds the probability of the label given stops the reading: it would turn one side around', async () => {
  await expect(read(verdicts((_, at) => 0.6 + at / 100))).rejects.toThrow(
    'all 7 verdicts "Fail" of "m" come with a probability of "Pass" above one half, so the column ' +
      'seems to hold the probability of the label given',
  );
});

test('the probability of its label is read, also where some labels were drawn against it', async () => {
  const ratings = await read(verdicts((label, at) => (label === 'Pass' ? 0.9 : 0.1) + at / 1000));
  expect(ratings.warnings.map(({ code }) => code)).not.toContain('label-not-most-probable');
  const drawn = await read(verdicts((label, at) => (label === 'Pass' || at === 0 ? 0.9 : 0.1)));
  expect(drawn.warnings.map(({ code }) => code)).toContain('label-not-most-probable');
});

test('a few verdicts on one side are no evidence', async () => {
  await expect(
    read('item,rater,label,prob_Pass\n1,m,Fail,0.6\n2,m,Fail,0.7\n3,m,Pass,0.8\n'),
  ).resolves.toBeDefined();
});
