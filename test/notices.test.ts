/** `stats` and `data` do not import each other: each has the type of a notice, and they are one. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { noticeCodes } from '../src/analysis/words/notices.ts';
import { type Notice as DataNotice, ratingStatuses } from '../src/data/index.ts';
import { exampleFacts } from './fixtures/example-notices.ts';
import { noticesPage } from './fixtures/notices-page.ts';
import type { Notice as StatsNotice } from '../src/stats/index.ts';

test('a notice of stats is a notice of data', () => {
  expectTypeOf<StatsNotice>().toEqualTypeOf<DataNotice>();
  const notice: StatsNotice = {
    code: 'few-clusters',
    facts: { clusters: 12, labels: ['A', 'B'], of: { gpt: 3 } },
  };
  expect(notice satisfies DataNotice).toBe(notice);
});

describe('every notice has a sentence', () => {
  const src = resolve(import.meta.dirname, '../src');
  const files = globSync('{stats,data,analysis}/**/*.ts', { cwd: src }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  const texts = files
    .filter((file) => !file.includes('words/sentences'))
    .map((file) => readFileSync(join(src, file), 'utf8'));
  const emitted = new Set([
    ...texts.flatMap((text) =>
      [...text.matchAll(/\b(?:notice|decision|refusal)\(\s*'([\w-]+)'/g)].map(([, code]) => code),
    ),
    ...texts.flatMap((text) => [...text.matchAll(/'((?:few|unseen)-[\w-]+)'/g)].map(([, code]) => code)),
    ...texts.flatMap((text) => [...text.matchAll(/\bcode: '([\w-]+)',\s*facts/g)].map(([, code]) => code)),
    ...texts.flatMap((text) =>
      [...text.matchAll(/\? notice\('([\w-]+)'|\? '([\w-]+)' : '([\w-]+)', \{/g)].flatMap(
        ([, ...codes]) => codes,
      ),
    ),
    ...ratingStatuses.slice(1),
  ]);
  emitted.delete(undefined as never);

  test('that is emitted, and no sentence is for a code that nothing emits', () => {
    expect(emitted.size).toBeGreaterThan(100);
    expect(noticeCodes.toSorted()).toEqual([...emitted].toSorted());
  });

  test('and the page of notices shows each, with nothing left open', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../docs/notices.md'), 'utf8');
    expect(page).toBe(noticesPage());
    expect(page.replaceAll(/`[^`]*`/g, '')).not.toMatch(/undefined|NaN/);
    expect(Object.keys(exampleFacts).filter((code) => !emitted.has(code))).toEqual([]);
  });
});
