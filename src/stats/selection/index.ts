/** Whether labeled items look chosen as somebody said: a random draw, or a set of its own. */
export { type SelectionBalance, type SelectionInput, selectionBalance } from './selection-balance.ts';
export { type NoVerdictBalance, noVerdictBalance } from './no-verdict-balance.ts';
