import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataError, type Study, readStudy } from './index.ts';

/** `ASSIZE_FUZZ_RUNS=20000` tries as many files of each kind, others every time. */
const asked = Number(process.env['ASSIZE_FUZZ_RUNS'] ?? 0);
const runs = (seed: number, numRuns: number): { seed?: number; numRuns: number } =>
  asked > 0 ? { numRuns: asked } : { seed, numRuns };
const patience = asked > 0 ? 3_600_000 : 30_000;

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
  /** The line by which spreadsheets tell one another the delimiter. */
  readonly separatorLine: boolean;
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
  separatorLine: fc.boolean(),
});

function written(rows: readonly Rating[], writing: Writing): string {
  const { lists } = writing;
  const table = rows.map(({ item, rater, label, p }) => [
    item,
    rater,
    lists && labels.includes(label) ? JSON.stringify([label]) : label,
    numberCell(p, writing),
  ]);
  return tableText([['item', 'rater', 'label', 'cost'], ...table], writing);
}

/** A comma between columns leaves no comma for numbers. */
function numberCell(p: number, { delimiter, decimal }: Writing): string {
  return Number.isNaN(p) ? '' : String(p).replace('.', delimiter === ',' ? '.' : decimal);
}

function tableText(
  lines: readonly (readonly string[])[],
  { delimiter, quoteAll, newline, separatorLine }: Writing,
): string {
  const cell = (text: string): string =>
    quoteAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return [
    ...(separatorLine ? [`sep=${delimiter}`] : []),
    ...lines.map((cells) => cells.map(cell).join(delimiter)),
  ].join(newline);
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

test(
  'however a table is written, its ratings are those it holds',
  async () => {
    await fc.assert(
      fc.asyncProperty(ratings, writings, async (rows, writing) => {
        const study = await read(encoded(written(rows, writing), writing.encoding));
        const given = rows.filter(({ label }) => labels.includes(label));
        expect(labelsIn(study)).toEqual(
          given.map(({ item, rater, label }) => JSON.stringify([item, rater, label])).toSorted(),
        );
      }),
      runs(21, 500),
    );
  },
  patience,
);

test(
  'however numbers are written, the probabilities are those it holds',
  async () => {
    const judged = fc.uniqueArray(
      fc.record({
        item: fc.constantFrom('i1', 'i2', 'i3', 'Größe', '007'),
        p: fc.oneof(
          fc.constant(NaN),
          fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
        ),
        empty: fc.constantFrom(...noAnswer.slice(0, 5)),
      }),
      { minLength: 1, selector: ({ item }) => item },
    );
    await fc.assert(
      fc.asyncProperty(judged, writings, async (rows, writing) => {
        const lines = rows.map(({ item, p, empty }) => [
          item,
          'gpt-4',
          'judge',
          'Pass',
          Number.isNaN(p) ? empty : numberCell(p, writing),
        ]);
        const people = ['Pass', 'Fail'].map((label, at) => [`i${at + 1}`, 'ann', 'human', label, '']);
        const header = ['item', 'rater', 'kind', 'label', 'prob_Pass'];
        const bytes = encoded(tableText([header, ...people, ...lines], writing), writing.encoding);
        const { ratings: found, items, raters, codebook } = await read(bytes);
        const pass = codebook.labels.findIndex(({ name }) => name === 'Pass');
        const probabilities = Array.from(found.item, (item, row): [string, number] => [
          items.ids[item],
          found.probabilityRow[row] < 0
            ? NaN
            : found.probabilities[found.probabilityRow[row] * codebook.labels.length + pass],
        ]).filter((_, row) => raters[found.rater[row]].id === 'gpt-4');
        const held = rows.map(({ item, p }): [string, number] => [item, p]);
        expect(new Map(probabilities)).toEqual(new Map(held));
      }),
      runs(24, 500),
    );
  },
  patience,
);

test(
  'JSON in any layout gives the same ratings',
  async () => {
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
      runs(22, 300),
    );
  },
  patience,
);

type Edit = readonly [at: number, byte: number, how: 'set' | 'drop' | 'add' | 'cut' | 'twice'];

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom('set', 'drop', 'add', 'cut', 'twice')),
  { maxLength: 8 },
);

function edited(bytes: Uint8Array, changes: readonly Edit[]): Uint8Array {
  const changed = [...bytes];
  for (const [at, byte, how] of changes) {
    const index = at % (changed.length + 1);
    if (how === 'set') changed[index] = byte;
    else if (how === 'cut') changed.length = index;
    else if (how === 'twice') changed.push(...changed.slice(index));
    else changed.splice(index, how === 'drop' ? 1 : 0, ...(how === 'add' ? [byte] : []));
  }
  return Uint8Array.from(changed);
}

async function requireRatingsOrOneLine(bytes: Uint8Array, name: string): Promise<void> {
  const outcome = await read(bytes, name).catch((error: unknown) => error);
  if (outcome instanceof Error) {
    expect(outcome).toBeInstanceOf(DataError);
    expect(outcome.message).not.toMatch(/\n|undefined|\[object/);
    expect(outcome.message.length).toBeLessThan(2000);
  } else expect((outcome as Study).ratings.item.length).toBeGreaterThan(0);
}

const names = fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a.txt', 'a', 'a.parquet');

test(
  'any bytes give ratings or one clear line',
  async () => {
    await fc.assert(
      fc.asyncProperty(ratings, writings, edits, names, async (rows, writing, changes, name) => {
        const bytes = encoded(written(rows, writing), writing.encoding);
        await requireRatingsOrOneLine(edited(bytes, changes), name);
      }),
      runs(23, 1500),
    );
  },
  patience,
);

test(
  'so do broken JSON and words that are names in JavaScript',
  async () => {
    const cell = fc.oneof(
      fc.constantFrom<unknown>(...labels, ...noAnswer, null, 1, -1, Number.MAX_VALUE, true, ['Pass'], {
        label: 'Pass',
      }),
      fc.constantFrom('__proto__', 'constructor', 'toString', '\u0000', '\uD800', 'x'.repeat(300)),
    );
    const key = fc.constantFrom(
      'item',
      'rater',
      'label',
      'prob_Pass',
      '__proto__',
      'constructor',
      'columns',
      'data',
    );
    const objects = fc.array(fc.array(fc.tuple(key, cell), { maxLength: 6 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(objects, fc.boolean(), edits, names, async (given, lines, changes, name) => {
        const texts = given.map(
          (fields) => `{${fields.map(([k, v]) => `"${k}": ${JSON.stringify(v)}`).join(', ')}}`,
        );
        const text = lines ? texts.join('\n') : `[${texts.join(', ')}]`;
        await requireRatingsOrOneLine(edited(Buffer.from(text), changes), name);
      }),
      runs(25, 1500),
    );
  },
  patience,
);

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
