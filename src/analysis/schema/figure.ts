/** The figures of an Analysis as they are written. */
import { z } from 'zod';
import { units } from '../words/figures.ts';
import { saidSchema } from './notice.ts';

/** A number that may be unknown: NaN in memory, null in JSON. */
export const figure = z.union([z.number(), z.nan(), z.null()]).transform((value) => value ?? NaN);

const interval = z.object({ lower: figure, upper: figure, level: z.number(), method: z.string() });

/** Which figure it is, so that nobody tells it by its English. */
export const roleSchema = z.enum([
  'people-with-people',
  'judge-with-people',
  'difference',
  'judge-difference',
  'mean-difference',
  'confidence-gap',
  'ratio',
  'measure',
  'kappa-of-judge',
  'agreement-on-scale',
  'judge-with-reference',
  'rater-with-consensus',
  'order-bias',
  'order-consistency',
  'order-lean',
  'rate-corrected',
  'rate-by-people',
  'rate-of-other-people',
  'rate-by-judge',
]);

export const unitSchema = z.enum(units);

export const estimateSchema = z.object({
  role: roleSchema,
  /** How it is written: a share as a percentage, a difference of shares in points. */
  unit: unitSchema,
  value: figure,
  standardError: figure,
  interval,
  n: z.number(),
  counts: z.object({ items: z.number(), labels: z.number(), clusters: z.number() }),
  assumptions: z.array(saidSchema),
  warnings: z.array(saidSchema),
  reason: saidSchema.optional(),
});
