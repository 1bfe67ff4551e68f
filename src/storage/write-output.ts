/**
 * Results to the disk, all or none: written into a folder beside the target and put in its place when
 * complete. A manifest says which files are ours, so that a file somebody else put there, or changed, is
 * never lost.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile, readdir, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError, hint, option } from '../data/index.ts';
import { diskError } from './disk-error.ts';

export const manifestName = 'manifest.json';

/** Name → SHA-256 of each file as it was written. */
type Manifest = Readonly<Record<string, string>>;

export interface WriteOptions {
  readonly others?: 'keep' | 'remove';
  readonly mayRemove?: ReadonlySet<string>;
  readonly stop?: AbortSignal;
}

/** Text, the pieces of a text, or bytes as they are. */
export type OutputFile = string | Uint8Array | Iterable<string>;

/**
 * Writes the files into the folder, which is made if need be. What an earlier call wrote there and this one
 * does not is removed, so that results of two runs never lie together; everything else in the folder stays.
 * With `others: 'keep'` the earlier files stay too, for a command that adds one result to those of another.
 * `mayRemove`: the only names that are ever removed, whatever a manifest says, since it may come from a
 * stranger; all that it names where not given. `stop`: aborted while files are written, nothing is left of
 * them and the reason is thrown; once they are being put in place it is too late to stop.
 *
 * Throws DataError before anything is changed where a file to be replaced was not written by assize, or was
 * changed since.
 */
export async function writeOutput(
  folder: string,
  files: Readonly<Record<string, OutputFile>>,
  { others = 'remove', mayRemove, stop }: WriteOptions = {},
): Promise<void> {
  const target = resolve(folder);
  let beside: string | undefined;
  try {
    const present = await namesIn(target, folder);
    const earlier = await earlierFiles(target);
    const ours = await unchanged(target, present, earlier);
    refuseForeign(folder, Object.keys(files), present, ours, earlier);
    // What stays is still known to be ours, for the command that wrote it.
    const stays = (name: string): boolean => others === 'keep' || mayRemove?.has(name) === false;
    const kept = Object.fromEntries(Object.entries(earlier).filter(([name]) => stays(name)));
    await mkdir(dirname(target), { recursive: true });
    // Not mkdtemp: what becomes the output folder must have the rights any new folder has.
    const name = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
    await mkdir(name);
    beside = name;
    await writeAll(beside, files, kept, stop);
    stop?.throwIfAborted();
    const replaced = present.every((name) => (ours.has(name) && !stays(name)) || name === manifestName);
    const onlyOurs = replaced || present.length === 0;
    if (onlyOurs && (await canSwap(target, beside))) await swapFolders(target, beside);
    else {
      const stale = [...ours].filter((name) => !stays(name) && !Object.hasOwn(files, name));
      await moveFiles(target, beside, stale);
    }
  } catch (error) {
    throw diskError(error, folder);
  } finally {
    if (beside !== undefined) await rm(beside, { recursive: true, force: true });
  }
}

async function namesIn(target: string, folder: string): Promise<string[]> {
  try {
    return await readdir(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new DataError(
        'a file is in the way of the output folder',
        { file: folder },
        hint`Choose another folder with ${option('out')}.`,
      );
    throw error;
  }
}

async function earlierFiles(target: string): Promise<Manifest> {
  try {
    // A link or a pipe of this name is not ours, and may have no end.
    if (!(await lstat(join(target, manifestName))).isFile()) return {};
    const { files } = JSON.parse(await readFile(join(target, manifestName), 'utf8')) as { files?: unknown };
    return typeof files === 'object' && files !== null ? (files as Manifest) : {};
  } catch {
    // No manifest, or one that is not ours: then nothing in the folder is.
    return {};
  }
}

/** The files that are as assize wrote them. */
async function unchanged(
  target: string,
  present: readonly string[],
  earlier: Manifest,
): Promise<Set<string>> {
  const ours = new Set<string>();
  for (const name of present) {
    if (!Object.hasOwn(earlier, name) || !(await lstat(join(target, name))).isFile()) continue;
    const found = await digestOf(join(target, name)).catch(() => null);
    if (found === earlier[name]) ours.add(name);
  }
  return ours;
}

/** SHA-256 of a file, read piece by piece: results of a million items are hundreds of megabytes. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

function refuseForeign(
  folder: string,
  names: readonly string[],
  present: readonly string[],
  ours: ReadonlySet<string>,
  earlier: Manifest,
): void {
  const wrong = names.find(
    (name) => name !== basename(name) || name === manifestName || name.startsWith('.'),
  );
  if (wrong !== undefined) throw new DataError(`${JSON.stringify(wrong)} is not a valid output file name`);
  const foreign = present.find(
    (name) =>
      (names.includes(name) && !ours.has(name)) ||
      (name === manifestName && Object.keys(earlier).length === 0),
  );
  if (foreign === undefined) return;
  throw new DataError(
    Object.hasOwn(earlier, foreign)
      ? 'this file was changed since assize wrote it, and would be replaced'
      : 'this file was not written by assize, and would be replaced',
    { file: join(folder, foreign) },
    hint`Move it away, or choose another folder with ${option('out')}.`,
  );
}

async function writeAll(
  folder: string,
  files: Readonly<Record<string, OutputFile>>,
  kept: Manifest,
  stop?: AbortSignal,
): Promise<void> {
  const manifest: Record<string, string> = { ...kept };
  for (const name of Object.keys(files).sort())
    manifest[name] = await writeOne(join(folder, name), files[name], stop);
  await writeOne(
    join(folder, manifestName),
    `${JSON.stringify({ program: 'assize', files: manifest }, null, 2)}\n`,
  );
}

/**
 * Writes one new file and returns its SHA-256. Pieces are gathered to a megabyte, so that a million lines are
 * not a million calls.
 */
export async function writeOne(path: string, content: OutputFile, stop?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    const write = async (bytes: Uint8Array): Promise<void> => {
      stop?.throwIfAborted();
      hash.update(bytes);
      await file.writeFile(bytes);
    };
    if (content instanceof Uint8Array) await write(content);
    else {
      let waiting = '';
      for (const piece of typeof content === 'string' ? [content] : content) {
        waiting += piece;
        if (waiting.length <= 1 << 20) continue;
        await write(Buffer.from(waiting));
        waiting = '';
      }
      await write(Buffer.from(waiting));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/**
 * A link, or the folder somebody stands in, must not be taken from under them. A folder that is replaced
 * hands on its rights.
 */
async function canSwap(target: string, beside: string): Promise<boolean> {
  const found = await lstat(target).catch(() => null);
  if (found === null) return true;
  if (!found.isDirectory() || process.cwd().startsWith(target)) return false;
  await chmod(beside, found.mode & 0o7777);
  return true;
}

/** Everything in the target is ours: the whole folder changes at once. */
async function swapFolders(target: string, beside: string): Promise<void> {
  const old = `${beside}-old`;
  const had = await rename(target, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(beside, target);
  } catch (error) {
    if (had) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/** Others have files here too: ours are put in one by one, each whole, the manifest last. */
async function moveFiles(target: string, beside: string, stale: readonly string[]): Promise<void> {
  const names = (await readdir(beside)).filter((name) => name !== manifestName);
  for (const name of stale) await unlink(join(target, name));
  for (const name of [...names, manifestName]) await rename(join(beside, name), join(target, name));
}
