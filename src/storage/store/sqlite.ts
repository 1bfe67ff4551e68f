/** SQLite as it comes with Node, and what its failures mean for a store. */
import type * as Sqlite from 'node:sqlite';
import { DataError } from '../../data/index.ts';
import { diskError } from '../disk-error.ts';

export const busy = 5;

/** SQLite's own number for what went wrong, without its refinement. */
export function sqliteCode(error: unknown): number {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number };
  return code === 'ERR_SQLITE_ERROR' && errcode !== undefined ? errcode & 0xff : NaN;
}

const meanings: Readonly<Record<number, readonly [message: string, hint: string]>> = {
  [busy]: ['the store is in use by another process', 'Wait until it ends, or end it.'],
  8: ['the store may not be written', 'Check the rights of the file and its folder.'],
  10: [
    'the disk failed while the store was read or written',
    'Check the disk; the answers stored so far stay.',
  ],
  11: ['the store is damaged', 'Restore it from a copy, or move it away and run the judges again.'],
  13: ['the disk is full', 'Make room and run the command again: what is stored is not asked again.'],
  14: ['the store cannot be opened', 'Check the rights of the file and its folder.'],
  26: ['this file is no store of assize', 'Move it away: assize keeps its verdicts there.'],
};

export function storeError(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (Number.isNaN(code)) return diskError(error, path);
  const [message, hint] = meanings[code] ?? [`the store failed: ${(error as Error).message}`, undefined];
  return new DataError(message, { file: path }, hint);
}

/** Loaded on demand. Node 22 warns that the module is experimental: that is ours to know, not the user's. */
export function sqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
