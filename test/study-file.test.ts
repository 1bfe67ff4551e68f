/** The schema that ships and the guide of every key are those of the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStudyConfig, studyConfigJsonSchema } from '../src/data/index.ts';
import { studyFilePage, studySchemaText } from './fixtures/study-file-page.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/guides/study-file.md'), 'utf8');

test('assize.schema.json and the guide are those of the code', () => {
  expect(readFileSync(join(root, 'assize.schema.json'), 'utf8')).toBe(studySchemaText());
  expect(page).toBe(studyFilePage());
});

test('the package ships the schema under its name', () => {
  const { exports, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
    files: string[];
  };
  expect(exports['./assize.schema.json']).toBe('./assize.schema.json');
  expect(files).toContain('assize.schema.json');
});

test('the examples of the guide are study files', () => {
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text);
  expect(examples).toHaveLength(2);
  for (const text of examples)
    expect(parseStudyConfig(text, 'assize.json').title).toBe('Helpfulness of answers');
});

describe('every key', () => {
  const keys = allKeys(studyConfigJsonSchema());

  test('is said in words, in schema and guide', () => {
    expect(keys.length).toBeGreaterThan(80);
    expect(keys.filter(({ description }) => description === undefined).map(({ name }) => name)).toEqual([]);
    for (const { name } of keys) expect(page).toContain(`| \`${name}\``);
  });
});

function allKeys(schema: unknown): { name: string; description: unknown }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, ...rest } = schema as { properties?: Record<string, { description?: unknown }> };
  return [
    ...Object.entries(properties).flatMap(([name, value]) => [
      { name, description: value.description },
      ...allKeys(value),
    ]),
    ...Object.values(rest).flatMap(allKeys),
  ];
}
