/** People among themselves, and every rater, as they are written. */
import { z } from 'zod';
import { estimateSchema, figure } from './figure.ts';
import { saidSchema } from './notice.ts';

/** One agreement measure over the people, or of a judge with people. */
export const measureSchema = z.object({ name: z.string(), estimate: estimateSchema, note: z.string() });

export const peopleSchema = z.object({
  measures: z.array(measureSchema),
  /** Cohen's kappa of pairs of people, most shared items first. */
  pairs: z.array(
    z.object({
      first: z.string(),
      second: z.string(),
      items: z.number(),
      agreement: figure,
      kappa: figure,
      reason: saidSchema.optional(),
    }),
  ),
  pairsLeftOut: z.number(),
});

export const raterSchema = z.object({
  id: z.string(),
  kind: z.enum(['human', 'judge', 'reference']),
  kindFrom: z.string(),
  group: z.string().nullable(),
  ratings: z.number(),
  abstain: z.number(),
  invalid: z.number(),
  notAsked: z.number(),
  /** A person against the soft vote of the other people; a judge against people only. */
  agreementWithConsensus: estimateSchema,
  /** CROWDLAB's score of the rater, without an interval; NaN where CROWDLAB did not run. */
  quality: figure,
  weight: figure,
  atFloor: z.boolean(),
  worstLabel: z.string().nullable(),
});
