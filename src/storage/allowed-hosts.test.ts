import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addAllowedHosts, allowedHostsName, loadAllowedHosts } from './allowed-hosts.ts';

const place = mkdtempSync(join(tmpdir(), 'assize-hosts-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

test('what is allowed is found again, once each, in a file that is its owner’s alone', async () => {
  const folder = join(place, 'made', 'assize');
  expect(await loadAllowedHosts(folder)).toEqual([]);
  const [one, other] = [
    { host: 'llm.example.org', key: 'OPENAI_API_KEY' },
    { host: 'llm.example.org', key: null },
  ];
  await addAllowedHosts(folder, [one]);
  await addAllowedHosts(folder, [one, other]);
  expect(await loadAllowedHosts(folder)).toEqual([one, other]);
  expect(readdirSync(folder)).toEqual([allowedHostsName]);
  if (process.platform !== 'win32')
    expect([statSync(folder).mode & 0o777, statSync(join(folder, allowedHostsName)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
});

test.each([
  '',
  '[]',
  'null',
  '{"schema":1,"hosts":[{"host":1,"key":null}]}',
  '{"schema":1,"hosts":["a"]}',
  '{"schema":2,"hosts":[]}',
])('a list that holds %j allows nothing, and is told in one line', async (text) => {
  writeFileSync(join(place, allowedHostsName), text);
  await expect(loadAllowedHosts(place)).rejects.toThrow('this is not a list of allowed hosts');
  await expect(addAllowedHosts(place, [])).rejects.toThrow('this is not a list of allowed hosts');
});
