/** What a provider needs to reach an endpoint, and how that endpoint is called in a message. */
import type { JudgeConfig } from '../../data/index.ts';

export interface EndpointAccess {
  readonly endpoint: JudgeConfig['endpoint'];
  /**
   * The key itself; undefined where the endpoint needs none. It goes into the header of each request and
   * nowhere else.
   */
  readonly key: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since 1970, for a `retry-after` that is a date. */
  readonly now: () => number;
}

/** How an endpoint is called in a message. */
export function whereOf({
  endpoint: { baseURL },
}: {
  readonly endpoint: Pick<JudgeConfig['endpoint'], 'baseURL'>;
}): string {
  // What is written behind a question mark may be a secret.
  return baseURL?.replace(/\?.*$/s, '') ?? 'the OpenAI API';
}
