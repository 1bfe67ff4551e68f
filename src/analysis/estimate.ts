/**
 * Question 4 alone: a study in, one corrected rate for each judge out. The same numbers as `calibrate` gives.
 */
import { z } from 'zod';
import { type SayOption, type Study, plainOption } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { answerOf } from './answers.ts';
import { calibrateJudge } from './confidence/analyze-confidence.ts';
import { contextOf } from './context.ts';
import { analyzeRates } from './rate/analyze-rates.ts';
import { answerRate } from './rate/answer-rate.ts';
import { warnRates } from './rate/warn-rate.ts';
import { analysisSchema } from './schema/analysis.ts';
import { assumptionsOf, studySection } from './study/study-section.ts';
import { warnStudy } from './study/warn-study.ts';
import { rateMethods } from './words/methods.ts';
import { saidWarning } from './words/notices.ts';

const { program, study, answers, rates, warnings, methods, assumptions } = analysisSchema.shape;

export const estimateAnalysisSchema = z.object({
  schema: z.literal(2),
  program,
  options: z.object({
    seed: z.number(),
    level: z.number(),
    pass: z.array(z.string()),
    win: z.string().nullable(),
  }),
  study,
  answers,
  rates,
  warnings,
  methods,
  assumptions,
});

/** What `estimate.json` holds. */
export type EstimateAnalysis = z.infer<typeof estimateAnalysisSchema>;

export interface EstimateOptions {
  /** Version of the program, for the record in the result. */
  readonly version: string;
  readonly seed?: number;
  readonly level?: number;
  readonly pass?: readonly string[];
  readonly win?: string | null;
  /** How options are said in what is to be done, as for `calibrate`. */
  readonly say?: SayOption;
}

/**
 * Estimates the rate of one event for every judge of the study, or refuses it with a reason. `onStep` hears
 * the name of each step.
 */
export function estimateRates(
  given: Study,
  options: EstimateOptions,
  onStep: (step: string) => void = () => {},
): EstimateAnalysis {
  const { version, seed = 1, level = 0.95, pass = [], win = null, say = plainOption } = options;
  const random = createRandom(seed);
  onStep('ratings');
  const context = contextOf(given, { pass, win });
  const fits = context.judges.map((view) => {
    onStep(`judge ${view.name}`);
    const calibrated =
      context.event === undefined ? null : calibrateJudge(context, view, random.fork('judge'));
    return { view, fitted: calibrated?.fitted ?? null };
  });
  onStep('rates');
  const found = analyzeRates(context, fits, { random: random.fork('rates'), level, say });
  const analysis: EstimateAnalysis = {
    schema: 2,
    program: { name: 'assize', version },
    options: { seed, level, pass: [...pass], win },
    study: studySection(context, false, say),
    answers: context.judgeNames.map((judge) =>
      answerOf(context, 'rate', judge, say, [answerRate, { rates: found }]),
    ),
    rates: found,
    warnings: [...warnRates(found), ...warnStudy(context)].map((warning) => saidWarning(warning, say)),
    methods: rateMethods(found),
    assumptions: assumptionsOf(given),
  };
  return Object.freeze(estimateAnalysisSchema.parse(analysis));
}
