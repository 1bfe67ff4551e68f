/** The tables of the store, and whether a database has these and nothing else. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { DataError } from '../../data/index.ts';
import { sqlite } from './sqlite.ts';

/** `asze`: says that a database is one of ours. */
const applicationId = 0x61737a65;
const schemaVersion = 1;

/** Makes the tables. Its text is what a store is compared with: any other needs a new version. */
export const schema: string = `
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

/**
 * False for a database that is still empty. Throws DataError for one of another program or version, and for
 * one whose schema is not ours to the letter: a schema can hold expressions, which run when a table is read
 * or written.
 */
export function isOurs(database: DatabaseSync, path: string): boolean {
  // What a schema says is not obeyed before it is known to be ours.
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
  const found = objectsIn(database);
  if (found.size === 0) return false;
  if (pragmaOf(database, 'application_id') !== applicationId)
    throw new DataError(
      'this database belongs to another program',
      { file: path },
      'Move it away: assize keeps its verdicts there.',
    );
  const version = Number(pragmaOf(database, 'user_version'));
  if (version !== schemaVersion)
    throw new DataError(
      `this store has schema ${version}; this version of assize reads ${schemaVersion}`,
      { file: path },
      'Update assize.',
    );
  const own = ownObjects();
  const foreign =
    [...found].find(([object]) => !own.has(object)) ?? [...own].find(([object]) => !found.has(object));
  if (foreign !== undefined)
    throw new DataError(
      `this store holds ${JSON.stringify(foreign[1].slice(0, 60))} otherwise than assize makes it`,
      { file: path },
      'Somebody changed the store: do not use it. Move it away and run the judges again.',
    );
  return true;
}

let made: ReadonlyMap<string, string> | undefined;

function ownObjects(): ReadonlyMap<string, string> {
  if (made !== undefined) return made;
  const database = new (sqlite().DatabaseSync)(':memory:');
  database.exec(schema);
  made = objectsIn(database);
  database.close();
  return made;
}

/** Every object of the schema as one text, and its name. */
function objectsIn(database: DatabaseSync): Map<string, string> {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
  return new Map(
    rows.map(({ type, name, tbl_name: table, sql }) => [
      JSON.stringify([type, name, table, sql]),
      String(name),
    ]),
  );
}

function pragmaOf(database: DatabaseSync, name: string): SQLOutputValue {
  return Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0];
}
