import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../data-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { readRows } from '../read-rows.ts';
import { readStudy } from '../../read-study.ts';
import { toCsv } from '../to-csv.ts';
import { toParquet } from '../to-parquet.ts';

const golden = resolve(import.meta.dirname, '../../../../test/golden/parquet');
const file = (name: string): Buffer => readFileSync(join(golden, name));
const source = (bytes: Uint8Array, name = 'ratings.parquet'): ByteSource => ({ name, open: () => [bytes] });

interface Read {
  names: readonly string[];
  rows: { cells: readonly string[]; line: number }[];
}

async function read(bytes: Uint8Array, wants?: (name: string) => boolean): Promise<Read> {
  const found: Read = { names: [], rows: [] };
  await readRows(source(bytes), {
    columns: (names) => (found.names = names),
    ...(wants && { wants: (column: number) => wants(found.names[column]) }),
    row: (cells, line) => found.rows.push({ cells, line }),
  });
  return found;
}

const columnOf = ({ names, rows }: Read, name: string): string[] =>
  rows.map(({ cells }) => cells[names.indexOf(name)]);

describe('every type of a column is the text that says the same', async () => {
  const found = await read(file('types.parquet'), (name) => name !== 'bytes');
  test.each([
    ['item', ['é 1', '2', '']],
    ['int64', ['9007199254740993', '-5', '']],
    ['uint64', ['18446744073709551615', '0', '']],
    ['int8', ['-128', '7', '']],
    ['uint32', ['4294967295', '0', '']],
    ['double', ['0.1', 'NaN', '']],
    ['float', ['0.5', '-3', '']],
    ['bool', ['true', 'false', '']],
    ['decimal', ['-0.30', '12345678901234567.89', '']],
    ['date', ['2024-02-29', '1969-12-31', '']],
    ['utc', ['2024-02-29T23:59:58.25Z', '1969-12-31T23:59:59.999999Z', '']],
    ['local', ['2024-02-29T23:59:58.25', '1969-12-31T23:59:59.999', '']],
    ['nanos', ['2024-02-29T23:59:58.250000001Z', '1969-12-31T23:59:59.999999999Z', '']],
    ['dictionary', ['Pass', 'Fail', '']],
    ['turns', ['[{"role":"user","text":"hi","n":"9007199254740993"}]', '[]', '']],
    ['struct', ['{"a":1,"b":"x"}', '{"a":null,"b":""}', '']],
  ])('%s', (name, texts) => {
    expect(columnOf(found, name)).toEqual(texts);
  });
});

test('a column of bytes that are not text is an error that names it, and no error where nobody wants it', async () => {
  const message = 'ratings.parquet column bytes: holds bytes that are not UTF-8 text';
  await expect(read(file('types.parquet'))).rejects.toThrow(message);
  await expect(read(file('types.parquet'), (name) => name !== 'bytes')).resolves.toBeDefined();
  const columns = { item: 'int64', rater: 'bool', label: 'dictionary' };
  const mapped = (ignore: string[]): Promise<unknown> =>
    readStudy([
      {
        ...source(file('types.parquet')),
        source: { columns, where: { dictionary: ['Pass', 'Fail'] }, ignore },
      },
    ]);
  await expect(mapped([])).rejects.toThrow(message);
  await expect(mapped(['bytes', 'turns'])).resolves.toBeDefined();
});

test.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])(
  '%s is unpacked, over several row groups',
  async (codec) => {
    const { names, rows } = await read(file(`${codec}.parquet`));
    expect(names).toEqual(['item', 'rater', 'label']);
    expect(rows).toHaveLength(30);
    expect(rows[29]).toEqual({ cells: ['9', 'cy', 'Fail'], line: 30 });
  },
);

test('a row is the same whichever window of a row group it is in', async () => {
  const count = 300_001;
  const item = Array.from({ length: count }, (_, i) => (i % 7 === 0 ? null : `item-${i}`));
  const number = Array.from({ length: count }, (_, i) => i % 1000);
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'item', data: item, type: 'STRING' },
      { name: 'number', data: number, type: 'INT32' },
    ],
    rowGroupSize: count,
    pageSize: 10_000,
  });
  let next = 0;
  const wrong: unknown[] = [];
  await readRows(source(new Uint8Array(bytes)), {
    columns: () => {},
    row: (cells, line) => {
      const [text, value] = [item[next] ?? '', String(number[next])];
      if (cells[0] !== text || cells[1] !== value || line !== next + 1) wrong.push([cells, line]);
      next++;
    },
  });
  expect(wrong).toEqual([]);
  expect(next).toBe(count);
});

