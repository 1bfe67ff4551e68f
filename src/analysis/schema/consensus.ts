/** The consensus as it is written. */
import { z } from 'zod';
import { figure } from './figure.ts';
import { saidSchema } from './notice.ts';

const consensusItem = z.object({
  item: z.string(),
  label: z.string().nullable(),
  status: z.enum(['given', 'tied']),
  method: z.enum(['majority', 'crowdlab', 'crowdlab-calibrated']),
  quality: figure,
  /** Share of the item's people who gave the consensus label. */
  agreement: figure,
  /** How many people labeled the item. */
  ratings: z.number(),
  /** A number for each label of the codebook: shares for majority, scores for CROWDLAB. */
  numbers: z.array(figure),
  median: figure.optional(),
  mean: figure.optional(),
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
  requested: z.enum(['auto', 'majority', 'crowdlab', 'crowdlab-calibrated']),
  method: z.enum(['majority', 'crowdlab', 'crowdlab-calibrated', 'refused', 'none']),
  /** Why this method: always printed. */
  reason: saidSchema,
  contributors: z.object({ people: z.number(), judge: z.string().nullable() }),
  collapse: collapse.nullable(),
  counts: z.object({
    items: z.number(),
    tied: z.number(),
    single: z.number(),
    crowdlab: z.number(),
    majority: z.number(),
    /** Items whose label none of their people gave: the judge decided. */
    unsaid: z.number(),
  }),
  /** Worst first: ascending quality, ties by id. */
  items: z.array(consensusItem),
});
