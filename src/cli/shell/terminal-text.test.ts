import { describe, expect, test } from 'vitest';
import { plainText, shortName, textWidth, wrapText } from './terminal-text.ts';

describe('plainText', () => {
  test('lets no escape sequence through', () => {
    expect(plainText('\u001B[31mred\u001B[0m')).toBe('red');
    expect(plainText('\u001B]0;title\u0007name')).toBe('name');
    expect(plainText('\u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\')).toBe('link');
    expect(plainText('\u009B2Jwiped')).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
  });

  test('lets no direction override, zero width or tag character through', () => {
    expect(plainText('a\u202Eb\u2066c\u200Bd\u{E0041}e\uFEFF')).toBe('abcde');
  });

  test('keeps one line: breaks become spaces', () => {
    expect(plainText('a\r\nb\tc\u2028d')).toBe('a b c d');
  });

  test('keeps letters of every script, and emoji joined by ZWJ', () => {
    expect(plainText('Größe 判断 👩‍⚖️')).toBe('Größe 判断 👩‍⚖️');
  });
});

test('shortName keeps the beginning and the end of a long name, and names an empty one', () => {
  expect(shortName('abcdefghijklmnopqrstuvwxyz', 10)).toBe('abcdef…xyz');
  expect(shortName('short', 10)).toBe('short');
  expect(shortName('\u200B', 10)).toBe('(empty)');
});

test('textWidth counts columns: two for CJK, none for a combining mark', () => {
  expect(textWidth('abc')).toBe(3);
  expect(textWidth('判断')).toBe(4);
  expect(textWidth('e\u0301')).toBe(1);
});

describe('wrapText', () => {
  test('no line is wider than asked', () => {
    const lines = wrapText('the quick brown fox jumps over the lazy dog and then some more', 12);
    expect(lines.every((line) => textWidth(line) <= 12)).toBe(true);
    expect(lines.join(' ')).toBe('the quick brown fox jumps over the lazy dog and then some more');
  });

  test('a word longer than a line is broken, a path is not', () => {
    expect(wrapText('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrapText('see /a/long/path/here.csv', 8)).toEqual(['see', '/a/long/path/here.csv']);
  });
});
