/** What the agreement of a judge leaves out, as it is written. */
import { z } from 'zod';
import { estimateSchema, finding } from './figure-schema.ts';

/** All counts are of items that people labeled. */
export const silenceSchema = z
  .object({
    /** Items the judge was asked about; and of these the ones it gave no label: it abstained, gave no label, or held two equally likely. */
    labeledItems: z.number(),
    withoutLabel: z.number(),
    /** Items without any row of the judge, and those on which its rows say that it was not asked: in no figure. */
    withoutRow: z.number(),
    notAsked: z.number(),
    /** The same figures where no label counts as disagreement; null where it gave a label on every item. */
    asDisagreement: z
      .object({
        ceiling: estimateSchema,
        judgeOnCeilingItems: estimateSchema,
        difference: estimateSchema,
        judgeWithPerson: estimateSchema,
        finding,
      })
      .nullable(),
  })
  .default({ labeledItems: 0, withoutLabel: 0, withoutRow: 0, notAsked: 0, asDisagreement: null });
