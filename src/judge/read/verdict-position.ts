import { bytesOfText } from '../ask/byte-strings.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';
import { jsonValueSpan } from './json-value-span.ts';
import { labelAtStart, labelOfValue } from './label-in-text.ts';
import type { LabelTokens } from '../ask/label-tokens.ts';
import { type TokenOffsets, tokenOffsets } from './token-offsets.ts';
import type { AnswerTokens } from './token-logprobs.ts';
import type { VerdictGrammar } from './token-reading.ts';

/**
 * Where a judge was told to put its verdict. Declared: a verdict that is looked for is found where there is
 * none.
 */
export type VerdictFormat =
  /** The answer begins with it. */
  | { readonly kind: 'first' }
  /** It follows a marker such as `Verdict:`; `occurrence` says which one counts where there are several. */
  | { readonly kind: 'after marker'; readonly marker: string; readonly occurrence: 'first' | 'last' }
  /** The value of a key in a JSON object. */
  | { readonly kind: 'json'; readonly key: string };

export interface VerdictPosition {
  readonly ok: true;
  /** The first token that holds a byte of what follows the marker or the key. */
  readonly token: number;
  readonly grammar: VerdictGrammar;
  /** Code of the label the text has there; −1 where it has none of them. */
  readonly answered: number;
  readonly offsets: TokenOffsets;
}

/**
 * Finds the verdict in an answer: its first token, and the label the text says.
 *
 * The text is read first and laid over the tokens by bytes, since a token may be half a letter. A label
 * counts where a word ends after it: `A`, `A.` and `A because`, but not `Assistant`, `A+` or `1.5`. The value
 * of a JSON key has to be the label alone.
 *
 * Returns a failure where the marker or the key is missing, the answer ends there, or the place lies in a
 * part of the text that its tokens do not make.
 */
export function findVerdict(
  answer: AnswerTokens,
  format: VerdictFormat,
  labels: LabelTokens,
): VerdictPosition | ExtractionFailure {
  const place = placeInText(answer.text, format, labels);
  if (!place.ok) return place;
  const offsets = tokenOffsets(answer.tokens, answer.text);
  if (!offsets.ok) return offsets;
  const byte = bytesOfText(answer.text.slice(0, place.from)).length;
  const token = tokenAt(answer, offsets, byte);
  if (token < 0)
    return failure(
      'tokens differ from text',
      `the tokens around the verdict, at byte ${byte}, do not make the text`,
    );
  // A space that was cut off the text may be missing from an alternative too, where spaces are passed over.
  const shared = byte === 0 && labels.space ? 0 : byte - offsets.starts[token];
  const opening = offsets.bytesOf(answer.tokens[token]).slice(0, shared);
  return Object.freeze({
    ok: true,
    token,
    grammar: { opening, json: place.json },
    answered: place.answered,
    offsets,
  });
}

/**
 * The code of the label a text says, without its tokens; −1 where it says none. For answers that come without
 * token probabilities.
 */
export function labelInText(
  text: string,
  format: VerdictFormat,
  labels: LabelTokens,
): { ok: true; answered: number } | ExtractionFailure {
  const place = placeInText(text, format, labels);
  return place.ok ? { ok: true, answered: place.answered } : place;
}

interface TextPlace {
  readonly ok: true;
  /** Of the text: where what follows the marker or the key begins. */
  readonly from: number;
  readonly json: VerdictGrammar['json'];
  readonly answered: number;
}

function placeInText(
  text: string,
  format: VerdictFormat,
  labels: LabelTokens,
): TextPlace | ExtractionFailure {
  if (format.kind === 'first') return { ok: true, from: 0, json: null, answered: labelAtStart(labels, text) };
  if (format.kind === 'json') {
    const span = jsonValueSpan(text, format.key);
    if (!span.ok) return span;
    return {
      ok: true,
      from: span.from,
      json: span.quoted ? 'quoted' : 'bare',
      answered: labelOfValue(labels, span.value, span.quoted),
    };
  }
  const { marker, occurrence } = format;
  const at = occurrence === 'last' ? text.lastIndexOf(marker) : text.indexOf(marker);
  if (at < 0) return failure('no marker', `the answer has no ${JSON.stringify(marker)}`);
  const from = at + marker.length;
  if (text.slice(from).trim() === '')
    return failure('cut short', `the answer ends after ${JSON.stringify(marker)}`);
  return { ok: true, from, json: null, answered: labelAtStart(labels, text.slice(from)) };
}

/** The token that holds this byte of the text. */
function tokenAt({ tokens }: AnswerTokens, { starts, bytesOf }: TokenOffsets, byte: number): number {
  for (const [j, start] of starts.entries())
    if (start <= byte && start + bytesOf(tokens[j]).length > byte) return j;
  return -1;
}
