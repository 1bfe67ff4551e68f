import { textOfBytes } from '../ask/byte-strings.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';
import type { LabelTokens } from '../ask/label-tokens.ts';
import { type ListWarning, type ListedAlternatives, listedAlternatives } from './listed-alternatives.ts';
import type { TokenLogprob } from './token-logprobs.ts';
import { type TokenReading, countTokensOf, readToken } from './token-reading.ts';
import type { VerdictPosition } from './verdict-position.ts';

export type PathWarning =
  | ListWarning
  /** A token that only begins a word was counted for its label. */
  | 'beginning of a word'
  /** The verdict took several tokens; what other first tokens would have led to is not known. */
  | 'several tokens'
  /** The word went on: what looked like a label was the beginning of something else. */
  | 'word went on'
  /**
   * A tenth or more of the probability, or the token that was drawn, has a word and something undeclared
   * beside it, as in `A.`.
   */
  | 'undeclared mark';

/** What the lists along the verdict show, before anything is renormalized. All masses are parts of 1. */
export interface VerdictPath {
  readonly ok: true;
  /** length labels: natural log of what was listed for each; −∞ for nothing. */
  readonly listed: Float64Array;
  /**
   * length labels: what may be added at most, by tokens outside the lists and by beginnings that fit several
   * labels.
   */
  readonly extra: Float64Array;
  /** What the lists do not show, summed over the tokens of the verdict. */
  readonly unlisted: number;
  /** Listed, and the beginning of words of several labels. */
  readonly open: number;
  /** Listed, and nothing but another space or mark before the verdict: set aside, see `walkVerdict`. */
  readonly aside: number;
  /** The most probable token that has a word and something undeclared beside it; null where none has. */
  readonly beside: { readonly token: string; readonly code: number; readonly mass: number } | null;
  readonly warnings: readonly PathWarning[];
}

/**
 * Follows the tokens of a verdict up to the one that decides it, and collects at each what the alternatives
 * would have said.
 *
 * At one token: p_k = Σ e^logprob over the alternatives that say label k. Where a word takes several tokens,
 * an alternative at the second has the product of what was said so far and its own probability. Paths that
 * were not taken end at their first token: one that fits a single label counts for it; one that fits several,
 * such as `Response`, is open and only widens their bounds.
 *
 * A token that has the word and something undeclared beside it, such as `A.`, is open for that label, whether
 * it was drawn or not: the text that was drawn may well say the label by it, but what the others would have
 * said is read by their tokens alone.
 *
 * Alternatives that are nothing but another space or mark say nothing about the verdict, and what would
 * follow them is not shown. They are set aside: everything is given that the answer began as it did. So is a
 * token before the verdict that stands alone in its list.
 *
 * For what is not listed: at most the whole rest of each list, and at most the count of tokens that would say
 * or begin the label, each with the probability of the least token listed.
 */
export function walkVerdict(
  tokens: readonly TokenLogprob[],
  { token: from, grammar, answered, offsets }: VerdictPosition,
  labels: LabelTokens,
  asked?: number,
): VerdictPath | ExtractionFailure {
  let sums = new PathSums(labels.names.length);
  let before = '';
  let soFar = 0;
  for (let j = from; j < tokens.length; j++) {
    const list = listedAlternatives(tokens[j], offsets.bytesOf, asked);
    if (!list.ok && isForcedLead(list, readToken(labels, grammar, before, offsets.bytesOf(tokens[j])))) {
      before += offsets.bytesOf(tokens[j]);
      continue;
    }
    if (!list.ok) return list;
    for (const warning of list.warnings) sums.warnings.add(warning);
    // Where one text is several tokens, more of them than are listed may be written like a label.
    const known = new Float64Array(labels.names.length).fill(list.ambiguous ? -Infinity : 0);
    for (const { bytes, logprob, chosen } of list.entries) {
      // An empty text is a token that ends the answer, or a part of a letter that was lost on the way.
      const reading: TokenReading =
        bytes === '' && !chosen ? { kind: 'other' } : readToken(labels, grammar, before, bytes);
      for (const code of codesOf(reading)) known[code]++;
      if (reading.kind === 'beside') sums.addBeside(reading.code, bytes, soFar + logprob);
      if (!chosen) sums.add(reading, soFar + logprob);
    }
    sums.addUnlisted(
      Math.exp(soFar),
      list,
      (code) => countTokensOf(labels, grammar, before, code) - known[code],
    );

    const reading = readToken(labels, grammar, before, list.chosen);
    if (reading.kind !== 'lead' && reading.kind !== 'open')
      return sums.end(reading, soFar + list.chosenLogprob, answered, labels);
    if (reading.kind === 'open') sums.warnings.add('several tokens');
    // A space of unknown probability is given like the text before it: what was listed in its place is
    // dropped.
    const given = reading.kind === 'lead' && list.chosenLogprob === -Infinity;
    if (given) sums = new PathSums(labels.names.length, sums.warnings);
    soFar = given ? 0 : soFar + list.chosenLogprob;
    before += list.chosen;
  }
  return failure('cut short', `the answer ends before its verdict is decided, after ${tokens.length} tokens`);
}

