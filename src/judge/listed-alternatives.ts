import { type ExtractionFailure, failure } from './extraction-failure.ts';
import type { TokenAlternative, TokenLogprob } from './token-logprobs.ts';

/** What was off in a list of alternatives. The numbers hold all the same; that they do is this file's business. */
export type ListWarning =
  | 'sentinel'
  | 'chosen token not listed'
  | 'repeated tokens'
  | 'fewer alternatives than asked'
  | 'not the most probable';

export interface ListedAlternative {
  readonly bytes: string;
  readonly logprob: number;
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
  /** Tokens that stand in the list twice with different numbers: which one holds is not known. */
  readonly disputed: ReadonlySet<string>;
  readonly warnings: readonly ListWarning[];
}

/** "Outside of the list", written as a number by several servers. */
const sentinel = -9999;

/** Sums above 1 by rounding are none of our business up to here; the reader of probability columns draws the same line. */
const largestSum = 1.01;

/**
 * The alternatives at one token, with what can be said of those that are not listed.
 *
 * A token outside a list of the most probable ones has at most the probability of the least listed one. The chosen token does not count
 * there: it may be far down the ranks, and some servers put it into the list all the same. `asked`: how many alternatives the request
 * asked for.
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
  const logprobs = new Map<string, number>();
  const disputed = new Set<string>();
  for (const entry of token.top) {
    if (entry.logprob <= sentinel) warnings.add('sentinel');
    else add(bytesOf(entry), entry.logprob);
  }
  const others = [...logprobs].filter(([bytes]) => bytes !== chosen).map(([, logprob]) => logprob);
  if (others.length === 0 && token.top.every((entry) => bytesOf(entry) === chosen))
    return failure('no alternatives', `only the chosen token ${JSON.stringify(token.token)} is listed`);
  if (asked !== undefined && token.top.length < asked) warnings.add('fewer alternatives than asked');

  let mostUnlisted = others.length === 0 ? 0 : Math.min(...others);
  if (!logprobs.has(chosen)) {
    warnings.add('chosen token not listed');
    if (token.logprob <= sentinel) warnings.add('sentinel');
    else {
      // Then tokens are missing from the middle of the list, and its end bounds nothing.
      if (token.logprob > mostUnlisted + 1e-6) {
        warnings.add('not the most probable');
        mostUnlisted = 0;
      }
      logprobs.set(chosen, token.logprob);
    }
  }
  const sum = [...logprobs.values()].reduce((total, logprob) => total + Math.exp(logprob), 0);
  if (sum > largestSum) return failure('impossible sum', `the alternatives of ${JSON.stringify(token.token)} sum to ${sum.toPrecision(4)}`);
  return Object.freeze({
    ok: true,
    entries: [...logprobs].map(([bytes, logprob]) => ({ bytes, logprob, chosen: bytes === chosen })),
    chosen,
    chosenLogprob: logprobs.get(chosen) ?? -Infinity,
    unlistedMass: Math.max(0, 1 - sum),
    mostUnlisted,
    disputed,
    warnings: [...warnings],
  });

  function add(bytes: string, logprob: number): void {
    const known = logprobs.get(bytes);
    if (known !== undefined) {
      warnings.add('repeated tokens');
      if (known !== logprob) disputed.add(bytes);
    }
    logprobs.set(bytes, Math.max(known ?? -Infinity, logprob));
  }
}
