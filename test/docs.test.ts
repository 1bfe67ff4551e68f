/** Documents are tested: examples run, links resolve, citation keys exist, commands are there. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examplesOf, fencedExamplesOf, runExample } from './run-example.ts';

const root = resolve(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).toSorted();
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .toSorted();
const statistics = sources.filter((file) => file.startsWith('src/stats/'));
/** Their examples need a folder and a server: `judge-study.test.ts` runs them. */
const runElsewhere: ReadonlySet<string> = new Set([
  'src/judge/study/judge-study.ts',
  'src/storage/open-study.ts',
]);
const referenceKeys = [...read('docs/references.md').matchAll(/^- \*\*\[([a-z0-9-]+)\]\*\*/gm)].map(
  (match) => match[1],
);

describe('examples', () => {
  const examples = sources
    .filter((file) => !runElsewhere.has(file))
    .flatMap((file) => examplesOf(file, read(file)));
  test.each(examples.map((example) => [example.title, example] as const))(
    '%s runs and says what it says',
    async (_, example) => {
      await runExample(example, await exportsFor(example.file));
    },
  );

  test('every method with a page has an example', () => {
    const shown = new Set(examples.map((example) => basename(example.file, '.ts')));
    expect(methodPages().filter((name) => !shown.has(name))).toEqual([]);
  });

  test('every public function of stats has an example', async () => {
    const shown = new Set(
      examples.filter(({ file }) => file.startsWith('src/stats/')).map(({ exported }) => exported),
    );
    const functions = Object.entries(await exportsOf('src/stats/index.ts')).filter(([, value]) =>
      isFunction(value),
    );
    expect(functions.map(([exported]) => exported).filter((exported) => !shown.has(exported))).toEqual([]);
  });

  const readme = fencedExamplesOf('README.md', read('README.md'));
  test.each(readme.map((example) => [example.title, example] as const))(
    '%s runs and says what it says',
    async (_, example) => {
      await runExample(example, await exportsOf('src/stats/index.ts'));
    },
  );

  test('README.md shows the library in use', () => {
    expect(readme.length).toBeGreaterThan(0);
  });
});

describe.each(pages)('%s', (page) => {
  test('has no link that leads nowhere', () => {
    expect(linksOf(read(page)).filter((link) => !resolves(page, link))).toEqual([]);
  });

  test('has no place that was left to be filled in', () => {
    expect(read(page).match(/\b(?:TODO|FIXME|TBD|[A-Z]{3,}_[A-Z]+_?HERE|CLAIM_[A-Z]+)\b/g) ?? []).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1]);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('cites only keys of docs/references.md', () => {
    expect(citationsOf(read(page)).filter((key) => !referenceKeys.includes(key))).toEqual([]);
  });
});

describe('sources and pages', () => {
  test('every key of docs/references.md is cited', () => {
    const citing = [
      ...pages.filter((page) => page !== 'docs/references.md').map(read),
      ...sources.map((file) => commentsOf(read(file))),
    ];
    const cited = new Set(citing.flatMap(citationsOf));
    expect(referenceKeys.filter((key) => !cited.has(key))).toEqual([]);
  });

  test('every key cited in src is in docs/references.md', () => {
    const missing = sources.flatMap((file) =>
      citationsOf(commentsOf(read(file))).map((key) => `${file} cites [${key}]`),
    );
    expect(missing.filter((line) => !referenceKeys.some((key) => line.endsWith(`[${key}]`)))).toEqual([]);
  });

  test('docs/references.md has one home per citation, in order of key', () => {
    expect(referenceKeys).toEqual([...new Set(referenceKeys)].toSorted());
  });

  test('every page of docs/methods is named like its source file', () => {
    const names = new Set(statistics.map((file) => basename(file, '.ts')));
    expect(methodPages().filter((name) => !names.has(name))).toEqual([]);
  });

  test('every decision says context, choice, cost and what would change our mind', () => {
    const decisions = pages.filter((page) => page.startsWith('docs/decisions/'));
    const headings = ['## Context', '## Choice', '## Cost', '## What would change our mind'];
    expect(
      decisions.filter((page) => headings.some((heading) => !read(page).includes(`${heading}\n`))),
    ).toEqual([]);
  });

  test('CHANGELOG.md has the heading "Numbers that change" for this version', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const section = read('CHANGELOG.md')
      .split(/^## /m)
      .find((text) => text.startsWith(version));
    expect(section).toContain('### Numbers that change');
  });
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function methodPages(): string[] {
  return globSync('docs/methods/*.md', { cwd: root }).map((page) => basename(page, '.md'));
}

/** Names a reader has in scope: what the room exports, and the room's part the file stands in. */
/** A class is no function to call. */
function isFunction(value: unknown): boolean {
  return typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
}

async function exportsFor(file: string): Promise<Record<string, unknown>> {
  const part = join(dirname(file), 'index.ts');
  const room = file.split('/')[1];
  return {
    ...(await exportsOf('src/stats/index.ts')),
    ...(await exportsOf('src/data/index.ts')),
    ...(await exportsOf(`src/${room}/index.ts`)),
    ...(await exportsOf(part)),
    ...(await exportsOf(file)),
  };
}

async function exportsOf(file: string): Promise<Record<string, unknown>> {
  const path = join(root, file);
  return existsSync(path) ? ((await import(path)) as Record<string, unknown>) : {};
}

function linksOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1])
    .filter((link) => !/^[a-z]+:/.test(link));
}

function resolves(page: string, link: string): boolean {
  const [path, anchor] = link.split('#') as [string, string | undefined];
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(read(target)).includes(anchor);
}

function anchorsOf(text: string): string[] {
  const headings = [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/**
 * `[goh-2022]`: a name, a year, and nothing that makes it a link. A key without its hyphen is found too, and
 * then is in no list.
 */
function citationsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\[([a-z]+(?:-[a-z]+)*-?\d{4}[a-z]?)\](?!\()/g)].map(
    (match) => match[1],
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

function commentsOf(code: string): string {
  return [...code.matchAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm)].map((match) => match[0]).join('\n');
}
