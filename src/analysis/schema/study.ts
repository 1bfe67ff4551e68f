/** What a study holds, counted, as it is written. */
import { z } from 'zod';
import { codebookSchema } from '../../data/index.ts';
import { saidSchema } from './notice.ts';

const labelCount = z.object({ label: z.string(), count: z.number() });

/**
 * A judge or a reference that was not compared with people, since the two do not speak of the same labels: no
 * figure here is about it, but what the reason tells of scores with decimals.
 */
const setAside = z.object({
  rater: z.string(),
  kind: z.enum(['judge', 'reference']),
  ratings: z.number(),
  code: z.enum([
    'no shared label',
    'few shared labels',
    'spelled differently',
    'scores',
    'scores of the others',
    'two scales',
  ]),
  against: z.enum(['people', 'reference']),
  /** Most frequent first. */
  ownLabels: z.array(labelCount),
  labels: z.array(labelCount),
  /** Its word → the label it may mean: to be checked by a person. */
  map: z.record(z.string(), z.string()),
  reason: saidSchema,
  fix: saidSchema,
});

export const studySchema = z.object({
  title: z.string(),
  /** True for `assize demo`: the data are simulated and the truth is known. */
  simulated: z.boolean(),
  files: z.array(z.object({ name: z.string(), format: z.string(), rows: z.number() })),
  codebook: codebookSchema,
  codebookOrigin: z.enum(['declared', 'proposed']),
  selection: z.string().nullable(),
  items: z.number(),
  labeledItems: z.number(),
  overlapItems: z.number(),
  ratings: z.number(),
  clusters: z.object({ count: z.number(), column: z.string().nullable() }),
  people: z.number(),
  judges: z.number(),
  setAside: z.array(setAside).default([]),
  /** How often people gave each label of the codebook. */
  labelCounts: z.array(z.number()),
  /** What the reader decided about the data. */
  decisions: z.array(saidSchema.extend({ count: z.number() })),
});
