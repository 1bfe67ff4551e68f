/** Words for no answer, once all files are read: taken out of the labels, counted, and said. */
import { listed } from './nearest-word.ts';
import type { RatingRows } from './rating-rows.ts';
import type { Decision, StudyWarning } from './study.ts';

/** Takes these words out of the label column, but for those that name a probability column: `prob_None` says that None is a label. Writes to `rows.label`. */
export function removeMissingWords(rows: RatingRows): void {
  const { codes } = rows.missing;
  for (const { labels } of rows.sets) for (const code of labels) codes.delete(code);
  if (codes.size === 0) return;
  for (let row = 0; row < rows.length; row++) {
    const code = rows.label.at(row);
    if (!codes.has(code)) continue;
    rows.missing.count(rows.labels.values[code]);
    rows.label.set(row, -1);
  }
}

export function missingWordDecisions({ missing }: RatingRows): Decision[] {
  const { counts } = missing;
  const count = counts.reduce((sum, found) => sum + found.count, 0);
  const words = counts.map((found) => `${found.word} (${found.count.toLocaleString('en-US')})`).join(', ');
  return [{ code: 'missing words', text: `label cells read as empty: ${words}`, count }];
}

export function missingWordWarnings({ missing }: RatingRows): StudyWarning[] {
  const { counts } = missing;
  if (counts.length === 0) return [];
  const sum = counts.reduce((total, { count }) => total + count, 0);
  const words = listed(counts.map(({ word }) => word));
  return [
    {
      code: 'missing words',
      text: `${sum.toLocaleString('en-US')} label ${sum === 1 ? 'cell was' : 'cells were'} read as empty: ${words}`,
      meaning:
        'If one of these is a label, name it in a codebook, or list the words that mean empty yourself: --missing (missing in assize.json).',
    },
  ];
}
