/**
 * Files that a study names. A study may come from a stranger, so what it names must lie in it: no path and no
 * link leads elsewhere, and nothing but ordinary files is opened, since a device or a pipe can have no end.
 */
import { lstatSync } from 'node:fs';
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DataError } from '../data/index.ts';
import { diskError } from './disk-error.ts';

/** Prompts and declarations are written by people. */
const mostTextBytes = 8 * 2 ** 20;

/**
 * The path of a file that the study names, relative to its folder.
 *
 * Throws DataError where it lies elsewhere, itself or what it links to, is missing, or is neither a file nor
 * a folder.
 */
export async function pathInStudy(folder: string, name: string): Promise<string> {
  const path = isAbsolute(name) ? name : join(folder, name);
  // By its words first: of a file elsewhere not even its existence is looked at.
  if (!contains(resolve(folder), resolve(path))) throw outside(path);
  try {
    if (!contains(await realpath(folder), await realpath(path))) throw outside(path);
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory())
      throw new DataError(
        'this is a device or a pipe, not a file',
        { file: path },
        'Put an ordinary file in its place.',
      );
  } catch (error) {
    throw diskError(error, path);
  }
  return path;
}

/**
 * The text of a file that the study names. Throws DataError as `pathInStudy`, and for one that is far too
 * long to be written by people.
 */
export async function readStudyText(folder: string, name: string): Promise<string> {
  const path = await pathInStudy(folder, name);
  try {
    const { size } = await stat(path);
    if (size > mostTextBytes)
      throw new DataError(
        `this file has ${Math.round(size / 2 ** 20)} MB; at most ${mostTextBytes / 2 ** 20} are read`,
        { file: path },
      );
    return await readFile(path, 'utf8');
  } catch (error) {
    throw diskError(error, path);
  }
}

/**
 * Where a command puts results that go into the study: a folder of this name in it, which need not be there
 * yet.
 *
 * Throws DataError for a link of this name, wherever it leads: to the study itself, results would replace
 * what it is made of.
 */
export async function outputInStudy(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink() !== true) return path;
  throw new DataError(
    'this is a link, and results would be written where it leads',
    { file: path },
    'Remove the link, or name the folder for the results yourself.',
  );
}

/**
 * Throws DataError for a file that is kept beside others in a study, and is a link or no file. One that is
 * not there yet will do.
 */
export function requireOrdinaryFile(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  throw new DataError(
    found.isSymbolicLink()
      ? 'this is a link, and nothing is written through it'
      : 'this is a device or a pipe, not a file',
    { file: path },
    'Put the file itself in its place, or move it away.',
  );
}

function outside(path: string): DataError {
  return new DataError(
    'this file lies outside the study folder, and a study may not name files elsewhere',
    { file: path },
    'If you trust it, copy the file into the study. Files that you name on the command line may lie ' +
      'anywhere.',
  );
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
