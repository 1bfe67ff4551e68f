/**
 * Lines on a terminal: wrapped to 80 columns, colored only where a person looks and has not asked otherwise.
 */
import { styleText } from 'node:util';
import { plainText, textWidth, wrapText } from './terminal-text.ts';
import type { Output } from './process-output.ts';
import type { World } from './world.ts';

const pageWidth = 80;

export type Tone = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

export interface Terminal {
  blank(): void;
  /** A heading of its own line. */
  heading(text: string): void;
  /** A wrapped paragraph. `lead` stands before the first line; the others hang under its end. */
  paragraph(text: string, options?: { lead?: string; indent?: number; tone?: Tone; leadTone?: Tone }): void;
  /** A line that must stay whole, such as a path or an error: it may be longer than the page. */
  whole(text: string, options?: { lead?: string; indent?: number; tone?: Tone; leadTone?: Tone }): void;
  /** A command to copy; too long for a line, it goes on after a backslash. */
  command(words: readonly string[], indent?: number): void;
  /** Rows in columns as wide as their widest cell; numbers, marked `right`, end at the same column. */
  table(
    rows: readonly (readonly string[])[],
    options?: { indent?: number; right?: readonly number[]; header?: boolean },
  ): void;
}

/** A terminal on one output of the world. */
export function createTerminal(world: World, output: Output): Terminal {
  const color = hasColor(world, output);
  // A terminal that does not know its width says 0.
  const width = Math.max(40, Math.min(pageWidth, output.columns || pageWidth));
  const paint = (text: string, tone: Tone | undefined): string =>
    color && tone !== undefined ? styleText(tone, text, { validateStream: false }) : text;
  const write = (line: string): void => void output.write(`${line.trimEnd()}\n`);

  return {
    blank: () => write(''),
    heading: (text) => {
      for (const line of wrapText(plainText(text), width)) write(paint(line, 'bold'));
    },
    paragraph: (text, { lead = '', indent = 0, tone, leadTone } = {}) => {
      const margin = ' '.repeat(indent);
      const hang = ' '.repeat(textWidth(plainText(lead)));
      const lines = wrapText(plainText(text), width - indent - hang.length);
      (lines.length === 0 ? [''] : lines).forEach((line, row) => {
        write(`${margin}${row === 0 ? paint(plainText(lead), leadTone) : hang}${paint(line, tone)}`);
      });
    },
    whole: (text, { lead = '', indent = 0, tone, leadTone } = {}) =>
      write(' '.repeat(indent) + paint(plainText(lead), leadTone) + paint(plainText(text), tone)),
    command: (words, indent = 2) => {
      for (const line of commandLines(words.map(shellWord), width - indent))
        write(' '.repeat(indent) + paint(line, 'cyan'));
    },
    table: (rows, { indent = 0, right = [], header = false } = {}) => {
      const cells = rows.map((row) => row.map(plainText));
      const widths = (cells[0] ?? []).map((_, column) =>
        Math.max(...cells.map((row) => textWidth(row[column] ?? ''))),
      );
      cells.forEach((row, index) => {
        const line = row.map((cell, column) => pad(cell, widths[column], right.includes(column))).join('  ');
        write(' '.repeat(indent) + paint(line.trimEnd(), header && index === 0 ? 'dim' : undefined));
      });
    },
  };
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(cell)));
  return right ? space + cell : cell + space;
}

/** https://no-color.org: any value but the empty one says no. */
function hasColor({ env }: World, output: Output): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return output.isTTY === true && env['TERM'] !== 'dumb';
}

/** Words safe to paste into a shell. */
export function shellWord(word: string): string {
  const plain = plainText(word);
  return /^[\w./:=,@%+-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}

/** Words filled into lines; a word that is an option stays with its value. */
function commandLines(words: readonly string[], width: number): string[] {
  const groups: string[] = [];
  for (const word of words) {
    const previous = groups.at(-1);
    if (
      previous !== undefined &&
      previous.startsWith('--') &&
      !previous.includes(' ') &&
      !word.startsWith('--')
    )
      groups[groups.length - 1] = `${previous} ${word}`;
    else groups.push(word);
  }
  const lines: string[] = [];
  let line = '';
  for (const group of groups) {
    if (line !== '' && textWidth(line) + 1 + textWidth(group) + 2 > width) {
      lines.push(`${line} \\`);
      line = `  ${group}`;
    } else line = line === '' ? group : `${line} ${group}`;
  }
  return [...lines, line];
}
