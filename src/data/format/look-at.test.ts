import { describe, expect, test } from 'vitest';
import { type StudyInput, type Study, readStudy } from '../index.ts';

const utf16 = (text: string, { mark = true, big = false } = {}): Uint8Array => {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

/** `chunks`: how the bytes come. */
function study(
  name: string,
  content: string | Uint8Array,
  source: StudyInput['source'] = {},
  chunks = 1 << 20,
): Promise<Study> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  function* open(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunks) yield bytes.subarray(at, at + chunks);
  }
  return readStudy([{ name, open, source }], { scale: 'nominal' });
}

interface Row {
  readonly item: string;
  readonly rater: string;
  readonly label: string | undefined;
}

function rowsOf({ ratings, items, raters, codebook }: Study): Row[] {
  return Array.from(ratings.item, (item, row) => ({
    item: items.ids[item],
    rater: raters[ratings.rater[row]].id,
    label: codebook.labels[ratings.label[row]]?.name,
  }));
}

const found = ({ decisions }: Study): string[] =>
  decisions.map(({ code }) => code).filter((code) => /^(?:read-|decimal-comma|json-non-numbers)/.test(code));

const expected: Row[] = [
  { item: 'i1', rater: 'ann', label: 'Pass' },
  { item: 'i1', rater: 'bob', label: 'Fail' },
  { item: 'i2', rater: 'ann', label: 'Fail' },
];
const table = [
  ['item', 'rater', 'label'],
  ['i1', 'ann', 'Pass'],
  ['i1', 'bob', 'Fail'],
  ['i2', 'ann', 'Fail'],
];
const delimited = (mark: string, cell = (text: string): string => text): string =>
  table.map((cells) => `${cells.map(cell).join(mark)}\n`).join('');
const quotedCell = (text: string): string => `"${text}"`;
const objects = expected.map(({ item, rater, label }) => ({ label, rater, item }));
const lines = objects.map((row) => `${JSON.stringify(row)}\n`).join('');
const frame = Object.fromEntries(
  ['item', 'rater', 'label'].map((name, at) => [
    name,
    Object.fromEntries(table.slice(1).map((cells, row) => [String(row), cells[at]])),
  ]),
);
const split = { columns: table[0], index: [0, 1, 2], data: table.slice(1) };

