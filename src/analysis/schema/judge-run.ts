/** What a judge that assize ran itself has done and cost, as it is written. */
import { z } from 'zod';
import { figure } from './figure.ts';

const probeFinding = z.union([
  z.object({ answer: z.enum(['yes', 'no']) }),
  z.object({ answer: z.literal('unknown'), reason: z.string() }),
]);

/** What the token probabilities of an endpoint are, as it was tried before the first call. */
const endpointProbe = z.object({
  at: z.string(),
  alternatives: figure,
  repeatDifference: figure,
  temperature: probeFinding,
  logitBias: probeFinding,
  schemaMask: probeFinding,
  words: z.array(z.object({ word: z.string(), tokens: figure })),
  warnings: z.array(z.string()),
});

export const judgeRunSchema = z.object({
  model: z.string(),
  prompt: z.string(),
  probSource: z.enum(['logprobs', 'samples', 'verbalized']),
  verdicts: z.number(),
  withoutVerdict: z.number().default(0),
  unfinished: z.number().default(0),
  calls: z.number(),
  failedCalls: z.number(),
  problems: z.array(z.object({ reason: z.string(), count: z.number() })),
  warnings: z.array(z.object({ reason: z.string(), count: z.number() })).default([]),
  /** NaN where the source does not show it, or a mask hides it. */
  offLabelMass: figure,
  /** NaN where the endpoint left an answer uncounted. */
  inputTokens: figure,
  outputTokens: figure,
  /** Dollars; NaN where the model has no price, or an answer was not counted. */
  cost: figure,
  /** Null where nothing was tried out. */
  probe: endpointProbe.nullable().default(null),
});
