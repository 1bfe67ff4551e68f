/** The guide from a file to a command is true: `doctor` proposes each line, and the line runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from './fixtures/command-line.ts';

const { assize, write } = commandLine();
const guide = readFileSync(join(import.meta.dirname, '../docs/guides/your-file.md'), 'utf8');

interface Shape {
  readonly title: string;
  readonly file: string;
  readonly content: string;
  readonly line: string;
}

const shapes = [...guide.matchAll(/^## (.*)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)].map(
  ([, title, text]): Shape => {
    const [, content, line] = /```text\n([\s\S]*?)```\n\n```sh\n([\s\S]*?)```/.exec(text)!;
    return { title, file: /`([\w.-]+\.\w+)`/.exec(text)![1], content, line: line.trim() };
  },
);

/** A command as a shell takes it apart: words, some of them in single quotation marks. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

test('it has twelve shapes', () => {
  expect(shapes).toHaveLength(12);
});

describe.each(shapes)('$title', ({ file, content, line }) => {
  test('doctor proposes the line', async () => {
    await write(file, content);
    const { code, out, err } = await assize('doctor', file);
    expect([0, 3]).toContain(code);
    expect(err).toBe('');
    // The terminal may quote more than a shell needs.
    const printed = wordsOf(out.replaceAll(/ \\\n */g, ' ')).join(' ');
    expect(printed).toContain(wordsOf(line).join(' '));
  });

  test('the line runs', async () => {
    await write(file, content);
    const { code, err } = await assize(...wordsOf(line).slice(1));
    // Three rows answer little: it is read, and nothing is wrong with it.
    expect([0, 3]).toContain(code);
    expect(err).toBe('');
  });
});
