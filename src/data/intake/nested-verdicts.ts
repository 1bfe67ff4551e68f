/**
 * Verdicts that a tool wrote as a list of objects into one cell: they are not read, and must not be
 * overlooked.
 */

const columnName =
  /^(?:judge?ments?|verdicts?|decisions?|evaluations?|judge_?(?:outputs?|responses?|results?))$/i;
const verdictKey = /"(?:decision|verdict|judge?ment|winner|label|score|rating|choice)"\s*:/i;

export function isNestedVerdicts(column: string, cell: string): boolean {
  return columnName.test(column.trim()) && /^\s*(?:\[\s*)?\{/.test(cell) && verdictKey.test(cell);
}
