/**
 * The Analysis: everything `calibrate` found, in one immutable value. The report renders it, the command line prints it,
 * `results.json` is it. No number is shown anywhere that is not here. NaN is written as null, and beside it stands a `reason`.
 */
import { z } from 'zod';
import { codebookSchema } from '../../data/index.ts';
import { estimateSchema, figure, finding } from './figure-schema.ts';
import type { ReadonlyList } from '../views/lazy-list.ts';
import { silenceSchema } from './silence-schema.ts';

const answer = z.object({
  /** 1 as good as a human · 2 right labels · 3 confidence · 4 true rate · 5 what next. */
  question: z.number().int().min(1).max(5),
  title: z.string(),
  /** The judge the answer is about; null where it is about the study. */
  judge: z.string().nullable(),
  status: z.enum(['answered', 'refused']),
  /** The answer in words, its figures first. */
  text: z.string(),
  /** Why it could not be answered. */
  reason: z.string().optional(),
  /** What to do so that it can be. */
  fix: z.string().optional(),
});

/** One agreement measure over the people, or of a judge with people. */
const measure = z.object({ name: z.string(), estimate: estimateSchema, note: z.string() });

const diagram = z.object({
  /** Isotonic (CORP) curve: predicted probability against observed share, ascending. */
  curve: z.array(z.object({ predicted: figure, observed: figure })),
  /** Where a calibrated judge's curve would lie in 95 of 100 samples of this size. */
  band: z.array(z.object({ predicted: figure, lower: figure, upper: figure })),
  /** Equal-width bins with their counts: always visible. */
  bins: z.array(
    z.object({ from: figure, to: figure, items: z.number(), predicted: figure, observed: figure, lower: figure, upper: figure }),
  ),
});

const scores = z.object({
  logLoss: figure,
  brier: figure,
  /** The part of the Brier score that is people differing among themselves. */
  labelVariance: figure,
  /** The headline of calibration: the error smoothed along the probability, the width of the smoothing, and what chance alone explains. */
  smoothError: z.object({ value: figure, width: figure, expectedIfCalibrated: figure }),
  /** The same in bins, as others print it. */
  calibrationError: z.object({ bins: z.number(), value: figure, debiased: figure, expectedIfCalibrated: figure }),
  corp: z.object({ miscalibration: figure, discrimination: figure, uncertainty: figure }),
  /** Mean probability of the event, and the share of people for whom it happened. */
  meanConfidence: figure,
  observedShare: figure,
  /** Mean probability of the judge's top label, and the share of people who give that label. */
  topConfidence: figure,
  topShare: figure,
  /** 1 − log loss / log loss of the marginal baseline, both cross-fitted; at or below 0 the judge says no more than the overall shares. */
  skill: figure,
});

const calibration = z.object({
  status: z.enum(['fitted', 'identity', 'unknown']),
  reason: z.string().optional(),
  /** What the probability is of: `Pass`, or `the judge's top label`. */
  event: z.string(),
  items: z.number(),
  labels: z.number(),
  clusters: z.number(),
  folds: z.number(),
  calibrator: z.object({ method: z.string(), parameters: z.record(z.string(), z.union([z.number(), z.array(z.number())])) }),
  /** `converged`: false where the search for one of its fits found no best one. The calibrator for new items is none of these; a fold in which it was found may have chosen it. */
  candidates: z.array(
    z.object({ method: z.string(), logLoss: figure, standardError: figure, converged: z.boolean(), chosenInFolds: z.number() }),
  ),
  /** Cross-fitted log loss of always predicting the people's overall shares. */
  baselineLogLoss: figure,
  before: scores,
  after: scores,
  diagrams: z.object({ before: diagram, after: diagram }),
  notes: z.array(z.string()),
});

/** One item on which a judge and the people differ. */
const difference = z.object({
  item: z.string(),
  /** The chance that a label drawn from the judge differs from that of one of the item's people drawn at random. */
  difference: figure,
  judgeLabel: z.string().nullable(),
  /** The judge's probability of its label; NaN where it gave none. */
  judgeConfidence: figure,
  /** length labels: how many people gave each label. */
  people: z.array(z.number()),
  fields: z.record(z.string(), z.string()),
});

/** What a judge that assize ran itself has done and cost. */
const probeFinding = z.union([z.object({ answer: z.enum(['yes', 'no']) }), z.object({ answer: z.literal('unknown'), reason: z.string() })]);

