/**
 * Rules of the frame, whatever the format: records of every kind of file, places in errors, options, kinds
 * and repeats, the study that is written.
 */
import { describe, expect, test } from 'vitest';
import { importText, jsonLines, studyOf } from '../../../../test/fixtures/import/import-text.ts';
import { mtBenchRecord } from '../../../../test/fixtures/import/mt-bench.ts';
import { DataError } from '../../data-error.ts';
import {
  type Imported,
  type ImportedRating,
  type Importer,
  ImportedItems,
  LeftOutCounts,
  chosenQuestion,
} from './importer.ts';
import { readImport } from './read-import.ts';
import { importerNamed, importers } from '../index.ts';
import { readRecords } from './read-records.ts';
import { RecordField } from './record-field.ts';
import { importedCsv, importedStudy } from './study-files.ts';
import { textHash } from './text-hash.ts';

/** Hands every record on as a rating of itself. */
const plain: Importer = {
  name: 'plain',
  title: 'plain ratings',
  reads: 'JSON',
  from: 'a test',
  options: ['turn'],
  start: () => {
    const ratings: ImportedRating[] = [];
    return {
      record: (record) => void ratings.push(record.object() as unknown as ImportedRating),
      end: (): Imported => ({ ratings, items: [], leftOut: [{ reason: 'a reason', count: 2 }], notes: [] }),
    };
  },
};

const source = (name: string, text: string) => ({ name, open: () => [Buffer.from(text)] });

async function places(name: string, text: string): Promise<unknown[]> {
  const found: unknown[] = [];
  await readRecords(
    source(name, text),
    ({ value, place: { line, name: record } }) => void found.push([value, line, record]),
  );
  return found;
}

