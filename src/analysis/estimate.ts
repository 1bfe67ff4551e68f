/** Question 4 alone: a study in, one corrected rate for each judge out. The same numbers as `calibrate` gives. */
import { z } from 'zod';
import type { Study } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { analysisSchema } from './schema/analysis.ts';
import { rateAnswer } from './words/answers.ts';
import { raterSummaries } from './diagnose.ts';
import { calibrateJudge } from './confidence/judge-calibration.ts';
import { assumptionsOf, rateMethods } from './words/methods.ts';
import { rateEvent } from './views/rate-event.ts';
import { analyzeRates } from './rate/rates.ts';
import { refuseRate } from './words/readiness.ts';
import { judgeNames, refuseSetAside } from './words/set-aside.ts';
import { studySection } from './words/study-section.ts';
import { judgeViews, peopleView } from './views/views.ts';
import { dataWarnings, rateWarnings } from './words/warnings.ts';

const { program, study, answers, rates, warnings, methods, assumptions } = analysisSchema.shape;

export const estimateAnalysisSchema = z.object({
  schema: z.literal(1),
  program,
  options: z.object({ seed: z.number(), level: z.number(), pass: z.array(z.string()), win: z.string().nullable() }),
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
}

/** Estimates the rate of one event for every judge of the study, or refuses it with a reason. `onStep` hears the name of each step. */
export function estimateRates(given: Study, options: EstimateOptions, onStep: (step: string) => void = () => {}): EstimateAnalysis {
  const { version, seed = 1, level = 0.95, pass = [], win = null } = options;
  const random = createRandom(seed);
  onStep('ratings');
  const people = peopleView(given);
  const views = judgeViews(given);
  const event = rateEvent(given, { pass, win });
  const fits = views.map((view) => {
    onStep(`judge ${view.name}`);
    const calibrated = event === undefined ? null : calibrateJudge(given, people, view, random.fork(`judge ${view.name}`));
    return { view, fitted: calibrated?.fitted ?? null };
  });
  onStep('rates');
  const found = event === undefined ? [] : analyzeRates({ study: given, people, event, random: random.fork('rates'), level }, fits);
  const rate = (name: string | null): ReturnType<typeof refuseRate> =>
    refuseSetAside(given, name) ??
    refuseRate(
      given,
      people,
      event,
      views.find((view) => view.name === name),
    );
  const analysis: EstimateAnalysis = {
    schema: 1,
    program: { name: 'assize', version },
    options: { seed, level, pass: [...pass], win },
    study: studySection(given, people, views.length, false),
    answers: judgeNames(given).map((name) => rateAnswer(name, found, { rate })),
    rates: found,
    warnings: [...rateWarnings(found), ...dataWarnings(given, people, raterSummaries(given))],
    methods: rateMethods(found),
    assumptions: assumptionsOf(given),
  };
  return Object.freeze(estimateAnalysisSchema.parse(analysis));
}
