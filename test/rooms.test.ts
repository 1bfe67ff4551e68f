/**
 * The walls between the rooms: what the table of ARCHITECTURE.md lets each import, and what no line of a pure
 * room may touch.
 */
import { globSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

interface Walls {
  readonly rooms: readonly string[];
  /**
   * Packages by name; a name that ends in `/` stands for a whole scope. `node:` stands for Node's own
   * modules.
   */
  readonly packages: readonly string[];
}

/** ARCHITECTURE.md has the same table in words; the last test here compares the two. */
const walls: Readonly<Record<string, Walls>> = {
  stats: { rooms: [], packages: ['@stdlib/', 'pure-rand'] },
  data: { rooms: [], packages: ['zod', 'hyparquet', 'hyparquet-compressors', 'hyparquet-writer'] },
  judge: { rooms: ['data', 'stats'], packages: ['openai'] },
  analysis: { rooms: ['data', 'stats'], packages: ['zod'] },
  charts: { rooms: [], packages: ['preact', 'd3-scale', 'd3-shape'] },
  report: { rooms: ['data', 'analysis', 'charts'], packages: ['preact', 'preact-render-to-string'] },
  storage: { rooms: ['data'], packages: ['node:'] },
  cli: {
    rooms: ['stats', 'data', 'judge', 'analysis', 'report', 'storage'],
    packages: ['commander', '@clack/prompts', 'node:'],
  },
};

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');
const rooms = readdirSync(src, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe.each(rooms)('src/%s', (room) => {
  const files = globSync(`${room}/**/*.ts`, { cwd: src }).filter((file) => !file.endsWith('.test.ts'));

  test('has walls in this table', () => {
    expect(walls).toHaveProperty(room);
  });

  test('imports only the rooms and packages it may see, and rooms at their index.ts', () => {
    expect(files.flatMap((file) => wrongImports(room, file))).toEqual([]);
  });

  test('lists in its tsconfig.json only the rooms it may see', () => {
    const config = JSON.parse(readFileSync(join(src, room, 'tsconfig.json'), 'utf8')) as {
      references: { path: string }[];
    };
    const seen = config.references.map((reference) => reference.path.replace('../', ''));
    expect(seen.filter((other) => !walls[room].rooms.includes(other))).toEqual([]);
  });

  test('draws no unseeded number and, but for the command line and the disk, touches no clock, console, process or Buffer', () => {
    const impure =
      room === 'cli' || room === 'storage'
        ? /\bMath\.random\b/
        : /\b(Math\.random|Date\.now|new Date\(\)|performance\.now|console\.|process\.|Buffer\b)/;
    expect(
      files.filter((file) => impure.test(withoutComments(readFileSync(join(src, file), 'utf8')))),
    ).toEqual([]);
  });
});

test('ARCHITECTURE.md has one row for each room of src, with the rooms it may import', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(?:src\/)?([a-z]+)` \|[^|]*\|([^|]*)\|/gm)];
  expect(rows.map((row) => row[1]).toSorted()).toEqual(rooms.toSorted());
  for (const [, room, mayImport] of rows) {
    const named = [...mayImport.matchAll(/`([a-z]+)`/g)]
      .map((match) => match[1])
      .filter((name) => name in walls);
    expect(named.toSorted(), `the rooms ${room} may import`).toEqual(walls[room].rooms.toSorted());
  }
});

test('ARCHITECTURE.md has one row for each folder inside a room', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const named = [...text.matchAll(/^\| `([a-z-]+\/[a-z/-]+)` \|/gm)].map((row) => row[1]);
  const folders = globSync('*/**/*.ts', { cwd: src })
    .map((file) => dirname(file).split(sep).join('/'))
    .filter((folder) => folder.includes('/'));
  const all = new Set(
    folders.flatMap((folder) =>
      folder
        .split('/')
        .flatMap((_, depth, parts) => (depth === 0 ? [] : [parts.slice(0, depth + 1).join('/')])),
    ),
  );
  expect(named).toEqual([...all].toSorted());
});

test('no folder has more than fifteen files, tests aside', () => {
  const files = globSync('**/*.ts', { cwd: src }).filter((file) => !file.endsWith('.test.ts'));
  const crowded = [...Map.groupBy(files, dirname)]
    .filter(([, inside]) => inside.length > 15)
    .map(([folder, inside]) => `${folder}: ${inside.length}`);
  expect(crowded.toSorted()).toEqual(left);
});

/** Folders that are to be divided yet: this list may only shrink. */
const left: readonly string[] = [];

function wrongImports(room: string, file: string): string[] {
  const path = join(src, file);
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => !mayImport(room, path, name))
    .map((name) => `${file} imports ${name}`);
}

function mayImport(room: string, from: string, name: string): boolean {
  const { rooms: others, packages } = walls[room];
  if (!name.startsWith('.'))
    return packages.some(
      (allowed) => name === allowed || name.startsWith(/[/:]$/.test(allowed) ? allowed : `${allowed}/`),
    );
  const target = resolve(dirname(from), name);
  const [other, ...rest] = relative(src, target).split(sep);
  if (other === room) return true;
  return others.includes(other) && rest.join('/') === 'index.ts';
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

test('a number becomes text in one place: analysis/words/figures', () => {
  const own = new Set([
    'analysis/words/figures.ts',
    // The value of a cell for sorting and copying, not for reading.
    'report/sections/item-table.ts',
  ]);
  const rounding = globSync('{analysis,report,charts,cli}/**/*.ts', { cwd: src })
    .filter((file) => !file.endsWith('.test.ts') && !own.has(file))
    .filter((file) =>
      /\.(?:toFixed|toPrecision|toLocaleString)\(/.test(readFileSync(join(src, file), 'utf8')),
    );
  expect(rounding).toEqual([]);
});
