import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../data-error.ts';
import { formatOf } from './look-at.ts';
import { type ReadRowsOptions, readRows } from './read-rows.ts';

interface Read {
  columns: string[];
  rows: { line: number; cells: string[] }[];
}

async function read(
  text: string | Uint8Array,
  name = 'a.csv',
  options: ReadRowsOptions = {},
  chunkBytes = Infinity,
): Promise<Read> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const result: Read = { columns: [], rows: [] };
  const sink = {
    columns: (names: readonly string[]): void => void (result.columns = [...names]),
    row: (cells: readonly string[], line: number): void => void result.rows.push({ line, cells: [...cells] }),
  };
  await readRows({ name, open: () => chunks(bytes, chunkBytes) }, sink, options);
  return result;
}

function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  if (size === Infinity) yield bytes;
  else for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function errorOf(
  text: string | Uint8Array,
  name = 'a.csv',
  options: ReadRowsOptions = {},
): Promise<DataError> {
  const all = await Promise.all(
    [Infinity, 1, 3].map((size) =>
      read(text, name, options, size).then(
        () => new Error('no error'),
        (error: Error) => error,
      ),
    ),
  );
  // The error must not hang on where the chunks were cut.
  expect(all[1].message).toBe(all[0].message);
  expect(all[2].message).toBe(all[0].message);
  expect(all[0]).toBeInstanceOf(DataError);
  return all[0] as DataError;
}

describe('readRows of CSV', () => {
  test('gives each record with the line on which it starts, quoted line ends and blank lines counted', async () => {
    const { columns, rows } = await read(
      'item,note\r\n1,"two\r\nlines, ""quoted"""\r\n\r\n2,plain "word"\r\n3,""',
    );
    expect(columns).toEqual(['item', 'note']);
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'two\r\nlines, "quoted"'] },
      { line: 5, cells: ['2', 'plain "word"'] },
      { line: 6, cells: ['3', ''] },
    ]);
  });

  test('takes a BOM off, and reads the same in chunks of one byte', async () => {
    const text = '\uFEFFitem,näme\n1,"日本\n語"\n2,🦜\n';
    const whole = await read(text);
    expect(whole.columns).toEqual(['item', 'näme']);
    expect(whole.rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(await read(text, 'a.csv', {}, 1)).toEqual(whole);
  });

  test('reads any well-formed CSV as csv-parse does, however it is cut', async () => {
    const cell = fc
      .oneof(fc.string({ maxLength: 5 }), fc.stringMatching(/^[ab",\n\r;é🦜]{0,6}$/u))
      .map((text) => text.replaceAll('\r', ''));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (cells, size, end, quoteAll) => {
          const width = cells[0]?.length ?? 1;
          const header = Array.from({ length: width }, (_, at) => `c${at}`);
          const quoted = (text: string): string =>
            quoteAll || /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
          const text = [header, ...cells].map((row) => row.map(quoted).join(',')).join(end);
          const wanted = parse(text, { relax_quotes: true })
            .slice(1)
            .filter((row) => row.some((value) => value.trim() !== ''));
          const { rows } = await read(text, 'a.csv', {}, size);
          expect(rows.map((row) => row.cells)).toEqual(wanted);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('drops the empty cells a spreadsheet leaves, and names nameless columns', async () => {
    expect((await read(',item\n0,a,,\n,,\n')).rows).toEqual([{ line: 2, cells: ['0', 'a', '', ''] }]);
    expect((await read(',item\n0,a')).columns).toEqual(['column 1', 'item']);
  });

  test.each([
    ['a,b\n1,2\n3', 'a.csv line 3: the file ends in the middle of a record: 1 fields; the header has 2'],
    ['a,b\n1\n3,4\n', 'a.csv line 2: 1 fields; the header has 2'],
    ['a,b\n1,2,3\n', 'a.csv line 2: 3 fields; the header has 2'],
    ['a,b\n1,"2\n3,4\n', 'a.csv line 2: a quotation mark opens a field and is never closed'],
    ['a,b,a\n1,2,3\n', 'a.csv line 1: the header names "a" twice; the columns are a, b, a'],
    ['a,b\n1,"2"x,\n', 'a.csv line 2: "x" follows the closing quotation mark of a field'],
  ])('%j is an error with its line', async (text, message) => {
    expect((await errorOf(text)).message).toBe(message);
  });

  test('a tab separates TSV, and another mark where one is given', async () => {
    expect((await read('a\tb\n1\t2,3\n', 'a.tsv')).rows[0].cells).toEqual(['1', '2,3']);
    expect((await read('a;b\n1;2,3\n', 'a.csv', { delimiter: ';' })).rows[0].cells).toEqual(['1', '2,3']);
  });
});

describe('readRows of bytes that are no text', () => {
  test.each([
    [
      Buffer.concat([Buffer.from('a,b\n1,2\n3,é'), Buffer.from([0xff]), Buffer.from('\n')]),
      'a.csv line 3: is not UTF-8 text: byte 0xFF at offset 12',
    ],
    [
      Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xe2, 0x28, 0xa1])]),
      'a.csv line 2: is not UTF-8 text: byte 0xE2 at offset 6',
    ],
    [
      Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xe2, 0x82])]),
      'a.csv line 2: is not UTF-8 text: byte 0xE2 at offset 6',
    ],
  ])('%o names line, byte and offset', async (bytes, message) => {
    expect((await errorOf(bytes)).message).toBe(message);
  });

  test('an error that stands earlier in the file is reported first', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1\n'), Buffer.from([0xff])]);
    expect((await errorOf(bytes)).message).toContain('line 2: 1 fields');
  });

  test('another kind of file is named', async () => {
    expect((await errorOf(Buffer.from([0x1f, 0x8b, 0x08, 0x00]))).message).toBe(
      'a.csv: the file is compressed with gzip',
    );
    expect((await errorOf(Buffer.from('PK\u0003\u0004'))).message).toContain(
      'a zip archive or a spreadsheet',
    );
  });

  test('a line of a gigabyte is one error after 16 MiB of it', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    let given = 0;
    const file = {
      name: 'a.csv',
      open: function* (): Generator<Uint8Array> {
        yield Buffer.from('item\n');
        for (; given < 1024; given++) yield chunk;
      },
    };
    const reading = readRows(file, { columns: () => {}, row: () => {} });
    await expect(reading).rejects.toThrow('a.csv line 2: one record is longer than 16777216 characters');
    expect(given).toBeLessThan(20);
  });

  test.each(['a.csv', 'a.jsonl', 'a.json'])(
    '%s: a long record is refused wherever the chunks are cut',
    async (name) => {
      const text = {
        'a.csv': `a\n"${'x'.repeat(50)}"\n`,
        'a.jsonl': `{"a":"${'x'.repeat(50)}"}\n`,
        'a.json': `[{"a":"${'x'.repeat(50)}"}]`,
      }[name] as string;
      expect((await errorOf(text, name, { maxRecord: 20 })).message).toContain(
        'one record is longer than 20 characters',
      );
      expect((await read(text, name, { maxRecord: 80 })).rows.length).toBe(1);
    },
  );
});

