/** Two spellings of one label: by case, space, number or boolean form. For questions and proposals; labels are never folded by themselves. */
import { isNumeric, numericKey } from './number-text.ts';

/** The form in which spellings of one word meet: `[[Model_A]]` and `model a`, `PASS` and `Pass.`, `3` and `3.0`. */
export function folded(word: string): string {
  const text = word.normalize('NFKC').trim();
  if (isNumeric(text)) return numericKey(text);
  const bare = text.replace(/^["'`([{*]+|["'`)\]}*.!,:;]+$/gu, '').trim();
  const inner = bare === '' ? text : bare;
  if (isNumeric(inner)) return numericKey(inner);
  return inner.toLowerCase().replace(/(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, ' ');
}

/** Yes and no as programs write them. */
const written = { yes: forms('1 true t yes y'), no: forms('0 false f no n') };
/** As people call them: a proposal may rest on these, a refusal may not, since `ok` beside `good` may be a label of its own. */
const called = {
  yes: forms('pass passed ok okay good correct right accept accepted positive pos'),
  no: forms('fail failed bad incorrect wrong reject rejected negative neg'),
};

function forms(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** 1 for a word that says yes, −1 for one that says no, 0 for any other. `loosely`: also good, pass and the like. */
export function polarity(word: string, loosely = false): -1 | 0 | 1 {
  const form = folded(word);
  if (written.yes.has(form) || (loosely && called.yes.has(form))) return 1;
  return written.no.has(form) || (loosely && called.no.has(form)) ? -1 : 0;
}

/** Whether the words are the two answers to a yes-or-no question, however each was spelled. */
export function isYesOrNo(words: readonly string[], loosely = false): boolean {
  const sides = new Set(words.map((word) => polarity(word, loosely)));
  return !sides.has(0) && sides.has(1) && sides.has(-1);
}

/** A word of `from` → the word of `to` that it is another spelling of, for those that `to` does not hold itself. */
export function respelled(from: readonly string[], to: readonly string[], loosely = false): Map<string, string> {
  const held = new Set(to);
  const byForm = new Map(to.map((word) => [folded(word), word]));
  const sides = new Map(to.map((word) => [polarity(word, loosely), word]));
  const bySide = sides.size === to.length && !sides.has(0) ? sides : undefined;
  const found = new Map<string, string>();
  for (const word of from) {
    if (held.has(word)) continue;
    const side = polarity(word, loosely);
    const meant = byForm.get(folded(word)) ?? (side === 0 ? undefined : bySide?.get(side));
    if (meant !== undefined) found.set(word, meant);
  }
  return found;
}
