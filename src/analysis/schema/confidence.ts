/** What calibration found of one judge, as it is written. */
import { z } from 'zod';
import { estimateSchema, figure } from './figure.ts';
import { saidSchema } from './notice.ts';

const diagram = z.object({
  /** Isotonic (CORP) curve: predicted probability against observed share, ascending. */
  curve: z.array(z.object({ predicted: figure, observed: figure })),
  /** Where a calibrated judge's curve would lie in 95 of 100 samples of this size. */
  band: z.array(z.object({ predicted: figure, lower: figure, upper: figure })),
  /** Equal-width bins with their counts: always visible. */
  bins: z.array(
    z.object({
      from: figure,
      to: figure,
      items: z.number(),
      predicted: figure,
      observed: figure,
      lower: figure,
      upper: figure,
    }),
  ),
});

const scores = z.object({
  logLoss: figure,
  brier: figure,
  /** The part of the Brier score that is people differing among themselves. */
  labelVariance: figure,
  /**
   * The headline of calibration: the error smoothed along the probability, the width of the smoothing, and
   * what chance alone explains.
   */
  smoothError: z.object({ value: figure, width: figure, expectedIfCalibrated: figure }),
  /** The same in bins, as others print it. */
  calibrationError: z.object({
    bins: z.number(),
    value: figure,
    debiased: figure,
    expectedIfCalibrated: figure,
  }),
  corp: z.object({ miscalibration: figure, discrimination: figure, uncertainty: figure }),
  /** Mean probability of the event, and the share of people for whom it happened. */
  meanConfidence: figure,
  observedShare: figure,
  /** Mean probability of the judge's top label, and the share of people who give that label. */
  topConfidence: figure,
  topShare: figure,
  /**
   * 1 − log loss / log loss of the marginal baseline, both cross-fitted; at or below 0 the judge says no more
   * than the overall shares.
   */
  skill: figure,
});

export const calibrationSchema = z.object({
  status: z.enum(['fitted', 'identity', 'unknown']),
  reason: saidSchema.optional(),
  /** What the probability is of: `Pass`, or `the judge's top label`. */
  event: z.string(),
  items: z.number(),
  labels: z.number(),
  clusters: z.number(),
  folds: z.number(),
  calibrator: z.object({
    method: z.string(),
    parameters: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
  }),
  /**
   * `converged`: false where the search for one of its fits found no best one. The calibrator for new items
   * is none of these; a fold in which it was found may have chosen it.
   */
  candidates: z.array(
    z.object({
      method: z.string(),
      logLoss: figure,
      standardError: figure,
      converged: z.boolean(),
      chosenInFolds: z.number(),
    }),
  ),
  /** Cross-fitted log loss of always predicting the people's overall shares. */
  baselineLogLoss: figure,
  before: scores,
  after: scores,
  /**
   * Mean probability of the judge's top label minus the share of people who give that label; before any map.
   */
  gap: estimateSchema.nullable().default(null),
  diagrams: z.object({ before: diagram, after: diagram }),
  notes: z.array(saidSchema),
});
