/**
 * docs/security.md promises nothing that no test looks after: each promise names its tests, and each of them
 * is there and runs.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { allTestTitles, titlesOf } from './fixtures/test-titles.ts';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const promises = promisesOf(page);
const titles = allTestTitles();

test('the page has promises, and each names a test', () => {
  expect(promises.length).toBeGreaterThan(10);
  expect(promises.filter(({ tests }) => tests.length === 0).map(({ text }) => text)).toEqual([]);
});

test.each(promises.flatMap(({ text, tests }) => tests.map((title) => [title, text] as const)))(
  'there is a test "%s"',
  (title) => {
    expect(titles).toContain(title);
  },
);

test('a title counts where a test has it, and not where it is skipped or mentioned', () => {
  const code =
    "test('one', () => {});\n// test.skip('two'\ntest.skip('two', () => {});\n  ])('three', async () " +
    "=> {});\nit.skipIf(x)('four’s', () => {});\nfoo('five');";
  expect(titlesOf(code)).toEqual(['one', 'three', 'four’s']);
  expect(promisesOf('## What is promised\n\n- A `b`.\n  Tests: `c`, `d`.\n- E.\n\n## Not\n\n- F.\n')).toEqual(
    [
      { text: 'A `b`.', tests: ['c', 'd'] },
      { text: 'E.', tests: [] },
    ],
  );
});

interface Promised {
  readonly text: string;
  readonly tests: readonly string[];
}

/** The list items below *What is promised*, with the titles in backticks behind `Tests:`. */
function promisesOf(text: string): Promised[] {
  const section = /^## What is promised\n([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
  return section
    .split(/^- /m)
    .slice(1)
    .map((item) => {
      const [words, tests = ''] = item.replaceAll(/^#.*$/gm, '').split(/\bTests: /);
      return {
        text: words.replaceAll(/\s+/g, ' ').trim(),
        tests: [...tests.replaceAll(/\s+/g, ' ').matchAll(/`([^`]+)`/g)].map((match) => match[1]),
      };
    });
}
