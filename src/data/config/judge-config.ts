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
  baseURL: z
    .url({ protocol: /^https?$/ })
    // It is shown in plans and messages.
    .refine(hasNoCredentials, 'an address without a user or password: name the variable of a key in "key"')
    // It is pasted into a shell, as part of an option; a name in DNS has no other characters.
    .refine(hasPlainHost, 'an address whose host has letters, digits, dots and hyphens alone')
    // Whatever is put behind it would be cut off before it is sent: the path of each call.
    .refine((address) => !address.includes('#'), 'an address without "#"')
    .optional()
    .describe(
      'A server that speaks OpenAI’s API, such as http://127.0.0.1:8000/v1; without it OpenAI’s own.',
    ),
  api: z.enum(['chat', 'responses']).default('chat').describe('Which of its APIs is called.'),
  key: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]{0,63}$/, 'the name of an environment variable, such as OPENAI_API_KEY')
    .nullable()
    .optional()
    .describe(
      'The name of the environment variable with the key, never the key; without it OPENAI_API_KEY at ' +
        'OpenAI’s own address, and none elsewhere.',
    ),
  query: z
    .record(name, z.string())
    .optional()
    .describe('Added to every address, such as { "api-version": "2024-10-21" } for Azure.'),
});

export const endpointSchema = declaredEndpointSchema.transform(({ key, ...endpoint }) => ({
  ...endpoint,
  key: key === undefined ? defaultKey(endpoint.baseURL) : key,
}));

const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2).optional().describe('Sent as it is; nothing is sent without it.'),
  topP: z.number().gt(0).max(1).optional().describe('Sent as it is; nothing is sent without it.'),
  seed: z.number().int().optional().describe('Sent as it is; nothing is sent without it.'),
  maxTokens: z.number().int().min(1).default(16).describe('The longest answer, in tokens.'),
  topLogprobs: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(20)
    .describe('How many alternatives of each token are asked for.'),
  reasoningEffort: z.string().min(1).optional().describe('Sent as it is; nothing is sent without it.'),
});

const limitsSchema = z.strictObject({
  concurrency: z.number().int().min(1).max(1024).default(16).describe('Calls under way at one time.'),
  // Below these a run would wait for days between two calls, and seem to hang.
  requestsPerMinute: z.number().min(0.01).optional().describe('At most so many calls a minute.'),
  tokensPerMinute: z.number().min(1).optional().describe('At most so many tokens a minute.'),
  timeoutSeconds: z.number().min(0.001).max(86_400).default(60).describe('How long one call may take.'),
  tries: z.number().int().min(1).max(20).default(6).describe('Tries of one call before it counts as failed.'),
});

export const judgeSchema = z.strictObject({
  model: name.describe('The name of the model at its endpoint.'),
  family: name.optional().describe('Judges of one family err together; without it the judge’s own name.'),
  endpoint: endpointSchema.prefault({}).describe('Where it is asked.'),
  prompt: z
    .union([
      readyPromptSchema,
      z.strictObject({
        file: name.describe('A text file, relative to the study folder.'),
        system: name.optional().describe('The text of the system message.'),
      }),
    ])
    .describe('A ready-made prompt, or a text file with fields of the item in double braces: {{question}}.'),
  sides: z
    .strictObject({
      a: name.describe('The field with the first side, shown as {{first}} or {{second}}.'),
      b: name.describe('The field with the other side.'),
      labelA: name.describe('The label that prefers a.'),
      labelB: name.describe('The label that prefers b.'),
      tie: name.optional().describe('The label that prefers neither.'),
    })
    .optional()
    .describe('For items with two sides.'),
  orders: z
    .enum(['both', 'one'])
    .default('both')
    .describe('Whether each item is asked in both orders of its sides, or in one.'),
  words: z
    .record(name, name)
    .optional()
    .describe('A label, and the word the judge answers for it; the label itself where not given.'),
  normalization: z
    .strictObject({
      space: z.boolean().default(true).describe('A space around it.'),
      marks: z.array(name).default([]).describe('One of these before it and after it.'),
      foldCase: z.boolean().default(false).describe('Upper and lower case of A to Z.'),
    })
    .prefault({})
    .describe('What is passed over when a token is compared with a word.'),
  mode: z
    .enum(['text', 'structured', 'both'])
    .default('text')
    .describe(
      'The answer as text, as a JSON object of a schema, or as an object the prompt asks for without ' +
        'enforcing it.',
    ),
  marker: name
    .optional()
    .describe('In text: what stands before the verdict; without it the answer begins with it.'),
  verdictKey: name.default('verdict').describe('In a JSON object: the key of the verdict.'),
  sources: z
    .array(z.enum(['logprobs', 'samples', 'verbalized']))
    .min(1)
    .default(['logprobs'])
    .describe('What the probabilities may come from, the best first.'),
  samples: z
    .number()
    .int()
    .min(2)
    .max(100)
    .default(20)
    .describe('How often it is asked where the probabilities come from samples.'),
  sampling: samplingSchema.prefault({}).describe('How it is asked.'),
  limits: limitsSchema.prefault({}).describe('How much is asked at one time, and how long it may take.'),
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
