/**
 * Text from the data made safe to read. Markup is escaped where nodes become HTML; here go the characters
 * that mislead the eye: controls, direction overrides, and characters without width or shape.
 */
import { capital } from '../../analysis/index.ts';
import { h, type Content } from '../../charts/index.ts';

/**
 * What may stand in a name and is never seen: C0, C1, bidirectional controls, zero width, line and paragraph
 * separators, tags. ZWJ and ZWNJ stay: scripts and emoji need them.
 */
const hidden =
  // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]/gu;

/**
 * The text on one line, each hidden character as its visible code (`⟨U+202E⟩`), so that two names that differ
 * look different.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[ \t\r\n\v\f]+/g, ' ')
    .trim()
    .replace(
      hidden,
      (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
}

/** The text with at most `length` characters: beginning and end, since ids often differ in their ends. */
export function shortText(text: string, length: number): string {
  const points = Array.from(cleanText(text));
  if (points.length <= length) return points.join('');
  const tail = Math.floor((length - 1) / 3);
  return `${points.slice(0, length - 1 - tail).join('')}…${points.slice(points.length - tail).join('')}`;
}

/** A name as plain text, for titles, captions and sentences, where no element can isolate it. */
export function plainName(text: string): string {
  return shortText(text, 80);
}

/**
 * A name from the data, isolated from the direction of the text around it; an empty one is said to be empty.
 */
export function name(text: string, length = 80): Content {
  const short = shortText(text, length);
  return h('bdi', { class: 'name' }, short === '' ? '(empty)' : short);
}

/** No sentence of the program is longer; one that quotes a name without end is cut. */
const longestSentence = 1000;

/**
 * A sentence from the Analysis, with its final stop: reasons come without one. It may quote names from the
 * data.
 */
export function sentence(text: string): string {
  const clean = shortText(text, longestSentence);
  return clean === '' || /[.!?:…]$/u.test(clean) ? clean : `${clean}.`;
}

/** A sentence of the Analysis with what it is about. */
export interface Said {
  readonly code?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * A sentence that stands alone: its first letter is a capital, unless a name from the data is its first word.
 * A flag in it (`--pass`) is never broken over two lines. A plain text is of the program alone.
 */
export function prose(said: Said | string): Content {
  const { text, facts } = typeof said === 'string' ? { text: said, facts: {} } : said;
  return flagged(sentence(beginsWithName(text, facts) ? text : capital(text)));
}

/** Each sentence once. */
export function onceEach(all: readonly Said[]): Said[] {
  return [...new Map(all.map((said) => [said.text, said])).values()];
}

/** Facts that are text, or lists of it, are names from the data. */
function beginsWithName(text: string, facts: Said['facts']): boolean {
  return Object.values(facts)
    .flat()
    .some((fact) => typeof fact === 'string' && fact !== '' && text.startsWith(fact));
}

/** The end of a sentence that began elsewhere, with its flags unbroken. */
export function clause(text: string): Content {
  return flagged(sentence(text));
}

function flagged(text: string): Content {
  return text
    .split(/(--[a-z][a-z-]*)/u)
    .map((part, index) => (index % 2 === 1 ? h('span', { class: 'flag' }, part) : part));
}
