import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { call, verdictStoreContract } from '../../../test/contracts/verdict-stores.ts';
import { DataError } from '../../data/index.ts';
import { lockVerdictStore } from './lock-verdict-store.ts';
import { memoryVerdictStore } from './memory-verdict-store.ts';
import { openVerdictStore, readVerdictStore } from './verdict-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'assize-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const fresh = (): string => join(folder, `${count++}.sqlite`);

verdictStoreContract('memoryVerdictStore', memoryVerdictStore);
verdictStoreContract('openVerdictStore', () => openVerdictStore(fresh()));

test('openVerdictStore finds everything again after it was closed, and only its owner may read the file', () => {
  const path = fresh();
  const first = openVerdictStore(path);
  first.put(call());
  first.putNote({ kind: 'batch', key: 'b', value: '{}' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  // WAL: what is new stands in a file beside, which nobody else may read either.
  expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
  first.close();
  first.close();
  const second = openVerdictStore(path);
  expect({ ...second.get('k1') }).toEqual(call());
  expect(second.notes('batch')).toHaveLength(1);
  second.close();
});

test('two processes may read and write, and each sees what the other put', () => {
  const path = fresh();
  const [one, other] = [openVerdictStore(path), openVerdictStore(path)];
  one.put(call({ key: 'a' }));
  other.put(call({ key: 'b', item: 'item 2' }));
  expect([...one.records()].map(({ key }) => key)).toEqual(['a', 'b']);
  one.close();
  other.close();
});

test('readVerdictStore makes and changes nothing, whether there is a store or none', () => {
  const place = join(folder, `${count++}`);
  mkdirSync(place);
  const path = join(place, 'v.sqlite');
  const none = readVerdictStore(path);
  expect([none.get('k1'), [...none.records()], none.notes('batch')]).toEqual([undefined, [], []]);
  none.close();
  expect(readdirSync(place)).toEqual([]);

  const store = openVerdictStore(path);
  store.put(call());
  store.close();
  const bytes = readFileSync(path);
  chmodSync(path, 0o400);
  chmodSync(place, 0o500);
  const reader = readVerdictStore(path);
  expect({ ...reader.get('k1') }).toEqual(call());
  expect(() => reader.put(call({ key: 'k2' }))).toThrow('the store may not be written');
  expect(readdirSync(place)).toEqual(['v.sqlite']);
  reader.close();
  expect(readFileSync(path).equals(bytes)).toBe(true);
  chmodSync(place, 0o700);
});

test('readVerdictStore sees what a run that is under way has put, and tells a foreign file', () => {
  const path = fresh();
  const writer = openVerdictStore(path);
  writer.put(call());
  const reader = readVerdictStore(path);
  expect(reader.statusOf('k1')).toBe('answered');
  writer.put(call({ key: 'k2' }));
  expect(reader.statusOf('k2')).toBe('answered');
  reader.close();
  writer.close();
  const [text, empty] = [fresh(), fresh()];
  writeFileSync(text, 'these are not the bytes you are looking for '.repeat(50));
  expect(() => readVerdictStore(text)).toThrow('this file is no store of assize');
  writeFileSync(empty, '');
  expect([...readVerdictStore(empty).records()]).toEqual([]);
});

test('lockVerdictStore lets one run in, until it ends', () => {
  const path = fresh();
  const release = lockVerdictStore(path);
  expect(() => lockVerdictStore(path)).toThrow('another run of assize is writing to this store');
  release();
  lockVerdictStore(path)();
});

test('what is no store of assize is told in one line, and left as it is', () => {
  const text = fresh();
  writeFileSync(text, 'these are not the bytes you are looking for '.repeat(50));
  expect(() => openVerdictStore(text)).toThrow('this file is no store of assize');
  expect(readFileSync(text, 'utf8')).toContain('not the bytes');

  const foreign = fresh();
  const store = openVerdictStore(foreign);
  store.close();
  rmSync(foreign);
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const other = new DatabaseSync(foreign);
  other.exec('CREATE TABLE songs (title TEXT)');
  other.close();
  expect(() => openVerdictStore(foreign)).toThrow('this database belongs to another program');

  const later = fresh();
  openVerdictStore(later).close();
  const changed = new DatabaseSync(later);
  changed.exec('PRAGMA user_version = 9');
  changed.close();
  expect(() => openVerdictStore(later)).toThrow('this store has schema 9; this version of assize reads 1');

  expect(() => openVerdictStore(join(folder, 'missing', 'x.sqlite'))).toThrow(DataError);
  expect(() => openVerdictStore(folder)).toThrow('this is a folder, not a file');
});

test('a damaged store is told in one line', () => {
  const path = fresh();
  const store = openVerdictStore(path);
  for (let i = 0; i < 500; i++) store.put(call({ key: `k${i}`, response: 'x'.repeat(500) }));
  store.close();
  const bytes = readFileSync(path);
  bytes.fill(0xaa, 4096, bytes.length - 4096);
  writeFileSync(path, bytes);
  expect(() => [...openVerdictStore(path).records()]).toThrow(/the store is damaged/);
});

test('nothing is printed when the store is loaded', () => {
  const path = fresh();
  const script =
    'import { openVerdictStore } from ' +
    `${JSON.stringify(join(import.meta.dirname, 'verdict-store.ts'))}; ` +
    `openVerdictStore(${JSON.stringify(path)}).close();`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect({ status: run.status, stdout: run.stdout, stderr: run.stderr }).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
  expect(existsSync(path)).toBe(true);
});

test.skipIf(process.getuid?.() === 0)('a store that may not be written is told in one line', () => {
  const path = fresh();
  openVerdictStore(path).close();
  chmodSync(path, 0o400);
  expect(() => openVerdictStore(path)).toThrow('may not be read or written by this user');
});