/** What the token probabilities of an endpoint are, as it was tried before the first call. */
const endpointProbe = z.object({
  at: z.string(),
  alternatives: figure,
  repeatDifference: figure,
  temperature: probeFinding,
  logitBias: probeFinding,
  schemaMask: probeFinding,
  words: z.array(z.object({ word: z.string(), tokens: figure })),
  warnings: z.array(z.string()),
});

const judgeRun = z.object({
  model: z.string(),
  prompt: z.string(),
  probSource: z.enum(['logprobs', 'samples', 'verbalized']),
  verdicts: z.number(),
  withoutVerdict: z.number().default(0),
  unfinished: z.number().default(0),
  calls: z.number(),
  failedCalls: z.number(),
  problems: z.array(z.object({ reason: z.string(), count: z.number() })),
  warnings: z.array(z.object({ reason: z.string(), count: z.number() })).default([]),
  /** NaN where the source does not show it, or a mask hides it. */
  offLabelMass: figure,
  /** NaN where the endpoint left an answer uncounted. */
  inputTokens: figure,
  outputTokens: figure,
  /** Dollars; NaN where the model has no price, or an answer was not counted. */
  cost: figure,
  /** Null where nothing was tried out. */
  probe: endpointProbe.nullable().default(null),
});

const judge = z.object({
  name: z.string(),
  family: z.string(),
  familyDeclared: z.boolean(),
  items: z.number(),
  labeledItems: z.number(),
  /** The missing mass is NaN for a judge that assize asked in a way that hides it. */
  probabilities: z.object({ items: z.number(), renormalized: z.number(), meanMissingMass: figure }).nullable(),
  /** Both presentation orders; null where the data name no order. */
  orders: z
    .object({
      items: z.number(),
      itemsWithBoth: z.number(),
      /** Mean shift in logits toward the side shown first; NaN for more than two labels. */
      bias: estimateSchema,
      /** Share of items whose verdict is the same in both orders. */
      consistency: estimateSchema,
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
    measures: z.array(measure),
    /** [people's label][judge's label]: counts of (person, item) pairs. */
    confusion: z.array(z.array(z.number())),
    finding,
    /** What the figures above leave out. */
    silence: silenceSchema,
  }),
  /**
   * How often it gives the adjudicated or gold label on the items it answered: never a ceiling. Beside it on how many it gave no label, and the figure with these as
   * disagreement. Null where the study has no reference.
   */
  againstReference: estimateSchema.extend({ withoutLabel: z.number(), asDisagreement: estimateSchema.nullable() }).nullable().default(null),
  calibration: calibration.nullable(),
  /** The items on which judge and people differ most, worst first, ties by id; `of` items were compared. */
  differences: z.object({ of: z.number(), items: z.array(difference) }),
  /** Null where the verdicts came as a file. */
  run: judgeRun.nullable().default(null),
});

const rateFigure = z.object({ name: z.string(), value: figure, what: z.string() });

/** Question 4: one rate, for one judge. */
const rate = z.object({
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
      /** What speaks against a random draw, in words; absent where nothing does. */
      doubt: z.string().optional(),
      /** Why nothing was compared. */
      reason: z.string().optional(),
    })
    .optional(),
  status: z.enum(['corrected', 'people alone', 'refused']),
  /** Which estimator made `corrected`, and why this one. */
  method: z.enum(['Tenenbein', 'PPI++', 'Rogan-Gladen', 'people alone', 'none']),
  methodReason: z.string(),
  /** Where `status` is refused: why, and what to do. */
  reason: z.string().optional(),
  fix: z.string().optional(),
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
  /** The share of people on the labeled items alone: always beside. Of a calibration set of its own (`separate`) it says nothing about the target. */
  humanOnly: estimateSchema,
  /** The judge's own rate over the items the rate is about, uncorrected: a figure about the judge, so it has no interval. */
  judgeOnly: estimateSchema,
  /** False where the interval's coverage is not claimed: then `humanOnly` is shown first. */
  claimed: z.boolean(),
  /** How many labels people alone would need for the same precision, less those there are; NaN where nothing was corrected, and for `separate`. */
  labelsSaved: figure,
  /** What the method stands on: lambda and correlation, or sensitivity and specificity. */
  details: z.array(rateFigure),
});

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
  reason: z.string(),
  ratersAtFloor: z.number(),
  raterCount: z.number(),
  /** Share of the total weight that people hold. */
  peopleShare: figure,
});

