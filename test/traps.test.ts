/**
 * docs/traps.md names fifteen mistakes: each has a test that tries to make it, or says that it is not
 * reachable yet.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { allTestTitles } from './fixtures/test-titles.ts';

const page = readFileSync(join(resolve(import.meta.dirname, '..'), 'docs/traps.md'), 'utf8');
const traps = page.split(/^(?=\d+\. \*\*)/m).slice(1);
const titles = allTestTitles();

test('there are fifteen, in order', () => {
  expect(traps.map((trap) => Number(/^\d+/.exec(trap)?.[0]))).toEqual(
    Array.from({ length: 15 }, (_, at) => at + 1),
  );
});

test.each(traps.map((trap) => [/\*\*(.*?)\*\*/.exec(trap)?.[1] ?? '', trap] as const))('%s', (_, trap) => {
  const named = [
    ...(/Tests: ([\s\S]*)$/.exec(trap)?.[1] ?? '').replaceAll(/\s+/g, ' ').matchAll(/`([^`]+)`/g),
  ].map((match) => match[1]);
  expect(named.length > 0 || trap.includes('*Not reachable yet*')).toBe(true);
  expect(named.filter((title) => !titles.has(title))).toEqual([]);
});
