import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataError, type Study, readStudy } from './index.ts';

const labels = ['Pass', 'Fail', 'très bien', 'a;b', 'c,d', 'x "y"', 'z\ttab'];
const noAnswer = ['', 'nan', 'NaN', 'None', 'n/a', '[]'];

interface Rating {
  readonly item: string;
  readonly rater: string;
  readonly label: string;
  /** Of the first label; NaN where the cell is empty. */
  readonly p: number;
}

interface Writing {
  readonly delimiter: string;
  readonly encoding: 'utf8' | 'utf8 with mark' | 'utf16le' | 'utf16be';
  readonly decimal: '.' | ',';
  readonly quoteAll: boolean;
  readonly lists: boolean;
  readonly newline: string;
}

const ratings = fc
  .array(
    fc.record({
      item: fc.constantFrom('i1', 'i2', 'i3', 'Größe', '007'),
      rater: fc.constantFrom('ann', 'bob', 'Çelik'),
      label: fc.constantFrom(...labels, ...noAnswer),
      p: fc.oneof(
        fc.constant(NaN),
        fc.integer({ min: 500, max: 1000 }).map((n) => n / 1000),
      ),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((rows) => [...new Map(rows.map((row) => [JSON.stringify([row.item, row.rater]), row])).values()])
  .filter(
    (rows) => new Set(rows.map(({ label }) => label).filter((label) => labels.includes(label))).size > 1,
  );

const writings: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'utf16be'),
  decimal: fc.constantFrom('.', ','),
  quoteAll: fc.boolean(),
  lists: fc.boolean(),
  newline: fc.constantFrom('\n', '\r\n'),
});

function written(rows: readonly Rating[], { delimiter, decimal, quoteAll, lists, newline }: Writing): string {
  // A comma between columns leaves no comma for numbers.
  const mark = delimiter === ',' ? '.' : decimal;
  const cell = (text: string): string =>
    quoteAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const table = rows.map(({ item, rater, label, p }) => [
    item,
    rater,
    lists && labels.includes(label) ? JSON.stringify([label]) : label,
    Number.isNaN(p) ? '' : String(p).replace('.', mark),
  ]);
  return [['item', 'rater', 'label', 'cost'], ...table]
    .map((cells) => cells.map(cell).join(delimiter))
    .join(newline);
}

function encoded(text: string, encoding: Writing['encoding']): Uint8Array {
  if (encoding === 'utf8') return Buffer.from(text);
  if (encoding === 'utf8 with mark') return Buffer.from(`\uFEFF${text}`);
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return encoding === 'utf16le' ? bytes : bytes.swap16();
}

const read = (bytes: Uint8Array, name = 'a.csv'): Promise<Study> =>
  readStudy([{ name, open: () => [bytes] }], { scale: 'nominal' });

function labelsIn({ ratings: found, items, raters, codebook }: Study): string[] {
  return Array.from(found.item, (item, row) =>
    JSON.stringify([items.ids[item], raters[found.rater[row]].id, codebook.labels[found.label[row]].name]),
  ).toSorted();
}

test('however a table is written, its ratings are those it holds', async () => {
  await fc.assert(
    fc.asyncProperty(ratings, writings, async (rows, writing) => {
      const study = await read(encoded(written(rows, writing), writing.encoding));
      const given = rows.filter(({ label }) => labels.includes(label));
      expect(labelsIn(study)).toEqual(
        given.map(({ item, rater, label }) => JSON.stringify([item, rater, label])).toSorted(),
      );
    }),
    { seed: 21, numRuns: 500 },
  );
});

test('JSON in any layout gives the same ratings', async () => {
  await fc.assert(
    fc.asyncProperty(
      ratings,
      fc.constantFrom('lines', 'array', 'columns and data', 'frame'),
      fc.constantFrom('a.json', 'a.jsonl', 'a.txt'),
      async (rows, layout, name) => {
        fc.pre(layout === 'lines' || layout === 'array' || name !== 'a.jsonl');
        const objects = rows.map(({ item, rater, label }) => ({ item, rater, label }));
        const columns = ['item', 'rater', 'label'] as const;
        const text = {
          lines: objects.map((row) => JSON.stringify(row)).join('\n'),
          array: JSON.stringify(objects),
          'columns and data': JSON.stringify({
            columns,
            data: objects.map((row) => columns.map((key) => row[key])),
          }),
          frame: JSON.stringify(
            Object.fromEntries(
              columns.map((key) => [key, Object.fromEntries(objects.map((row, at) => [at, row[key]]))]),
            ),
          ),
        }[layout];
        const given = rows.filter(({ label }) => labels.includes(label));
        expect(labelsIn(await read(Buffer.from(text), name))).toEqual(
          given.map(({ item, rater, label }) => JSON.stringify([item, rater, label])).toSorted(),
        );
      },
    ),
    { seed: 22, numRuns: 300 },
  );
});

test('any bytes give ratings or one clear line', async () => {
  const changes = fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom('set', 'drop', 'add')), {
    maxLength: 8,
  });
  const names = fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a.txt', 'a');
  await fc.assert(
    fc.asyncProperty(ratings, writings, changes, names, async (rows, writing, edits, name) => {
      const bytes = [...encoded(written(rows, writing), writing.encoding)];
      for (const [at, byte, how] of edits) {
        const index = at % (bytes.length + 1);
        if (how === 'set') bytes[index] = byte;
        else bytes.splice(index, how === 'drop' ? 1 : 0, ...(how === 'add' ? [byte] : []));
      }
      const outcome = await read(Uint8Array.from(bytes), name).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(DataError);
        expect(outcome.message).not.toContain('\n');
      } else expect((outcome as Study).ratings.item.length).toBeGreaterThan(0);
    }),
    { seed: 23, numRuns: 1500 },
  );
});

test.each([
  [
    'columns and data',
    (deep: string) => `{"columns": ["item", "rater", "label"], "data": [["1", "ann", ${deep}]]}`,
  ],
  [
    'columns of cells by row',
    (deep: string) => `{"item": {"0": "1"}, "rater": {"0": "ann"}, "label": {"0": ${deep}}}`,
  ],
  ['objects', (deep: string) => `[{"item": "1", "rater": "ann", "label": ${deep}}]`],
])('%s: a cell nested too deeply is refused in one line', async (_, textOf) => {
  const bytes = Buffer.from(textOf(`${'['.repeat(20_000)}${']'.repeat(20_000)}`));
  await expect(readStudy([{ name: 'a.json', open: () => [bytes] }])).rejects.toThrow(
    /^a\.json(?: line 1)?: (?:a value is nested too deeply to be read|not (?:a JSON object|JSON))/,
  );
});
