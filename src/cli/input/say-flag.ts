/** An option as the command line says it, ready to be pasted: `--selection random`. */
import { type OptionUse, mapText } from '../../data/index.ts';
import { shellWord } from '../shell/terminal.ts';
import { joinList } from './lists.ts';

export function sayFlag({ option, value }: OptionUse): string {
  const flag = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return value === undefined ? flag : `${flag} ${shellWord(textOf(value))}`;
}

function textOf(value: NonNullable<OptionUse['value']>): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? joinList(value as readonly string[]) : mapText(Object.entries(value as Record<string, string>));
}
