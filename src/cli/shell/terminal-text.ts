/**
 * Text from the data, made safe and measured for a terminal. A name in a file may hold escape sequences that
 * move the cursor, set the window title or turn the reading direction: none of them reaches the screen.
 */
import { stripVTControlCharacters } from 'node:util';

/**
 * Controls (C0, DEL, C1), soft hyphen, bidirectional controls, zero-width and tag characters. ZWJ and ZWNJ
 * stay: scripts and emoji need them.
 */
const hidden =
  // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]/gu;

/** The text on one line with nothing in it that a terminal would obey. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed().replace(/[\t\r\n\v\f\u2028\u2029]+/g, ' ')).replace(
    hidden,
    '',
  );
}

/** A name of at most `length` columns: its beginning and its end, since names often differ in their ends. */
export function shortName(text: string, length = 32): string {
  const plain = plainText(text).trim();
  if (plain === '') return '(empty)';
  const characters = Array.from(plain);
  if (characters.length <= length) return plain;
  const tail = Math.floor((length - 1) / 3);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/**
 * A name that somebody else chose, in a sentence: short and in quotation marks, so that it cannot go on with
 * the sentence.
 */
export function quotedName(text: string): string {
  return JSON.stringify(shortName(text));
}

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const narrowest = /^[\p{Mn}\p{Me}\u200C\u200D\uFE00-\uFE0F]$/u;

/** How many columns a terminal gives the text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += narrowest.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/**
 * A word, or what is to be pasted as it is: an option with its value in quotation marks, or a part of
 * `assize.json`.
 */
const wordOrPaste = /--[a-z-]+ '(?:[^']|'\\'')*'|--map [^ ]+|"labels": \{.*?\}(?= in assize\.json)|[^ ]+/g;

/**
 * The words of a text in lines of at most `width` columns. A word longer than a line is broken, unless it is
 * a path: half a path cannot be copied.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  // A no-break space binds a figure to its unit, so only plain spaces part words.
  for (const word of text.match(wordOrPaste) ?? []) {
    for (const piece of pieces(word, width)) {
      if (line !== '' && textWidth(line) + 1 + textWidth(piece) > width) {
        lines.push(line);
        line = piece;
      } else line = line === '' ? piece : `${line} ${piece}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width || /[/\\ ]/.test(word)) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (textWidth(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
