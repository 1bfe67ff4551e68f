/** Which pages of a list are missing, over all files. The numbers are those of Langfuse's `meta`. */
import { expect, test } from 'vitest';
import { page } from '../../../../test/fixtures/import/langfuse.ts';
import { ExportPages } from './export-pages.ts';
import { RecordField } from './record-field.ts';

interface Given {
  readonly page: number;
  readonly of: number;
  readonly total: number;
  readonly ids: readonly string[];
}

/** Two entries a page: `list a` has the ids a1, a2, a3 and so on. */
const pageOf = (list: string, number: number, total: number): Given => ({
  page: number,
  of: Math.ceil(total / 2),
  total,
  ids: [1, 2].map((at) => 2 * (number - 1) + at).flatMap((at) => (at <= total ? [`${list}${at}`] : [])),
});

function notes(...pages: readonly Given[]): string[] {
  const read = new ExportPages({ entries: 'scores', fetch: 'Fetch more.' });
  for (const { page: number, of, total, ids } of pages) {
    const record = page(
      ids.map((id) => ({ id })),
      { page: number, totalPages: of, totalItems: total, limit: 2 },
    );
    read.entries(new RecordField(record, { file: 'a.json' }));
  }
  return read.notes();
}

const whole = (list: string, total: number): Given[] =>
  Array.from({ length: Math.ceil(total / 2) }, (_, at) => pageOf(list, at + 1, total));

test('all pages of a list are nothing to remark on, in any order, twice, and where pages overlap', () => {
  expect(notes(...whole('a', 5))).toEqual([]);
  expect(notes(...whole('a', 5).reverse(), ...whole('a', 5))).toEqual([]);
  expect(
    notes({ page: 1, of: 2, total: 3, ids: ['a1', 'a2'] }, { page: 2, of: 2, total: 3, ids: ['a2', 'a3'] }),
  ).toEqual([]);
});

test('missing pages are counted by the entries that are there, a page given twice once', () => {
  expect(notes(pageOf('a', 1, 9))).toEqual([
    'The export is page 1 of 5: 2 of 9 scores are in these files. Fetch more.',
  ]);
  const some = [1, 2, 3, 5].map((number) => pageOf('a', number, 9));
  const note = 'The export has pages 1 to 3, 5 of 5: 7 of 9 scores are in these files. Fetch more.';
  expect(notes(...some)).toEqual([note]);
  expect(notes(...some, ...some)).toEqual([note]);
});

test('a whole list does not hide that another one is cut', () => {
  const cut = 'The export is page 1 of 5: 2 of 9 scores are in these files. Fetch more.';
  expect(notes(pageOf('a', 1, 9), ...whole('b', 20))).toEqual([cut]);
  expect(notes(...whole('b', 9), pageOf('a', 1, 9))).toEqual([cut]);
});

test('a list that grew while its pages were fetched is one list', () => {
  const grown = whole('a', 7).slice(2);
  expect(notes(...whole('a', 6).slice(0, 2), ...grown)).toEqual([]);
  expect(notes(pageOf('a', 1, 6), ...grown)).toEqual([
    'The export has pages 1, 3 to 4 of 4: 5 of 6 scores are in these files. Fetch more.',
  ]);
});

test('what is no page is its own entry, and odd facts of pages are no error', () => {
  const read = new ExportPages({ entries: 'scores', fetch: 'Fetch more.' });
  const entries = (value: unknown): unknown[] =>
    read.entries(new RecordField(value, { file: 'a.json' })).map((entry) => entry.value);
  expect(entries({ id: 1 })).toEqual([{ id: 1 }]);
  expect(entries({ data: [1, null], meta: { page: 'x', totalPages: -1 } })).toEqual([1, null]);
  expect(entries({ data: [], meta: null })).toEqual([]);
  expect(read.notes()).toEqual([]);
});
