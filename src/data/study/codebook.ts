/**
 * The codebook: the labels in order, their scale, which count as pass and which are ties. Declared, or
 * proposed and printed; never renumbered by what occurs.
 */
import { z } from 'zod';

export const labelSchema = z.strictObject({
  name: z.string().min(1).describe('The label as the files have it.'),
  value: z
    .number()
    .optional()
    .describe('The number it stands for, on an interval scale or where names are numbers.'),
  pass: z.boolean().optional().describe('Whether it counts as pass in a rate.'),
  tie: z.boolean().optional().describe('Whether it means that neither side is better.'),
});

export const scaleSchema = z.enum(['nominal', 'ordinal', 'interval']);

export const codebookSchema = z.strictObject({
  scale: scaleSchema.describe('Whether the labels have no order, an order, or equal steps.'),
  labels: z.array(labelSchema).min(2).describe('All labels, in order.'),
});

export type Label = z.infer<typeof labelSchema>;
export type Scale = z.infer<typeof scaleSchema>;
export type Codebook = z.infer<typeof codebookSchema>;
