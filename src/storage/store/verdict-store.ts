/**
 * The store of judge calls in a study folder: one SQLite file. An answer is in it before it counts, so that a
 * run that is killed loses nothing and pays for nothing twice. WAL with synchronous NORMAL: what `put` wrote
 * outlives the process; a power cut may take the last moments with it, and never damages the file.
 */
import { closeSync, existsSync, openSync } from 'node:fs';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import {
  type CallRecord,
  DataError,
  type StoreNote,
  type VerdictStore,
  tokenCount,
} from '../../data/index.ts';
import { memoryVerdictStore } from './memory-verdict-store.ts';
import { sqlite, storeError } from './sqlite.ts';
import { requireStoreFiles } from './store-files.ts';
import { isOurs, schema } from './verdict-schema.ts';

export const verdictStoreName = 'verdicts.sqlite';

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

/**
 * SQLite gives no number that JavaScript cannot hold, but an error: a store that has one stays readable, and
 * the count is unknown.
 */
function countColumn(column: string, name: string): string {
  return (
    `CASE WHEN typeof(${column}) = 'integer' AND ${column} BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER} ` +
    `THEN ${column} END AS ${name}`
  );
}

const columns =
  'key, judge, item, shown_first AS "order", sample, model, prompt, request, status, response, error, ' +
  `${countColumn('input_tokens', 'inputTokens')}, ${countColumn('output_tokens', 'outputTokens')}, ` +
  'batch, at, json_valid(response) AS isJson';

/**
 * Opens the store, and makes it where there is none. Only its owner may read the file: it holds prompts and
 * answers.
 *
 * Throws DataError for a file that is no store of ours, is damaged, comes from a later version, or cannot be
 * written.
 */
export function openVerdictStore(path: string): VerdictStore {
  requireStoreFiles(path);
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
 * Opens the store to look at it: makes and changes nothing, so that the folder need not be writable. Where
 * there is no store it is an empty one. Throws DataError as `openVerdictStore`.
 */
export function readVerdictStore(path: string): VerdictStore {
  requireStoreFiles(path);
  if (!existsSync(path)) return memoryVerdictStore();
  try {
    const url = pathToFileURL(path);
    // In WAL even a reader makes files beside the store. Where nobody writes there are none, and SQLite must
    // not expect any.
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
    const { key, judge, item, order, sample, model, prompt, request, status, response, error, batch, at } =
      record;
    const [inputTokens, outputTokens] = [tokenCount(record.inputTokens), tokenCount(record.outputTokens)];
    this.#guarded(() =>
      this.#put.run(
        key,
        judge,
        item,
        order,
        sample,
        model,
        prompt,
        request,
        status,
        response,
        error,
        inputTokens,
        outputTokens,
        batch,
        at,
      ),
    );
  }

  *records(judge?: string): Iterable<CallRecord> {
    const where = judge === undefined ? '' : 'WHERE judge = ?';
    const statement = this.#database.prepare(
      `SELECT ${columns} FROM calls ${where} ORDER BY judge, item, shown_first, sample, key`,
    );
    const rows = this.#guarded(() => statement.iterate(...(judge === undefined ? [] : [judge])));
    for (;;) {
      const next = this.#guarded(() => rows.next());
      if (next.done === true) return;
      yield recordOf(next.value, this.#path);
    }
  }

  note(kind: StoreNote['kind'], key: string): StoreNote | undefined {
    const found = this.#guarded(() =>
      this.#database.prepare('SELECT value FROM notes WHERE kind = ? AND key = ?').get(kind, key),
    );
    return found === undefined ? undefined : { kind, key, value: String(found['value']) };
  }

  notes(kind: StoreNote['kind']): readonly StoreNote[] {
    const found = this.#guarded(() =>
      this.#database.prepare('SELECT key, value FROM notes WHERE kind = ? ORDER BY key').all(kind),
    );
    return found.map(({ key, value }) => ({ kind, key: String(key), value: String(value) }));
  }

  putNote({ kind, key, value }: StoreNote): void {
    const put =
      'INSERT INTO notes (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET ' +
      'value = excluded.value';
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
  const {
    key,
    judge,
    item,
    order,
    sample,
    model,
    prompt,
    request,
    status,
    response,
    error,
    inputTokens,
    outputTokens,
    batch,
    at,
  } = row;
  const whole =
    [key, judge, item, model, prompt, request, at].every((cell) => typeof cell === 'string') &&
    [order, response, error, batch].every((cell) => cell === null || typeof cell === 'string') &&
    [sample, inputTokens ?? 0, outputTokens ?? 0].every((cell) => typeof cell === 'number') &&
    (status === 'failed' || (status === 'answered' && response !== null));
  if (!whole)
    throw new DataError(
      'the store holds a row that assize never writes',
      { file: path },
      'Move it away and run the judges again.',
    );
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
  // A database that is new turns to WAL without a journal on the disk: whoever finds one there knows that it
  // is not ours.
  if (!isOurs(database, path)) database.exec('PRAGMA journal_mode = MEMORY');
  // Each checkpoint waits for the disk: one for every 16 MB of answers is enough.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;');
  // Again, since the log beside a file counts from here on.
  if (isOurs(database, path)) return;
  database.exec('BEGIN IMMEDIATE');
  // Another process may have made the tables since we looked.
  if (!isOurs(database, path)) database.exec(schema);
  database.exec('COMMIT');
}