describe('the content goes before the name', () => {
  const cases: readonly (readonly [
    what: string,
    name: string,
    content: string | Uint8Array,
    found: readonly string[],
  ])[] = [
    ['commas', 'a.csv', delimited(','), []],
    ['tabs', 'a.tsv', delimited('\t'), []],
    ['semicolons in .csv', 'a.csv', delimited(';'), ['read-with-delimiter']],
    ['quoted semicolons', 'a.csv', delimited(';', quotedCell), ['read-with-delimiter']],
    ['tabs in .csv', 'a.csv', delimited('\t', quotedCell), ['read-with-delimiter']],
    ['commas in .tsv', 'a.tsv', delimited(','), ['read-with-delimiter']],
    ['pipes', 'a.csv', delimited('|'), ['read-with-delimiter']],
    ['a sep line', 'a.csv', `sep=;\r\n${delimited(';')}`, ['read-with-delimiter']],
    ['a sep line of the usual mark', 'a.csv', `"sep=,"\n${delimited(',')}`, []],
    ['text without a known ending', 'ratings.txt', delimited('\t'), ['read-as', 'read-with-delimiter']],
    ['no ending', 'ratings', delimited(','), ['read-as']],
    ['UTF-16, little end first', 'a.csv', utf16(delimited(',')), ['read-as-encoding']],
    [
      'UTF-16 with tabs, as spreadsheets write "Unicode text"',
      'a.txt',
      utf16(delimited('\t')),
      ['read-as-encoding', 'read-as', 'read-with-delimiter'],
    ],
    ['UTF-16, big end first', 'a.csv', utf16(delimited(','), { big: true }), ['read-as-encoding']],
    ['UTF-16 without a mark', 'a.csv', utf16(delimited(','), { mark: false }), ['read-as-encoding']],
    ['a mark of UTF-8', 'a.csv', `\uFEFF${delimited(';')}`, ['read-with-delimiter']],
    ['JSON lines', 'a.jsonl', lines, []],
    ['JSON lines in .json', 'a.json', lines, ['read-as']],
    [
      'one line in .json',
      'a.json',
      `${JSON.stringify(objects[0])}\n${lines.split('\n').slice(1).join('\n')}`,
      ['read-as'],
    ],
    ['an array', 'a.json', JSON.stringify(objects), []],
    ['an array in .jsonl', 'a.jsonl', JSON.stringify(objects, null, 2), ['read-as']],
    ['JSON lines in .csv', 'a.csv', lines, ['read-as']],
    ['columns and data', 'a.json', JSON.stringify(split), ['read-as']],
    [
      'columns and data, indented',
      'a.json',
      JSON.stringify({ columns: split.columns, data: split.data }, null, 1),
      ['read-as'],
    ],
    ['columns of cells by row', 'a.json', JSON.stringify(frame), ['read-as']],
  ];

  test.each(cases)('%s', async (_, name, content, codes) => {
    for (const chunks of [1 << 20, 7]) {
      const read = await study(name, content, {}, chunks);
      expect(rowsOf(read)).toEqual(expected);
      expect(found(read)).toEqual(codes);
    }
  });

  test('what is declared goes before both', async () => {
    const semicolons = await study('a.csv', delimited(';'), { delimiter: ';' });
    expect([rowsOf(semicolons), found(semicolons)]).toEqual([expected, []]);
    await expect(study('a.csv', delimited(';'), { delimiter: ',' })).rejects.toThrow('no column "item"');
    await expect(study('a.csv', lines, { format: 'csv' })).rejects.toThrow('a.csv');
    const cp1252 = Buffer.from(delimited(',').replaceAll('ann', 'Ren\u00e9'), 'latin1');
    await expect(study('a.csv', cp1252, { encoding: 'utf-8' })).rejects.toThrow('is not UTF-8 text');
    const read = await study('a.csv', cp1252, { encoding: 'windows-1252' });
    expect(read.raters.map(({ id }) => id)).toEqual(['Ren\u00e9', 'bob']);
    expect(found(read)).toEqual([]);
  });

  test.each(['Ren\u00e9', 'J\u00fcrgen Gr\u00f6\u00dfe', 'O\u2019Neill'])(
    'text that is not UTF-8 and makes words as windows-1252 is read so, and that is said: %s',
    async (name) => {
      const quote = (text: string): string => text.replaceAll('\u2019', '\u0092');
      const bytes = Buffer.from(quote(delimited(',').replaceAll('ann', name)), 'latin1');
      const read = await study('a.csv', bytes);
      expect(read.raters.map(({ id }) => id)).toContain(name);
      expect(found(read)).toEqual(['read-as-encoding']);
    },
  );

  test('one broken byte in text that is UTF-8 elsewhere is an error, and so are bytes that make no words', async () => {
    const broken = Buffer.concat([
      Buffer.from(delimited(',').replace('ann', 'Ren\u00e9')),
      Buffer.of(0xe9, 0x0a),
    ]);
    await expect(study('a.csv', broken)).rejects.toThrow('is not UTF-8 text');
    const greek = Buffer.from(delimited(',').replaceAll('ann', '\u00c3\u00e9\u00fe\u00f1\u00e3'), 'latin1');
    await expect(study('a.csv', greek)).rejects.toThrow('is not UTF-8 text');
  });

  test('a file is opened once: a pipe can be read', async () => {
    let opened = 0;
    const open = (): Uint8Array[] => {
      opened++;
      return [Buffer.from(delimited(';'))];
    };
    await readStudy([{ name: 'a.csv', open }]);
    expect(opened).toBe(1);
  });

  test('rows beyond what was looked at are read as well', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `i${i};ann;${i % 2 === 0 ? 'Pass' : 'Fail'}\n`);
    const read = await study('a.csv', `item;rater;label\n${many.join('')}`, {}, 1000);
    expect(read.ratings.item).toHaveLength(20_000);
  });

  test('what fits nothing keeps its error', async () => {
    await expect(study('a.csv', 'item,rater,label\n1,ann\n')).rejects.toThrow(
      'line 2: 2 fields; the header has 3',
    );
    await expect(study('a.csv', 'item;rater;label\n1;ann\n')).rejects.toThrow(
      'line 2: 2 fields; the header has 3',
    );
    await expect(study('a.xlsx', 'PK\u0003\u0004')).rejects.toThrow('a zip archive or a spreadsheet');
    await expect(study('notes.txt', 'nothing to see\n')).rejects.toThrow('unsupported file type ".txt"');
    await expect(study('a.json', '{"ratings": []}')).rejects.toThrow('one array of objects');
  });
});