test('ratings mean the same study as Parquet and as CSV', async () => {
  const header = ['item', 'rater', 'label', 'prob_Pass', 'note'];
  const item = ['1', '1', '1', '2', '2', '3', '3'];
  const rater = ['ann', 'bob', 'gpt', 'ann', 'gpt', 'bob', 'gpt'];
  const label = ['Pass', 'Fail', '', 'Fail', '', 'Pass', 'Pass'];
  const pass = Float64Array.of(NaN, NaN, 0.1 + 0.2, NaN, 1e-7, NaN, 0.875);
  const note = ['', 'a, "b"', '', 'é\n', '', ' x', ''];
  const rows = item.map((_, r) => [item[r], rater[r], label[r], pass[r], note[r]]);
  const csv = Buffer.from([...toCsv(header, rows)].join(''));
  const parquet = await toParquet(header, [item, rater, label, pass, note]);
  const [first, second] = [
    await readStudy([source(csv, 'r.csv')]),
    await readStudy([source(parquet, 'r.parquet')]),
  ];
  expect({ ...second, files: [], title: '' }).toEqual({ ...first, files: [], title: '' });
  expect(second.files).toEqual([{ name: 'r.parquet', format: 'parquet', rows: 7 }]);
});

test('an error in the data names the row of a Parquet file', async () => {
  const bytes = await toParquet(
    ['item', 'rater', 'label', 'prob_Pass'],
    [['1', '2'], ['j', 'j'], ['Pass', 'Fail'], Float64Array.of(0.5, -1)],
  );
  await expect(readStudy([source(bytes)])).rejects.toThrow(
    'ratings.parquet row 2 column prob_Pass: a probability is at least 0; received -1',
  );
  const twice = await toParquet(
    ['item', 'rater', 'label'],
    [
      ['1', '1'],
      ['a', 'a'],
      ['Pass', 'Fail'],
    ],
  );
  await expect(readStudy([source(twice)])).rejects.toThrow(
    'ratings.parquet row 2: item "1" is labeled "Pass" (ratings.parquet row 1)',
  );
});

test('parts of a file are asked for where they can be had, and the file is closed whatever happens', async () => {
  const whole = file('snappy.parquet');
  const asked: [number, number][] = [];
  let closed = 0;
  const parts = (bytes: Uint8Array): ByteSource => ({
    name: 'r.parquet',
    open: () => {
      throw new Error('the file was read from front to end');
    },
    access: () =>
      Promise.resolve({
        size: bytes.length,
        slice: (start: number, end: number) => {
          asked.push([start, end]);
          return Promise.resolve(bytes.subarray(start, end));
        },
        close: () => Promise.resolve(void closed++),
      }),
  });
  await readRows(parts(whole), { columns: () => {}, wants: (column) => column === 0, row: () => {} });
  expect(closed).toBe(1);
  // The ending, the footer, and one column in each of three row groups.
  expect(asked).toHaveLength(5);
  await expect(readRows(parts(whole.subarray(0, 100)), { columns: () => {}, row: () => {} })).rejects.toThrow(
    DataError,
  );
  expect(closed).toBe(2);
});

test.each([
  ['nothing', Buffer.alloc(0), 'is not a whole Parquet file'],
  ['text', Buffer.from('item,rater,label\n1,a,b\n'), 'is not a whole Parquet file'],
  ['the front half', file('snappy.parquet').subarray(0, 400), 'is not a whole Parquet file'],
  [
    'an encrypted footer',
    Buffer.concat([Buffer.from('PARE'), Buffer.alloc(100), Buffer.from('PARE')]),
    'the Parquet file is encrypted',
  ],
  [
    'a footer of nothing',
    Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100), Buffer.from('PAR1')]),
    'the Parquet file cannot be read',
  ],
])('%s is one line that names the file', async (_, bytes, message) => {
  const reading = read(bytes);
  await expect(reading).rejects.toThrow(DataError);
  await expect(reading).rejects.toThrow(`ratings.parquet: ${message}`);
});

test('a compression that is not read is told with those that are', async () => {
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [{ name: 'item', data: ['1', '2'], type: 'STRING' }],
      codec: 'LZO',
      compressors: { LZO: (page) => page },
    }),
  );
  await expect(read(bytes)).rejects.toThrow(
    'column item: the compression LZO is not read; those read are UNCOMPRESSED, SNAPPY',
  );
});

/** A small generator of its own, so that the same bytes break in every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    yield state >>> 8;
  }
}

test(
  'a broken file is rows or one DataError with its name, never anything else',
  { timeout: 60_000 },
  async () => {
    const files = [
      'types.parquet',
      'none.parquet',
      'snappy.parquet',
      'gzip.parquet',
      'brotli.parquet',
      'zstd.parquet',
      'lz4.parquet',
    ].map(file);
    const random = numbers(7);
    const draw = (bound: number): number => random.next().value! % bound;
    const others: string[] = [];
    let errors = 0;
    for (let round = 0; round < 700; round++) {
      let bytes = Buffer.from(files[round % files.length]);
      for (let flips = draw(4); flips >= 0; flips--) bytes[draw(bytes.length)] = draw(256);
      if (round % 5 === 0) {
        const at = draw(bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + draw(50))]);
      }
      try {
        await read(bytes, (name) => name !== 'bytes');
      } catch (error) {
        errors++;
        const sound =
          error instanceof DataError &&
          error.message.startsWith('ratings.parquet') &&
          !error.message.includes('\n');
        if (!sound) others.push(`round ${round}: ${String(error)}`);
      }
    }
    expect(others).toEqual([]);
    expect(errors).toBeGreaterThan(140);
  },
);
