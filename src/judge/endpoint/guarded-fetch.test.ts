import { afterEach, describe, expect, test, vi } from 'vitest';
import { judgeSchema } from '../../data/index.ts';
import { JudgeError } from './provider.ts';
import { openaiBatchProvider } from './openai-batches.ts';
import { type EndpointAccess } from './access.ts';
import { openaiCompatibleProvider } from './openai-compatible.ts';

const canary = 'sk-canary-0123456789abcdef';
const never = new AbortController().signal;

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers without any network, and keeps what it was sent. */
function recorder(
  answer: (url: URL) => Response = () => Response.json({ choices: [{ message: { content: 'A' } }] }),
): {
  sent: Sent[];
  fetch: typeof fetch;
} {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      sent.push({ url, headers: Object.fromEntries(new Headers(init?.headers)) });
      expect(init?.redirect).toBe('manual');
      return answer(new URL(url));
    },
  };
}

function access(
  declared: object,
  fetch: typeof globalThis.fetch,
  key: string | undefined = canary,
): EndpointAccess {
  return {
    endpoint: judgeSchema.parse({ model: 'm', prompt: 'pairwise', endpoint: declared }).endpoint,
    key,
    fetch,
    now: () => 0,
  };
}

afterEach(() => vi.unstubAllEnvs());

describe('variables of the environment', () => {
  const variables = {
    OPENAI_BASE_URL: 'https://other.example.org/v1',
    OPENAI_API_KEY: 'sk-from-the-environment',
    OPENAI_ADMIN_KEY: 'sk-admin',
    OPENAI_ORG_ID: 'org-secret',
    OPENAI_PROJECT_ID: 'proj-secret',
    OPENAI_CUSTOM_HEADERS: 'x-api-key: secret-of-a-proxy\nAuthorization: Bearer secret-of-a-proxy',
    OPENAI_LOG: 'debug',
  };
  const secrets = /sk-from|sk-admin|org-secret|proj-secret|secret-of|other\.example/;

  test.each(['https://llm.example.org/v1', 'http://127.0.0.1:8000/v1'])(
    'change nothing of what is sent to %s',
    async (baseURL) => {
      for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
      const logged = vi.spyOn(console, 'debug');
      for (const key of [canary, undefined]) {
        const { sent, fetch } = recorder();
        const own = { ...access({ baseURL }, fetch), key };
        await (await openaiCompatibleProvider(own)).send({ api: 'chat', body: {} }, never);
        const batches = await openaiBatchProvider(own);
        await batches.retrieve('b', never).catch(() => {});
        for await (const line of batches.content('f', never)) expect(line).toContain('choices');
        expect(sent).toHaveLength(3);
        for (const { url, headers } of sent) {
          expect(url.startsWith(`${baseURL}/`)).toBe(true);
          expect(JSON.stringify(headers)).not.toMatch(secrets);
          expect(headers['authorization']).toBe(`Bearer ${key ?? 'none'}`);
        }
      }
      expect(logged).not.toHaveBeenCalled();
      logged.mockRestore();
    },
  );

  test('name an account to OpenAI alone, and no other key', async () => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { sent, fetch } = recorder();
    await (await openaiCompatibleProvider(access({}, fetch))).send({ api: 'chat', body: {} }, never);
    const [{ url, headers }] = sent;
    expect(url).toBe('https://api.openai.com/v1/chat/completions');
    expect(headers).toMatchObject({
      authorization: `Bearer ${canary}`,
      'openai-organization': 'org-secret',
      'openai-project': 'proj-secret',
    });
    expect(JSON.stringify(headers)).not.toMatch(/sk-from|sk-admin|secret-of/);
  });
});

