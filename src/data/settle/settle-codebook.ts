/** The codebook that is proposed from the labels of the raters that stay. */
import { hint, option, optionLike } from '../hint.ts';
import { DataError } from '../data-error.ts';
import { listed } from '../words/nearest-word.ts';
import { type CodebookOptions, type ProposedCodebook, proposeCodebook } from './propose-codebook.ts';
import type { RatingRows } from '../intake/rating-rows.ts';
import type { RaterKind } from '../study/rater-kind.ts';
import type { SetAside } from '../study/study.ts';

/**
 * As `proposeCodebook`, by the labels in use: `codes` has −1 for a word that only a rater set aside gave, or
 * that means no answer.
 */
export function proposal(
  rows: RatingRows,
  kindOf: (rater: number) => RaterKind | undefined,
  options: CodebookOptions,
  setAside: readonly SetAside[],
): ProposedCodebook {
  const codes = codesInUse(rows, kindOf, setAside);
  const words = codes.map((code) => rows.labels.values[code]);
  if (setAside.length > 0 && new Set(words).size < 2) throw oneLabelLeft(words, setAside[0]);
  const proposed = proposeCodebook(words, options);
  const all = new Int32Array(rows.labels.values.length).fill(-1);
  codes.forEach((code, index) => (all[code] = proposed.codes[index]));
  return { ...proposed, codes: all };
}

/**
 * Codes of the words that a rater of the study gave, or that name a column of probabilities which not only
 * judges set aside have filled. Ascending.
 */
function codesInUse(
  rows: RatingRows,
  kindOf: (rater: number) => RaterKind | undefined,
  setAside: readonly SetAside[],
): number[] {
  const used = new Uint8Array(rows.labels.values.length);
  const filled = rows.sets.map(() => ({ byStaying: false, byOthers: false }));
  for (let row = 0; row < rows.length; row++) {
    const stays = kindOf(rows.rater.at(row)) !== undefined;
    const label = rows.label.at(row);
    if (stays && label >= 0) used[label] = 1;
    if (rows.probabilityStart.at(row) < 0) continue;
    const set = filled[rows.probabilitySet.at(row)];
    if (stays) set.byStaying = true;
    else set.byOthers = true;
  }
  rows.sets.forEach(({ labels }, at) => {
    // Columns that nobody filled declare labels too, unless it is those of somebody who was set aside that
    // they name.
    if (!filled[at].byStaying && (filled[at].byOthers || setAside.length > 0)) return;
    for (const code of labels) if (code >= 0) used[code] = 1;
  });
  return Array.from(used.keys()).filter((code) => used[code] === 1);
}

function oneLabelLeft(words: readonly string[], { rater, ownLabels }: SetAside): DataError {
  return new DataError(
    `people gave the label ${listed(words)} alone, and ${rater} gave others: ` +
      listed(ownLabels.map(({ label }) => label)),
    {},
    hint`Declare a codebook with all labels (${option('codebook')}). Where the judge spells them in another
      way, map its words with ${optionLike('map', 'WORD=LABEL')} (labels in assize.json).`,
  );
}
