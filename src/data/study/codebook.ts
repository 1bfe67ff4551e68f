/**
 * The codebook: the labels in order, their scale, which count as pass and which are ties. Declared, or
 * proposed and printed; never renumbered by what occurs.
 */
import { z } from 'zod';

export const labelSchema = z.strictObject({
  name: z.string().min(1),
  /** The number the label stands for, on an interval scale or where names are numbers. */
  value: z.number().optional(),
  pass: z.boolean().optional(),
  tie: z.boolean().optional(),
});

export const scaleSchema = z.enum(['nominal', 'ordinal', 'interval']);

export const codebookSchema = z.strictObject({
  scale: scaleSchema,
  labels: z.array(labelSchema).min(2),
});

export type Label = z.infer<typeof labelSchema>;
export type Scale = z.infer<typeof scaleSchema>;
export type Codebook = z.infer<typeof codebookSchema>;
