/**
 * Addresses of endpoints: what a host may look like, and OpenAI's own, the only one that gets a key without
 * being asked about.
 */

export const openaiBaseURL = 'https://api.openai.com/v1';
export const openaiKeyVariable = 'OPENAI_API_KEY';

/** Whether calls to this base URL go to OpenAI itself, over an encrypted connection. */
export function isOpenaiAddress(baseURL: string | undefined): boolean {
  if (baseURL === undefined) return true;
  return URL.canParse(baseURL) && new URL(baseURL).origin === new URL(openaiBaseURL).origin;
}

/**
 * The variable whose key goes to this base URL where a judge names none: a key is never sent to somebody else
 * by default.
 */
export function defaultKey(baseURL: string | undefined): string | null {
  return isOpenaiAddress(baseURL) ? openaiKeyVariable : null;
}

/**
 * Whether a host, as URL writes it, has only characters of names and numbers: URL lets through much that a
 * shell obeys.
 */
export function isPlainHost(hostname: string): boolean {
  return /^(?:[a-z0-9_](?:[a-z0-9_.-]*)|\[[0-9a-f:.]+\])$/.test(hostname);
}
