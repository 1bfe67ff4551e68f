/**
 * `assize calibrate --calibrator FILE`: a saved map applied to verdicts, so that new items get the
 * probabilities the study earned.
 */
import { join } from 'node:path';
import {
  type SavedCalibrator,
  applySavedCalibrator,
  savedCalibratorSchema,
  counted,
} from '../../analysis/index.ts';
import { DataError, type Study, toCsv } from '../../data/index.ts';
import { loadCalibrator } from '../../storage/index.ts';
import { printJson, terminalFor } from '../input/printing.ts';
import { outputFolder } from '../input/output-folder.ts';
import type { Progress } from '../shell/progress.ts';
import { pathIn } from '../input/read-input.ts';
import { printRaters } from '../input/print-study.ts';
import { UsageError } from '../shell/failure.ts';
import type { World } from '../shell/world.ts';
import { writeResults } from '../input/write-results.ts';

export interface ApplyOptions {
  readonly calibrator: string;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * Writes `calibrated.csv`: a row for each judge and item. Kept apart from `assize-out`, where the calibrator
 * itself may lie.
 */
export async function applyCalibratorFile(
  study: Study,
  folder: string | null,
  options: ApplyOptions,
  world: World,
  progress: Progress,
): Promise<number> {
  const saved = checkedCalibrator(
    await loadCalibrator(pathIn(world, options.calibrator)),
    options.calibrator,
  );
  progress.step('applying the calibrator');
  const rows = applySavedCalibrator(study, saved);
  const aside = study.setAside.find(({ kind }) => kind === 'judge');
  if (rows.length === 0 && aside !== undefined)
    throw new UsageError(
      `${aside.rater} gives other labels than people, so its calibrator says nothing`,
      'assize doctor shows both, and a map to paste',
    );
  if (rows.length === 0)
    throw new UsageError(
      '--calibrator requires a judge with probabilities; these data have none',
      'assize doctor shows what the files hold',
    );
  const out = await outputFolder(
    options.out,
    folder,
    { inStudy: 'calibrated', alone: 'assize-calibrated' },
    world,
  );
  const header = ['item', 'rater', ...saved.labels.map((label) => `prob_${label}`)];
  const cells = rows.map((row) => [row.item, row.judge, ...Array.from(row.probabilities, String)]);
  await writeResults(world, out, { 'calibrated.csv': toCsv(header, cells) });
  progress.end();

  const terminal = terminalFor(world, options);
  printRaters(study, terminal);
  terminal.paragraph(
    `the calibrator was applied to ${counted(rows.length)} verdicts, both orders of an item as one`,
  );
  terminal.blank();
  terminal.whole(`Written: ${join(out, 'calibrated.csv')}`);
  if (options.json === true) {
    const calibrated = rows.map((row) => ({
      item: row.item,
      rater: row.judge,
      probabilities: [...row.probabilities],
    }));
    printJson({ schema: 1, labels: saved.labels, calibrated }, world);
  }
  return 0;
}

function checkedCalibrator(value: unknown, file: string): SavedCalibrator {
  const parsed = savedCalibratorSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataError(
    `not a calibrator of assize: ${issue.path.join('.') || 'the top'}: ${issue.message}`,
    { file },
    'calibrator.json is written by assize calibrate',
  );
}
