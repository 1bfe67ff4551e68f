import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';

import { h } from '../../charts/index.ts';
import { cleanText, name, prose, sentence, shortText } from './clean-text.ts';

describe('cleanText', () => {
  test('tells apart names that differ in a hidden character only', () => {
    expect(cleanText('anna\u200B')).not.toBe(cleanText('anna'));
    expect(cleanText('a\u202Eb')).toBe('a⟨U+202E⟩b');
    expect(cleanText('tag\u{E0041}')).toBe('tag⟨U+E0041⟩');
  });

  test('leaves scripts and emoji that need joiners as they are', () => {
    for (const text of ['אבג', 'می‌خواهم', '👩‍💻', 'é', '你好']) expect(cleanText(text)).toBe(text);
  });

  test('is one well-formed line', () => {
    expect(cleanText(' a\r\n\tb \uD800')).toBe('a b \uFFFD');
  });
});

describe('shortText', () => {
  test('keeps the beginning and the end, and never splits a character', () => {
    const short = shortText(`${'😀'.repeat(50)}tail`, 20);
    expect(Array.from(short)).toHaveLength(20);
    expect(short.endsWith('tail')).toBe(true);
    expect(short.isWellFormed()).toBe(true);
  });

  test('leaves what fits', () => {
    expect(shortText('x'.repeat(20), 20)).toBe('x'.repeat(20));
  });
});

describe('words around text', () => {
  test('an empty name says so', () => {
    expect(renderToString(h('p', null, name(' ')))).toBe('<p><bdi class="name">(empty)</bdi></p>');
  });

  test('a sentence has one final stop', () => {
    expect([sentence('a'), sentence('a.'), sentence('a?'), sentence('')]).toEqual(['a.', 'a.', 'a?', '']);
  });

  test('a name at the beginning keeps its case, a word of the program does not', () => {
    expect(
      renderToString(h('p', null, prose({ facts: { judges: ['judge-a'] }, text: 'judge-a has none' }))),
    ).toBe('<p>judge-a has none.</p>');
    expect(renderToString(h('p', null, prose('no label, add --pass X')))).toBe(
      '<p>No label, add <span class="flag">--pass</span> X.</p>',
    );
  });
});
