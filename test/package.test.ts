/**
 * What a user gets: the packed tarball, installed into an empty folder outside the repository. Run by `npm
 * run test:package`.
 */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'assize-package-'));
const installed = join(folder, 'node_modules', 'assize');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
  dependencies: Record<string, string>;
};
const subpaths = Object.keys(manifest.exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => path.slice(2));

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tarball = globSync('*.tgz', { cwd: folder })[0];
  expect(tarball, packed).toBeDefined();
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'newcomer', private: true, type: 'module' }),
  );
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`], {
    cwd: folder,
    stdio: 'pipe',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed package', () => {
  test('runs `npx assize demo` to a report', () => {
    const run = spawnSync('npx', ['--no-install', 'assize', 'demo'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(run.status, run.stdout + run.stderr).toBe(0);
    expect(run.stdout.toLowerCase()).toContain('simulated');
    const report = globSync('assize-demo/**/report.html', { cwd: folder });
    expect(report.length, run.stdout).toBe(1);
    expect(statSync(join(folder, report[0])).size).toBeGreaterThan(10_000);

    // README.md shows what the demo prints; `…` stands for lines left out.
    const shown = /^```text\n([\s\S]*?)^```/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
    expect(shown).not.toBe('');
    for (const part of shown.split('…'))
      expect(run.stdout, 'what README.md shows of the demo').toContain(part.trim());
  });

  test('prints one line and exits 1 on a Node that is too old', () => {
    for (const run of runsOnOldNodes()) {
      expect(run.status, run.stderr).toBe(1);
      expect(run.stderr.trim().split('\n')).toEqual([expect.stringMatching(/22\.18/)]);
      expect(run.stdout).toBe('');
    }
  });

  test.each(subpaths)('exports assize/%s, with its types', (subpath) => {
    const code = `const room = await import('assize/${subpath}'); console.log(Object.keys(room).length);`;
    expect(Number(node(['--input-type=module', '-e', code]).stdout)).toBeGreaterThan(0);
    expect(existsSync(join(installed, 'dist', subpath, 'index.d.ts'))).toBe(true);
  });

  test('type-checks in a strict project that knows nothing of ours', () => {
    const imports = subpaths.map((subpath, at) => `import * as room${at} from 'assize/${subpath}';`);
    writeFileSync(
      join(folder, 'use.ts'),
      [
        ...imports,
        `export const rooms: unknown[] = [${subpaths.map((_, at) => `room${at}`).join(', ')}];`,
      ].join('\n'),
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    const run = node([
      tsc,
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      ...types,
      'use.ts',
    ]);
    expect(run.stdout + run.stderr).toBe('');
  });

  test('brings what package.json names and needs no install script', () => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const names = Object.keys(lock.packages).filter((path) => path !== '');
    expect(names.filter((path) => lock.packages[path].hasInstallScript)).toEqual([]);
    expect(names.filter((path) => path.includes('@stdlib/'))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(Object.keys(manifest.dependencies).map((name) => `node_modules/${name}`)),
    );
  });

  test('bundles nobody but @stdlib, whose notice ships', () => {
    const code = globSync('dist/**/*.js', { cwd: installed })
      .map((file) => readFileSync(join(installed, file), 'utf8'))
      .join('\n');
    const bundled = [...code.matchAll(/^\/\/#region .*node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/gm)].map(
      (match) => match[1],
    );
    expect(bundled.length).toBeGreaterThan(0);
    expect(bundled.filter((name) => !name.startsWith('@stdlib/'))).toEqual([]);
    expect(readFileSync(join(installed, 'NOTICE'), 'utf8')).toContain('The Stdlib Authors');
    expect(existsSync(join(installed, 'LICENSE'))).toBe(true);
  });

  test('ships no test, no source and no golden file, and stays small', () => {
    const files = globSync('**/*', { cwd: installed }).filter((file) =>
      statSync(join(installed, file)).isFile(),
    );
    expect(files.filter((file) => /\.test\.|(^|\/)(src|test|bench|scripts)\//.test(file))).toEqual([]);
    const bytes = files.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });
});

function node(args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

/** A Node that says it is old, and the machine's own where that really is. */
function runsOnOldNodes(): SpawnSyncReturns<string>[] {
  const bin = join(installed, 'bin', 'assize.js');
  const pretend =
    "for (const [name, value] of [['version', 'v20.11.1'], ['versions', { ...process.versions, node: " +
    "'20.11.1' }]]) Object.defineProperty(process, name, { value });";
  const runs = [node(['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, bin, 'demo'])];
  const others = (process.env['PATH'] ?? '').split(delimiter).map((path) => join(path, 'node'));
  for (const other of others.filter((path) => existsSync(path))) {
    const version = spawnSync(other, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim();
    if (Number(version.split('.')[0]) < 22)
      runs.push(spawnSync(other, [bin, 'demo'], { cwd: folder, encoding: 'utf8' }));
  }
  return runs;
}
