import { expect, test } from 'vitest';
import { DataError } from '../data-error.ts';
import { parseStudyConfig, studyConfigJsonSchema } from './study-config.ts';

function errorOf(value: unknown): DataError {
  try {
    parseStudyConfig(typeof value === 'string' ? value : JSON.stringify(value), 'assize.json');
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return error as DataError;
  }
  throw new Error('no error');
}

test('parseStudyConfig takes every key that a study may have', () => {
  const config = {
    schema: 1,
    title: 'T',
    codebook: {
      scale: 'ordinal',
      labels: [
        { name: '1', value: 1 },
        { name: '2', pass: true },
      ],
    },
    raters: { ann: { kind: 'human', group: 'author' } },
    selection: 'random',
    sources: [
      {
        path: 'r.csv',
        columns: { item: ['q', 'turn'], label: 'winner' },
        where: { turn: 1, q: ['1', '2'] },
        wide: ['a'],
        missing: [0],
        probabilities: { '1': 'p1' },
      },
    ],
    abstain: ['?'],
  };
  expect(parseStudyConfig(`\uFEFF${JSON.stringify(config)}`, 'assize.json').sources?.[0].where).toEqual({
    turn: '1',
    q: ['1', '2'],
  });
});

test.each([
  [{ titel: 'x' }, 'assize.json: unknown key "titel"'],
  [{ sources: [{ path: 'r.csv', colums: {} }] }, 'assize.json: unknown key "colums" in sources[0]'],
  [{ sources: [{}] }, 'assize.json: sources[0].path requires a string; received nothing'],
  [
    { selection: 'randomly' },
    'assize.json: selection requires one of random, stratified, logged, separate, chosen, all; ' +
      'received "randomly"',
  ],
  [
    { codebook: { scale: 'nominal', labels: [{ name: 'A' }] } },
    'assize.json: codebook.labels requires at least 2 entry; received "[{\\"name\\":\\"A\\"}]"',
  ],
  [
    { raters: { ann: { kind: 'person' } } },
    'assize.json: raters.ann.kind requires one of human, judge, reference; received "person"',
  ],
  [[], 'assize.json: the file requires an object; received "[]"'],
  [{ schema: 2 }, 'assize.json: schema requires 1; received "2"'],
])('%j: %s', (value, message) => {
  expect(errorOf(value).message).toBe(message);
});

test('an unknown key is answered with the nearest known one; broken JSON in one line', () => {
  expect(errorOf({ titel: 'x' }).hint).toBe('Did you mean title?');
  expect(errorOf('{"a": 1,\n}').message).not.toContain('\n');
  expect(errorOf('').message).toContain('assize.json: not JSON');
});

test('studyConfigJsonSchema describes the same file', () => {
  const schema = studyConfigJsonSchema();
  expect(schema['additionalProperties']).toBe(false);
  expect(Object.keys(schema['properties'] as object)).toContain('sources');
});

test('a judge whose name no object can hold is told and not dropped', () => {
  expect(errorOf('{"judges": {"__proto__": {"model": "m", "prompt": "pass-fail"}}}').message).toBe(
    'assize.json: "__proto__" cannot be used as a name',
  );
  expect(errorOf('{"judges": {"constructor": {}}}').message).toContain('judges.constructor.model');
});

const judge = { model: 'm', prompt: 'pass-fail' };

test.each([
  ['org/model', 'a judge requires a name without "/" and "\\"; received "org/model"', 'Call it "model"'],
  ['..\\..\\x', 'a judge requires a name without "/" and "\\"; received', 'Call it "x"'],
  ['a..b', 'a judge requires a name without ".."; received "a..b"', 'Call it "a.b"'],
  ['a\u202Eb', 'a judge requires a name of visible characters on one line; received', 'Call it "judge"'],
  [
    'x'.repeat(300),
    'a judge requires a name of at most 200 characters; received',
    `Call it "${'x'.repeat(57)}`,
  ],
])('%j is no name of a judge, and the hint has one that is', (name, message, hint) => {
  const error = errorOf({ judges: { [name]: judge } });
  expect(error.message).toContain(`assize.json: ${message}`);
  expect(error.hint).toContain(hint);
});

test.each(['gpt-4.1-mini', 'llama3.1:8b', 'the judge of Zoë', 'a.b', '.a', '\u5224\u4E8B'])(
  '%j is a name of a judge',
  (name) => {
    expect(
      Object.keys(parseStudyConfig(JSON.stringify({ judges: { [name]: judge } }), 'assize.json').judges!),
    ).toEqual([name]);
  },
);

test('an address that cuts off the path of each call is none', () => {
  const endpoint = { baseURL: 'http://127.0.0.1:8000/admin/delete#', key: null };
  expect(errorOf({ judges: { j: { ...judge, endpoint } } }).message).toContain(
    'judges.j.endpoint.baseURL requires an address without "#"',
  );
});
