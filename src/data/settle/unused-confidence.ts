/** A probability beside the label of a judge that nothing reads: said, since calibration needs it. */
import type { RatingRows, TextColumn } from '../intake/rating-rows.ts';
import type { Notice } from '../notice.ts';
import { isNamedConfidence } from '../words/confidence-name.ts';
import type { RaterKind } from '../study/rater-kind.ts';

export function unusedConfidence(
  rows: RatingRows,
  labels: number,
  kindOf: (rater: number) => RaterKind | undefined,
): Notice[] {
  return [...rows.carried]
    .filter(([name, column]) => isNamedConfidence(name) && holdsProbabilities(column))
    .flatMap(([column, cells]): Notice[] => {
      const judges = new Set<string>();
      for (let row = 0; row < cells.codes.length; row++) {
        const rater = rows.rater.at(row);
        if (cells.at(row) >= 0 && rows.label.at(row) >= 0 && rows.probabilityStart.at(row) < 0)
          if (rater >= 0 && kindOf(rater) === 'judge') judges.add(rows.raters.values[rater]);
      }
      if (judges.size === 0) return [];
      return [{ code: 'confidence-not-used', facts: { column, judges: [...judges].sort(), labels } }];
    });
}

function holdsProbabilities({ dictionary }: TextColumn): boolean {
  const numbers = dictionary.values.map((text) => (text.trim() === '' ? NaN : Number(text)));
  return numbers.length > 0 && numbers.every((p) => p >= 0 && p <= 1) && numbers.some((p) => p > 0 && p < 1);
}