describe('numbers with a comma', () => {
  const judged = (cells: string): string =>
    `item;rater;label;prob_A;prob_B\ni1;m;A;${cells}\ni2;m;B;0,1;0,9\ni1;ann;A;;\n`;

  test('are read where the delimiter is another', async () => {
    const read = await study('a.csv', judged('0,9637;0,0363'));
    expect(found(read)).toEqual(['read-with-delimiter', 'decimal-comma']);
    expect(Array.from(read.ratings.probabilities.slice(0, 2))).toEqual([0.9637, 0.0363]);
  });

  test('labels too: 4,5 is the grade 4.5', async () => {
    const read = await study('a.csv', 'item;rater;label\ni1;ann;4,5\ni2;ann;3\ni3;ann;2,25\n');
    expect(read.codebook.labels.map(({ name }) => name)).toEqual(['2.25', '3', '4.5']);
  });

  test('that may all be thousands are asked about', async () => {
    const text = 'item;rater;label\ni1;ann;1,250\ni2;ann;2,500\n';
    await expect(study('a.csv', text)).rejects.toThrow(
      '"1,250" may be a number with a decimal comma or one of thousands',
    );
    const read = await study('a.csv', text, { decimal: 'comma' });
    expect(read.codebook.labels.map(({ name }) => name)).toEqual(['1.25', '2.5']);
    const words = await study('a.csv', text, { decimal: 'point' });
    expect(words.codebook.labels.map(({ name }) => name)).toEqual(['1,250', '2,500']);
  });

  test('are thousands or text in columns that are not read as numbers', async () => {
    const read = await study('a.csv', 'item;rater;label;cost\ni1;ann;A;1,250\ni2;ann;B;2,500\n');
    expect(rowsOf(read)).toHaveLength(2);
    const fields = [...read.ratings.fields, ...read.items.fields];
    expect(fields.find(({ name }) => name === 'cost')!.values).toEqual(['1,250', '2,500']);
  });
});

describe('JSON as Python writes it', () => {
  const withNaN =
    '{"item":"i1","rater":"ann","label":"A","note":"NaN stays"}\n{"item":"i2","rater":"ann","label":NaN}\n';

  test('NaN and Infinity are empty cells, counted; in a text they are text', async () => {
    const read = await study(
      'a.jsonl',
      `${withNaN}{"item":"i3","rater":"ann","label":"B","note":-Infinity}\n`,
    );
    expect(rowsOf(read).map(({ label }) => label)).toEqual(['A', 'B']);
    expect(read.decisions.find(({ code }) => code === 'json-non-numbers')!.count).toBe(2);
    expect(read.ratings.fields.find(({ name }) => name === 'note')!.values).toEqual(['NaN stays']);
  });

  test('in arrays and tables too', async () => {
    const array =
      '[{"item":"i1","rater":"ann","label":"A"},{"item":"i2","rater":"ann","label":"B","score":NaN}]';
    expect(found(await study('a.json', array))).toEqual(['json-non-numbers']);
    const cells =
      '{"columns":["item","rater","label"],"data":[["i1","ann","A"],["i2","ann",NaN],["i3","ann","B"]]}';
    expect(found(await study('a.json', cells))).toEqual(['read-as', 'json-non-numbers']);
  });
});
