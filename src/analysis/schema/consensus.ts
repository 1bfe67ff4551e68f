/** The consensus as it is written. */
import { z } from 'zod';
import { figure } from './figure.ts';
import { saidSchema } from './notice.ts';

const consensusItem = z.object({
  item: z.string(),
  label: z.string().nullable(),
  status: z.enum(['given', 'tied']),
  method: z.enum(['majority', 'dawid-skene', 'crowdlab', 'crowdlab-calibrated']),
  /** A score, or of Dawid-Skene the model's own belief: no chance of being right. */
  quality: figure,
  /** Share of the item's people who gave the consensus label. */
  agreement: figure,
  /** How many people labeled the item. */
  ratings: z.number(),
  /**
   * A number for each label of the codebook: shares for majority, scores for CROWDLAB, model posteriors for
   * Dawid-Skene.
   */
  numbers: z.array(figure),
  median: figure.optional(),
  mean: figure.optional(),
  /** What the other methods would say; null where they leave the item open, or did not run. */
  majorityLabel: z.string().nullable().default(null),
  crowdlabLabel: z.string().nullable().default(null),
  /** The judge's label and its confidence, where there is one judge named or alone. */
  judgeLabel: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
});

const collapse = z.object({
  collapsed: z.boolean(),
  /** Why; where it did not collapse, that people hold their weight. */
  reasons: z.array(saidSchema),
  ratersAtFloor: z.number(),
  raterCount: z.number(),
  /** Share of the total weight that people hold. */
  peopleShare: figure,
});

export const consensusSchema = z.object({
  requested: z.enum(['auto', 'majority', 'dawid-skene', 'crowdlab', 'crowdlab-calibrated']),
  method: z.enum(['majority', 'dawid-skene', 'crowdlab', 'crowdlab-calibrated', 'refused', 'none']),
  /** Why this method: always printed. */
  reason: saidSchema,
  contributors: z.object({ people: z.number(), judge: z.string().nullable() }),
  collapse: collapse.nullable(),
  /** What to know of a fitted model: whether it settled, whether labels look switched. */
  notices: z.array(saidSchema).default([]),
  /**
   * What the other methods change: items with another label, and items they leave open; NaN with a reason
   * where they did not run.
   */
  beside: z
    .array(
      z.object({
        method: z.enum(['majority', 'crowdlab', 'crowdlab-calibrated']),
        /** Labels that are others, ties that it settles, and items that it leaves open. */
        differs: figure,
        settles: figure,
        open: figure,
        reason: saidSchema.optional(),
      }),
    )
    .default([]),
  counts: z.object({
    items: z.number(),
    tied: z.number(),
    single: z.number(),
    crowdlab: z.number(),
    model: z.number().default(0),
    majority: z.number(),
    /** Items whose label none of their people gave: the judge decided. */
    unsaid: z.number(),
  }),
  /** Worst first: ascending quality, ties by id. */
  items: z.array(consensusItem),
});
