/** The figures of an Analysis as they are written. */
import { z } from 'zod';
import { saidSchema } from './notice.ts';

/** A number that may be unknown: NaN in memory, null in JSON. */
export const figure = z.union([z.number(), z.nan(), z.null()]).transform((value) => value ?? NaN);

const interval = z.object({ lower: figure, upper: figure, level: z.number(), method: z.string() });

export const estimateSchema = z.object({
  value: figure,
  standardError: figure,
  interval,
  n: z.number(),
  counts: z.object({ items: z.number(), labels: z.number(), clusters: z.number() }),
  assumptions: z.array(saidSchema),
  warnings: z.array(saidSchema),
  reason: saidSchema.optional(),
});