describe('a file that lies elsewhere', () => {
  const sentOn = (to: string): Response => new Response(null, { status: 302, headers: { location: to } });

  async function fetched(
    from: string,
    to: (url: URL) => Response,
  ): Promise<{ lines: string[]; sent: Sent[]; error: unknown }> {
    const { sent, fetch } = recorder(to);
    const lines: string[] = [];
    let error: unknown;
    try {
      const batches = await openaiBatchProvider(
        access({ baseURL: from, query: { 'api-version': '1' } }, fetch),
      );
      for await (const line of batches.content('f', never)) lines.push(line);
    } catch (thrown) {
      error = thrown;
    }
    return { lines, sent, error };
  }

  test('is fetched from there without the key', async () => {
    const { lines, sent, error } = await fetched('https://llm.example.org/v1', ({ hostname }) =>
      hostname === 'llm.example.org'
        ? sentOn('https://files.example.org/f?signature=1')
        : new Response('a\nb\n'),
    );
    expect([lines, error]).toEqual([['a', 'b'], undefined]);
    expect(sent[0].headers['authorization']).toBe(`Bearer ${canary}`);
    expect(sent[1].url).toBe('https://files.example.org/f?signature=1');
    expect(Object.keys(sent[1].headers)).toEqual(['accept']);
  });

  test.each([
    'http://files.example.org/f',
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'https://127.0.0.1:8443/',
    'https://localhost/',
    'https://10.1.2.3/',
    'https://172.20.0.1/',
    'https://192.168.1.1/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://2130706433/',
    'https://metadata.google.internal/',
    'https://router/',
    'file:///etc/passwd',
    'ftp://files.example.org/f',
  ])('is not fetched from %s by the word of a host on the network', async (to) => {
    const { sent, error } = await fetched('https://llm.example.org/v1', () => sentOn(to));
    expect(error).toBeInstanceOf(JudgeError);
    expect((error as JudgeError).message).toContain('nothing is fetched there');
    expect(sent).toHaveLength(1);
  });

  test('is fetched over plain http within this machine or network, where the endpoint is there too', async () => {
    const { lines, sent } = await fetched('http://127.0.0.1:8000/v1', ({ port }) =>
      port === '8000' ? sentOn('http://127.0.0.1:9000/f') : new Response('a\n'),
    );
    expect(lines).toEqual(['a']);
    expect(sent[1].headers['authorization']).toBeUndefined();
  });

  test.each([
    'https://files.example.org/f',
    'http://10.1.2.3/f',
    'http://169.254.169.254/latest/meta-data/',
    'https://llm.example.org/f',
  ])(
    'is not fetched from %s by the word of a server on this machine, which nobody was asked about',
    async (to) => {
      const { sent, error } = await fetched('http://127.0.0.1:8000/v1', () => sentOn(to));
      expect((error as JudgeError).message).toContain('nothing is fetched there');
      expect(sent).toHaveLength(1);
    },
  );

  test.each([
    'http://127.0.0.1:8000/f',
    'http://localhost/f',
    'http://[::ffff:127.0.0.1]/f',
    'http://0.0.0.0/f',
    'http://x.localhost/f',
  ])('is not fetched from %s by the word of a host in the network of the user', async (to) => {
    const { sent, error } = await fetched('http://10.1.2.3:8000/v1', () => sentOn(to));
    expect((error as JudgeError).message).toContain('nothing is fetched there');
    expect(sent).toHaveLength(1);
  });

  test('in a host whose name holds the key is named nowhere', async () => {
    const hex = Buffer.from(canary).toString('hex');
    const hosts = [
      `${canary}.example.org`,
      `${hex}.example.org`,
      `${hex.slice(0, 30)}.${hex.slice(30)}.org`,
      btoa(canary).replaceAll('=', ''),
    ];
    for (const host of hosts) {
      const answer = (status: number) => () =>
        new Response(null, { status, headers: { location: `http://${host}/f` } });
      const { error } = await fetched('https://llm.example.org/v1', answer(302));
      const provider = await openaiCompatibleProvider(
        access({ baseURL: 'https://llm.example.org/v1' }, recorder(answer(307)).fetch),
      );
      const call: unknown = await provider
        .send({ api: 'chat', body: {} }, never)
        .catch((thrown: unknown) => thrown);
      for (const one of [error, call])
        expect((one as JudgeError).message).toContain('sends its calls on to another address');
    }
  });

  test('is not looked for in circles', async () => {
    const { sent, error } = await fetched('https://llm.example.org/v1', (url) => sentOn(`${url.href}x`));
    expect(error).toBeInstanceOf(JudgeError);
    expect(sent.length).toBeLessThanOrEqual(6);
  });
});

test('the address of an endpoint is shown without what stands behind its question mark', async () => {
  const { fetch } = recorder(() => Response.json({ error: { message: 'no' } }, { status: 403 }));
  const provider = await openaiCompatibleProvider(
    access({ baseURL: 'https://llm.example.org/v1?code=s3cret' }, fetch),
  );
  await expect(provider.send({ api: 'chat', body: {} }, never)).rejects.toThrow(
    'https://llm.example.org/v1 rejected the key',
  );
});
