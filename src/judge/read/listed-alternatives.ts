import { type ExtractionFailure, failure } from './extraction-failure.ts';
import type { TokenAlternative, TokenLogprob } from './token-logprobs.ts';

/**
 * What was off in a list of alternatives. The numbers hold all the same; that they do is this file's
 * business.
 */
export type ListWarning =
  | 'sentinel'
  | 'chosen token not listed'
  | 'repeated tokens'
  | 'fewer alternatives than asked'
  | 'not the most probable';

export interface ListedAlternative {
  readonly bytes: string;
  readonly logprob: number;
  /** Of one entry at most: other tokens may have the same text. */
  readonly chosen: boolean;
}

export interface ListedAlternatives {
  readonly ok: true;
  /** Each token once, with the chosen one, whatever its rank, where its probability is known. */
  readonly entries: readonly ListedAlternative[];
  readonly chosen: string;
  /** Natural log; −∞ where the endpoint gives no number. */
  readonly chosenLogprob: number;
  /** 1 − Σ of the list: what it does not show. */
  readonly unlistedMass: number;
  /** No token outside the list has more than this, as a natural log. */
  readonly mostUnlisted: number;
  /**
   * Several tokens are written with one text, so how many more would be written like a label is not known.
   */
  readonly ambiguous: boolean;
  readonly warnings: readonly ListWarning[];
}

/** "Outside of the list", written as a number by several servers. Others write null, NaN or −Infinity. */
const sentinel = -9999;

/**
 * Sums above 1 by rounding are none of our business up to here; the reader of probability columns draws the
 * same line.
 */
const largestSum = 1.01;

/** The chosen token and its copy in the list may be rounded differently, by no more than this. */
const copyTolerance = 1e-3;

/**
 * The alternatives at one token, with what can be said of those that are not listed.
 *
 * A token outside a list of the most probable ones has at most the probability of the least listed one. The
 * chosen token does not count there: it may be far down the ranks, and some servers put it into the list all
 * the same. `asked`: how many alternatives the request asked for.
 *
 * One text may stand for several tokens: servers that cut the space off list ` Pass` and `Pass` alike. With
 * different numbers they are different tokens, and add up. The copy of the chosen token has its number and
 * counts once. Of other copies nobody can say: they count once, and the rest of the list bounds what a second
 * one may have.
 *
 * Returns a failure where nothing but the chosen token is listed, and where the list sums to more than 1.01.
 */
export function listedAlternatives(
  token: TokenLogprob,
  bytesOf: (token: TokenAlternative) => string,
  asked?: number,
): ListedAlternatives | ExtractionFailure {
  const warnings = new Set<ListWarning>();
  const chosen = bytesOf(token);
  const { numbers, copies, unranked } = numbersOf(token, bytesOf);
  if (numbers.length < token.top.length - copies) warnings.add('sentinel');
  const texts = new Set(numbers.map(({ bytes }) => bytes)).size;
  if (copies > 0 || texts < numbers.length) warnings.add('repeated tokens');
  if (token.top.every((entry) => bytesOf(entry) === chosen) && numbers.length < 2)
    return failure('no alternatives', `only the chosen token ${JSON.stringify(token.token)} is listed`);
  if (asked !== undefined && token.top.length < asked) warnings.add('fewer alternatives than asked');

  const copy = copyOfChosen(token, chosen, numbers);
  const others = numbers.filter((entry) => entry !== copy);
  // A number that is missing in front of others may be larger than they are.
  let mostUnlisted = others.length === 0 || unranked ? 0 : Math.min(...others.map(({ logprob }) => logprob));
  const entries = numbers.map((entry) => ({ ...entry, chosen: entry === copy }));
  if (copy === undefined) {
    warnings.add('chosen token not listed');
    if (!isNumber(token.logprob)) warnings.add('sentinel');
    else {
      // Then tokens are missing from the middle of the list, and its end bounds nothing.
      if (token.logprob > mostUnlisted + 1e-6) {
        warnings.add('not the most probable');
        mostUnlisted = 0;
      }
      entries.push({ bytes: chosen, logprob: token.logprob, chosen: true });
    }
  }
  const sum = sumOf(entries);
  if (sum > largestSum)
    return failure(
      'impossible sum',
      `the alternatives of ${JSON.stringify(token.token)} sum to ${sum.toPrecision(4)}`,
    );
  return Object.freeze({
    ok: true,
    entries,
    chosen,
    chosenLogprob: entries.find((entry) => entry.chosen)?.logprob ?? -Infinity,
    unlistedMass: Math.max(0, 1 - sum),
    mostUnlisted,
    ambiguous:
      new Set(entries.map(({ bytes }) => bytes)).size < entries.length ||
      copies > copiesOf(copy, token, bytesOf),
    warnings: [...warnings],
  });
}

interface Numbered {
  readonly bytes: string;
  readonly logprob: number;
}

/**
 * The listed tokens with a number. `copies`: how many were left out since they are another's copy.
 * `unranked`: one without a number stands before one with one.
 */
function numbersOf(
  { top }: TokenLogprob,
  bytesOf: (token: TokenAlternative) => string,
): { readonly numbers: Numbered[]; readonly copies: number; readonly unranked: boolean } {
  const numbers: Numbered[] = [];
  let [copies, unknown, unranked] = [0, false, false];
  for (const entry of top) {
    const [bytes, { logprob }] = [bytesOf(entry), entry];
    if (!isNumber(logprob)) unknown ||= Number.isNaN(logprob);
    else if (numbers.some((other) => other.bytes === bytes && other.logprob === logprob)) copies++;
    else {
      numbers.push({ bytes, logprob });
      unranked ||= unknown;
    }
  }
  return { numbers, copies, unranked };
}

/** How often the chosen token stands in the list beyond the once that counts. */
function copiesOf(
  copy: Numbered | undefined,
  { top }: TokenLogprob,
  bytesOf: (token: TokenAlternative) => string,
): number {
  if (copy === undefined) return 0;
  return top.filter((entry) => entry.logprob === copy.logprob && bytesOf(entry) === copy.bytes).length - 1;
}

/**
 * The entry of the list that is the chosen token: the one of its text with its number. Where it has no
 * number, or one that does not fit the list, it is the most probable one of its text.
 */
function copyOfChosen(
  token: TokenLogprob,
  chosen: string,
  numbers: readonly Numbered[],
): Numbered | undefined {
  const same = numbers.filter(({ bytes }) => bytes === chosen).sort((a, b) => b.logprob - a.logprob);
  if (!isNumber(token.logprob)) return same[0];
  const far = ({ logprob }: Numbered): number => Math.abs(logprob - token.logprob);
  const nearest = same.toSorted((a, b) => far(a) - far(b))[0];
  if (nearest === undefined || far(nearest) <= copyTolerance) return nearest;
  return sumOf(numbers) + Math.exp(token.logprob) > largestSum ? same[0] : undefined;
}

function isNumber(logprob: number): boolean {
  return logprob > sentinel;
}

function sumOf(entries: readonly Numbered[]): number {
  return entries.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
}
