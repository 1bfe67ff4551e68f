/** An option as the command line says it, ready to be pasted: `--selection random`. */
import type { Hint, OptionUse } from '../../data/index.ts';
import { shellWord } from '../shell/terminal.ts';
import { joinList, joinMap } from './lists.ts';
import { flagOf } from './options.ts';

export function sayFlag({ option, value, example }: OptionUse): string {
  const flag = flagOf(option);
  if (value === undefined && example !== undefined) return `${flag} ${example}`;
  return value === undefined ? flag : `${flag} ${shellWord(textOf(value))}`;
}

/** A hint with its options as flags. */
export function sayHint(hint: string | Hint): string {
  return typeof hint === 'string'
    ? hint
    : hint.map((part) => (typeof part === 'string' ? part : sayFlag(part))).join('');
}

function textOf(value: NonNullable<OptionUse['value']>): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value)
    ? joinList(value as readonly string[])
    : joinMap(value as Record<string, string>);
}
