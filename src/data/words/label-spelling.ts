/**
 * Two spellings of one label: by case, space, number or boolean form. For questions and proposals; labels are
 * never folded by themselves.
 */
import { isNumeric, numericKey } from './number-text.ts';

/** A longer word is a text and no label. */
const longest = 200;

/**
 * The form in which spellings of one word meet: `[[Model_A]]` and `model a`, `PASS` and `Pass.`, `3` and
 * `3.0`.
 */
export function folded(word: string): string {
  if (word.length > longest) return word;
  const bare = unwrapped(plain(word));
  const number = numberForm(bare);
  if (number !== undefined) return number;
  // By way of upper case, in which ß is SS.
  const letters = bare.toUpperCase().toLowerCase();
  return letters.replace(/(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, (gap, at: number) =>
    isDigit(letters[at - 1]) && isDigit(letters[at + gap.length]) ? '-' : '',
  );
}

/** One character for each kind of dash, apostrophe and quotation mark, and none that cannot be seen. */
function plain(word: string): string {
  return word
    .normalize('NFKC')
    .replace(/[\p{Cf}\uFE0E\uFE0F]/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u201B\u02BC\u00B4`]/g, "'")
    .replace(/[\u201C-\u201F\u00AB\u00BB\u300C-\u300F]/g, '"')
    .trim();
}

const pairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '(': ')',
  '[': ']',
  '{': '}',
  '*': '*',
  _: '_',
};

/**
 * Without what stands around the whole word, and without a mark at its end. `A*` and `[0,1)` stay as they
 * are.
 */
function unwrapped(text: string): string {
  let bare = text;
  if (!/[\p{L}\p{N}]/u.test(text)) return text;
  for (let before = ''; before !== bare;) {
    before = bare;
    if (bare.length > 2 && pairs[bare[0]] === bare.at(-1)) bare = bare.slice(1, -1).trim();
    else if (bare.length > 1 && /[.,;:\u3002]$/.test(bare)) bare = bare.slice(0, -1).trim();
  }
  return bare;
}

/** `5,0` is 5 and `1,000` is 1000, as the countries have it that write so. */
function numberForm(text: string): string | undefined {
  if (isNumeric(text)) return numericKey(text);
  const comma = /^([+-]?\d{1,15}),(\d{1,15})$/.exec(text);
  return comma === null
    ? undefined
    : numericKey(comma[2].length === 3 ? `${comma[1]}${comma[2]}` : `${comma[1]}.${comma[2]}`);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /\d/.test(character);
}

/** Yes and no as programs write them, in pairs. */
const booleans = [
  ['true', 'false'],
  ['yes', 'no'],
  ['1', '0'],
  ['t', 'f'],
  ['y', 'n'],
] as const satisfies readonly (readonly [string, string])[];
/**
 * As people call them: a proposal may rest on these, a refusal may not, since `ok` beside `good` may be a
 * label of its own.
 */
const called = {
  yes: forms(
    'pass passed ok okay good correct right accept accepted acceptable positive pos relevant ' +
      'supported helpful satisfactory success',
  ),
  no: forms('fail failed bad incorrect wrong reject rejected negative neg failure'),
};
/** As in unacceptable, irrelevant, not helpful. */
const opposite = /^(?:un|in|ir|im|dis|non|not)(?=\p{L}{4})/u;

function forms(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/**
 * 1 for a word that says yes, −1 for one that says no, 0 for any other. `loosely`: also good, pass and the
 * like.
 *
 * @example
 * polarity('fail', true); // -1
 */
export function polarity(word: string, loosely = false): -1 | 0 | 1 {
  const form = folded(word);
  for (const [yes, no] of booleans) {
    if (form === yes) return 1;
    if (form === no) return -1;
  }
  if (!loosely) return 0;
  if (called.yes.has(form)) return 1;
  return called.no.has(form) || (opposite.test(form) && called.yes.has(form.replace(opposite, ''))) ? -1 : 0;
}

/**
 * The words that say yes or no among these. 1 and 0 do so where there is no other number: on a scale they are
 * grades.
 */
function polarWords(
  words: readonly string[],
  loosely: boolean,
): { readonly word: string; readonly side: -1 | 1 }[] {
  const isScale = words.some((word) => isNumeric(folded(word)) && polarity(word) === 0);
  return words.flatMap((word) => {
    const side = isScale && isNumeric(folded(word)) ? 0 : polarity(word, loosely);
    return side === 0 ? [] : [{ word, side }];
  });
}

/**
 * A word of `from` → the word of `to` that it is another spelling of, for those that `to` does not hold
 * itself. Where several words of `to` would do, the first. `loosely`: good and Pass are the same answer.
 */
export function respelled(
  from: readonly string[],
  to: readonly string[],
  loosely = false,
): Map<string, string> {
  const held = new Set(to);
  const byForm = new Map(to.map((word) => [folded(word), word] as const).toReversed());
  const polar = polarWords(to, loosely);
  const only = (side: -1 | 1): string | undefined => {
    const words = polar.filter((found) => found.side === side);
    return words.length === 1 ? words[0].word : undefined;
  };
  const target = { '1': only(1), '-1': only(-1) };
  const own = new Set(from.filter((word) => held.has(word)).map((word) => polarity(word, loosely)));
  const found = new Map<string, string>();
  for (const word of from) {
    if (held.has(word)) continue;
    const meant = byForm.get(folded(word)) ?? otherAnswer(word);
    if (meant !== undefined) found.set(word, meant);
  }
  return found;

  function otherAnswer(word: string): string | undefined {
    const side = polarity(word, loosely);
    // One letter, or a name, beside the word itself may be a label of its own: N beside F.
    const isSure = polarity(word) !== 0 && folded(word).length > 1;
    return side === 0 || (own.has(side) && !isSure) ? undefined : target[side];
  }
}

/**
 * Words of the same meaning among these, as groups: by their spelling, and by two ways to say yes and no that
 * are both complete. The first of a group comes first.
 */
export function spelledTwice(words: readonly string[]): string[][] {
  const byForm = [...Map.groupBy(words, folded).values()];
  const isScale = words.some((word) => isNumeric(folded(word)) && polarity(word) === 0);
  const all = new Set(words.map(folded));
  const complete = booleans.filter(([yes, no]) => all.has(yes) && all.has(no) && !(isScale && yes === '1'));
  if (complete.length < 2) return byForm.filter((group) => group.length > 1);
  const meaning = new Map<string, string>(
    complete.flatMap(([yes, no]) => [[yes, 'yes'] as const, [no, 'no'] as const]),
  );
  return [
    ...Map.groupBy(words, (word) => meaning.get(folded(word)) ?? `word ${folded(word)}`).values(),
  ].filter((group) => group.length > 1);
}

/** Each further spelling of a word → the first one. */
export function spellingMap(words: readonly string[]): Record<string, string> {
  const pairs = spelledTwice(words).flatMap(([kept, ...others]) =>
    others.map((word) => [word, kept] as const),
  );
  return Object.fromEntries(pairs);
}

/**
 * How many answers are there twice, however they are spelled or called: two or more, and two vocabularies
 * stand side by side.
 */
export function answersTwice(words: readonly string[]): number {
  const sides = new Map(polarWords(words, true).map(({ word, side }) => [word, side]));
  return [...Map.groupBy(words, (word) => sides.get(word) ?? folded(word)).values()].filter(
    (group) => group.length > 1,
  ).length;
}
