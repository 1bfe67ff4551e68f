/** No file of `src` imports itself by way of others: what uses a type lies above the file that has it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

test('imports go one way', () => {
  const circles = circlesIn(
    importsOf(globSync('**/*.ts', { cwd: src }).filter((file) => !file.endsWith('.test.ts'))),
  );
  expect(circles).toEqual([]);
});

test('a circle is found, however long, and a diamond is none', () => {
  const graph = { a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e', 'f'], e: ['g'], f: ['g'], g: [] };
  expect(circlesIn(new Map(Object.entries(graph)))).toEqual([['a', 'b', 'c']]);
});

/** File → files it imports, types and imports on demand included. */
function importsOf(files: readonly string[]): Map<string, string[]> {
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(src, file), 'utf8'), true, true);
      const own = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
      return [file, own.map(({ fileName }) => relative(src, resolve(join(src, dirname(file)), fileName)))];
    }),
  );
}

/** The strongly connected parts of more than one file, by Tarjan's algorithm; each sorted. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const number = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    number.set(file, number.size);
    lowest.set(file, number.get(file)!);
    open.push(file);
    for (const other of imports.get(file) ?? []) {
      if (!imports.has(other)) continue;
      if (!number.has(other)) visit(other);
      if (open.includes(other)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(other)!));
    }
    if (lowest.get(file) !== number.get(file)) return;
    const part = open.splice(open.indexOf(file));
    if (part.length > 1) found.push(part.toSorted());
  };
  for (const file of imports.keys()) if (!number.has(file)) visit(file);
  return found;
}
