/**
 * Two kinds of failure: one the user can mend, told in a message and a hint, and one that is a bug, told with
 * its whole stack.
 */
import type { Hint } from '../../data/index.ts';
import { sayHint } from '../input/say-flag.ts';
import type { Terminal } from './terminal.ts';

/** The command was used wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** By name: the rooms that throw these are loaded by the command that needs them, not by the failure. */
const told = new Set(['UsageError', 'DataError', 'InputError', 'JudgeError']);

/**
 * Prints what went wrong: a line a person can search for, and a line that says what to do. Every failure is
 * exit code 1.
 */
export function printFailure(error: unknown, terminal: Terminal): void {
  if (error instanceof Error && told.has(error.name)) {
    terminal.whole(error.message, { lead: 'error: ', leadTone: 'red' });
    const hint = hintOf(error);
    if (hint !== undefined) terminal.whole(hint, { lead: 'hint:  ', leadTone: 'cyan' });
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  for (const line of stack.split('\n')) terminal.whole(line);
  terminal.whole('this is a bug in assize: please report it with the lines above and the command you ran', {
    lead: 'error: ',
    leadTone: 'red',
  });
}

function hintOf(error: Error): string | undefined {
  if (!('hint' in error) || error.hint === undefined) return undefined;
  return sayHint(error.hint as string | Hint);
}
