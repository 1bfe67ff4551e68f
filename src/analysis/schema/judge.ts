/** Everything about one judge, as it is written. */
import { z } from 'zod';
import { calibrationSchema } from './confidence.ts';
import { estimateSchema, figure } from './figure.ts';
import { judgeRunSchema } from './judge-run.ts';
import { measureSchema } from './people.ts';

/** What the difference of judge and human ceiling says, by its interval. */
const finding = z.enum(['as good', 'below', 'above', 'unclear', 'unknown']);

/** All counts are of items that people labeled. */
const silence = z
  .object({
    /**
     * Items the judge was asked about; and of these the ones it gave no label: it abstained, gave no label,
     * or held two equally likely.
     */
    labeledItems: z.number(),
    withoutLabel: z.number(),
    /**
     * Items without any row of the judge, and those on which its rows say that it was not asked: in no
     * figure.
     */
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

/** One item on which a judge and the people differ. */
const difference = z.object({
  item: z.string(),
  /**
   * The chance that a label drawn from the judge differs from that of one of the item's people drawn at
   * random.
   */
  difference: figure,
  judgeLabel: z.string().nullable(),
  /** The judge's probability of its label; NaN where it gave none. */
  judgeConfidence: figure,
  /** length labels: how many people gave each label. */
  people: z.array(z.number()),
  fields: z.record(z.string(), z.string()),
});

export const judgeSchema = z.object({
  name: z.string(),
  family: z.string(),
  familyDeclared: z.boolean(),
  items: z.number(),
  labeledItems: z.number(),
  /** The missing mass is NaN for a judge that assize asked in a way that hides it. */
  probabilities: z
    .object({ items: z.number(), renormalized: z.number(), meanMissingMass: figure })
    .nullable(),
  /** Both presentation orders; null where the data name no order. */
  orders: z
    .object({
      items: z.number(),
      itemsWithBoth: z.number(),
      /** Mean shift in logits toward the side shown first; NaN without probabilities. */
      bias: estimateSchema,
      /** Share of items whose verdict is the same in both orders. */
      consistency: estimateSchema,
      /**
       * Where verdicts that changed went: to whichever side was shown first, or second, or to or from a tie.
       */
      flips: z
        .object({
          toFirst: z.number(),
          toSecond: z.number(),
          other: z.number(),
          /** Of the flips between the sides, the share that goes to the first; ½ without a lean. */
          leanToFirst: estimateSchema,
        })
        .nullable()
        .default(null),
    })
    .nullable(),
  agreement: z.object({
    /** On items with at least two people: one person with another. */
    ceiling: estimateSchema,
    /** On the same items: the judge with one person. */
    judgeOnCeilingItems: estimateSchema,
    difference: estimateSchema,
    ratio: estimateSchema,
    /** On every item with a person's label: the judge with one person. */
    judgeWithPerson: estimateSchema,
    measures: z.array(measureSchema),
    /**
     * Of what people call a label, how often the judge calls it so, and another person does, on the same
     * items; and the judge on every labeled item. In the order of the codebook.
     */
    byLabel: z
      .array(
        z.object({
          label: z.string(),
          judge: estimateSchema,
          people: estimateSchema,
          judgeAllItems: estimateSchema,
        }),
      )
      .default([]),
    /** Mean values of the labels on the same items, where labels have an order and values. */
    onScale: z
      .object({
        judgeMean: figure,
        peopleMean: figure,
        /** The lowest and the highest value of a label. */
        least: z.number(),
        most: z.number(),
        difference: estimateSchema,
      })
      .nullable()
      .default(null),
    /** [people's label][judge's label]: counts of (person, item) pairs. */
    confusion: z.array(z.array(z.number())),
    finding,
    /** What the figures above leave out. */
    silence,
  }),
  /**
   * How often it gives the reference label on the items it answered: never a ceiling. Beside it on how many
   * it gave no label, and the figure with these as disagreement. Null where the study has no reference.
   */
  againstReference: estimateSchema
    .extend({ withoutLabel: z.number(), asDisagreement: estimateSchema.nullable() })
    .nullable()
    .default(null),
  calibration: calibrationSchema.nullable(),
  /** The items on which judge and people differ most, worst first, ties by id; `of` items were compared. */
  differences: z.object({ of: z.number(), items: z.array(difference) }),
  /** Null where the verdicts came as a file. */
  run: judgeRunSchema.nullable().default(null),
});
