import { describe, expect, test } from 'vitest';
import { said } from '../../analysis/index.ts';
import { DataError } from '../data-error.ts';
import { hintText } from '../hint.ts';
import type { ReadStudyOptions } from '../read-options.ts';
import { readStudy } from '../read-study.ts';
import type { SourceMapping } from '../config/source.ts';
import type { Study } from '../study/study.ts';

const read = (text: string, source: SourceMapping, options: ReadStudyOptions = {}): Promise<Study> =>
  readStudy([{ name: 'r.csv', open: () => [Buffer.from(text)], source }], options);

async function refusal(...given: Parameters<typeof read>): Promise<{ message: string; hint: string }> {
  const error: unknown = await read(...given).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  const { message, hint = '' } = error as DataError;
  return { message, hint: hintText([hint].flat()) };
}

const sure: SourceMapping = { columns: { confidence: 'sure' } };
const table = (...rows: string[]): string => `item,rater,kind,label,sure\n${rows.join('\n')}\n`;
const few = table('1,ann,human,yes,', '1,m,judge,yes,0.9', '2,ann,human,no,', '2,m,judge,no,0.75');

describe('the probability of the label given', () => {
  test('says both, of two labels', async () => {
    const { ratings, codebook, raters } = await read(few, sure);
    expect(codebook.labels.map(({ name }) => name)).toEqual(['no', 'yes']);
    expect(raters.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['ann human', 'm judge']);
    const values = Array.from(ratings.probabilities, (p) => Number(p.toFixed(12)));
    expect(values).toEqual([0.1, 0.9, 0.75, 0.25]);
    expect(ratings.fields).toEqual([]);
  });

  test('is read with a decimal comma, and not where the row has no label', async () => {
    const text = few.replaceAll(',', ';').replaceAll('0.', '0,').replace('m;judge;no', 'm;judge;');
    const { ratings } = await read(text, sure, { abstain: ['n/a'] });
    expect(Array.from(ratings.probabilities, (p) => Number(p.toFixed(12)))).toEqual([0.1, 0.9]);
  });

  test('of three labels says nothing about two of them: refused', async () => {
    const { message, hint } = await refusal(few.replace('ann,human,no', 'ann,human,unsure'), sure);
    expect(message).toContain('of 3 labels nothing about the others');
    expect(hint).toContain('Without confidence the labels are read alone');
  });

  test.each([
    ['85', 'a confidence is a probability, between 0 and 1; received 85'],
    ['high', '"high" is not a number'],
    ['-0.2', 'a probability is at least 0; received -0.2'],
  ])('%s is none', async (cell, message) => {
    expect((await refusal(few.replace('0.9', cell), sure)).message).toBe(
      `r.csv line 3 column sure: ${message}`,
    );
  });

  test('below one half is a label that the judge did not believe; many are a column of another meaning', async () => {
    const rows = Array.from({ length: 20 }, (_, at) => [
      `${at},ann,human,${at % 2 === 0 ? 'yes' : 'no'},`,
      `${at},m,judge,${at % 2 === 0 ? 'yes' : 'no'},${at % 2 === 0 ? 0.9 : 0.2}`,
    ]).flat();
    expect(await refusal(table(...rows), sure)).toEqual({
      message:
        '10 of 20 labels of "m" have a confidence below one half, and of two labels the other one was then ' +
        'more probable',
      hint: expect.stringContaining('If the column is the probability of one label: probs') as string,
    });
    const slip = rows.map((row) => (row.startsWith('1,') ? row : row.replace('0.2', '0.8')));
    const { warnings } = await read(table(...slip), sure);
    expect(warnings.map(({ code }) => code)).toContain('label-not-most-probable');
  });

  test('makes nobody a judge: whose it is is asked', async () => {
    const { message, hint } = await refusal(few.replaceAll(/,(?:human|judge|kind),/g, ','), sure);
    expect(message).toBe(
      'm is sure by a confidence, as a judge is, and nothing says whether it is one or a person',
    );
    expect(hint).toMatch(/^If it is a judge: judge \["m"\]\. If it is a person: human \["m"\]\./);
  });

  test('stands beside no other probabilities, and in no table of one column a rater', async () => {
    const both = few.replace('sure', 'sure,prob_yes').replaceAll(/(0\.\d+)/g, '$1,0.5');
    expect((await refusal(both, sure)).message).toContain('a confidence and a probability of "yes"');
    const wide = refusal('item,a,b,sure\n1,yes,no,0.5\n', { ...sure, wide: ['a', 'b'] });
    expect((await wide).message).toContain('belongs to one label a row');
  });
});

describe('a probability beside the labels of a judge that nothing reads', () => {
  const warned = async (text: string): Promise<string[]> =>
    (await read(text, {})).warnings
      .filter(({ code }) => code === 'confidence-not-used')
      .map((notice) => said(notice).text);

  test('is said, with the option that reads it', async () => {
    expect(await warned(few.replace('sure', 'judge_confidence'))).toEqual([
      'column judge_confidence beside the labels of m is not used: if it is the probability of the label ' +
        'given, add confidence "judge_confidence"',
    ]);
  });

  test('of three labels says nothing of the others', async () => {
    const three = few.replace('ann,human,no', 'ann,human,unsure').replace('sure\n', 'p_top\n');
    expect(await warned(three)).toEqual([
      'column p_top beside the labels of m is not used: of 3 labels it says nothing of the others',
    ]);
  });

  test.each([
    ['of people', few.replaceAll(/0\.\d+/g, '').replaceAll(/(human,\w+),/g, '$1,0.7')],
    ['of a chance', few.replace('sure', 'selection_prob')],
    ['of grades', few.replace('0.9', '4').replace('0.75', '5')],
  ])('%s is not said', async (_, text) => {
    expect(await warned(text.replace(',sure\n', ',confidence\n'))).toEqual([]);
  });
});
