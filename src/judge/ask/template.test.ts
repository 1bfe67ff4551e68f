import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataError } from '../../data/index.ts';
import { parseTemplate, renderTemplate } from './template.ts';

test('a template names its fields once, in order, with or without blanks', () => {
  expect(parseTemplate('{{ question }}: {{a}} or {{b}}? {{a}}', 't').fields).toEqual(['question', 'a', 'b']);
  expect(renderTemplate(parseTemplate('{{ q }}: {{a}}{{b}}.', 't'), { q: 'Q', a: '1', b: '2' })).toBe(
    'Q: 12.',
  );
});

test('four braces write two, and single braces are text', () => {
  expect(renderTemplate(parseTemplate('{{{{not a field}} {"json": {{x}}}', 't'), { x: '1' })).toBe(
    '{{not a field}} {"json": 1}',
  );
});

test('what an item says is never read as a template', () => {
  const template = parseTemplate('{{question}} / {{answer}}', 't');
  expect(renderTemplate(template, { question: '{{answer}}', answer: '{{question}} $& $1' })).toBe(
    '{{answer}} / {{question}} $& $1',
  );
});

test('a template without fields is itself; any text without braces is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes('{{'));
      expect(renderTemplate(parseTemplate(text, 't'), {})).toBe(text);
    }),
    { seed: 1 },
  );
});

test('a field without a name and braces that stay open are told', () => {
  expect(() => parseTemplate('a {{ }} b', 'p.txt')).toThrow('p.txt: a field without a name');
  expect(() => parseTemplate('a {{question b', 'p.txt')).toThrow('p.txt: braces are opened and never closed');
  expect(() => parseTemplate('a {{q}} {{b', 'p.txt')).toThrow(DataError);
});

test('a template of megabytes of blanks between braces is read at once', () => {
  const blanks = ' '.repeat(2_000_000);
  const began = performance.now();
  expect(() => parseTemplate(`{{${blanks}x{`, 't')).toThrow('braces are opened and never closed');
  expect(parseTemplate(`{{${blanks}x${blanks}}}`, 't').fields).toEqual(['x']);
  expect(performance.now() - began).toBeLessThan(2000);
});
