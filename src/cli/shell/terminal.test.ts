import { expect, test } from 'vitest';
import { createTerminal, shellWord } from './terminal.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';

test('paragraphs hang under their lead and keep within 80 columns', () => {
  const world = fakeWorld('/');
  createTerminal(world, world.stdout).paragraph('word '.repeat(40), { lead: 'people:  ', indent: 2 });
  const lines = world.out().trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines[0]).toMatch(/^ {2}people: {2}word/);
  expect(lines[1]).toMatch(/^ {11}word/);
});

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR, which says nothing', true, { NO_COLOR: '' }, true],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
])('color on %s', (_, isTTY, env, colored) => {
  const world = fakeWorld('/', { isTTY, env });
  createTerminal(world, world.stdout).paragraph('text', { tone: 'red' });
  expect(world.out().includes('\u001B[')).toBe(colored);
});

test('a command too long for a line goes on after a backslash, options beside their values', () => {
  const world = fakeWorld('/');
  createTerminal(world, world.stdout).command([
    'assize',
    'calibrate',
    'ratings.csv',
    ...Array.from({ length: 8 }, (_, i) => ['--where', `column${i}=some value`]).flat(),
  ]);
  const lines = world.out().trimEnd().split('\n');
  expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(lines.every((line) => !/--where( \\)?$/.test(line))).toBe(true);
});

test('shellWord quotes what a shell would read otherwise', () => {
  expect(shellWord('ratings.csv')).toBe('ratings.csv');
  expect(shellWord('my file.csv')).toBe("'my file.csv'");
  expect(shellWord("it's; rm -rf $HOME")).toBe(`'it'\\''s; rm -rf $HOME'`);
});

test('tables align numbers to the right', () => {
  const world = fakeWorld('/');
  createTerminal(world, world.stdout).table(
    [
      ['name', 'count'],
      ['a', '5'],
      ['bcdef', '1,200'],
    ],
    { right: [1] },
  );
  expect(world.out()).toBe('name   count\na          5\nbcdef  1,200\n');
});

test('nothing that a terminal would obey is printed, in a text or in what stands before it', () => {
  const world = fakeWorld('/');
  const terminal = createTerminal(world, world.stdout);
  const wild = 'a\u001B[2J\u009B31m\u202Eb\u3164\u0007c';
  terminal.paragraph(wild, { lead: wild });
  terminal.whole(wild, { lead: wild });
  terminal.heading(wild);
  terminal.table([[wild, wild]]);
  expect(world.out()).toBe('abcabc\nabcabc\nabc\nabc  abc\n');
});
