import { describe, expect, test } from 'vitest';
import { examplesOf, fencedExamplesOf, runExample } from './run-example.ts';

const scope = {
  third: (): number => 1 / 3,
  pair: (): unknown => ({ value: 0.25, counts: Int32Array.from([1, 2]) }),
};

function run(code: string): Promise<void> {
  return runExample({ file: 'x.ts', title: 'x.ts:1', code }, scope);
}

describe('runExample', () => {
  test.each([
    'third(); // 0.333',
    'third(); // 3.33e-1',
    '-third(); // -0.3333',
    'pair(); // { value: 0.25, counts: [1, 2] }',
    'const third = 2;\nthird; // 2',
    'const n: number = NaN;\nn; // NaN',
    "['a',\n 'b',\n]; // ['a', 'b']",
    'const unchecked = third(); // any words',
  ])('accepts %j', async (code) => {
    await run(code);
  });

  test.each([
    ['third(); // 0.334', /received 0\.333/],
    ['third(); // 0', /received 0\.333/],
    ['third(); // NaN', /NaN/],
    ['third(); // "0.333"', /0\.333/],
    ['pair(); // { value: 0.25 }', /counts/],
    ['pair(); // { value: 0.25, counts: [1, 3] }', /received 2/],
    ['third(); // about a third', /must be a literal/],
    ['missing();', /missing is not defined/],
  ])('refuses %j', async (code, message) => {
    await expect(run(code)).rejects.toThrow(message);
  });
});

test('examplesOf takes the lines from @example to the next tag or the source', () => {
  const source =
    '/**\n * Words.\n *\n * @example\n * one(); // 1\n * two();\n *\n * Source: [a-2000]\n ' +
    '*/\nfunction one() {}\n';
  expect(examplesOf('one.ts', source)).toEqual([
    { file: 'one.ts', title: 'one.ts:4', code: 'one(); // 1\ntwo();\n' },
  ]);
});

test('fencedExamplesOf takes ts blocks and leaves their imports to the scope', () => {
  const page =
    "# Page\n\n```ts\nimport { third } from 'assize/stats';\n\nthird(); // 0.33\n```\n\n```sh\nls\n```\n";
  expect(fencedExamplesOf('page.md', page)).toEqual([
    { file: 'page.md', title: 'page.md:3', code: '\n\nthird(); // 0.33\n' },
  ]);
});
