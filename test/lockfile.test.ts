/**
 * What `npm ci` needs on any machine: a lock that is complete, in step with package.json, and names no
 * registry.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Locked;

test('package-lock.json is in step with package.json', () => {
  expect(packages[''].dependencies).toEqual(manifest.dependencies);
  expect(packages[''].devDependencies).toEqual(manifest.devDependencies);
});

test('package-lock.json names no registry host', () => {
  expect(Object.keys(packages).filter((path) => packages[path].resolved !== undefined)).toEqual([]);
});

test('package-lock.json has the packages of every platform, or `npm ci` refuses it', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
  );
  expect(missing).toEqual([]);
});

test('nothing a user installs has an install script', () => {
  const scripted = Object.keys(packages).filter((path) => packages[path].hasInstallScript === true);
  expect(scripted.filter((path) => packages[path].dev !== true)).toEqual([]);
});

/** A package sees what is in its own node_modules and in those of the folders above it. */
function isLocked(path: string, name: string): boolean {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1))) {
    if (`${from}${from === '' ? '' : '/'}node_modules/${name}` in packages) return true;
    if (from === '') return false;
  }
}
