/** The main job: a study in, everything that can be said of its people, its judges and its labels out. */
import type { Study } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { type Analysis, analysisSchema } from './schema/analysis.ts';
import { answersOf } from './words/answers.ts';
import { buildConsensus } from './labels/consensus.ts';
import { raterSummaries } from './diagnose.ts';
import { type JudgeResult, analyzeJudge } from './ceiling/judge.ts';
import { assumptionsOf, methodsOf } from './words/methods.ts';
import { type CalibrateOptions, resolvedOptions } from './options.ts';
import { analyzePeople } from './people/people.ts';
import { agreementOfRaters, analyzeRaters } from './people/raters.ts';
import { passCodes, rateEvent } from './views/rate-event.ts';
import { analyzeRates } from './rate/rates.ts';
import { refuseCalibration, refuseCeiling, refuseConsensus, refuseRate } from './words/readiness.ts';
import type { SavedCalibrator } from './saved-calibrator.ts';
import { judgeNames, refuseSetAside } from './words/set-aside.ts';
import { studySection } from './words/study-section.ts';
import { truthRows } from './words/truth.ts';
import { type JudgeView, judgeViews, peopleView, referenceView } from './views/views.ts';
import { warningsOf } from './words/warnings.ts';

export interface Calibrated {
  readonly analysis: Analysis;
  /** What `calibrator.json` holds: the map of each judge, refitted on all labels, for new items only. */
  readonly calibrator: SavedCalibrator;
}

/**
 * Runs every question a study can answer and refuses the others by name. `onStep` hears the name of each step before it
 * starts. The same study and options give the same Analysis, to the bit.
 */
export function calibrate(study: Study, options: CalibrateOptions, onStep: (step: string) => void = () => {}): Calibrated {
  const resolved = resolvedOptions(options);
  const random = createRandom(resolved.seed);
  const interval = { random, replicates: resolved.replicates, level: resolved.level, clusters: study.items.cluster };
  onStep('ratings');
  const people = peopleView(study);
  const references = referenceView(study);
  const judges = judgeViews(study);
  const passing = passCodes(study, resolved.pass);
  // The calibration of two labels is about the one that passes, where one does.
  const passCode = passing.length === 1 ? passing[0] : null;
  const event = rateEvent(study, resolved);

  onStep('agreement among people');
  const peopleAnalysis = analyzePeople(study, people, interval);
  const results = judges.map((judge) => {
    onStep(`judge ${judge.name}`);
    return analyzeJudge(study, { people, references }, judge, passCode, interval);
  });
  onStep('rates');
  const context = event === undefined ? undefined : { study, people, event, random: random.fork('rates'), level: resolved.level };
  const fits = results.map(({ view, calibration }) => ({ view, fitted: calibration }));
  const rates = context === undefined ? [] : analyzeRates(context, fits);
  // Before the consensus, whose columns stay: the intervals of thousands of people need the room.
  onStep('raters');
  const agreement = agreementOfRaters(study, people, judges, interval);
  onStep('consensus');
  const built = buildConsensus(study, people, results, resolved, random);
  const raters = analyzeRaters(study, people, agreement, built);

  const sections = { people: peopleAnalysis, judges: results.map((result) => result.analysis), rates, consensus: built.analysis };
  const viewOf = (name: string | null): JudgeView | undefined => judges.find((judge) => judge.name === name);
  const { version, ...echoed } = resolved;
  const analysis: Analysis = {
    schema: 1,
    program: { name: 'assize', version },
    options: { ...echoed, pass: [...echoed.pass] },
    study: studySection(study, people, judges.length, options.simulatedTruth !== undefined),
    answers: answersOf(sections, judgeNames(study), {
      ceiling: (name) => refuseSetAside(study, name) ?? refuseCeiling(people, viewOf(name)),
      consensus: () => refuseConsensus(people),
      calibration: (name) => refuseSetAside(study, name) ?? refuseCalibration(study, people, viewOf(name)),
      rate: (name) => refuseSetAside(study, name) ?? refuseRate(study, people, event, viewOf(name)),
    }),
    ...sections,
    raters,
    warnings: warningsOf(study, people, results, sections, raterSummaries(study)),
    methods: methodsOf(sections),
    assumptions: assumptionsOf(study),
    ...(options.simulatedTruth === undefined ? {} : { truth: truthRows(options.simulatedTruth, sections) }),
  };
  return Object.freeze({ analysis: Object.freeze(checkedAnalysis(analysis)), calibrator: savedCalibrator(study, results) });
}

/** The schema makes a copy of all it checks. The items of the consensus, of which there may be a million, are taken as they were made. */
function checkedAnalysis(analysis: Analysis): Analysis {
  const { items } = analysis.consensus;
  const checked = analysisSchema.parse({ ...analysis, consensus: { ...analysis.consensus, items: [] } });
  return { ...checked, consensus: { ...checked.consensus, items } };
}

function savedCalibrator(study: Study, results: readonly JudgeResult[]): SavedCalibrator {
  const judges = Object.fromEntries(
    results.flatMap(({ view, calibration }) => (calibration === null ? [] : [[view.name, { ...calibration.fit.calibrator }]])),
  ) as SavedCalibrator['judges'];
  return { schema: 1, labels: study.codebook.labels.map((label) => label.name), judges };
}
