/**
 * Which hosts a user has allowed to be called, and with which key: kept in the user's own configuration
 * folder, never in a study.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../data/index.ts';
import { diskError } from './disk-error.ts';

export interface AllowedHost {
  /** As `KeyPair` of the room judge writes it. */
  readonly host: string;
  /** The variable whose key it may get; null where it is called without one. */
  readonly key: string | null;
}

export const allowedHostsName = 'hosts.json';

/**
 * What is kept in the folder; nothing where there is none. Throws DataError for a file that cannot be read or
 * holds something else.
 */
export async function loadAllowedHosts(folder: string): Promise<readonly AllowedHost[]> {
  const path = join(folder, allowedHostsName);
  let text;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw diskError(error, path);
  }
  const hosts = hostsIn(text);
  if (hosts === undefined)
    throw new DataError(
      'this is not a list of allowed hosts',
      { file: path },
      'Remove it: you are then asked again about each host.',
    );
  return hosts;
}

/** Adds to what is kept. The file is its owner's alone. Throws DataError where the disk does not take it. */
export async function addAllowedHosts(folder: string, added: readonly AllowedHost[]): Promise<void> {
  const kept = await loadAllowedHosts(folder);
  const hosts = [...kept, ...added.filter((one) => !kept.some((other) => isSame(one, other)))];
  const path = join(folder, allowedHostsName);
  const part = `${path}-${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ schema: 1, hosts }, null, 2)}\n`);
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    throw diskError(error, path);
  } finally {
    await rm(part, { force: true }).catch(() => {});
  }
}

function isSame(one: AllowedHost, other: AllowedHost): boolean {
  return one.host === other.host && one.key === other.key;
}

function hostsIn(text: string): AllowedHost[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { schema, hosts } = (value ?? {}) as { schema?: unknown; hosts?: unknown };
  return schema === 1 && Array.isArray(hosts) && hosts.every(isAllowedHost) ? hosts : undefined;
}

function isAllowedHost(value: unknown): value is AllowedHost {
  const { host, key } = (value ?? {}) as { host?: unknown; key?: unknown };
  return typeof host === 'string' && (key === null || typeof key === 'string');
}
