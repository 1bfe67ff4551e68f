/** The main job: a study in, everything that can be said of its people, its judges and its labels out. */
import type { Study } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { answersOf } from './answers.ts';
import { type JudgeResult, analyzeJudge } from './ceiling/analyze-judge.ts';
import { warnJudge } from './ceiling/warn-judge.ts';
import { compareJudges } from './comparison/compare-judges.ts';
import { contextOf } from './context.ts';
import { buildConsensus } from './labels/analyze-labels.ts';
import { warnLabels } from './labels/warn-labels.ts';
import { type CalibrateOptions, resolvedOptions } from './options.ts';
import { analyzePeople } from './people/people.ts';
import { agreementOfRaters, analyzeRaters } from './people/raters.ts';
import { analyzeRates } from './rate/analyze-rates.ts';
import { warnRates } from './rate/warn-rate.ts';
import type { SavedCalibrator } from './saved-calibrator.ts';
import { type Analysis, analysisSchema } from './schema/analysis.ts';
import { assumptionsOf, studySection } from './study/study-section.ts';
import { warnStudy } from './study/warn-study.ts';
import { passCodes } from './views/rate-event.ts';
import { methodsOf } from './words/methods.ts';
import { saidWarning } from './words/notices.ts';
import { truthRows } from './words/truth.ts';

export interface Calibrated {
  readonly analysis: Analysis;
  /** What `calibrator.json` holds: the map of each judge, refitted on all labels, for new items only. */
  readonly calibrator: SavedCalibrator;
}

/**
 * Runs every question a study can answer and refuses the others by name. `onStep` hears the name of each step
 * before it starts. The same study and options give the same Analysis, to the bit.
 *
 * @example
 * const rows = 'item,rater,label\n1,ann,A\n1,bob,A\n2,ann,B\n2,bob,A\n';
 * const study = await readStudy([{ name: 'ratings.csv', open: () => [new TextEncoder().encode(rows)] }]);
 * const { analysis } = calibrate(study, { version: '1', seed: 1 });
 * analysis.study.items; // 2
 */
export function calibrate(
  study: Study,
  options: CalibrateOptions,
  onStep: (step: string) => void = () => {},
): Calibrated {
  const { say, simulatedTruth, ...resolved } = resolvedOptions(options);
  const random = createRandom(resolved.seed);
  const interval = {
    random,
    replicates: resolved.replicates,
    level: resolved.level,
    clusters: study.items.cluster,
  };
  onStep('ratings');
  const context = contextOf(study, resolved);
  const { people, judges } = context;
  const passing = passCodes(study, resolved.pass);
  // The calibration of two labels is about the one that passes, where one does.
  const passCode = passing.length === 1 ? passing[0] : null;

  onStep('agreement among people');
  const peopleAnalysis = analyzePeople(study, people, interval);
  const results = judges.map((judge) => {
    onStep(`judge ${judge.name}`);
    return analyzeJudge(context, judge, passCode, interval);
  });
  onStep('rates');
  const fits = results.map(({ view, calibration }) => ({ view, fitted: calibration }));
  const rates = analyzeRates(context, fits, { random: random.fork('rates'), level: resolved.level, say });
  // Before the consensus, whose columns stay: the intervals of thousands of people need the room.
  onStep('raters');
  const agreement = agreementOfRaters(study, people, judges, interval);
  onStep('consensus');
  const built = buildConsensus(context, results, { ...resolved, say }, random);
  const raters = analyzeRaters(study, people, agreement, built);

  const sections = {
    people: peopleAnalysis,
    judges: results.map((result) => result.analysis),
    comparison: compareJudges(context, resolved.level),
    rates,
    consensus: built.analysis,
  };
  const { version, ...echoed } = resolved;
  const warnings = [
    // What would mislead most comes first.
    ...warnLabels(built.analysis),
    ...results.flatMap((result) => warnJudge(study, people, result)),
    ...warnRates(rates),
    ...warnStudy(context),
  ];
  const analysis: Analysis = {
    schema: 2,
    program: { name: 'assize', version },
    options: { ...echoed, pass: [...echoed.pass] },
    study: studySection(context, simulatedTruth !== undefined, say),
    answers: answersOf(context, sections, say),
    ...sections,
    raters,
    warnings: warnings.map((warning) => saidWarning(warning, say)),
    methods: methodsOf(sections),
    assumptions: assumptionsOf(study),
    ...(simulatedTruth === undefined ? {} : { truth: truthRows(simulatedTruth, sections) }),
  };
  return Object.freeze({
    analysis: Object.freeze(checkedAnalysis(analysis)),
    calibrator: savedCalibrator(study, results),
  });
}

/**
 * The schema makes a copy of all it checks. The items of the consensus, of which there may be a million, are
 * taken as they were made.
 */
function checkedAnalysis(analysis: Analysis): Analysis {
  const { items } = analysis.consensus;
  const checked = analysisSchema.parse(
    { ...analysis, consensus: { ...analysis.consensus, items: [] } },
    // Compiling the check costs more than the one check it would be used for.
    { jitless: true },
  );
  return { ...checked, consensus: { ...checked.consensus, items } };
}

function savedCalibrator(study: Study, results: readonly JudgeResult[]): SavedCalibrator {
  const judges = Object.fromEntries(
    results.flatMap(({ view, calibration }) =>
      calibration === null ? [] : [[view.name, { ...calibration.fit.calibrator }]],
    ),
  ) as SavedCalibrator['judges'];
  return { schema: 1, labels: study.codebook.labels.map((label) => label.name), judges };
}
