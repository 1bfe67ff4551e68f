/**
 * What `assize calibrate` does: read, calibrate, write, print. Nothing is written before everything is there
 * to write.
 */
import { join } from 'node:path';
import {
  type Analysis,
  type CalibrateOptions,
  type SavedCalibrator,
  calibrate,
  placedWarnings,
} from '../../analysis/index.ts';
import type { Study } from '../../data/index.ts';
import { renderConsensusCsv, renderJson, renderRatersCsv, renderReport } from '../../report/index.ts';
import { printJson } from '../input/printing.ts';
import type { InputOptions } from '../input/options.ts';
import { applyCalibratorFile } from './apply-calibrator.ts';
import { UsageError } from '../shell/failure.ts';
import { holdOutput } from '../shell/held-output.ts';
import { outputFolder } from '../input/output-folder.ts';
import {
  printAnswers,
  printComparison,
  printNotes,
  printTruth,
  printWarnings,
} from '../input/print-analysis.ts';
import { sayFlag } from '../input/say-flag.ts';
import { printCodebook, printItems, printRaters, printReading, someNames } from '../input/print-study.ts';
import { type Progress, createProgress } from '../shell/progress.ts';
import { readInput } from '../input/read-input.ts';
import { type Terminal, createTerminal } from '../shell/terminal.ts';
import { shortName } from '../shell/terminal-text.ts';
import type { Session, World } from '../shell/world.ts';
import { writeResults } from '../input/write-results.ts';

export interface CalibrateCommandOptions extends InputOptions {
  readonly consensus: 'auto' | 'majority' | 'dawid-skene' | 'crowdlab' | 'crowdlab-calibrated';
  readonly calibrator?: string;
  readonly seed: number;
  readonly replicates: number;
  readonly level: number;
  readonly out?: string;
  readonly json?: boolean;
}

export async function runCalibrate(
  files: readonly string[],
  options: CalibrateCommandOptions,
  session: Session,
): Promise<number> {
  const { world, version } = session;
  const progress = createProgress(world);
  try {
    const { study, folder } = await readInput(files, options, world, progress);
    if (options.calibrator !== undefined)
      return await applyCalibratorFile(
        study,
        folder,
        { ...options, calibrator: options.calibrator },
        world,
        progress,
      );
    const analysis = await calibrateAndWrite(study, world, progress, {
      out: await outputFolder(options.out, folder, { inStudy: 'out', alone: 'assize-out' }, world),
      json: options.json === true,
      shown: options.judge ?? [],
      calibrate: {
        version,
        seed: options.seed,
        replicates: options.replicates,
        level: options.level,
        consensus: options.consensus,
        judge: namedJudge(options.judge ?? [], study),
        pass: options.pass ?? [],
        win: options.win ?? null,
        say: sayFlag,
      },
    });
    return exitCodeOf(analysis);
  } finally {
    progress.end();
  }
}

export interface Job {
  readonly out: string;
  readonly json: boolean;
  /** The judges whose answers are printed; all where none is named. */
  readonly shown?: readonly string[];
  readonly calibrate: CalibrateOptions;
}

/** The path that `calibrate` and `demo` share: a Study in, everything printed and written out. */
export async function calibrateAndWrite(
  study: Study,
  world: World,
  progress: Progress,
  job: Job,
): Promise<Analysis> {
  const held = holdOutput(job.json ? world.stderr : world.stdout);
  const terminal = createTerminal(world, held);
  progress.end();
  const codebookFile = study.codebookOrigin === 'proposed' ? 'codebook.json' : undefined;
  printRaters(study, terminal);
  printCodebook(study, terminal, codebookFile);
  printReading(study, terminal);

  const { analysis, outputs } = await resultsOf(study, world, progress, job).finally(() => held.release());

  const { study: known } = analysis;
  printItems({ ...known, clusters: known.clusters.count, clusterColumn: known.clusters.column }, terminal);
  printFound(analysis, job.shown ?? [], terminal);
  printFiles(job.out, Object.keys(outputs), terminal);
  if (job.json) printJson(analysis, world);
  return analysis;
}

