/** The ways to endpoints, handed in: what a run may call is decided by whoever starts it. */
import { DataError, type JudgeConfig, endpointSchema, quoted } from '../../data/index.ts';
import type { BatchProvider } from '../endpoint/batch-provider.ts';
import { isLoopback, keyPairOf } from '../endpoint/key-pair.ts';
import { openaiBatchProvider } from '../endpoint/openai-batches.ts';
import { openaiCompatibleProvider } from '../endpoint/openai-compatible.ts';
import type { Provider } from '../endpoint/provider.ts';
import type { EndpointAccess } from '../endpoint/access.ts';

/** Somebody who would be called, and for which judge. */
export interface Called {
  readonly judge: string;
  readonly endpoint: JudgeConfig['endpoint'];
}

export interface Endpoints {
  /** `asGiven`: requests go out as they are, since a batch of their like will. */
  provider(called: Called, options: { readonly asGiven: boolean }): Promise<Provider>;
  batches(called: Called): Promise<BatchProvider>;
}

/** By the access to an endpoint, which throws where it may not be called. */
export function endpointsBy(accessOf: (called: Called) => EndpointAccess): Endpoints {
  return {
    provider: async (called, options) => openaiCompatibleProvider(accessOf(called), options),
    batches: async (called) => openaiBatchProvider(accessOf(called)),
  };
}

/**
 * The hosts that may be called, each with its key: `{ 'api.openai.com': key }`. A study names its endpoint
 * itself and may come from a stranger, so that a host that is not here gets nothing. Servers of this machine
 * are free, without a key.
 *
 * Throws DataError for a host that is not here.
 */
export function allowedEndpoints(
  keys: Readonly<Record<string, string | undefined>>,
  { fetch, now }: Pick<EndpointAccess, 'fetch' | 'now'>,
): Endpoints {
  return endpointsBy(({ judge, endpoint }) => {
    const { host } = keyPairOf(endpoint);
    const isNamed = Object.hasOwn(keys, host);
    if (!isNamed && !(endpoint.baseURL !== undefined && isLoopback(new URL(endpoint.baseURL))))
      throw new DataError(
        `judge ${quoted(judge)} would call ${host}, which is not allowed`,
        {},
        `Allow it if you trust the study: { ${quoted(host)}: key }.`,
      );
    return { endpoint, key: isNamed ? keys[host] : undefined, fetch, now };
  });
}

/**
 * An endpoint as a store has it, which nobody has checked since it was written there. Throws DataError for
 * one that is not valid.
 */
export function checkedEndpoint({ judge, endpoint }: Called): Called['endpoint'] {
  const read = endpointSchema.safeParse(endpoint);
  if (read.success) return read.data;
  throw new DataError(
    `an open batch of judge ${quoted(judge)} names an endpoint that cannot be called`,
    {},
    'Somebody changed verdicts.sqlite: move it away and run the judges again.',
  );
}
