/**
 * The one way out to an endpoint. Whatever the package behind it makes of its settings and of the
 * environment, calls go to the address that the judge declares, with the headers named here and no others,
 * and what comes back has an end.
 */
import { isOpenaiAddress, openaiBaseURL } from '../../data/index.ts';
import { isLoopback } from './key-pair.ts';
import { JudgeError } from './provider.ts';
import { type BodyLimits, bodyLimits, boundedBodies } from './bounded-body.ts';
import { holdsKeyInAnyCase } from './hidden-key.ts';

/** Variables of the environment may add others, such as the key of another service. */
const sent = new Set(['accept', 'content-type', 'user-agent']);
/** Of an account at OpenAI: for OpenAI alone. */
const sentToOpenai = new Set(['openai-organization', 'openai-project']);

const mostRedirections = 5;

export interface GuardOptions {
  readonly baseURL: string | undefined;
  readonly key: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** How the endpoint is called in a message. */
  readonly where: string;
  readonly limits?: BodyLimits;
}

export function guardedFetch({
  baseURL,
  key,
  fetch,
  where,
  limits = bodyLimits,
}: GuardOptions): typeof globalThis.fetch {
  const home = new URL(baseURL ?? openaiBaseURL);
  const bounded = boundedBodies(where, limits);
  return async (input, init = {}) => {
    const address = new URL(input instanceof Request ? input.url : input);
    if (address.origin !== home.origin) throw elsewhere(where, address, key);
    const headers = headersFor({ baseURL, key }, new Headers(init.headers));
    const first = await fetch(address.href, { ...init, headers, redirect: 'manual' });
    // Only files are followed, and they are read line by line.
    return init.redirect === 'follow'
      ? followed(first, { address, home, headers, init, fetch, where, key, bounded })
      : bounded(first);
  };
}

function headersFor(
  { baseURL, key = 'none' }: Pick<GuardOptions, 'baseURL' | 'key'>,
  given: Headers,
): Headers {
  const headers = new Headers({ authorization: `Bearer ${key}` });
  for (const [name, value] of given)
    if (
      sent.has(name) ||
      name.startsWith('x-stainless-') ||
      (isOpenaiAddress(baseURL) && sentToOpenai.has(name))
    )
      headers.set(name, value);
  return headers;
}

interface Followed {
  readonly address: URL;
  readonly home: URL;
  readonly headers: Headers;
  readonly init: RequestInit;
  readonly fetch: typeof globalThis.fetch;
  readonly where: string;
  readonly key: string | undefined;
  readonly bounded: (response: Response) => Response;
}

/**
 * A file may lie elsewhere. It is fetched from there with nothing of ours, and no endpoint on the network
 * sends us into the user's own.
 */
async function followed(
  first: Response,
  { address, home, headers, init, fetch, where, key, bounded }: Followed,
): Promise<Response> {
  let response = first;
  let at = address;
  for (let turns = 0; response.status >= 300 && response.status < 400; turns++) {
    const to = response.headers.get('location') ?? '';
    await response.body?.cancel();
    if (!URL.canParse(to, at.href) || turns === mostRedirections) throw elsewhere(where, at, key);
    at = new URL(to, at.href);
    const atHome = at.origin === home.origin;
    if (!atHome && !mayFollow(home, at)) throw elsewhere(where, at, key);
    const plain = new Headers({ accept: headers.get('accept') ?? '*/*' });
    const { signal = null } = init;
    response = await fetch(at.href, {
      method: 'GET',
      signal,
      redirect: 'manual',
      headers: atHome ? headers : plain,
    });
  }
  return response.ok ? response : bounded(response);
}

/**
 * A server on this machine was called without a question, so it sends nobody off it; and nobody else sends us
 * onto it. A host in the user's own network may keep its files there, and in the clear.
 */
function mayFollow(home: URL, at: URL): boolean {
  if (!/^https?:$/.test(at.protocol)) return false;
  if (isThisMachine(home) || isThisMachine(at)) return isThisMachine(home) && isThisMachine(at);
  return isInside(home) || (at.protocol === 'https:' && !isInside(at));
}

/** An endpoint may put the key that it was sent into the name of a host. */
function elsewhere(where: string, { protocol, host }: URL, key: string | undefined): JudgeError {
  const to = holdsKeyInAnyCase(host, key) ? 'another address' : `${protocol}//${host}`;
  return new JudgeError(`${where} sends its calls on to ${to}, and nothing is fetched there`, {
    kind: 'run',
    hint: 'Put the address that is meant into baseURL.',
  });
}

function isThisMachine({ hostname }: URL): boolean {
  return /^(?:(?:.*\.)?localhost\.?|(?:127|0)\..*|\[::1?\]|\[::ffff:7f.*\])$/.test(hostname);
}

/**
 * Names and numbers of this machine and of networks that are not public. What other names lead to is not
 * looked up.
 */
function isInside(url: URL): boolean {
  const { hostname } = url;
  if (isLoopback(url) || hostname.startsWith('['))
    return isLoopback(url) || /^\[(?:::|f[cd]|fe[89ab])/.test(hostname);
  const number = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(hostname);
  if (number === null)
    return (
      !hostname.replace(/\.$/, '').includes('.') ||
      /\.(?:local|internal|localhost|lan|home\.arpa)\.?$/.test(hostname)
    );
  const [a, b] = [Number(number[1]), Number(number[2])];
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}
