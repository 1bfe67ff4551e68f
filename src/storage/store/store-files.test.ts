/** A store that a stranger made: what lies beside it, and what its schema says. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../../../test/contracts/verdict-stores.ts';
import { lockVerdictStore } from './lock-verdict-store.ts';
import { openVerdictStore, readVerdictStore } from './verdict-store.ts';

const place = mkdtempSync(join(tmpdir(), 'assize-beside-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const path = join(place, 'verdicts.sqlite');
const victim = join(place, 'diary.txt');
const { DatabaseSync } = process.getBuiltinModule('node:sqlite');

beforeEach(() => {
  for (const name of readdirSync(place)) rmSync(join(place, name));
});

/**
 * A rollback journal that is to be played back, and names another file as the one that belongs to several
 * databases.
 */
function journalNaming(file: string): Buffer {
  const magic = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
  const header = Buffer.alloc(512);
  magic.copy(header);
  [0, 1234, 2, 512, 4096].forEach((value, at) => header.writeUInt32BE(value, 8 + 4 * at));
  const name = Buffer.from(file);
  const end = Buffer.alloc(12);
  end.writeUInt32BE(0x40000000 / 4096 + 1, 0);
  end.writeUInt32BE(name.length, 4);
  end.writeUInt32BE(
    name.reduce((sum, byte) => sum + byte, 0),
    8,
  );
  return Buffer.concat([header, end.subarray(0, 4), name, end.subarray(4), magic]);
}

const ways = [
  ['openVerdictStore', '', () => openVerdictStore(path).close()],
  ['readVerdictStore', '', () => readVerdictStore(path).close()],
  ['lockVerdictStore', '-run', () => lockVerdictStore(path)()],
] as const;

describe('what lies beside a store', () => {
  test.each(ways)('%s opens nothing beside a journal, whatever that names', (_, end, open) => {
    const database = new DatabaseSync(`${path}${end}`);
    database.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    database.close();
    writeFileSync(victim, 'Dear diary');
    writeFileSync(`${path}${end}-journal`, journalNaming(victim));
    expect(open).toThrow(`verdicts.sqlite${end}-journal: assize never makes this file`);
    expect(readdirSync(place).sort()).toEqual([
      'diary.txt',
      `verdicts.sqlite${end}`,
      `verdicts.sqlite${end}-journal`,
    ]);
  });

  test.skipIf(process.platform === 'win32').each(ways)(
    '%s waits for no pipe and follows no link',
    (_, end, open) => {
      for (const side of ['', '-journal', '-wal', '-shm']) {
        const file = `${path}${end}${side}`;
        expect(spawnSync('mkfifo', [file]).status).toBe(0);
        expect(open, side).toThrow(file);
        rmSync(file);
        symlinkSync(victim, file);
        expect(open, side).toThrow(file);
        rmSync(file);
      }
      expect(existsSync(victim)).toBe(false);
    },
  );

  test('lockVerdictStore takes no file with anything in it', () => {
    const database = new DatabaseSync(`${path}-run`);
    database.exec('CREATE TABLE t (x)');
    database.close();
    expect(() => lockVerdictStore(path)).toThrow(
      'this file locks the store, and assize never writes into it',
    );
  });

  test('a run that is killed leaves nothing that the next one refuses', () => {
    const files = ['lock-verdict-store.ts', 'verdict-store.ts'].map((name) =>
      JSON.stringify(join(import.meta.dirname, name)),
    );
    const script = `import { lockVerdictStore } from ${files[0]}; import { openVerdictStore } from ${files[1]};
      lockVerdictStore(${JSON.stringify(path)}); openVerdictStore(${JSON.stringify(path)}).putNote({ kind: 'batch', key: 'b', value: '{}' });
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal).toBe('SIGKILL');
    lockVerdictStore(path)();
    const store = openVerdictStore(path);
    expect(store.notes('batch')).toHaveLength(1);
    store.close();
  });
});

describe('a schema', () => {
  /** The store as somebody else would make it, with one thing said otherwise. */
  const change = (from: string, to: string): void => {
    const database = new DatabaseSync(path);
    const objects = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name, sql } of objects)
      database.exec(`DROP TABLE ${String(name)}; ${String(sql).replace(from, to)}`);
    database.close();
  };
  const add = (sql: string): void => {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  };

  test.each<[string, () => void]>([
    ['a column that is computed', () => change('value TEXT NOT NULL', 'value TEXT AS (hex(zeroblob(9)))')],
    ['a condition', () => change('value TEXT NOT NULL', 'value TEXT CHECK (length(value) > 1)')],
    ['a default', () => change('at TEXT NOT NULL', 'at TEXT DEFAULT (hex(zeroblob(9)))')],
    ['an index over an expression', () => add('CREATE INDEX i ON calls (hex(response))')],
    ['a view', () => add('CREATE VIEW v AS SELECT * FROM calls')],
    ['a trigger', () => add('CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM calls; END')],
    ['another table', () => add('CREATE TABLE more (x)')],
    ['a table too few', () => add('DROP TABLE notes')],
  ])('with %s is not ours, and the store is not read', (_, spoil) => {
    openVerdictStore(path).close();
    spoil();
    expect(() => openVerdictStore(path)).toThrow('otherwise than assize makes it');
    expect(() => readVerdictStore(path)).toThrow('otherwise than assize makes it');
  });

  test('in the log beside a store counts as the one of the store', () => {
    openVerdictStore(path).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA wal_autocheckpoint = 0; CREATE VIEW v AS SELECT * FROM calls');
    const [copy, log] = ['copy.sqlite', 'copy.sqlite-wal'].map((name) => join(place, name));
    spawnSync('cp', [path, copy]);
    spawnSync('cp', [`${path}-wal`, log]);
    database.close();
    expect(() => openVerdictStore(copy)).toThrow('otherwise than assize makes it');
  });

  test('of our own is found again, also beside what was put', () => {
    const store = openVerdictStore(path);
    store.put(call());
    const other = readVerdictStore(path);
    expect(other.statusOf('k1')).toBe('answered');
    other.close();
    store.close();
  });
});