describe('readRows of JSON', () => {
  test('JSONL: a row a line, columns as they come, numbers and objects as text', async () => {
    const { columns, rows } = await read(
      '{"a":1,"b":"x"}\n\n{"b":null,"c":[1],"a":3.0}\r\n{"c":true}',
      'a.jsonl',
    );
    expect(columns).toEqual(['a', 'b', 'c']);
    expect(rows).toEqual([
      { line: 1, cells: ['1', 'x'] },
      { line: 3, cells: ['3', '', '[1]'] },
      { line: 4, cells: ['', '', 'true'] },
    ]);
  });

  test('an id past 2^53 keeps its digits', async () => {
    const { rows } = await read('{"item":12345678901234567890}\n{"item":12345678901234567891}', 'a.jsonl');
    expect(rows.map(({ cells }) => cells[0])).toEqual(['12345678901234567890', '12345678901234567891']);
  });

  test('JSON arrays that were put behind each other are one table', async () => {
    const { columns, rows } = await read('[{"a":1}]\n[{"a":2,"b":3}] []', 'a.json');
    expect(columns).toEqual(['a', 'b']);
    expect(rows).toEqual([
      { line: 1, cells: ['1'] },
      { line: 2, cells: ['2', '3'] },
    ]);
  });

  test('JSON: one array of objects, with the line on which each object starts', async () => {
    const text = '[\n  {"a": "]},{\\" \\\\", "b": {"c": [1]}},\n  {\n    "a": "2"\n  } , {"a": "3"}\n]\n';
    const whole = await read(text, 'a.json');
    expect(whole.rows).toEqual([
      { line: 2, cells: [']},{" \\', '{"c":[1]}'] },
      { line: 3, cells: ['2', ''] },
      { line: 5, cells: ['3', ''] },
    ]);
    expect(await read(text, 'a.json', {}, 1)).toEqual(whole);
  });

  test.each([
    ['{"a":1}\n{"a":', 'a.jsonl', 'a.jsonl line 2: not a JSON object: "{\\"a\\":"'],
    ['{"a":1}\n[1]\n', 'a.jsonl', 'a.jsonl line 2: a row is a JSON object; received "[1]"'],
    ['[{"a":1},\n{"a":2}', 'a.json', 'a.json line 2: the file ends inside the array'],
    ['[{"a":1},\n{"a":', 'a.json', 'a.json line 2: the file ends inside the array'],
    [
      '[{"a":1}\n{"a":2}]',
      'a.json',
      'a.json line 2: not JSON as expected: a comma or the end of the array should follow; received "{"',
    ],
    [
      '{"rows":[]}',
      'a.json',
      'a.json line 1: a JSON file of ratings is one array of objects; received one object',
    ],
    ['[1]', 'a.json', 'a.json line 1: not JSON as expected: an object should follow; received "1"'],
    [
      '[{"a":1}] x',
      'a.json',
      'a.json line 1: not JSON as expected: nothing more should follow; received "x"',
    ],
    ['[{"a":1},]', 'a.json', 'a.json line 1: not JSON as expected: an object should follow; received "]"'],
  ])('%j in %s is an error with its line', async (text, name, message) => {
    expect((await errorOf(text, name)).message).toBe(message);
  });
});

test('formatOf goes by the ending of the name, and says what it knows where it does not', () => {
  expect(['a.CSV', 'x/y.tsv', 'a.b.ndjson', 'a.json'].map(formatOf)).toEqual(['csv', 'tsv', 'jsonl', 'json']);
  expect(formatOf('a.parquet')).toBe('parquet');
  expect(() => formatOf('constructor')).toThrow(DataError);
  expect(() => formatOf('a.constructor')).toThrow(DataError);
});
