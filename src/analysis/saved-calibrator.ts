/**
 * `calibrator.json`: the map of each judge, to be used on new items. Plain JSON; applied again it gives the
 * same bits.
 */
import { z } from 'zod';
import { DataError, type Study } from '../data/index.ts';
import { type Calibrator, applyCalibrator } from '../stats/index.ts';
import { hasProbabilities, judgeViews } from './views/judge-view.ts';
import { rowsOf } from './views/item-rows.ts';

const parameters = z.record(z.string(), z.union([z.number(), z.array(z.number())]));

export const savedCalibratorSchema = z.strictObject({
  schema: z.literal(1),
  /** Names of the labels, in the order of the probabilities. */
  labels: z.array(z.string()).min(2),
  judges: z.record(z.string(), z.strictObject({ method: z.string(), parameters })),
});

export type SavedCalibrator = z.infer<typeof savedCalibratorSchema>;

export interface CalibratedRow {
  readonly item: string;
  readonly judge: string;
  /** One for each label of the codebook, in its order. */
  readonly probabilities: Float64Array;
}

/**
 * The calibrated probabilities of every item of a study, by judge and item.
 *
 * Throws DataError where the labels differ from those the maps were fitted to, and where a judge has no map.
 */
export function applySavedCalibrator(study: Study, saved: SavedCalibrator): CalibratedRow[] {
  const labels = study.codebook.labels.map((label) => label.name);
  if (labels.join('\n') !== saved.labels.join('\n'))
    throw new DataError(
      `the calibrator was fitted to the labels ${saved.labels.join(', ')}; this study has ` +
        labels.join(', '),
    );
  return judgeViews(study).flatMap((judge) => {
    if (judge.probabilities === null) return [];
    const map = saved.judges[judge.name];
    if (map === undefined)
      throw new DataError(
        `the calibrator has no map for judge "${judge.name}"; it has ` +
          (Object.keys(saved.judges).join(', ') || 'none'),
      );
    const items = study.items.ids.flatMap((_, i) => (hasProbabilities(judge, i, labels.length) ? [i] : []));
    const calibrated = applyCalibrator(
      map as Calibrator,
      rowsOf(judge.probabilities, items, labels.length),
      labels.length,
    );
    return items.map((item, row) => ({
      item: study.items.ids[item],
      judge: judge.name,
      probabilities: calibrated.slice(row * labels.length, (row + 1) * labels.length),
    }));
  });
}
