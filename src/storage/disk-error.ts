/** What the disk refuses, in one line. */
import { DataError } from '../data/index.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file: a part of the path is not a folder',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'may not be read or written by this user',
  EPERM: 'may not be read or written by this user',
  EROFS: 'the disk cannot be written',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk failed to read or write',
};

/** A DataError for a failure of the disk; any other error as it is, since it is a bug of ours. */
export function diskError(error: unknown, path: string): unknown {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined || error instanceof DataError || !('syscall' in (error as Error))) return error;
  return new DataError(reasons[code] ?? `the disk says ${code}`, { file: path });
}
