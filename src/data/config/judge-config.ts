/**
 * A judge as `assize.json` or a file of its own declares it: what is asked, where, and how its answers are
 * read.
 */
import { z } from 'zod';
import { defaultKey } from './addresses.ts';
import { isPlainHost } from './addresses.ts';

const name = z.string().min(1);

/** The prompts that come with assize. */
export const readyPromptSchema = z.enum(['pairwise', 'pass-fail', 'one-to-five']);

const declaredEndpointSchema = z.strictObject({
  /**
   * Of a server that speaks OpenAI's API, with its version: `http://127.0.0.1:8000/v1`. OpenAI's own where
   * not given.
   */
  baseURL: z
    .url({ protocol: /^https?$/ })
    // It is shown in plans and messages.
    .refine(hasNoCredentials, 'an address without a user or password: name the variable of a key in "key"')
    // It is pasted into a shell, as part of an option; a name in DNS has no other characters.
    .refine(hasPlainHost, 'an address whose host has letters, digits, dots and hyphens alone')
    // Whatever is put behind it would be cut off before it is sent: the path of each call.
    .refine((address) => !address.includes('#'), 'an address without "#"')
    .optional(),
  api: z.enum(['chat', 'responses']).default('chat'),
  /**
   * The name of the environment variable with the key, never the key. Without it OPENAI_API_KEY at OpenAI's
   * own address, and none elsewhere.
   */
  key: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]{0,63}$/, 'the name of an environment variable, such as OPENAI_API_KEY')
    .nullable()
    .optional(),
  /** Added to every URL: `{ "api-version": "2024-10-21" }` for Azure. */
  query: z.record(name, z.string()).optional(),
});

export const endpointSchema = declaredEndpointSchema.transform(({ key, ...endpoint }) => ({
  ...endpoint,
  key: key === undefined ? defaultKey(endpoint.baseURL) : key,
}));

const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  seed: z.number().int().optional(),
  maxTokens: z.number().int().min(1).default(16),
  /** How many alternatives of each token are asked for. */
  topLogprobs: z.number().int().min(1).max(20).default(20),
  reasoningEffort: z.string().min(1).optional(),
});

const limitsSchema = z.strictObject({
  concurrency: z.number().int().min(1).max(1024).default(16),
  // Below these a run would wait for days between two calls, and seem to hang.
  requestsPerMinute: z.number().min(0.01).optional(),
  tokensPerMinute: z.number().min(1).optional(),
  timeoutSeconds: z.number().min(0.001).max(86_400).default(60),
  /** Tries of one call before it counts as failed. */
  tries: z.number().int().min(1).max(20).default(6),
});

export const judgeSchema = z.strictObject({
  model: name,
  family: name.optional(),
  endpoint: endpointSchema.prefault({}),
  /**
   * A ready-made prompt, or a text file relative to the study folder. Fields of the item stand in double
   * braces: `{{question}}`.
   */
  prompt: z.union([readyPromptSchema, z.strictObject({ file: name, system: name.optional() })]),
  /**
   * For items with two sides: the fields shown as `{{first}}` and `{{second}}`, and the label each side has
   * in the codebook.
   */
  sides: z.strictObject({ a: name, b: name, labelA: name, labelB: name, tie: name.optional() }).optional(),
  /** Both orders, or the first side first only. */
  orders: z.enum(['both', 'one']).default('both'),
  /** Label of the codebook → the word the judge answers; the label itself where not given. */
  words: z.record(name, name).optional(),
  /**
   * What is passed over when a token is compared with a word: a space around it, these marks, upper and lower
   * case.
   */
  normalization: z
    .strictObject({
      space: z.boolean().default(true),
      marks: z.array(name).default([]),
      foldCase: z.boolean().default(false),
    })
    .prefault({}),
  /**
   * The answer as text, as a JSON object of a schema, or as an object the prompt asks for without enforcing
   * it.
   */
  mode: z.enum(['text', 'structured', 'both']).default('text'),
  /**
   * Text mode: what stands before the verdict; without it the answer begins with it. Structured mode: its
   * key.
   */
  marker: name.optional(),
  verdictKey: name.default('verdict'),
  /** What may stand in for token probabilities, in this order. */
  sources: z
    .array(z.enum(['logprobs', 'samples', 'verbalized']))
    .min(1)
    .default(['logprobs']),
  samples: z.number().int().min(2).max(100).default(20),
  sampling: samplingSchema.prefault({}),
  limits: limitsSchema.prefault({}),
});

/** With every default filled in. */
export type JudgeConfig = z.infer<typeof judgeSchema>;
/** As it is written. */
export type JudgeDeclaration = z.input<typeof judgeSchema>;

/**
 * What is wrong with the name of a judge; undefined where it will do. A name becomes the name of a file,
 * `judges/NAME.json`, and stands in terminal and report.
 */
export function judgeNameFault(text: string): string | undefined {
  if (/[/\\]/.test(text)) return 'a name without "/" and "\\"';
  if (text.includes('..') || text === '.') return 'a name without ".."';
  // Line ends, escapes of a terminal, and characters that turn the direction of reading.
  if (/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u.test(text))
    return 'a name of visible characters on one line';
  return text.length > longestName ? `a name of at most ${longestName} characters` : undefined;
}

const longestName = 200;

/**
 * A name for the judge that asks a model: models may be called by a path, such as `Qwen/Qwen2.5-7B-Instruct`.
 */
export function judgeNameOf(model: string): string {
  const last = model.split(/[/\\]/).findLast((part) => part !== '') ?? model;
  const short = last.replace(/\.{2,}/g, '.').slice(0, longestName);
  return judgeNameFault(short) === undefined ? short : 'judge';
}

function hasPlainHost(address: string): boolean {
  return !URL.canParse(address) || isPlainHost(new URL(address).hostname);
}

function hasNoCredentials(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const { username, password } = new URL(address);
  return username === '' && password === '';
}
