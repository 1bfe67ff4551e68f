/** The way to an endpoint: the host the user has allowed, and the key from the environment. */
import type { Called, EndpointAccess } from '../../judge/index.ts';
import { systemClock } from '../../storage/index.ts';
import { UsageError } from '../shell/failure.ts';
import { quotedName } from '../shell/terminal-text.ts';
import type { World } from '../shell/world.ts';
import type { Hosts } from './allowed-hosts.ts';

/** Throws UsageError where the environment lacks the key, and where the user has not allowed the host. */
export function accessOf(called: Called, hosts: Hosts, { env, fetch }: World): EndpointAccess {
  hosts.require(called);
  return { endpoint: called.endpoint, key: keyOf(called, env), fetch, now: () => systemClock.now() };
}

/** Throws UsageError where the environment lacks the key. */
export function keyOf({ judge, endpoint }: Called, env: World['env']): string | undefined {
  const { key: variable } = endpoint;
  if (variable === null) return undefined;
  const key = env[variable]?.trim();
  if (key !== undefined && key !== '') {
    // Files are copied and shared; the address is shown, and kept in the store.
    if (key.length >= 8 && JSON.stringify([endpoint.baseURL, endpoint.query]).includes(key))
      throw new UsageError(
        `the endpoint of judge ${quotedName(judge)} holds the key itself, in "baseURL" or "query"`,
        `take it out of the file: it is sent from the environment variable ${variable}`,
      );
    if (isHeaderValue(key)) return key;
    throw new UsageError(
      `the environment variable ${variable} holds a line break or characters that an API key cannot contain`,
      'copy the key again, and put it there alone',
    );
  }
  throw new UsageError(
    `judge ${quotedName(judge)} needs a key, and the environment variable ${variable} is empty`,
    `export ${variable}=…, or "key": null in its endpoint for a server that needs none`,
  );
}

/** Checked here, since a request that fails of it names the whole header. */
function isHeaderValue(key: string): boolean {
  try {
    return new Headers({ authorization: `Bearer ${key}` }).has('authorization');
  } catch {
    return false;
  }
}