/** `shown`: the judges that were named; all where none was. The files have all of them. */
function printFound(analysis: Analysis, shown: readonly string[], terminal: Terminal): void {
  const { answers, judges, comparison, truth, warnings } = analysis;
  const hidden = new Set(
    shown.length === 0 ? [] : judges.map(({ name }) => name).filter((name) => !shown.includes(name)),
  );
  const isShown = (judge: unknown): boolean => !hidden.has(judge as string);
  const shownAnswers = answers.filter(({ judge }) => isShown(judge));
  const shownWarnings = warnings.filter(({ facts }) => isShown(facts.judge));
  const { first, inAnswers } = placedWarnings(shownWarnings, shownAnswers);
  printWarnings(first, terminal, 'Read first');
  printAnswers(shownAnswers, terminal);
  if (comparison !== null && hidden.size === 0) printComparison(comparison, terminal);
  if (truth !== undefined) printTruth(truth, terminal);
  printWarnings(inAnswers, terminal);
  printNotes(shownWarnings, terminal);
  if (hidden.size > 0) {
    terminal.blank();
    terminal.paragraph(`not printed, but in the report: ${someNames([...hidden])}`);
  }
}

async function resultsOf(
  study: Study,
  world: World,
  progress: Progress,
  job: Job,
): Promise<{ analysis: Analysis; outputs: ReturnType<typeof outputsOf> }> {
  const { analysis, calibrator } = calibrate(study, job.calibrate, (step) => progress.step(step));
  progress.step('writing');
  const outputs = outputsOf(analysis, calibrator);
  await writeResults(world, job.out, outputs);
  progress.end();
  return { analysis, outputs };
}

/** 0 if any question was answered, or a judge was compared with references; 3 if the data say nothing. */
export function exitCodeOf({
  answers,
  judges = [],
}: Pick<Analysis, 'answers'> & Partial<Pick<Analysis, 'judges'>>): number {
  const isCompared = judges.some(
    ({ againstReference }) => againstReference !== null && !Number.isNaN(againstReference.value),
  );
  return isCompared || answers.some((answer) => answer.status === 'answered') ? 0 : 3;
}

/** Every file of the output folder by its name. A consensus that was refused has no file. */
function outputsOf(
  analysis: Analysis,
  calibrator: SavedCalibrator,
): Record<string, string | Iterable<string>> {
  const { consensus, study } = analysis;
  return {
    'report.html': renderReport(analysis),
    'results.json': renderJson(analysis),
    ...(consensus.method === 'refused' || consensus.method === 'none'
      ? {}
      : { 'consensus.csv': renderConsensusCsv(analysis) }),
    'raters.csv': renderRatersCsv(analysis),
    // Without one judge that was calibrated there is nothing to apply.
    ...(Object.keys(calibrator.judges).length === 0 ? {} : { 'calibrator.json': renderJson(calibrator) }),
    ...(study.codebookOrigin === 'proposed' ? { 'codebook.json': renderJson(study.codebook) } : {}),
  };
}

const meanings: Readonly<Record<string, string>> = {
  'report.html': 'everything above and more, for reading',
  'results.json': 'everything, for programs',
  'consensus.csv': 'one label an item, lowest quality first',
  'raters.csv': 'every person and judge',
  'calibrator.json': 'the correction of each judge’s confidence, for new verdicts',
  'codebook.json': 'the labels as proposed: correct it and hand it back with --codebook',
};

function printFiles(folder: string, names: readonly string[], terminal: Terminal): void {
  terminal.blank();
  terminal.heading(`Written to ${folder}`);
  for (const name of names) terminal.paragraph(meanings[name] ?? '', { lead: name.padEnd(17), indent: 2 });
  terminal.blank();
  terminal.whole(`Next: open ${join(folder, 'report.html')}`);
}

/** The one judge named is the one that may enter the consensus; of several, none may. */
function namedJudge(names: readonly string[], study: Study): string | null {
  for (const name of names) {
    if (
      study.raters.some((rater) => rater.id === name) ||
      study.setAside.some(({ rater, kind }) => kind === 'judge' && rater === name)
    )
      continue;
    const known = study.raters.filter((rater) => rater.kind === 'judge').map((rater) => shortName(rater.id));
    throw new UsageError(
      `--judge names no rater of the data: "${name}"`,
      known.length > 0 ? `the judges are ${known.slice(0, 10).join(', ')}` : 'assize doctor lists the raters',
    );
  }
  return names.length === 1 ? names[0] : null;
}
