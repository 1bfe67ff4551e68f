import { expect, test } from 'vitest';
import fc from 'fast-check';
import { judgeSchema } from '../../data/index.ts';
import { covers, isFreeOfAsking, isProviderKey, keyPairOf, parseAllowedPair } from './key-pair.ts';

function endpoint(declared: object): { baseURL?: string | undefined; key: string | null } {
  return judgeSchema.parse({ model: 'm', prompt: 'pass-fail', endpoint: declared }).endpoint;
}

test('a judge that names no key has the one of OpenAI at its own address, and none anywhere else', () => {
  expect(endpoint({}).key).toBe('OPENAI_API_KEY');
  expect(endpoint({ baseURL: 'https://api.openai.com/v1' }).key).toBe('OPENAI_API_KEY');
  for (const baseURL of [
    'https://llm.example.org/v1',
    'http://api.openai.com/v1',
    'https://api.openai.com.example.org/v1',
    'https://api.openai.com:8443/v1',
    'https://api.openai.com./v1',
    // A Cyrillic letter.
    'https://\u0430pi.openai.com/v1',
  ])
    expect([baseURL, endpoint({ baseURL }).key]).toEqual([baseURL, null]);
});

test.each([
  [{}, true],
  [{ baseURL: 'https://api.openai.com/v1', key: 'OPENAI_API_KEY' }, true],
  [{ key: 'ANTHROPIC_API_KEY' }, false],
  [{ key: 'GITHUB_TOKEN' }, false],
  [{ baseURL: 'http://api.openai.com/v1', key: 'OPENAI_API_KEY' }, false],
  [{ baseURL: 'http://127.0.0.1:8000/v1' }, true],
  [{ baseURL: 'http://[::1]:8000/v1' }, true],
  [{ baseURL: 'http://localhost:11434/v1', key: null }, true],
  [{ baseURL: 'http://localhost:11434/v1', key: 'OPENAI_API_KEY' }, false],
  [{ baseURL: 'http://127.0.0.1.example.org/v1' }, false],
  [{ baseURL: 'http://localhost.example.org/v1' }, false],
  [{ baseURL: 'https://llm.example.org/v1' }, false],
])('%j is free of asking: %s', (declared, free) => {
  expect(isFreeOfAsking(endpoint(declared))).toBe(free);
});

test.each([
  ['https://LLM.example.org/v1', 'llm.example.org'],
  ['https://llm.example.org:443/other', 'llm.example.org'],
  ['https://llm.example.org:8443/v1', 'llm.example.org:8443'],
  ['https://llm.example.org./v1', 'llm.example.org.'],
  // Without encryption it is another pair: what was allowed for https does not hold for it.
  ['http://llm.example.org/v1', 'http://llm.example.org'],
  ['https://\u0430pi.openai.com/v1', 'xn--pi-6kc.openai.com'],
  ['https://[2001:DB8:0:0::1]:443/v1', '[2001:db8::1]'],
  ['http://2130706433:8000/v1', '127.0.0.1:8000'],
  ['http://localhost/v1', 'localhost:80'],
])('%s is called at %s', (baseURL, host) => {
  expect(keyPairOf(endpoint({ baseURL }))).toEqual({ host, key: null });
});

test.each([
  ['llm.example.org', 'llm.example.org', undefined],
  ['LLM.example.org:443', 'llm.example.org', undefined],
  ['https://llm.example.org/v1', 'llm.example.org', undefined],
  ['http://llm.example.org/v1', 'http://llm.example.org', undefined],
  ['llm.example.org=COMPANY_TOKEN', 'llm.example.org', 'COMPANY_TOKEN'],
  ['127.0.0.1:8000', '127.0.0.1:8000', undefined],
  ['localhost', 'localhost:80', undefined],
  ['[::1]:8000=OPENAI_API_KEY', '[::1]:8000', 'OPENAI_API_KEY'],
])('a user who writes %s allows %s and %s', (text, host, key) => {
  expect(parseAllowedPair(text)).toEqual({ host, key });
});

test.each(['', '=', 'a b', 'ftp://a', 'https://user@a', 'a=b', 'a=B=C', 'https://', ':80'])(
  '%j names no host',
  (text) => {
    expect(parseAllowedPair(text)).toBeUndefined();
  },
);

test('a host that is allowed gets the keys of judge providers; any other variable is allowed by its name alone', () => {
  const host = 'llm.example.org';
  const plain = { host, key: undefined };
  expect(covers(plain, { host, key: null })).toBe(true);
  expect(covers(plain, { host, key: 'OPENAI_API_KEY' })).toBe(true);
  for (const key of [
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'NPM_TOKEN',
    'HOME',
    'PATH',
    'SSH_KEY',
    'OPENAI_API_KEY_2',
    'STRIPE_API_KEY',
  ]) {
    expect([key, isProviderKey(key), covers(plain, { host, key })]).toEqual([key, false, false]);
    expect(covers({ host, key }, { host, key })).toBe(true);
  }
  // Who names a variable allows that one.
  expect(covers({ host, key: 'GITHUB_TOKEN' }, { host, key: 'OPENAI_API_KEY' })).toBe(false);
  expect(covers(plain, { host: 'other.example.org', key: 'OPENAI_API_KEY' })).toBe(false);
});

test('what is allowed for one host covers no other origin, however it is written', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
  const place = fc.record({
    scheme: fc.constantFrom('http', 'https'),
    host: fc.tuple(label, fc.constantFrom('example.org', 'example.com')).map((parts) => parts.join('.')),
    port: fc.constantFrom('', ':443', ':80', ':8443'),
  });
  fc.assert(
    fc.property(place, place, (a, b) => {
      const [first, second] = [a, b].map(
        ({ scheme, host, port }) => new URL(`${scheme}://${host}${port}/v1`),
      );
      const allowed = parseAllowedPair(first.href)!;
      expect(
        covers(allowed, { host: keyPairOf({ baseURL: second.href, key: null }).host, key: 'OPENAI_API_KEY' }),
      ).toBe(first.origin === second.origin);
    }),
    { seed: 10 },
  );
});
