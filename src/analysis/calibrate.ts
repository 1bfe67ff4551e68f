/** The main job: a study in, everything that can be said of its people, its judges and its labels out. */
import { DataError, type Study } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { type Analysis, analysisSchema } from './analysis.ts';
import { answersOf } from './answers.ts';
import { buildConsensus } from './consensus.ts';
import { raterSummaries } from './diagnose.ts';
import { type JudgeResult, analyzeJudge } from './judge.ts';
import { assumptionsOf, methodsOf } from './methods.ts';
import { type CalibrateOptions, resolvedOptions } from './options.ts';
import { analyzePeople } from './people.ts';
import { analyzeRaters } from './raters.ts';
import { refuseCalibration, refuseCeiling, refuseConsensus } from './readiness.ts';
import type { SavedCalibrator } from './saved-calibrator.ts';
import { truthRows } from './truth.ts';
import { type JudgeView, type PeopleView, judgeViews, peopleView } from './views.ts';
import { warningsOf } from './warnings.ts';

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
  const judges = judgeViews(study);
  const passCode = passCodeOf(study, resolved.pass);

  onStep('agreement among people');
  const peopleAnalysis = analyzePeople(study, people, interval);
  const results = judges.map((judge) => {
    onStep(`judge ${judge.name}`);
    return analyzeJudge(study, people, judge, passCode, interval);
  });
  onStep('consensus');
  const built = buildConsensus(study, people, results, resolved, random);
  onStep('raters');
  const raters = analyzeRaters(study, people, judges, built, interval);

  const sections = { people: peopleAnalysis, judges: results.map((result) => result.analysis), consensus: built.analysis };
  const viewOf = (name: string | null): JudgeView | undefined => judges.find((judge) => judge.name === name);
  const { version, ...echoed } = resolved;
  const analysis: Analysis = {
    schema: 1,
    program: { name: 'assize', version },
    options: { ...echoed, pass: [...echoed.pass] },
    study: studySection(study, people, judges.length, options.simulatedTruth !== undefined),
    answers: answersOf(sections, {
      ceiling: (name) => refuseCeiling(people, viewOf(name)),
      consensus: () => refuseConsensus(people),
      calibration: (name) => refuseCalibration(study, people, viewOf(name)),
    }),
    ...sections,
    raters,
    warnings: warningsOf(study, people, results, built.analysis, raterSummaries(study)),
    methods: methodsOf(sections),
    assumptions: assumptionsOf(study),
    ...(options.simulatedTruth === undefined ? {} : { truth: truthRows(options.simulatedTruth, sections) }),
  };
  return Object.freeze({ analysis: Object.freeze(analysisSchema.parse(analysis)), calibrator: savedCalibrator(study, results) });
}

/** The code of the label the calibration of two labels is about: pass where one is known, else null. */
function passCodeOf({ codebook }: Study, pass: readonly string[]): number | null {
  const codes = codebook.labels.flatMap((label, code) =>
    (pass.length > 0 ? pass.includes(label.name) : label.pass === true) ? [code] : [],
  );
  for (const name of pass)
    if (!codebook.labels.some((label) => label.name === name))
      throw new DataError(`--pass "${name}" is no label; the codebook has ${codebook.labels.map((label) => label.name).join(', ')}`);
  return codes.length === 1 ? codes[0] : null;
}

function studySection(study: Study, people: PeopleView, judgeCount: number, simulated: boolean): Analysis['study'] {
  const labelCounts = study.codebook.labels.map(() => 0);
  for (const label of people.table.label) labelCounts[label]++;
  return {
    title: study.title,
    simulated,
    files: study.files.map((file) => ({ ...file })),
    codebook: study.codebook,
    codebookOrigin: study.codebookOrigin,
    selection: study.selection,
    items: study.items.ids.length,
    labeledItems: people.perItem.filter((count) => count > 0).length,
    overlapItems: people.perItem.filter((count) => count > 1).length,
    ratings: study.ratings.item.length,
    clusters: { count: study.items.clusterIds.length, column: study.items.clusterColumn },
    people: people.raters.length,
    judges: judgeCount,
    labelCounts,
    decisions: study.decisions.map((decision) => ({ ...decision })),
  };
}

function savedCalibrator(study: Study, results: readonly JudgeResult[]): SavedCalibrator {
  const judges = Object.fromEntries(
    results.flatMap(({ view, calibration }) => (calibration === null ? [] : [[view.name, { ...calibration.fit.calibrator }]])),
  ) as SavedCalibrator['judges'];
  return { schema: 1, labels: study.codebook.labels.map((label) => label.name), judges };
}
