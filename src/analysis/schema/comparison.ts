/** Several judges beside one another, as it is written. */
import { z } from 'zod';
import { estimateSchema, figure } from './figure.ts';
import { saidSchema } from './notice.ts';

const pair = z.object({
  first: z.string(),
  second: z.string(),
  /**
   * Agreement of the first less that of the second. With more than two judges the intervals hold for all
   * pairs at once.
   */
  difference: estimateSchema,
  /** Items on which the one agrees with more of the item's people than the other. */
  onlyFirst: z.number(),
  onlySecond: z.number(),
  /** Whether the coverage of the interval is promised; where it is not, nothing is found. */
  claimed: z.boolean(),
  finding: z.enum(['first', 'second', 'unclear', 'unknown']),
  /** The pair in words, its figures first. */
  text: z.string(),
});

const judge = z.object({
  name: z.string(),
  /** How often it agrees with one person on the items compared, no label as disagreement. */
  agreement: figure,
  /** Of the items compared, those on which it gave no label. */
  withoutLabel: z.number(),
  /** The ranks that the intervals leave to it; 1 agrees most. */
  best: z.number(),
  worst: z.number(),
});

export const comparisonSchema = z.object({
  /** Whose labels the judges are held against. */
  against: z.enum(['people', 'references']),
  /** Labeled items that every judge answered or left open, and those on which one of them has no row. */
  items: z.number(),
  otherItems: z.number(),
  /** Those that agree most come first. */
  judges: z.array(judge),
  /** Every two judges, the one that agrees more first. */
  pairs: z.array(pair),
  /** Why nothing could be compared, and what to do about it. */
  reason: saidSchema.optional(),
  fix: saidSchema.optional(),
});