describe('records', () => {
  test('lines of JSONL have their line, blank lines aside', async () => {
    expect(await places('a.jsonl', '{"a":1}\n\n[2]\n3')).toEqual([
      [{ a: 1 }, 1, undefined],
      [[2], 3, undefined],
      [3, 4, undefined],
    ]);
  });

  test('entries of an array have line and number', async () => {
    expect(await places('a.json', '[\n {"a":"]}\\""},\n {\n"a":2} ]')).toEqual([
      [{ a: ']}"' }, 2, 'record 1'],
      [{ a: 2 }, 3, 'record 2'],
    ]);
  });

  test('one object is one record; objects that follow each other are several', async () => {
    expect(await places('a.json', ' {"a":[1,{"b":2}]}\n')).toEqual([
      [{ a: [1, { b: 2 }] }, undefined, undefined],
    ]);
    expect(await places('a.json', '{"a":1}\n{"a":2}')).toEqual([
      [{ a: 1 }, undefined, undefined],
      [{ a: 2 }, 2, 'record 2'],
    ]);
  });

  test('an id past 2^53 keeps its digits', async () => {
    expect(await places('a.json', '{"id":12345678901234567891,"list":[9007199254740993],"n":12}')).toEqual([
      [{ id: '12345678901234567891', list: ['9007199254740993'], n: 12 }, undefined, undefined],
    ]);
  });

  test.each([
    ['a.json', '', 'a.json: the file is empty'],
    ['a.jsonl', ' \n', 'a.jsonl: the file is empty'],
    ['a.json', '[]', 'a.json: the array is empty'],
    ['a.json', '[{"a":1}', 'a.json line 1: the file ends inside the array'],
    ['a.json', '[{"a":1},', 'a.json line 1: the file ends inside the array'],
    ['a.json', '\n{"a":', 'a.json line 2: the file ends inside an object'],
    ['a.json', '[1]', 'a.json line 1: not JSON as expected: an object should follow; received "1"'],
    [
      'a.json',
      '[{}{}]',
      'a.json line 1: not JSON as expected: a comma or the end of the array should follow; received "{"',
    ],
    ['a.json', '[{}],', 'a.json line 1: not JSON as expected: nothing more should follow; received ","'],
    [
      'a.json',
      '"x"',
      'a.json line 1: not JSON as expected: an object or an array of objects should follow; received "\\""',
    ],
    ['a.json', '{"a":1x}', 'a.json line 1: not JSON: "{\\"a\\":1x}"'],
    ['a.jsonl', '{"a":1}\n{"a"', 'a.jsonl line 2: not JSON: "{\\"a\\""'],
    ['a.csv', 'item\n', 'a.csv: the file has no rows'],
    ['a.txt', 'x', 'a.txt: unsupported file type ".txt"'],
  ])('%s with %j is one line: %s', async (name, text, message) => {
    const reading = places(name, text);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  test('bytes may come in any pieces', async () => {
    const bytes = Buffer.from('[{"a":"é\\"}"},\n{"a":[{}]}]');
    const found: unknown[] = [];
    const file = { name: 'a.json', open: () => Array.from(bytes, (byte) => Uint8Array.of(byte)) };
    await readRecords(file, ({ value }) => void found.push(value));
    expect(found).toEqual([{ a: 'é"}' }, { a: [{}] }]);
  });

  test('an object longer than the limit is an error before it fills the memory', async () => {
    const file = source('a.json', `{"a":"${'x'.repeat(1 << 20)}"}`);
    await expect(readRecords(file, () => {}, { maxRecord: 1000 })).rejects.toThrow(
      'one object is longer than 1000 characters',
    );
  });
});

describe('RecordField', () => {
  const field = (value: unknown, cells = false): RecordField =>
    new RecordField({ a: value }, { file: 'a.json', cells }).get('a');

  test('gives the kind of value asked for, or says where it is not', () => {
    expect([
      field('x').text(),
      field(2).id(),
      field(' x ').id(),
      field(2).number(),
      field(true).boolean(),
    ]).toEqual(['x', '2', 'x', 2, true]);
    expect(() => field(' ').text()).toThrow('a.json: a requires a text; received " "');
    expect(() => field({}).id()).toThrow('a requires an id (text or number); received the object {}');
    expect(() => field('2').number()).toThrow('a requires a number; received "2"');
    expect(() => field('true').boolean()).toThrow('a requires true or false');
    expect(() =>
      field([{}, { b: 1 }])
        .list()[1]
        .get('b')
        .list(),
    ).toThrow('a.json: a[1].b requires an array; received 1');
    expect(() => field(undefined).get('b')).toThrow('a requires an object; received nothing');
    expect(() => new RecordField([], { file: 'a.json' }).get('a')).toThrow(
      'the record requires an object; received the array []',
    );
  });

  test('in a table numbers, lists and objects are read out of the text', () => {
    expect([
      field('2', true).number(),
      field('True', true).boolean(),
      field('[1]', true).list()[0].number(),
    ]).toEqual([2, true, 1]);
    expect(field('{"b":[2]}', true).get('b').list()).toHaveLength(1);
    expect([field('', true).missing, field('').missing, field(null).missing]).toEqual([true, false, true]);
    expect(() => field('[1', true).list()).toThrow('a requires an array; received "[1"');
  });

  test('a key that every object has is not there unless the record has it', () => {
    expect(field({}).get('constructor').missing).toBe(true);
    expect(field(JSON.parse('{"__proto__":"x"}')).get('__proto__').value).toBe('x');
  });

  test('a value nested a hundred thousand deep is an error, not a crash', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(() => field(deep).cell()).toThrow(DataError);
    expect(() => field(deep).text()).toThrow('nested too deeply to show');
  });
});

describe('readImport', () => {
  test('an option that a format does not take is refused, not ignored', async () => {
    await expect(readImport(plain, [source('a.json', '{}')], { question: 'x' })).rejects.toThrow(
      'plain takes turn, item, map; received question',
    );
  });

  test('no rating at all is an error that says what was left out and where exports come from', async () => {
    const empty: Importer = { ...plain, start: () => ({ ...plain.start({}), record: () => {} }) };
    const importing = readImport(empty, [source('a.json', '{}')]);
    await expect(importing).rejects.toThrow(
      'a.json: no rating of plain ratings was found; left out: a reason (2)',
    );
    await expect(importing).rejects.toMatchObject({
      hint: ['plain', ' reads ', 'JSON', ': ', 'a test', '.'],
    });
  });

  test('the records of each file are counted', async () => {
    const rating = { item: '1', rater: 'ann', kind: 'human', label: 'x' };
    const { files } = await readImport(plain, [
      source('a.jsonl', jsonLines([rating, { ...rating, item: '2' }])),
      source('b.json', JSON.stringify([rating])),
    ]);
    expect(files).toEqual([
      { name: 'a.jsonl', records: 2 },
      { name: 'b.json', records: 1 },
    ]);
  });

  test('one name for a person and a judge is two raters, and the study can be read', async () => {
    const ratings = [
      { item: '1', rater: '5', kind: 'judge', label: 'x' },
      { item: '1', rater: '5', kind: 'human', label: 'y' },
      { item: '1', rater: '5 (judge)', kind: 'human', label: 'x' },
    ];
    const imported = await readImport(plain, [source('a.jsonl', jsonLines(ratings))]);
    expect(imported.ratings.map(({ rater }) => rater)).toEqual(["5 (judge)'", '5', '5 (judge)']);
    expect(imported.notes[0]).toContain('the name of a person and of something else');
    expect((await studyOf(imported)).raters.map(({ kind }) => kind)).toEqual(['human', 'human', 'judge']);
  });

  test('a rater named like a prototype keeps its kind and family, in columns', async () => {
    const ratings: ImportedRating[] = ['x', 'y'].flatMap((label, at) => [
      { item: String(at), rater: '__proto__', kind: 'judge', family: 'f', label },
      { item: String(at), rater: 'ann', kind: 'human', label },
    ]);
    const { raters } = await studyOf({ ratings, items: [], leftOut: [], notes: [], files: [] });
    expect(raters.map(({ id, kind, family }) => [id, kind, family])).toContainEqual([
      '__proto__',
      'judge',
      'f',
    ]);
  });

  test('fields named like columns, like probabilities or like a prototype keep their values under another name', async () => {
    const fields = JSON.parse('{"label":"a","prob_x":"7","__proto__":"p","free":"f"}') as Record<
      string,
      string
    >;
    const ratings: ImportedRating[] = ['x', 'y'].map((label, at) => ({
      item: String(at),
      rater: 'ann',
      kind: 'human',
      label,
      fields,
      score: at,
    }));
    const items = [{ item: '0', fields: { ...fields, item: 'i', score: 's' } }];
    const study = await studyOf({ ratings, items, leftOut: [], notes: [], files: [] });
    const named = [...study.items.fields, ...study.ratings.fields].map(({ name, values }) => [
      name,
      ...values,
    ]);
    expect(named).toEqual(
      expect.arrayContaining([
        ['rating_label', 'a'],
        ['rating_prob_x', '7'],
        ['free', 'f'],
        ['item_label', 'a'],
        ['item_item', 'i'],
        ['item_score', 's'],
        ['item_free', 'f'],
        ['score', '0', '1'],
      ]),
    );
    expect(study.ratings.probabilities).toHaveLength(0);
  });

  test('what a rater is called stands in assize.json; what differs from rating to rating is a column', () => {
    const rating: ImportedRating = {
      item: '1',
      rater: 'gpt',
      kind: 'judge',
      label: 'x',
      family: 'gpt',
      prompt: 'one',
    };
    const ratings: ImportedRating[] = [
      rating,
      { ...rating, item: '2', prompt: 'two' },
      { item: '1', rater: 'ann', kind: 'human', label: 'x', group: 'expert' },
    ];
    const files = importedStudy({ ratings, items: [], leftOut: [], notes: [] }, { title: 't' });
    expect(files.config.raters).toEqual({
      ann: { kind: 'human', group: 'expert' },
      gpt: { kind: 'judge', family: 'gpt' },
    });
    expect([...importedCsv(files)]).toEqual([
      'item,rater,kind,label,prompt\n',
      '1,gpt,judge,x,one\n',
      '2,gpt,judge,x,two\n',
      '1,ann,human,x,\n',
    ]);
  });

  test('probabilities and their source arrive', async () => {
    const ratings: ImportedRating[] = [
      {
        item: '1',
        rater: 'gpt',
        kind: 'judge',
        label: 'x',
        probabilities: { x: 0.8, y: 0.2 },
        probSource: 'logprobs',
      },
      { item: '2', rater: 'ann', kind: 'human', label: 'y' },
    ];
    const study = await studyOf({ ratings, items: [], leftOut: [], notes: [], files: [] });
    expect([...study.ratings.probabilities]).toEqual([0.8, 0.2]);
  });
});

test('counts keep the order of their reasons, and nothing is no reason', () => {
  const counts = new LeftOutCounts();
  counts.add('b');
  counts.add('a', 2);
  counts.add('b', 3);
  counts.add('c', 0);
  expect(counts.list()).toEqual([
    { reason: 'b', count: 4 },
    { reason: 'a', count: 2 },
  ]);
});

test('an item may be told in parts, but not in two ways', () => {
  const record = new RecordField({}, { file: 'a.json', name: 'record 2' });
  const items = new ImportedItems();
  items.add('1', { a: 'x' }, record);
  items.add('1', { a: 'x', b: 'y' }, record);
  expect(items.list()).toEqual([{ item: '1', fields: { a: 'x', b: 'y' } }]);
  expect(() => items.add('1', { b: 'z' }, record)).toThrow(
    'a.json: record 2: item "1" has the b "z" here and "y" before',
  );
});

test('a question is chosen where there are several', () => {
  expect(chosenQuestion(['a', 'a'], undefined)).toBe('a');
  expect(chosenQuestion(['b', 'a'], 'b')).toBe('b');
  expect(chosenQuestion([], undefined)).toBeUndefined();
  expect(() => chosenQuestion(['b', 'a'], undefined)).toThrow('the export has 2 questions: a, b');
  expect(() => chosenQuestion(['tone'], 'tine', 'metric')).toThrow('no metric "tine"; the export has tone');
});

test('importers have names of their own, and an unknown one lists them', () => {
  expect(new Set(importers.map(({ name }) => name)).size).toBe(importers.length);
  expect(() => importerNamed('mtbench')).toThrow(
    /^unknown format "mtbench"; the formats are .*mt-bench, fastchat, chatbot-arena, promptfoo/,
  );
});

test('a hash stays what it is, on every machine', () => {
  // FNV-1a, 64 bits: the upper half of 0xcbf29ce484222325 for the empty text, and of 0xaf63dc4c8601ec8c for
  // "a".
  expect([textHash(''), textHash('a')]).toEqual(['cbf29ce4', 'af63dc4c']);
  expect(textHash('is polite')).not.toBe(textHash('is polita'));
});

test('records with and without conversations are one item', async () => {
  const { conversation_a: _a, conversation_b: _b, ...bare } = mtBenchRecord(81, ['ant', 'bee'], 'tie', 'gpt');
  const { items } = await importText('mt-bench', {
    'a.jsonl': jsonLines([bare, mtBenchRecord(81, ['ant', 'bee'], 'tie', 'expert_1')]),
  });
  expect(items).toHaveLength(1);
  expect(items[0].fields['answer_b']).toBe('What bee says to 81 in turn 1.');
});
