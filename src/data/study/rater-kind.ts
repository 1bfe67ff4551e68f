/** What a rater is: a person, a model, or the adjudicated reference. */
import { z } from 'zod';

export const raterKindSchema = z.enum(['human', 'judge', 'reference']);

export type RaterKind = z.infer<typeof raterKindSchema>;