/**
 * A schema that masks lets one token through up to the verdict, and that token is all that is listed. It is
 * given, and says nothing.
 */
function isForcedLead({ problem }: ExtractionFailure, { kind }: TokenReading): boolean {
  return problem === 'no alternatives' && kind === 'lead';
}

/** Sums in the making. */
class PathSums {
  readonly #listed: number[][];
  readonly #extra: Float64Array;
  #unlisted = 0;
  #open = 0;
  #aside = 0;
  #besideMass = 0;
  #beside: { readonly token: string; readonly code: number; readonly mass: number } | null = null;
  readonly warnings: Set<PathWarning>;

  constructor(labelCount: number, warnings = new Set<PathWarning>()) {
    this.warnings = warnings;
    this.#listed = Array.from({ length: labelCount }, () => []);
    this.#extra = new Float64Array(labelCount);
  }

  add(reading: TokenReading, logprob: number): void {
    if (reading.kind === 'lead') this.#aside += Math.exp(logprob);
    if (reading.kind === 'open') this.addOpen(reading.codes, Math.exp(logprob));
    if (reading.kind !== 'label') return;
    this.#listed[reading.code].push(logprob);
    if (!reading.whole) this.warnings.add('beginning of a word');
  }

  addOpen(codes: readonly number[], mass: number): void {
    this.#open += mass;
    for (const code of codes) this.#extra[code] += mass;
  }

  /** `missing`: how many tokens would say a label, or begin it, and are not listed. */
  addUnlisted(
    soFar: number,
    { unlistedMass, mostUnlisted }: ListedAlternatives,
    missing: (code: number) => number,
  ): void {
    this.#unlisted += soFar * unlistedMass;
    for (let code = 0; code < this.#extra.length; code++) {
      const count = Math.max(0, missing(code));
      if (count > 0) this.#extra[code] += soFar * Math.min(unlistedMass, count * Math.exp(mostUnlisted));
    }
  }

  /** `bytes`: of a token that has the word of this label and something undeclared beside it. */
  addBeside(code: number, bytes: string, logprob: number): void {
    const mass = Math.exp(logprob);
    this.addOpen([code], mass);
    this.#besideMass += mass;
    if (mass > (this.#beside?.mass ?? 0)) this.#beside = { token: textOfBytes(bytes), code, mass };
  }

  /**
   * The token that decides the verdict, held against what the text says. Where it is no label it has no part
   * in one, as any other.
   */
  end(
    reading: TokenReading,
    logprob: number,
    answered: number,
    { names, tokenization }: LabelTokens,
  ): VerdictPath | ExtractionFailure {
    const decided = reading.kind === 'label' || reading.kind === 'beside' ? reading.code : -1;
    const isLabel = reading.kind === 'label';
    if (
      answered >= 0 &&
      (tokenization === 'whole words'
        ? !isLabel || decided !== answered
        : decided >= 0 && decided !== answered)
    )
      return failure(
        'wrong tokenization',
        `the text says ${JSON.stringify(names[answered])}; its token ` +
          (decided < 0 || !isLabel ? 'is no label' : `says ${JSON.stringify(names[decided])}`),
      );
    if (answered >= 0 && isLabel) this.add(reading, logprob);
    else if (answered >= 0) {
      this.warnings.add('undeclared mark');
      if (reading.kind === 'other') this.addOpen([answered], Math.exp(logprob));
    } else if (decided >= 0) {
      // With the same beginning it might have been the label: its upper bound stays.
      this.warnings.add('word went on');
      if (isLabel) this.addOpen([decided], Math.exp(logprob));
    }
    if (this.#besideMass >= 0.1) this.warnings.add('undeclared mark');
    return {
      ok: true,
      listed: Float64Array.from(this.#listed, logSumExp),
      extra: this.#extra,
      unlisted: this.#unlisted,
      open: this.#open,
      aside: this.#aside,
      beside: this.#beside,
      warnings: [...this.warnings],
    };
  }
}

function codesOf(reading: TokenReading): readonly number[] {
  if (reading.kind === 'label') return [reading.code];
  return reading.kind === 'open' ? reading.codes : [];
}

function logSumExp(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return top === -Infinity
    ? -Infinity
    : top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0));
}
