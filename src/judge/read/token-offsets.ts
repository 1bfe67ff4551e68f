import { bytesOfText, bytesOfToken } from '../ask/byte-strings.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';
import type { TokenAlternative } from './token-logprobs.ts';

export interface TokenOffsets {
  readonly ok: true;
  /**
   * length tokens: the byte of the text each token begins at; NaN where that is not known. A token may begin
   * before the text.
   */
  readonly starts: Float64Array;
  /** How the bytes of this endpoint's tokens are read. */
  readonly bytesOf: (token: TokenAlternative) => string;
  /** The tokens are written as in a vocabulary, `Ġ` or `▁` for a space. */
  readonly raw: boolean;
}

/**
 * Where in the text each token begins, in bytes.
 *
 * Tokens put together should be the text, and often are not quite: a space before it is cut off, the token
 * that ends the answer is listed too, spaces are written as in a vocabulary, and a letter of several tokens
 * comes as replacement characters. So the two are laid side by side from both ends, and only tokens inside
 * the parts that agree have a place. Guessing across the gap would put the verdict on a wrong token.
 *
 * Returns a failure where neither end agrees.
 */
export function tokenOffsets(
  tokens: readonly TokenAlternative[],
  text: string,
): TokenOffsets | ExtractionFailure {
  const whole = bytesOfText(text);
  const plain = aligned(tokens.map(bytesOfToken), whole);
  const raw = plain.known === tokens.length ? plain : aligned(tokens.map(bytesOfVocabulary), whole);
  const best = raw.known > plain.known ? raw : plain;
  if (best.known === 0)
    return failure(
      'tokens differ from text',
      `the ${tokens.length} tokens do not make the text; the first is ${JSON.stringify(tokens[0].token)}`,
    );
  return Object.freeze({
    ok: true,
    starts: best.starts,
    bytesOf: best === plain ? bytesOfToken : bytesOfVocabulary,
    raw: best !== plain,
  });
}

interface Alignment {
  readonly starts: Float64Array;
  /** Tokens with a place. */
  readonly known: number;
}

function aligned(parts: readonly string[], text: string): Alignment {
  const starts = new Float64Array(parts.length).fill(NaN);
  const whole = parts.join('');
  const before = spacesOf(whole) - spacesOf(text);
  if (before >= 0 && agreesWhole(parts, whole.slice(before), text)) {
    let at = 0 - before;
    for (const [j, part] of parts.entries()) {
      starts[j] = at;
      at += part.length;
    }
    return { starts, known: parts.length };
  }
  return {
    starts,
    known: fromFront(parts, text, Math.max(0, before), starts) + fromBack(parts, text, starts),
  };
}

/** The text, and after it at most one more token: the one that ends an answer. */
function agreesWhole(parts: readonly string[], whole: string, text: string): boolean {
  const rest = whole.length - text.length;
  return (
    whole.startsWith(text) &&
    (rest === 0 || rest === parts.at(-1)!.length || whole.slice(text.length).trim() === '')
  );
}

function fromFront(parts: readonly string[], text: string, before: number, starts: Float64Array): number {
  let at = 0 - before;
  for (const [j, part] of parts.entries()) {
    if (part.slice(Math.max(0, -at)) !== text.slice(Math.max(0, at), Math.max(0, at + part.length))) return j;
    starts[j] = at;
    at += part.length;
  }
  return parts.length;
}

/**
 * From the end of the last token, or of the one before where the last ends the answer and is no part of it.
 */
function fromBack(parts: readonly string[], text: string, starts: Float64Array): number {
  let last = parts.length - 1;
  if (last > 0 && !text.endsWith(parts[last]) && text.endsWith(parts[last - 1])) last--;
  let end = text.length;
  let known = 0;
  for (let j = last; j >= 0 && Number.isNaN(starts[j]); j--) {
    const start = end - parts[j].length;
    if (start < 0 || text.slice(start, end) !== parts[j]) break;
    starts[j] = start;
    end = start;
    known++;
  }
  return known;
}

function spacesOf(text: string): number {
  return /^[ \t\r\n]*/.exec(text)![0].length;
}

/** Byte-level vocabularies write a space as `Ġ` and a line break as `Ċ`, others a space as `▁`. */
function bytesOfVocabulary({ token }: TokenAlternative): string {
  return bytesOfText(token.replaceAll(/[Ġ▁]/g, ' ').replaceAll('Ċ', '\n'));
}
