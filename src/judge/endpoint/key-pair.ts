/**
 * Who gets a key: a pair of a host and the variable that holds the key. A study names both, and may come from
 * a stranger; so a pair is allowed by the user before it is called. Nothing is asked or kept here.
 */
import {
  type JudgeConfig,
  isOpenaiAddress,
  isPlainHost,
  openaiBaseURL,
  openaiKeyVariable,
} from '../../data/index.ts';

export interface KeyPair {
  /**
   * `llm.example.org`, `llm.example.org:8443`; with `http://` in front where it is called without encryption;
   * of this machine always with its port.
   */
  readonly host: string;
  /** The variable with the key; null where none is sent. */
  readonly key: string | null;
}

/** A pair that the user allows. */
export interface AllowedPair {
  readonly host: string;
  /**
   * The variable that the user named; undefined for whatever key of a judge provider the study names, or
   * none.
   */
  readonly key: string | undefined;
}

/**
 * The pair that an endpoint calls.
 *
 * @example
 * keyPairOf({ baseURL: 'https://llm.example.org/v1', key: 'TEAM_KEY' }).host; // 'llm.example.org'
 */
export function keyPairOf({ baseURL, key }: Pick<JudgeConfig['endpoint'], 'baseURL' | 'key'>): KeyPair {
  return { host: hostOf(new URL(baseURL ?? openaiBaseURL)), key };
}

/**
 * Needs no permission: this machine without a key, and OpenAI's own address with its own key or none.
 *
 * @example
 * isFreeOfAsking({ baseURL: 'http://127.0.0.1:8000/v1', key: null }); // true
 */
export function isFreeOfAsking({ baseURL, key }: Pick<JudgeConfig['endpoint'], 'baseURL' | 'key'>): boolean {
  if (isOpenaiAddress(baseURL)) return key === null || key === openaiKeyVariable;
  return key === null && isLoopback(new URL(baseURL!));
}

/**
 * What the user wrote to allow a host: `HOST`, `HOST:PORT` or an address, and behind a `=` the variable of
 * the key. Undefined for what is none of these.
 *
 * @example
 * parseAllowedPair('llm.example.org=TEAM_KEY'); // { host: 'llm.example.org', key: 'TEAM_KEY' }
 */
export function parseAllowedPair(text: string): AllowedPair | undefined {
  const [, place, key] = /^\s*([^=\s]+?)(?:=([A-Z_][A-Z0-9_]*))?\s*$/.exec(text) ?? [];
  if (place === undefined) return undefined;
  // Nobody has a certificate for this machine.
  const address = /^[a-z]+:\/\//i.test(place) ? place : `https://${place}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    !isPlainHost(url.hostname)
  )
    return undefined;
  if (address !== place && isLoopback(url)) return { host: hostOf(new URL(`http://${place}`)), key };
  return { host: hostOf(url), key };
}

/**
 * Whether what the user allowed covers the pair. A variable that is no key of a judge provider is covered by
 * its name alone.
 *
 * @example
 * covers({ host: 'llm.example.org', key: 'TEAM_KEY' }, { host: 'llm.example.org', key: 'GITHUB_TOKEN' }); // false
 */
export function covers(allowed: AllowedPair, { host, key }: KeyPair): boolean {
  if (allowed.host !== host) return false;
  return allowed.key === undefined ? key === null || isProviderKey(key) : allowed.key === key;
}

/**
 * As URL writes it: lower case, international names as `xn--…`, no port where it is the usual one of https.
 */
function hostOf(url: URL): string {
  if (isLoopback(url)) return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
  return url.protocol === 'https:' ? url.host : `http://${url.host}`;
}

/** By its name or number. No other name is looked up: what it leads to may change. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/** How the names of variables begin that hold a key of somebody who runs models. The one list of them. */
const providers = [
  'AI21',
  'ALIBABA',
  'ANTHROPIC',
  'ANYSCALE',
  'ASSIZE',
  'AZURE_AI',
  'AZURE_OPENAI',
  'BASETEN',
  'CEREBRAS',
  'CODESTRAL',
  'COHERE',
  'DASHSCOPE',
  'DATABRICKS',
  'DEEPINFRA',
  'DEEPSEEK',
  'FIREWORKS',
  'FIREWORKS_AI',
  'FRIENDLI',
  'GEMINI',
  'GOOGLE_AI',
  'GOOGLE_GENERATIVE_AI',
  'GROQ',
  'HF',
  'HUGGINGFACE',
  'HUGGING_FACE_HUB',
  'HYPERBOLIC',
  'LAMBDA',
  'LITELLM',
  'LLAMA',
  'LM_STUDIO',
  'MINIMAX',
  'MISTRAL',
  'MOONSHOT',
  'NEBIUS',
  'NOVITA',
  'NVIDIA',
  'NVIDIA_NIM',
  'OLLAMA',
  'OPENAI',
  'OPENROUTER',
  'OVH_AI_ENDPOINTS',
  'PERPLEXITY',
  'PERPLEXITYAI',
  'PORTKEY',
  'REPLICATE',
  'SAMBANOVA',
  'SCALEWAY',
  'SILICONFLOW',
  'TOGETHER',
  'TOGETHERAI',
  'TOGETHER_AI',
  'UPSTAGE',
  'VLLM',
  'VOYAGE',
  'WATSONX',
  'XAI',
  'ZAI',
  'ZHIPUAI',
];

const providerKey = new RegExp(`^(?:${providers.join('|')})_(?:API_KEY|KEY|API_TOKEN|TOKEN)$`);

/**
 * Whether a variable is called as the key of somebody who runs models is. `GITHUB_TOKEN` and
 * `AWS_SECRET_ACCESS_KEY` are not.
 *
 * @example
 * isProviderKey('OPENAI_API_KEY'); // true
 */
export function isProviderKey(variable: string): boolean {
  return providerKey.test(variable);
}
