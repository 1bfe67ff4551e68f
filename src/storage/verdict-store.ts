/**
 * The store of judge calls in a study folder: one SQLite file. An answer is in it before it counts, so that a run that is killed
 * loses nothing and pays for nothing twice. WAL with synchronous NORMAL: what `put` wrote outlives the process; a power cut may take
 * the last moments with it, and never damages the file.
 */
import { closeSync, existsSync, openSync } from 'node:fs';
import type * as Sqlite from 'node:sqlite';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type CallRecord, DataError, type StoreNote, type VerdictStore, tokenCount } from '../data/index.ts';
import { diskError } from './disk-error.ts';
import { memoryVerdictStore } from './memory-verdict-store.ts';
import { requireOrdinaryFile } from './study-path.ts';

export const verdictStoreName = 'verdicts.sqlite';

/** `asze`: says that a database is one of ours. */
const applicationId = 0x61737a65;
const schemaVersion = 1;

const schema = `
  CREATE TABLE calls (
    key TEXT PRIMARY KEY,
    judge TEXT NOT NULL, item TEXT NOT NULL, shown_first TEXT, sample INTEGER NOT NULL,
    model TEXT NOT NULL, prompt TEXT NOT NULL, request TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('answered', 'failed')),
    response TEXT, error TEXT, input_tokens INTEGER, output_tokens INTEGER, batch TEXT, at TEXT NOT NULL
  );
  CREATE TABLE notes (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key));
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

/** An answer that was paid for is never replaced; a failure gives way to whatever comes later. */
const putCall = `
  INSERT INTO calls (key, judge, item, shown_first, sample, model, prompt, request, status, response, error, input_tokens, output_tokens, batch, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET
    judge = excluded.judge, item = excluded.item, shown_first = excluded.shown_first, sample = excluded.sample, model = excluded.model,
    prompt = excluded.prompt, request = excluded.request, status = excluded.status, response = excluded.response, error = excluded.error,
    input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, batch = excluded.batch, at = excluded.at
  WHERE calls.status = 'failed'
`;

/** SQLite gives no number that JavaScript cannot hold, but an error: a store that has one stays readable, and the count is unknown. */
function countColumn(column: string, name: string): string {
  return `CASE WHEN typeof(${column}) = 'integer' AND ${column} BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER} THEN ${column} END AS ${name}`;
}

const columns =
  'key, judge, item, shown_first AS "order", sample, model, prompt, request, status, response, error, ' +
  `${countColumn('input_tokens', 'inputTokens')}, ${countColumn('output_tokens', 'outputTokens')}, batch, at, json_valid(response) AS isJson`;

/**
 * Opens the store, and makes it where there is none. Only its owner may read the file: it holds prompts and answers.
 *
 * Throws DataError for a file that is no store of ours, is damaged, comes from a later version, or cannot be written.
 */
export function openVerdictStore(path: string): VerdictStore {
  requireOrdinaryStore(path);
  try {
    // SQLite would make it readable for all; its side files take the rights of this one.
    closeSync(openSync(path, 'a', 0o600));
    const database = new (sqlite().DatabaseSync)(path, { timeout: 5000 });
    try {
      prepareDatabase(database, path);
      return new SqliteVerdictStore(database, path);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw storeError(error, path);
  }
}

/**
 * Opens the store to look at it: makes and changes nothing, so that the folder need not be writable. Where there is no store it is an
 * empty one. Throws DataError as `openVerdictStore`.
 */
export function readVerdictStore(path: string): VerdictStore {
  requireOrdinaryStore(path);
  if (!existsSync(path)) return memoryVerdictStore();
  try {
    const url = pathToFileURL(path);
    // In WAL even a reader makes files beside the store. Where nobody writes there are none, and the store is told not to expect any.
    if (!existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1');
    const database = new (sqlite().DatabaseSync)(url, { timeout: 5000, readOnly: true });
    try {
      if (isOurs(database, path)) return new SqliteVerdictStore(database, path);
      database.close();
      return memoryVerdictStore();
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw storeError(error, path);
  }
}

/**
 * Makes sure that one process at a time runs judges into a store: two would pay for the same calls. The lock goes with the process,
 * however it ends. Reading needs none. Returns what releases it.
 *
 * Throws DataError where another process holds it.
 */
export function lockVerdictStore(path: string): () => void {
  const lock = `${path}-run`;
  requireOrdinaryFile(lock);
  try {
    closeSync(openSync(lock, 'a', 0o600));
    const database = new (sqlite().DatabaseSync)(lock, { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      throw error;
    }
    return () => database.close();
  } catch (error) {
    if (sqliteCode(error) === busy)
      throw new DataError('another run of assize is writing to this store', { file: path }, 'Wait until it ends, or end it.');
    throw storeError(error, lock);
  }
}

/** The store and what SQLite keeps beside it: a study that comes from a stranger may have links of these names. */
function requireOrdinaryStore(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) requireOrdinaryFile(`${path}${end}`);
}

class SqliteVerdictStore implements VerdictStore {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #statusOf: StatementSync;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#get = database.prepare(`SELECT ${columns} FROM calls WHERE key = ?`);
    this.#put = database.prepare(putCall);
    this.#statusOf = database.prepare('SELECT status FROM calls WHERE key = ?');
  }

  get(key: string): CallRecord | undefined {
    const row = this.#guarded(() => this.#get.get(key));
    return row === undefined ? undefined : recordOf(row, this.#path);
  }

  statusOf(key: string): CallRecord['status'] | undefined {
    return this.#guarded(() => this.#statusOf.get(key)?.['status'] as CallRecord['status'] | undefined);
  }

  put(record: CallRecord): void {
    const { key, judge, item, order, sample, model, prompt, request, status, response, error, batch, at } = record;
    const [inputTokens, outputTokens] = [tokenCount(record.inputTokens), tokenCount(record.outputTokens)];
    this.#guarded(() =>
      this.#put.run(key, judge, item, order, sample, model, prompt, request, status, response, error, inputTokens, outputTokens, batch, at),
    );
  }

  *records(judge?: string): Iterable<CallRecord> {
    const where = judge === undefined ? '' : 'WHERE judge = ?';
    const statement = this.#database.prepare(`SELECT ${columns} FROM calls ${where} ORDER BY judge, item, shown_first, sample, key`);
    const rows = this.#guarded(() => statement.iterate(...(judge === undefined ? [] : [judge])));
    for (;;) {
      const next = this.#guarded(() => rows.next());
      if (next.done === true) return;
      yield recordOf(next.value, this.#path);
    }
  }

  note(kind: StoreNote['kind'], key: string): StoreNote | undefined {
    const found = this.#guarded(() => this.#database.prepare('SELECT value FROM notes WHERE kind = ? AND key = ?').get(kind, key));
    return found === undefined ? undefined : { kind, key, value: String(found['value']) };
  }

  notes(kind: StoreNote['kind']): readonly StoreNote[] {
    const found = this.#guarded(() => this.#database.prepare('SELECT key, value FROM notes WHERE kind = ? ORDER BY key').all(kind));
    return found.map(({ key, value }) => ({ kind, key: String(key), value: String(value) }));
  }

  putNote({ kind, key, value }: StoreNote): void {
    const put = 'INSERT INTO notes (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value';
    this.#guarded(() => this.#database.prepare(put).run(kind, key, value));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }
}

/** A row as a record. A store that came from somebody else may hold anything in any column. */
function recordOf({ isJson, ...row }: Record<string, SQLOutputValue>, path: string): CallRecord {
  const { key, judge, item, order, sample, model, prompt, request, status, response, error, inputTokens, outputTokens, batch, at } = row;
  const whole =
    [key, judge, item, model, prompt, request, at].every((cell) => typeof cell === 'string') &&
    [order, response, error, batch].every((cell) => cell === null || typeof cell === 'string') &&
    [sample, inputTokens ?? 0, outputTokens ?? 0].every((cell) => typeof cell === 'number') &&
    (status === 'failed' || (status === 'answered' && response !== null));
  if (!whole)
    throw new DataError('the store holds a row that assize never writes', { file: path }, 'Move it away and run the judges again.');
  const record = row as unknown as CallRecord;
  // SQLite refuses some JSON that is sound, such as what is nested very deeply.
  if (record.response === null || isJson === 1 || canBeParsed(record.response)) return record;
  return { ...record, status: 'failed', response: null, error: 'the stored answer is not JSON' };
}

function canBeParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function prepareDatabase(database: DatabaseSync, path: string): void {
  const ours = isOurs(database, path);
  // Each checkpoint waits for the disk: one for every 16 MB of answers is enough.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;');
  if (ours) return;
  database.exec('BEGIN IMMEDIATE');
  // Another process may have made the tables since we looked.
  if (pragmaOf(database, 'user_version') !== schemaVersion) database.exec(schema);
  database.exec('COMMIT');
}

/** False for a database that is still empty. Throws DataError for one of another program or version, and one that does more than keep rows. */
function isOurs(database: DatabaseSync, path: string): boolean {
  // What a schema says is not obeyed before it is known to be ours.
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
  const tables = database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get()!['count'];
  if (tables === 0) return false;
  if (pragmaOf(database, 'application_id') !== applicationId)
    throw new DataError('this database belongs to another program', { file: path }, 'Move it away: assize keeps its verdicts there.');
  const version = Number(pragmaOf(database, 'user_version'));
  if (version !== schemaVersion)
    throw new DataError(
      `this store has schema ${version}; this version of assize reads ${schemaVersion}`,
      { file: path },
      'Update assize.',
    );
  const foreign = database.prepare("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR sql LIKE '%GENERATED%'").get();
  if (foreign !== undefined)
    throw new DataError(
      `this store holds ${JSON.stringify(foreign['name'])}, which assize never makes`,
      { file: path },
      'Somebody changed the store: do not use it. Move it away and run the judges again.',
    );
  return true;
}

function pragmaOf(database: DatabaseSync, name: string): SQLOutputValue {
  return Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0];
}

const busy = 5;

/** SQLite's own number for what went wrong, without its refinement. */
function sqliteCode(error: unknown): number {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number };
  return code === 'ERR_SQLITE_ERROR' && errcode !== undefined ? errcode & 0xff : NaN;
}

const meanings: Readonly<Record<number, readonly [message: string, hint: string]>> = {
  [busy]: ['the store is in use by another process', 'Wait until it ends, or end it.'],
  8: ['the store may not be written', 'Check the rights of the file and its folder.'],
  10: ['the disk failed while the store was read or written', 'Check the disk; the answers stored so far stay.'],
  11: ['the store is damaged', 'Restore it from a copy, or move it away and run the judges again.'],
  13: ['the disk is full', 'Make room and run the command again: what is stored is not asked again.'],
  14: ['the store cannot be opened', 'Check the rights of the file and its folder.'],
  26: ['this file is no store of assize', 'Move it away: assize keeps its verdicts there.'],
};

function storeError(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (Number.isNaN(code)) return diskError(error, path);
  const [message, hint] = meanings[code] ?? [`the store failed: ${(error as Error).message}`, undefined];
  return new DataError(message, { file: path }, hint);
}

/** Loaded on demand. Node 22 warns that the module is experimental: that is ours to know, not the user's. */
function sqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