const consensus = z.object({
  requested: z.enum(['auto', 'majority', 'crowdlab', 'crowdlab-calibrated']),
  method: z.enum(['majority', 'crowdlab', 'crowdlab-calibrated', 'refused', 'none']),
  /** Why this method: always printed. */
  reason: z.string(),
  contributors: z.object({ people: z.number(), judge: z.string().nullable() }),
  collapse: collapse.nullable(),
  counts: z.object({ items: z.number(), tied: z.number(), single: z.number(), crowdlab: z.number(), majority: z.number() }),
  /** Worst first: ascending quality, ties by id. */
  items: z.array(consensusItem),
});

const rater = z.object({
  id: z.string(),
  kind: z.enum(['human', 'judge', 'reference']),
  kindFrom: z.string(),
  group: z.string().nullable(),
  ratings: z.number(),
  abstain: z.number(),
  invalid: z.number(),
  notAsked: z.number(),
  /** A person against the soft vote of the other people; a judge against people only. */
  agreementWithConsensus: estimateSchema,
  /** CROWDLAB's score of the rater, without an interval; NaN where CROWDLAB did not run. */
  quality: figure,
  weight: figure,
  atFloor: z.boolean(),
  worstLabel: z.string().nullable(),
});

const labelCount = z.object({ label: z.string(), count: z.number() });

/** A judge or a reference that was not compared with people, since the two do not speak of the same labels: no figure here is about it. */
const setAside = z.object({
  rater: z.string(),
  kind: z.enum(['judge', 'reference']),
  ratings: z.number(),
  code: z.enum(['no shared label', 'few shared labels', 'spelled differently', 'scores', 'scores of the others', 'two scales']),
  against: z.enum(['people', 'reference']),
  /** Most frequent first. */
  ownLabels: z.array(labelCount),
  labels: z.array(labelCount),
  /** Its word → the label it may mean: to be checked by a person. */
  map: z.record(z.string(), z.string()),
  reason: z.string(),
  fix: z.string(),
});

const warning = z.object({ code: z.string(), text: z.string(), meaning: z.string() });

export const analysisSchema = z.object({
  schema: z.literal(1),
  program: z.object({ name: z.string(), version: z.string() }),
  options: z.object({
    seed: z.number(),
    level: z.number(),
    replicates: z.number(),
    consensus: z.string(),
    judge: z.string().nullable(),
    pass: z.array(z.string()),
    win: z.string().nullable(),
  }),
  study: z.object({
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
    decisions: z.array(z.object({ code: z.string(), text: z.string(), count: z.number() })),
  }),
  answers: z.array(answer),
  people: z.object({
    measures: z.array(measure),
    /** Cohen's kappa of pairs of people, most shared items first. */
    pairs: z.array(
      z.object({
        first: z.string(),
        second: z.string(),
        items: z.number(),
        agreement: figure,
        kappa: figure,
        reason: z.string().optional(),
      }),
    ),
    pairsLeftOut: z.number(),
  }),
  judges: z.array(judge),
  /** One rate a judge; none where no event to count is known. */
  rates: z.array(rate),
  consensus,
  raters: z.array(rater),
  warnings: z.array(warning),
  methods: z.array(z.object({ name: z.string(), what: z.string(), source: z.string() })),
  assumptions: z.array(z.string()),
  /** For a simulated study: each figure beside the truth that made the data. */
  truth: z.array(z.object({ what: z.string(), estimate: figure, lower: figure, upper: figure, truth: figure })).optional(),
});

type Written = z.infer<typeof analysisSchema>;

/**
 * An Analysis in memory. The items of its consensus may be a million and are made as they are read: copy them, `[...items]`, to change or clone
 * them. `analysisSchema` reads what was written to `results.json`, where they are an array.
 */
export type Analysis = Omit<Written, 'consensus'> & {
  consensus: Omit<Written['consensus'], 'items'> & { items: ReadonlyList<ConsensusItem> };
};
export type ConsensusItem = Written['consensus']['items'][number];
export type Answer = Analysis['answers'][number];
export type JudgeAnalysis = Analysis['judges'][number];
export type CalibrationAnalysis = NonNullable<JudgeAnalysis['calibration']>;
export type RaterAnalysis = Analysis['raters'][number];
export type ConsensusAnalysis = Analysis['consensus'];
export type RateAnalysis = Analysis['rates'][number];
export type Diagram = CalibrationAnalysis['diagrams']['before'];
