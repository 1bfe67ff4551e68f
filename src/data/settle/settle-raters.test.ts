import { describe, expect, test } from 'vitest';
import type { DataError } from '../data-error.ts';
import { hintText } from '../hint.ts';
import type { ReadStudyOptions } from '../read-options.ts';
import { readStudy } from '../read-study.ts';
import type { Study } from '../study/study.ts';

function read(text: string, options: ReadStudyOptions = {}): Promise<Study> {
  return readStudy([{ name: 'ratings.csv', open: () => [Buffer.from(text)] }], options);
}

const kinds = async (text: string, options: ReadStudyOptions = {}): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await read(text, options)).raters.map(({ id, kind, kindFrom }) => [id, `${kind}, ${kindFrom}`]),
  );

const failure = (
  text: string,
  options: ReadStudyOptions = {},
): Promise<{ message: string; hint: string | undefined }> =>
  read(text, options).then(
    () => ({ message: 'read', hint: undefined }),
    ({ message, hint }: DataError) => ({
      message,
      hint: hint === undefined ? undefined : hintText([hint].flat()),
    }),
  );

const rows = (...names: string[]): string =>
  `item,rater,label\n${names.map((name, at) => `1,${name},${at % 2 === 0 ? 'A' : 'B'}\n2,${name},A`).join('\n')}\n`;

describe('a rater that is named like a model', () => {
  test('is asked about before people are counted, with both options that settle it', async () => {
    expect(await failure(rows('ann', 'gpt-4o-mini', 'bo'))).toEqual({
      message: 'gpt-4o-mini is named like a model or a judge, and nothing says whether it is one or a person',
      hint:
        'If it is a model: judge ["gpt-4o-mini"]. If it is a person: human ["gpt-4o-mini"]. (A column ' +
        'kind or raters in assize.json settles it too.)',
    });
    expect(await kinds(rows('ann', 'gpt-4o-mini'), { judges: ['gpt-4o-mini'] })).toEqual({
      ann: 'human, default',
      'gpt-4o-mini': 'judge, named as judge',
    });
    expect(await kinds(rows('ann', 'claude'), { humans: ['claude'] })).toEqual({
      ann: 'human, default',
      claude: 'human, named as human',
    });
  });

  test('several are asked about at once', async () => {
    const { message, hint } = await failure(rows('ann', 'llama-3', 'gpt-4'));
    expect(message).toBe(
      'gpt-4, llama-3 are named like models or judges, and nothing says whether they are that or people',
    );
    expect(hint).toContain('judge ["gpt-4","llama-3"]');
    expect(hint).toContain('human ["gpt-4","llama-3"]');
  });

  test('and one like a reference are asked about in one go', async () => {
    expect(await failure(rows('ann', 'gold', 'gpt-4', 'bo'))).toEqual({
      message:
        'gpt-4 is named like a model or a judge; gold is named like a reference, and nothing says whether ' +
        'they are that or people',
      hint:
        'If gpt-4 is a model: judge ["gpt-4"]. If gpt-4 is a person: human ["gpt-4"]. If gold is the ' +
        'reference: reference ["gold"]. If gold is a person: human ["gold"]. (A column kind or raters in ' +
        'assize.json settles it too.)',
    });
    const both = { judges: ['gpt-4'], references: ['gold'] };
    expect(Object.keys(await kinds(rows('ann', 'gold', 'gpt-4'), both))).toHaveLength(3);
  });

  test('is not asked about where the data say what it is', async () => {
    expect(await kinds('item,rater,kind,label\n1,gpt-4,human,A\n2,gpt-4,human,B\n')).toEqual({
      'gpt-4': 'human, declared',
    });
    expect(await kinds(rows('ann', 'gpt-4'), { raters: { 'gpt-4': { kind: 'judge' } } })).toMatchObject({
      'gpt-4': 'judge, declared',
    });
    expect(await kinds('item,rater,label,prob_A,prob_B\n1,gpt-4,,0.4,0.6\n')).toEqual({
      'gpt-4': 'judge, has probabilities',
    });
  });

  test('without ratings is nobody', async () => {
    expect(await kinds('item,rater,label\n1,ann,A\n2,ann,B\n3,gpt-4,\n')).toEqual({ ann: 'human, default' });
  });
});

describe('a rater that is named like the right answer', () => {
  test('is asked about, and --reference or --human settles it', async () => {
    expect(await failure(rows('ann', 'gold'))).toEqual({
      message: 'gold is named like a reference, and nothing says whether it is one or a person',
      hint:
        'If it is the reference: reference ["gold"]. If it is a person: human ["gold"]. (A column kind ' +
        'or raters in assize.json settles it too.)',
    });
    expect(await kinds(rows('ann', 'gold'), { references: ['gold'] })).toMatchObject({
      gold: 'reference, named as reference',
    });
  });
});

describe('naming raters', () => {
  test('a name that nobody has, and two kinds for one name, are errors', async () => {
    expect(await failure(rows('ann', 'bo'), { humans: ['anne'] })).toEqual({
      message: 'no rater "anne" to be a person; the raters are ann, bo',
      hint: 'Did you mean ann?',
    });
    expect((await failure(rows('ann'), { references: ['cy'] })).message).toContain('to be a reference');
    expect((await failure(rows('ann'), { humans: ['ann'], judges: ['ann'] })).message).toBe(
      'rater "ann" is named as judge and as human',
    );
  });

  test('a name against the data is an error', async () => {
    const text = 'item,rater,kind,label\n1,ann,human,A\n2,ann,human,B\n';
    expect((await failure(text, { references: ['ann'] })).message).toBe(
      'rater "ann" is named as reference, and the data say that it is human',
    );
  });
});
