/** Where the judge of a new study may run, and what is to be offered there. */
import type { Choice } from '../shell/asker.ts';

export interface Server {
  /** Undefined for OpenAI's own. */
  readonly baseURL: string | undefined;
  /** The first is the default. None where nobody here knows what the models are called. */
  readonly models: readonly Choice<string>[];
  /** The variable with the key; null where none is wanted. */
  readonly key: string | null;
  /** Whether it needs a key is not known. */
  readonly stranger: boolean;
}

export const openaiKey = 'OPENAI_API_KEY';

/** They give token probabilities, and their prices are known. */
export const openaiModels: readonly Choice<string>[] = [
  { value: 'gpt-4.1-mini', label: 'gpt-4.1-mini', hint: 'cheap, and a fair start' },
  { value: 'gpt-4.1', label: 'gpt-4.1' },
  { value: 'gpt-4o-mini', label: 'gpt-4o-mini' },
];

export const openai: Server = { baseURL: undefined, models: openaiModels, key: openaiKey, stranger: false };

/** Where these servers listen unless they are told otherwise, with a model that many have. */
export const localServers: Readonly<
  Record<'vllm' | 'llama.cpp' | 'ollama', Server & { readonly baseURL: string }>
> = {
  vllm: local('http://127.0.0.1:8000/v1', 'Qwen/Qwen2.5-7B-Instruct'),
  'llama.cpp': local('http://127.0.0.1:8080/v1', 'default'),
  ollama: local('http://127.0.0.1:11434/v1', 'llama3.1'),
};

/** The key of OpenAI is sent to OpenAI alone, unless somebody says otherwise. */
export function serverAt(baseURL: string): Server {
  const { hostname } = new URL(baseURL);
  if (hostname === 'api.openai.com') return { ...openai, baseURL };
  return { baseURL, models: [], key: null, stranger: !/^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname) };
}

function local(baseURL: string, model: string): Server & { readonly baseURL: string } {
  return { baseURL, models: [{ value: model, label: model }], key: null, stranger: false };
}
