/** Where a key goes and where it does not, for a study that came from somebody hostile. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Ran, at, secrets, strangersStudy } from '../../../test/fixtures/strangers-study.ts';
import { openVerdictStore } from '../../storage/index.ts';
import { knownHosts } from './allowed-hosts.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { accessOf } from './endpoint-access.ts';
import { scriptedAsker } from '../../../test/fixtures/scripted-asker.ts';
import { createTerminal } from '../shell/terminal.ts';
import { configFolderOf } from '../shell/world.ts';

const stranger = strangersStudy();
const { inStudy, study, assize, asked, kept } = stranger;

describe('a key', () => {
  test('goes to no host that the user has not allowed, and the refusal says what would allow it', async () => {
    study({ j: at('https://evil.example.org/v1', 'OPENAI_API_KEY') });
    for (const argv of [['judge'], ['judge', '--json'], ['judge', '--batch'], ['judge', '--probe']]) {
      const { code, err, sent } = await assize(argv);
      expect([code, sent]).toEqual([1, []]);
      expect(err.trim().split('\n')).toEqual([
        'error: judge "j" would send the items and the key in OPENAI_API_KEY to evil.example.org, ' +
          'which you have not allowed',
        'hint:  if you trust it, run this again with --allow-host evil.example.org',
      ]);
    }
    expect(kept()).toBeUndefined();
    for (const argv of [
      ['judge', '--dry-run'],
      ['judge', '--status'],
      ['doctor', '.'],
      ['calibrate', '.'],
    ])
      expect((await assize(argv)).sent).toEqual([]);
  });

  test.each([
    'a`id`.org',
    'a$(id).org',
    "a';id;'.org",
    'a&id.org',
    'a!b.org',
    'a{b,c}.org',
    'a*.org',
    'a(b).org',
    '-o.org',
    'a"b.org',
  ])('is not sent to a host that a shell would obey (%s), and no hint names it', async (host) => {
    study({ j: at(`https://${host}/v1`, 'OPENAI_API_KEY') });
    const { code, err, sent } = await assize(['judge']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toContain('an address whose host has letters, digits, dots and hyphens alone');
    expect(err).not.toContain('--allow-host');
    expect((await assize(['judge', '--allow-host', host])).code).not.toBe(0);
  });

  test('is asked about in a sentence that the name of a judge does not write', async () => {
    const name = 'x" sends nothing. Answer yes. "';
    study({ [name + 'y'.repeat(100)]: at('https://[2001:db8::1]/v1', 'OPENAI_API_KEY') });
    const { err } = await assize(['judge']);
    expect(err).toMatch(/^error: judge "x\\" sends nothing\. .{3,20}…y{10}" would send the items/);
    expect(err).toContain("run this again with --allow-host '[2001:db8::1]'");
    const asker = scriptedAsker(['no']);
    await asked(asker);
    expect(asker.questions[0]).toMatch(
      /^Judge "x\\" sends nothing\. .{3,20}…y{10}" sends the items and the key in OPENAI_API_KEY to \[2001/,
    );
  });

  test('is not sent beside a baseURL that names none', async () => {
    study({ j: at('https://evil.example.org/v1') });
    const { code, sent } = await assize(['judge', '--allow-host', 'evil.example.org']);
    expect(code).toBe(0);
    expect(new Set(sent.map(String))).toEqual(new Set(['https://evil.example.org,none']));
  });

  test('of OpenAI goes to OpenAI without a question, and no other does', async () => {
    study({ j: at(undefined) });
    const first = await assize(['judge']);
    expect([first.code, ...new Set(first.sent.map(String))]).toEqual([
      0,
      `https://api.openai.com,${secrets.OPENAI_API_KEY}`,
    ]);
    study({ j: { ...at(undefined, 'MISTRAL_API_KEY'), model: 'n' } });
    const second = await assize(['judge']);
    expect([second.code, second.sent]).toEqual([1, []]);
    expect(second.err).toContain('the key in MISTRAL_API_KEY to api.openai.com, which');
  });

  test('is asked about once on a terminal, and the answer is kept outside the study', async () => {
    study({ j: at('https://llm.example.org/v1', 'MISTRAL_API_KEY') });
    const before = readdirSync(join(stranger.place, 'study')).sort();
    const no = scriptedAsker(['ENTER']);
    const refused = await asked(no);
    expect([refused.code, refused.sent]).toEqual([1, []]);
    expect(refused.err).toContain('llm.example.org was not allowed, and nothing was sent');
    const escaped = await asked(scriptedAsker(['ESCAPE']));
    expect([escaped.code, escaped.sent, kept()]).toEqual([1, [], undefined]);

    const yes = scriptedAsker(['yes']);
    const allowed = await asked(yes);
    expect(yes.questions).toEqual([
      'Judge "j" sends the items and the key in MISTRAL_API_KEY to llm.example.org. Allow it?',
    ]);
    expect([allowed.code, ...new Set(allowed.sent.map(String))]).toEqual([
      0,
      `https://llm.example.org,${secrets.MISTRAL_API_KEY}`,
    ]);
    expect(kept()).toEqual([{ host: 'llm.example.org', key: 'MISTRAL_API_KEY' }]);
    expect(
      readdirSync(join(stranger.place, 'study')).filter((name) => !name.startsWith('verdicts.sqlite')),
    ).toEqual(before.filter((name) => !name.startsWith('verdicts')));

    // Another key, another port, or no encryption is another question; the same is none.
    const none = scriptedAsker([]);
    study({ j: { ...at('https://LLM.example.org:443/other', 'MISTRAL_API_KEY'), model: 'again' } });
    expect((await asked(none)).code).toBe(0);
    expect(none.questions).toEqual([]);
    for (const endpoint of [
      at('https://llm.example.org/v1', 'OPENAI_API_KEY'),
      at('https://llm.example.org:8443/v1', 'MISTRAL_API_KEY'),
      at('http://llm.example.org/v1', 'MISTRAL_API_KEY'),
      at('https://llm.example.org.evil.example.org/v1', 'MISTRAL_API_KEY'),
      at('https://llm.example.org./v1', 'MISTRAL_API_KEY'),
      at('https://llm.ex\u0430mple.org/v1', 'MISTRAL_API_KEY'),
    ]) {
      study({ j: { ...endpoint, model: JSON.stringify(endpoint) } });
      const again = scriptedAsker(['no']);
      expect((await asked(again)).sent).toEqual([]);
      expect(again.questions).toHaveLength(1);
    }
  });

  test('over http is named as not encrypted', async () => {
    study({ j: at('http://llm.example.org/v1', 'OPENAI_API_KEY') });
    const asker = scriptedAsker(['no']);
    await asked(asker);
    expect(asker.questions[0]).toContain(
      'to http://llm.example.org, not encrypted, so that others on the way can read it. Allow it?',
    );
    expect((await assize(['judge', '--allow-host', 'llm.example.org'])).sent).toEqual([]);
    expect((await assize(['judge', '--allow-host', 'http://llm.example.org'])).code).toBe(0);
  });

  test.each(['GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'NPM_TOKEN', 'HOME', 'PATH'])(
    'that is no key of a model provider (%s) is sent where its name is given, and by no other word',
    async (variable) => {
      const value = secrets[variable as keyof typeof secrets];
      study({ j: at('https://evil.example.org/v1', variable) });
      const plain = await assize(['judge', '--allow-host', 'evil.example.org']);
      expect([plain.code, plain.sent]).toEqual([1, []]);
      expect(plain.err).toContain(`run this again with --allow-host evil.example.org=${variable}`);
      for (const answer of ['ENTER', 'yes', 'y', variable.toLowerCase(), 'ESCAPE']) {
        const { code, sent } = await asked(scriptedAsker([answer]));
        expect([answer, code, sent]).toEqual([answer, 1, []]);
      }
      expect(kept()).toBeUndefined();
      const named = await assize(['judge', '--allow-host', `evil.example.org=${variable}`]);
      expect([named.code, ...new Set(named.sent.map(String))]).toEqual([
        0,
        `https://evil.example.org,${value}`,
      ]);
    },
  );

  test('of several judges is asked about before the first call of any', async () => {
    study({
      one: at(undefined),
      two: at('https://a.example.org/v1', 'MISTRAL_API_KEY'),
      three: at('https://b.example.org/v1', 'NPM_TOKEN'),
    });
    const { code, err, sent } = await assize(['judge']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toContain('--allow-host a.example.org --allow-host b.example.org=NPM_TOKEN');
    const asker = scriptedAsker(['yes', 'NPM_TOKEN']);
    expect((await asked(asker)).code).toBe(0);
    expect(asker.questions).toHaveLength(2);
    expect((await assize(['judge', '--judge', 'three', '--probe'])).code).toBe(0);
  });

  test('is not asked about where nothing is left to ask, and a missing one is told before', async () => {
    study({ j: at('https://llm.example.org/v1', 'MISTRAL_API_KEY') });
    const asker = scriptedAsker([]);
    const missing = await assize(['judge'], { asker, env: {} });
    expect(missing.err).toContain('the environment variable MISTRAL_API_KEY is empty');
    expect(asker.questions).toEqual([]);
    expect((await assize(['judge', '--allow-host', 'llm.example.org'])).code).toBe(0);
    rmSync(join(stranger.place, 'config'), { recursive: true });
    const again = await assize(['judge']);
    expect([again.code, again.sent]).toEqual([0, []]);
  });

  test('is not sent where an open batch in the store names another host', async () => {
    study({ j: at(undefined) });
    const note = {
      name: 'n',
      judge: 'j',
      model: 'm',
      prompt: 'p',
      input: 'file-1',
      calls: 1,
      state: 'open',
      id: 'batch_1',
      status: null,
      done: null,
      reason: null,
      askedAt: '2026-01-01T00:00:00Z',
      seenAt: null,
    };
    for (const endpoint of [
      { baseURL: 'https://evil.example.org/v1', api: 'chat', key: 'OPENAI_API_KEY' },
      { baseURL: 'https://evil.example.org/v1', api: 'chat', key: 'GITHUB_TOKEN' },
      { baseURL: 'file:///etc/passwd', api: 'chat', key: 'OPENAI_API_KEY' },
      {},
      [],
    ]) {
      const store = openVerdictStore(inStudy('verdicts.sqlite'));
      store.putNote({ kind: 'batch', key: 'n', value: JSON.stringify({ ...note, endpoint }) });
      store.close();
      for (const argv of [
        ['judge', '--batch', '--no-wait'],
        ['judge', '--batch', '--cancel'],
      ]) {
        const { code, sent, err } = await assize(argv);
        expect(sent.filter(([origin]) => origin !== 'https://api.openai.com')).toEqual([]);
        expect(err).not.toContain('this is a bug');
        if ('key' in endpoint) expect(code).toBe(1);
      }
    }
  });

  test('that stands in the address or in "query" itself is refused before it is sent', async () => {
    const key = secrets.MISTRAL_API_KEY;
    for (const endpoint of [{ query: { key } }, { baseURL: `https://llm.example.org/v1?key=${key}` }]) {
      study({
        j: { endpoint: { baseURL: 'https://llm.example.org/v1', key: 'MISTRAL_API_KEY', ...endpoint } },
      });
      const { code, err, out, sent } = await assize(['judge', '--allow-host', 'llm.example.org']);
      expect([code, sent]).toEqual([1, []]);
      expect(err).toContain('the endpoint of judge "j" holds the key itself');
      expect(err + out).not.toContain(key);
    }
  });

  test('is kept by name alone, in the folder of the user and nowhere else', async () => {
    study({ j: at('https://llm.example.org/v1', 'MISTRAL_API_KEY') });
    await assize(['judge', '--allow-host', 'llm.example.org']);
    expect(readdirSync(stranger.place).sort()).toEqual(['config', 'study']);
    expect(readdirSync(join(stranger.place, 'config'))).toEqual(['hosts.json']);
    expect(readFileSync(join(stranger.place, 'config', 'hosts.json'), 'utf8')).not.toContain(
      secrets.MISTRAL_API_KEY,
    );
    const bytes = readdirSync(join(stranger.place, 'study')).map((name) =>
      readFileSync(inStudy(name), 'latin1'),
    );
    for (const value of [secrets.MISTRAL_API_KEY, secrets.GITHUB_TOKEN])
      expect(bytes.join('\n')).not.toContain(value);
  });

  test('is asked about again where the folder of the user cannot be written, and the run goes on', async () => {
    study({ j: at('https://llm.example.org/v1', 'MISTRAL_API_KEY') });
    writeFileSync(join(stranger.place, 'file'), '');
    const { code, out, sent } = await assize(['judge', '--allow-host', 'llm.example.org'], {
      configFolder: join(stranger.place, 'file', 'config'),
    });
    expect([code, sent.length > 0]).toEqual([0, true]);
    expect(out.replace(/\s+/g, ' ')).toContain('not remembered, so that you will be asked again');
  });
});

test('a host that is allowed and not called is said, and what is no host is refused', async () => {
  study({ j: at(undefined) });
  const { code, out } = await assize(['judge', '--allow-host', 'other.example.org']);
  expect(code).toBe(0);
  expect(out).toContain('--allow-host other.example.org: no judge of this run calls it');
  const wrong = await assize(['judge', '--allow-host', 'a b']);
  expect([wrong.code, wrong.err.split('\n')[0]]).toEqual([
    1,
    'error: --allow-host requires a host; received a b',
  ]);
  expect((await assize(['judge', '--status', '--allow-host', 'a'])).err).toContain(
    '--status and --allow-host exclude each other',
  );
});

test('this machine is called without a key and without a question', async () => {
  study({ j: at('http://127.0.0.1:8000/v1') });
  const { code, sent } = await assize(['judge']);
  expect([code, ...new Set(sent.map(String))]).toEqual([0, 'http://127.0.0.1:8000,none']);
  study({ j: { ...at('http://127.0.0.1:8000/v1', 'OPENAI_API_KEY'), model: 'n' } });
  expect((await assize(['judge'])).err).toContain('to 127.0.0.1:8000, which you have not allowed');
  study({ j: { ...at('http://10.0.0.5/v1'), model: 'n' } });
  expect((await assize(['judge'])).err).toContain(
    'the items, without a key, to http://10.0.0.5, which you have not allowed',
  );
});

test('what is called on this machine is shown before it is, with path and query', async () => {
  study({
    j: { endpoint: { baseURL: 'http://127.0.0.1:8000/admin/reset?force=yes&x=', query: { sure: 'yes' } } },
  });
  for (const argv of [['judge', '--dry-run'], ['judge']])
    expect((await assize(argv)).out.replace(/\s+/g, '')).toContain(
      'http://127.0.0.1:8000/admin/reset?force=yes&x=%2Fchat%2Fcompletions&sure=yes,chat',
    );
});

describe('a price that a study names', () => {
  const priced = (baseURL: string | undefined, model: string, price: number): void =>
    study(
      { j: { ...at(baseURL, baseURL === undefined ? undefined : null), model } },
      { prices: { [model]: { input: price, output: price } } },
    );

  test('does not lower what a limit is kept by', async () => {
    for (const price of [0, 1e-300]) {
      priced(undefined, 'gpt-4.1', price);
      const { code, out, sent } = await assize(['judge', '--max-cost', '0.0001']);
      expect([code, sent]).toEqual([1, []]);
      expect(out.replace(/\s+/g, ' ')).toContain('by the list price, which is above the one in assize.json');
      expect(out).toContain('dollars allowed');
      const batch = await assize(['judge', '--batch', '--no-wait', '--max-cost', '0.0001']);
      expect([batch.code, batch.sent]).toEqual([1, []]);
    }
  });

  test('of 0 is refused beside a limit, but on this machine', async () => {
    priced('https://llm.example.org/v1', 'm', 0);
    const { code, err, sent } = await assize(['judge', '--max-cost', '1', '--allow-host', 'llm.example.org']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toContain('a limit in dollars limits nothing where assize.json says that m costs 0');
    priced('http://127.0.0.1:8000/v1', 'm', 0);
    expect((await assize(['judge', '--max-cost', '1'])).code).toBe(0);
  });

  test('is called so in the plan', async () => {
    priced('https://llm.example.org/v1', 'm', 1);
    expect((await assize(['judge', '--dry-run'])).out.replace(/\s+/g, ' ')).toContain(
      'by the price in assize.json',
    );
  });
});

describe('assize init', () => {
  const init = (...argv: string[]): Promise<Ran> =>
    assize(['init', 'new', '--kind', 'pass-fail', '--yes', ...argv]);

  test('allows what the user typed, and the study runs with no further question', async () => {
    expect(
      (await init('--model', 'org/m', '--base-url', 'https://llm.example.org/v1', '--key', 'COMPANY_KEY'))
        .code,
    ).toBe(0);
    expect(kept()).toEqual([{ host: 'llm.example.org', key: 'COMPANY_KEY' }]);
    // A name that becomes the name of a file has no slash.
    expect(
      Object.keys(
        (JSON.parse(readFileSync(inStudy('new/assize.json'), 'utf8')) as { judges: object }).judges,
      ),
    ).toEqual(['m']);
    const config = JSON.parse(readFileSync(inStudy('new/assize.json'), 'utf8')) as { judges: { m: object } };
    writeFileSync(
      inStudy('new/assize.json'),
      JSON.stringify({ ...config, judges: { m: { ...config.judges.m, sources: ['samples'], samples: 2 } } }),
    );
    const { code, sent } = await assize(['judge', 'new'], { env: { COMPANY_KEY: 'company-0123456789' } });
    expect([code, ...new Set(sent.map(String))]).toEqual([0, 'https://llm.example.org,company-0123456789']);
  });

  test('keeps nothing for OpenAI and for this machine, and warns of a key that is not encrypted', async () => {
    await init();
    expect(kept()).toBeUndefined();
    rmSync(inStudy('new'), { recursive: true });
    await init('--model', 'm', '--base-url', 'http://127.0.0.1:8000/v1');
    expect(kept()).toBeUndefined();
    rmSync(inStudy('new'), { recursive: true });
    const { out } = await init(
      '--model',
      'm',
      '--base-url',
      'http://llm.example.org/v1',
      '--key',
      'VLLM_API_KEY',
    );
    expect(out).toContain('this address is not encrypted: others on the way can read the key');
    expect(kept()).toEqual([{ host: 'http://llm.example.org', key: 'VLLM_API_KEY' }]);
  });
});

test('what a user allows is kept where programs keep such things, and a relative path is none', () => {
  const home = join(stranger.place, 'home');
  expect(configFolderOf({}, 'linux', home)).toBe(join(home, '.config', 'assize'));
  expect(configFolderOf({ XDG_CONFIG_HOME: join(stranger.place, 'xdg') }, 'linux', home)).toBe(
    join(stranger.place, 'xdg', 'assize'),
  );
  // Else a study that is the working folder could allow itself.
  for (const relative of ['.', 'study', ''])
    expect(configFolderOf({ XDG_CONFIG_HOME: relative }, 'linux', home)).toBe(
      join(home, '.config', 'assize'),
    );
  expect(configFolderOf({ APPDATA: join(stranger.place, 'roaming') }, 'win32', home)).toBe(
    join(stranger.place, 'roaming', 'assize'),
  );
  expect(configFolderOf({ APPDATA: join(stranger.place, 'roaming') }, 'linux', home)).toBe(
    join(home, '.config', 'assize'),
  );
});

test('a call that nobody asked about is refused at the door, whatever way led there', async () => {
  const world = fakeWorld(stranger.place, { configFolder: join(stranger.place, 'config') });
  const called = {
    judge: 'j',
    endpoint: { baseURL: 'https://llm.example.org/v1', api: 'chat', key: 'OPENAI_API_KEY' },
  } as const;
  const hosts = knownHosts({ allowHost: ['llm.example.org'] }, world, createTerminal(world, world.stdout));
  expect(() => accessOf(called, hosts, world)).toThrow('which you have not allowed');
  await hosts.allow([called]);
  expect(accessOf(called, hosts, { ...world, env: secrets }).key).toBe(secrets.OPENAI_API_KEY);
});
