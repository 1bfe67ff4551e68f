/** Question 4 as it is written. */
import { z } from 'zod';
import { estimateSchema, figure, unitSchema } from './figure.ts';
import { saidSchema } from './notice.ts';

const rateFigure = z.object({ name: z.string(), value: figure, unit: unitSchema, what: z.string() });

/** Question 4: one rate, for one judge. */
export const rateSchema = z.object({
  kind: z.enum(['pass', 'win']),
  /** What is counted, in words: `Pass`, `Good or Fair`, `gpt-4 wins (a tie counts half)`. */
  event: z.string(),
  /** The labels that count as pass; empty for a win rate. */
  pass: z.array(z.string()),
  model: z.string().nullable(),
  judge: z.string().nullable(),
  /** How labeled items were chosen: declared or implied; `chosen` where nobody said. */
  selection: z.enum(['random', 'stratified', 'logged', 'separate', 'chosen', 'all']),
  selectionDeclared: z.boolean(),
  /** Where a corrected rate rests on labels that were declared random: whether they look it. */
  drawCheck: z
    .object({
      /** What of the judge was compared on labeled and unlabeled items; nothing where it could not be. */
      compared: z.array(z.enum(['silence', 'verdicts', 'confidence'])),
      /** What speaks against a random draw; absent where nothing does. */
      doubt: saidSchema.optional(),
      /** Why nothing was compared. */
      reason: saidSchema.optional(),
    })
    .optional(),
  status: z.enum(['corrected', 'people alone', 'refused']),
  /** Which estimator made `corrected`, and why this one. */
  method: z.enum(['Tenenbein', 'PPI++', 'Rogan-Gladen', 'people alone', 'none']),
  methodReason: saidSchema,
  /** Where `status` is refused: why, and what to do. */
  reason: saidSchema.optional(),
  fix: saidSchema.optional(),
  counts: z.object({
    labeled: z.number(),
    /** Labeled items with a verdict. */
    compared: z.number(),
    /** Items with a verdict and no label. */
    unlabeled: z.number(),
    /** Items without a usable verdict, labeled or not: they stay in the rate, as an answer of the judge. */
    withoutVerdict: z.number(),
    labeledWithoutVerdict: z.number().default(0),
    /** Of those without a verdict, the ones on which the judge has no row at all. */
    withoutRow: z.number().default(0),
    /** Items the judge was not asked about, as its rows say: no part of the rate. */
    notAsked: z.number().default(0),
    /** Items that people were given and did not label: abstained, or unusable. */
    unanswered: z.number(),
    labeledClusters: z.number(),
  }),
  /** The answer. Unknown where refused. */
  corrected: estimateSchema,
  /**
   * The share of people on the labeled items alone: always beside. Of a calibration set of its own
   * (`separate`) it says nothing about the target.
   */
  humanOnly: estimateSchema,
  /**
   * The same value with an interval for other people on other items, where five people or more labeled: that
   * of `humanOnly` is one for these people. Null with fewer, and for a calibration set.
   */
  otherPeople: z
    .object({
      estimate: estimateSchema,
      /** Who labeled, and so many of equal load as would tell as much. */
      people: z.number(),
      effectivePeople: figure,
      /**
       * How far people's rates spread on the same items, and the p of no difference; NaN with fewer than five
       * votes a person. For information.
       */
      leniency: z.object({ spread: figure, pValue: figure }),
    })
    .nullable(),
  /**
   * The judge's own rate over the items the rate is about, uncorrected: a figure about the judge, so it has
   * no interval.
   */
  judgeOnly: estimateSchema,
  /** False where the interval's coverage is not claimed: then `humanOnly` is shown first. */
  claimed: z.boolean(),
  /**
   * How many labels people alone would need for the same precision, less those there are; NaN where nothing
   * was corrected, and for `separate`.
   */
  labelsSaved: figure,
  /** What the method stands on: lambda and correlation, or sensitivity and specificity. */
  details: z.array(rateFigure),
});
