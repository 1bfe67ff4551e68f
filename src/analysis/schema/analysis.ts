/**
 * The Analysis: everything `calibrate` found, in one immutable value. The report renders it, the command line
 * prints it, `results.json` is it. No number is shown anywhere that is not here. NaN is written as null, and
 * beside it stands a `reason`.
 */
import { z } from 'zod';
import { comparisonSchema } from './comparison.ts';
import { consensusSchema } from './consensus.ts';
import { figure, unitSchema } from './figure.ts';
import { judgeSchema } from './judge.ts';
import { saidSchema, saidWarningSchema } from './notice.ts';
import { peopleSchema, raterSchema } from './people.ts';
import { rateSchema } from './rate.ts';
import { studySchema } from './study.ts';
import type { ReadonlyList } from '../views/lazy-list.ts';

const answer = z.object({
  /** 1 as good as a human · 2 right labels · 3 confidence · 4 true rate · 5 what next. */
  question: z.number().int().min(1).max(5),
  title: z.string(),
  /** The judge the answer is about; null where it is about the study. */
  judge: z.string().nullable(),
  status: z.enum(['answered', 'refused']),
  /** What was found, or why it could not be answered, to be recognized by. */
  code: z.string(),
  facts: saidSchema.shape.facts,
  /** The answer in words, its figures first. */
  text: z.string(),
  /** Why it could not be answered. */
  reason: saidSchema.optional(),
  /** What to do so that it can be. */
  fix: saidSchema.optional(),
});

export const analysisSchema = z.object({
  schema: z.literal(2),
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
  study: studySchema,
  answers: z.array(answer),
  people: peopleSchema,
  judges: z.array(judgeSchema),
  /** Which judge agrees with people more; null with fewer than two judges. */
  comparison: comparisonSchema.nullable().default(null),
  /** One rate a judge; none where no event to count is known. */
  rates: z.array(rateSchema),
  consensus: consensusSchema,
  raters: z.array(raterSchema),
  warnings: z.array(saidWarningSchema),
  methods: z.array(z.object({ name: z.string(), what: z.string(), source: z.string() })),
  assumptions: z.array(saidSchema),
  /** For a simulated study: each figure beside the truth that made the data. */
  truth: z
    .array(
      z.object({
        what: z.string(),
        unit: unitSchema,
        estimate: figure,
        lower: figure,
        upper: figure,
        truth: figure,
      }),
    )
    .optional(),
});

type Written = z.infer<typeof analysisSchema>;

/**
 * An Analysis in memory. The items of its consensus may be a million and are made as they are read: copy
 * them, `[...items]`, to change or clone them. `analysisSchema` reads what was written to `results.json`,
 * where they are an array.
 */
export type Analysis = Omit<Written, 'consensus'> & {
  consensus: Omit<Written['consensus'], 'items'> & { items: ReadonlyList<ConsensusItem> };
};
export type ConsensusItem = Written['consensus']['items'][number];
export type Answer = Analysis['answers'][number];
export type JudgeAnalysis = Analysis['judges'][number];
export type CalibrationAnalysis = NonNullable<JudgeAnalysis['calibration']>;
export type ComparisonAnalysis = NonNullable<Analysis['comparison']>;
export type RaterAnalysis = Analysis['raters'][number];
export type ConsensusAnalysis = Analysis['consensus'];
export type RateAnalysis = Analysis['rates'][number];
export type Diagram = CalibrationAnalysis['diagrams']['before'];
