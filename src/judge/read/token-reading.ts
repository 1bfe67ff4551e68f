import { foldedCase, textOfBytes } from '../ask/byte-strings.ts';
import { labelAtStart } from './label-in-text.ts';
import type { LabelTokens } from '../ask/label-tokens.ts';

/** What stands around a verdict in the answer. */
export interface VerdictGrammar {
  /**
   * Bytes of the first token that belong to what stands before the verdict: the end of a marker or of a key.
   * Alternatives must repeat them.
   */
  readonly opening: string;
  /** A value of a JSON object, in quotation marks or not; null for plain text. */
  readonly json: 'quoted' | 'bare' | null;
}

/** What a token says, given the bytes that were said before it. */
export type TokenReading =
  /** Nothing of the verdict yet: spaces, marks. */
  | { readonly kind: 'lead' }
  /** `whole`: the word is there, not only a beginning that no other label has. */
  | { readonly kind: 'label'; readonly code: number; readonly whole: boolean }
  /**
   * A text that begins like this says the label, but beside its word stands what is not declared as passed
   * over, as in `A.`.
   */
  | { readonly kind: 'beside'; readonly code: number }
  /** The beginning of words of several labels. */
  | { readonly kind: 'open'; readonly codes: readonly number[] }
  | { readonly kind: 'other' };

const lead: TokenReading = Object.freeze({ kind: 'lead' });
const other: TokenReading = Object.freeze({ kind: 'other' });

/** The spaces that may be fused with a word, one before it and one after. */
const fusedSpaces = 4;

/**
 * Reads a token as a part of a verdict, the one that was drawn and those that might have been by one and the
 * same rule.
 *
 * verdict = opening, lead, word, trail; lead = spaces, then a mark; trail = a mark, then a space; in a JSON
 * object the quotation marks around
 *
 * `before`: the bytes of the answer from the first token of the verdict to this one. `token`: the bytes of
 * this token, or of an alternative to it.
 */
export function readToken(
  labels: LabelTokens,
  grammar: VerdictGrammar,
  before: string,
  token: string,
): TokenReading {
  const said = before + token;
  const { opening, json } = grammar;
  if (said.length <= opening.length) return opening.startsWith(said) ? lead : other;
  if (!said.startsWith(opening)) return other;
  let at = opening.length;
  if (json !== null) {
    while (isSpace(said, at)) at++;
    if (at === said.length) return lead;
    if (json === 'quoted' && said[at++] !== '"') return other;
    if (at === said.length) return lead;
  }
  // A bare value has nothing to pass over: what is before and after it is the object's.
  const word = json === 'bare' ? at : afterLead(labels, said, at, before.length);
  if (word === said.length) return lead;
  const reading = word < 0 ? other : readWord(labels, grammar, said.slice(word));
  return reading.kind === 'other' && json === null ? besideWord(labels, said.slice(opening.length)) : reading;
}

/** Whether a text that begins with these bytes would say a label all the same. */
function besideWord(labels: LabelTokens, said: string): TokenReading {
  const folded = foldIf(labels, said);
  if (!labels.forms.some((forms) => forms.some((form) => folded.includes(form)))) return other;
  const code = labelAtStart(labels, textOfBytes(said));
  return code < 0 ? other : { kind: 'beside', code };
}

/**
 * How many different tokens would be read as this label in this place, or as a beginning of it: a bound for
 * what the list does not show. ∞ in a JSON object, where anything may follow the closing quotation mark
 * within the token.
 */
export function countTokensOf(
  labels: LabelTokens,
  grammar: VerdictGrammar,
  before: string,
  code: number,
): number {
  if (grammar.json !== null) return Infinity;
  const said = before.slice(grammar.opening.length);
  const word = afterLead(labels, said, 0, 0);
  const begun = word < 0 ? '' : foldIf(labels, said.slice(word));
  const spaces = labels.space ? 1 + fusedSpaces : 1;
  const marks = 1 + labels.markForms.length;
  // In front of a word that has begun nothing more may stand. Too many forms only make the bound wider.
  const leads = begun === '' ? spaces * marks : 1;
  const variants = new Map<string, number>();
  for (const form of labels.forms[code])
    for (let length = begun.length + 1; length <= form.length && form.startsWith(begun); length++) {
      const part = form.slice(0, length);
      const reading = readWord(labels, grammar, part);
      if (reading.kind !== 'label' && reading.kind !== 'open') continue;
      const cases = labels.foldCase ? 2 ** (part.slice(begun.length).match(/[a-z]/g)?.length ?? 0) : 1;
      variants.set(part, cases * leads * (reading.kind === 'label' && reading.whole ? marks * spaces : 1));
    }
  return [...variants.values()].reduce((sum, count) => sum + count, 0);
}

/** Where the word begins; the end where there is only a lead; −1 where no word can follow. */
function afterLead(
  { space, markForms }: LabelTokens,
  said: string,
  from: number,
  tokenStart: number,
): number {
  let at = from;
  if (space) while (isSpace(said, at)) at++;
  const rest = said.slice(at);
  if (rest === '') return said.length;
  // More than one space in the token of the word is no form that was counted.
  if (at - Math.max(from, tokenStart) > 1) return -1;
  const mark = markForms.find((mark) => rest.startsWith(mark));
  if (mark !== undefined) return at + mark.length;
  return markForms.some((mark) => mark.startsWith(rest)) ? said.length : at;
}

function readWord(labels: LabelTokens, { json }: VerdictGrammar, rest: string): TokenReading {
  const word = foldIf(labels, rest);
  const begun: number[] = [];
  let whole = -1;
  for (const [code, forms] of labels.forms.entries())
    for (const form of forms) {
      if (word.startsWith(form) && endsWord(labels, json, rest.slice(form.length))) whole = code;
      else if (form.startsWith(word) && begun.at(-1) !== code) begun.push(code);
    }
  const inOneToken = labels.tokenization === 'whole words';
  if (whole >= 0 && (inOneToken || begun.every((code) => code === whole)))
    return { kind: 'label', code: whole, whole: true };
  if (inOneToken) return other;
  if (whole >= 0) begun.push(whole);
  if (begun.length === 0) return other;
  return begun.length === 1
    ? { kind: 'label', code: begun[0], whole: false }
    : { kind: 'open', codes: begun };
}

/**
 * Whether a token may go on like this after a word. In a JSON object the quotation mark ends the value,
 * whatever follows.
 */
function endsWord({ space, markForms }: LabelTokens, json: VerdictGrammar['json'], rest: string): boolean {
  if (rest === '') return true;
  if (json === 'bare') return isSpace(rest, 0) || rest[0] === ',' || rest[0] === '}';
  if (json === 'quoted' && rest[0] === '"') return true;
  let at = markForms.find((mark) => rest.startsWith(mark))?.length ?? 0;
  if (space && isSpace(rest, at)) at++;
  return at === rest.length || (json === 'quoted' && rest[at] === '"');
}

function isSpace(text: string, at: number): boolean {
  return at < text.length && ' \t\r\n'.includes(text[at]);
}

function foldIf({ foldCase }: LabelTokens, text: string): string {
  return foldCase ? foldedCase(text) : text;
}
