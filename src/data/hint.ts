/**
 * What to do about a problem. Options in it are parts, not words: the command line says `--item`, a program
 * says `item`.
 */
import { quoted } from './words/nearest-word.ts';

/**
 * An option by its name in the library. `value`: what to give it; a record is a map of words to labels.
 * `example`: what a value looks like where none is known, such as `WORD=LABEL`; only a command line shows it.
 */
export interface OptionUse {
  readonly option: string;
  readonly value?: string | readonly string[] | Readonly<Record<string, string>>;
  readonly example?: string;
}

export type Hint = readonly (string | OptionUse)[];

/** How a caller says an option: the command line by its flag, a page by its key in a file. */
export type SayOption = (use: OptionUse) => string;

/**
 * A hint with options in it: `` hint`Name the column by ${option('item')}.` ``. Text that is put in stays
 * text, and a line break in the source is a space.
 *
 * @example
 * hintText(hint`Add ${option('selection', 'random')}.`); // 'Add selection "random".'
 */
export function hint(texts: TemplateStringsArray, ...parts: (string | number | OptionUse | Hint)[]): Hint {
  return texts
    .flatMap((text, at) => [text.replaceAll(/\s*\n\s*/g, ' '), ...partsOf(parts[at] ?? '')])
    .filter((part) => part !== '');
}

/**
 * @example
 * option('selection', 'random'); // { option: 'selection', value: 'random' }
 */
export function option(name: string, value?: OptionUse['value']): OptionUse {
  return value === undefined ? { option: name } : { option: name, value };
}

/**
 * An option with a value that only the user knows.
 *
 * @example
 * optionLike('wide', 'COLUMN,COLUMN').example; // 'COLUMN,COLUMN'
 */
export function optionLike(name: string, example: string): OptionUse {
  return { option: name, example };
}

/**
 * @example
 * hintText(hint`Add ${option('item')}.`, ({ option: name }) => `--${name}`); // 'Add --item.'
 */
export function hintText(parts: Hint, say: SayOption = plainOption): string {
  return parts.map((part) => (typeof part === 'string' ? part : say(part))).join('');
}

/**
 * As a program writes it: `selection "random"`.
 *
 * @example
 * plainOption(option('selection', 'random')); // 'selection "random"'
 */
export function plainOption({ option: name, value }: OptionUse): string {
  if (value === undefined) return name;
  return `${name} ${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`;
}

function partsOf(part: string | number | OptionUse | Hint): Hint {
  if (typeof part === 'string') return [part];
  if (typeof part === 'number') return [String(part)];
  return 'option' in part ? [part] : part;
}
