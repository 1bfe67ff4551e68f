/**
 * Verdicts that a tool wrote as a list of objects into one cell: they are not read, and must not be
 * overlooked.
 */
import { DataError, type Place } from '../data-error.ts';
import { hint, optionLike } from '../hint.ts';
import { quoted } from '../words/nearest-word.ts';
import type { ColumnPlan } from './column-plan.ts';

const columnName =
  /^(?:judge?ments?|verdicts?|decisions?|evaluations?|judge_?(?:outputs?|responses?|results?))$/i;
const verdictKey = /"(?:decision|verdict|judge?ment|winner|label|score|rating|choice)"\s*:/i;

export function isNestedVerdicts(column: string, cell: string): boolean {
  return columnName.test(column.trim()) && /^\s*(?:\[\s*)?\{/.test(cell) && verdictKey.test(cell);
}

/**
 * Some tools write what the judge said into a nested column, and the right answer beside the judge's name.
 */
export function requireOwnLabels(
  plan: ColumnPlan,
  columns: readonly string[],
  cells: readonly string[],
  place: () => Place,
): void {
  const nested = plan.carried.find(({ name, column }) => isNestedVerdicts(name, cells[column] ?? ''));
  if (nested === undefined || plan.label < 0 || plan.rater < 0) return;
  const [label, rater] = [columns[plan.label], columns[plan.rater]];
  throw new DataError(
    `column ${quoted(nested.name)} holds the verdicts in nested form, so whose label ` +
      `${quoted(label)} is cannot be told: of ${quoted(rater)}, or the right answer`,
    place(),
    hint`Nested verdicts are not read: write one row for each, with its decision as the label, and the
      right answer as another rater (${optionLike('reference', 'NAME')}). If ${quoted(label)} is the
      verdict itself, leave out the column ("ignore" in sources of assize.json).`,
  );
}
