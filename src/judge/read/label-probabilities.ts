import { type ExtractionFailure, failure } from './extraction-failure.ts';
import type { LabelTokens } from '../ask/label-tokens.ts';
import type { AnswerTokens } from './token-logprobs.ts';
import { type PathWarning, type VerdictPath, walkVerdict } from './verdict-path.ts';
import { type VerdictFormat, findVerdict } from './verdict-position.ts';

export type VerdictWarning =
  | PathWarning
  /** Less than 0.9 of the probability was on labels. */
  | 'low label mass'
  /** The text says no label, although the labels had most of the probability. */
  | 'no label in the answer'
  /** The label that was written is not the most probable one. */
  | 'answer is not the most probable label'
  /** What the list does not show leaves a tenth or more open between the bounds of a label. */
  | 'wide bounds'
  /** A tenth or more of the probability began with another space or mark. */
  | 'other openings'
  /** Spaces came as written in a vocabulary, `Ġ` or `▁`. */
  | 'raw vocabulary tokens'
  /** A probability was held at ±12 on the logit scale. */
  | 'capped'
  /** The endpoint allowed nothing but labels. */
  | 'constrained';

export interface LabelProbabilityOptions {
  /** How many alternatives the request asked for. */
  readonly asked?: number | undefined;
  /**
   * The endpoint masks what is no label, by a schema or a grammar, and shows probabilities after the mask.
   */
  readonly constrained?: boolean;
  /** Below this the answer is a failure of format, not uncertainty. 0.5 if not given. */
  readonly leastLabelMass?: number;
}

export interface LabelProbabilities {
  readonly ok: true;
  readonly probSource: 'logprobs';
  /** The most probable label; of equal ones the one that was written, or null. */
  readonly label: string | null;
  /** The label the text says, drawn from the probabilities; null where it says none. */
  readonly answered: string | null;
  /** length labels: sum to 1. A label outside the list stands at its bound, and no logit is beyond ±12. */
  readonly probabilities: Float64Array;
  /** length labels: between these the probability lies, whatever the list does not show. Not capped. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** length labels: what was listed, before renormalizing; 0 for a label outside the list. */
  readonly listed: Float64Array;
  /**
   * What is not known to be on a label: tokens that are none, and what the list does not show. NaN where a
   * mask hides it.
   */
  readonly offLabelMass: number;
  /** The part of it the list does not show. */
  readonly missingMass: number;
  /** Something outside the list could be a label. */
  readonly truncated: boolean;
  readonly warnings: readonly VerdictWarning[];
}

/** On the logit scale. A list ends somewhere; beyond this its digits mean nothing. */
const largestLogit = 12;
const smallest = 1 / (1 + Math.exp(largestLogit));

const tieTolerance = 1e-12;

/**
 * The probability of each label, from the token probabilities of one answer of a judge.
 *
 * For judges whose endpoint lists alternatives: one answer says how sure it was, where a label alone says
 * what it drew. It assumes that the lists hold the most probable tokens, in natural logs, before any change
 * by temperature or bias: a probe of the endpoint says whether. A rationale before the verdict makes these
 * probabilities those given that rationale, which are nearly always too sure.
 *
 * listed_k = Σ e^logprob over the tokens that say label k, added in logs
 * probability_k = listed_k / Σ listed; a label that is not listed stands at the bound extra_k instead of 0,
 * before renormalizing extra_k = min(1 − Σ of the list, tokens that would say k and are not listed ·
 * probability of the least token listed) lower_k = listed_k / (listed_k + Σ_{l≠k} (listed_l + extra_l)), what
 * labels share of the missing mass being no more than there is of it upper_k = (listed_k + extra_k) /
 * (listed_k + extra_k + Σ_{l≠k} listed_l)
 *
 * `answer`: from `parseChatLogprobs` or its like. `format`: where the verdict is. `labels`: from
 * `labelTokens`.
 *
 * Returns a failure where the answer gives no probabilities: see `ExtractionProblem`. One of them is `off
 * label`, when less than half of the probability is on labels: renormalizing would make a sure judge out of
 * one that did not answer. Bounds hold up to the digits the endpoint gives.
 *
 * @example
 * const top_logprobs = [{ token: 'A', bytes: [65], logprob: -0.1 }, { token: 'B', bytes: [66], logprob: -2.5 }];
 * const choice = { message: { content: 'A' }, logprobs: { content: [{ ...top_logprobs[0], top_logprobs }] } };
 * const answer = parseChatLogprobs(choice);
 * const labels = labelTokens([{ name: 'A' }, { name: 'B' }]);
 * labelProbabilities(answer, { kind: 'first' }, labels).probabilities[0]; // 0.917
 */
export function labelProbabilities(
  answer: AnswerTokens | ExtractionFailure,
  format: VerdictFormat,
  labels: LabelTokens,
  options: LabelProbabilityOptions = {},
): LabelProbabilities | ExtractionFailure {
  if (!answer.ok) return answer;
  const { asked, constrained = false, leastLabelMass = 0.5 } = options;
  const position = findVerdict(answer, format, labels);
  if (!position.ok) return position;
  const path = walkVerdict(answer.tokens, position, labels, asked);
  if (!path.ok) return path;

  const masses = massesOf(path);
  const labelMass = sumOf(masses.listed);
  // Not `<`: where nothing was listed but spaces the mass is NaN.
  if (!(labelMass >= leastLabelMass && labelMass > 0))
    return Object.freeze({
      ...failure(
        'off label',
        `${(100 * labelMass).toFixed(1)} % of the probability is on labels; at least ` +
          `${100 * leastLabelMass} % is needed${besideWords(path, labels)}`,
      ),
      labelMass,
    });
  const estimates = estimatesOf(masses);
  const probabilities = capped(estimates);
  const answered = labels.names[position.answered] ?? null;
  const label = mostProbable(probabilities, labels.names, answered);
  const { lower, upper } = boundsOf(masses);
  const warnings = new Set<VerdictWarning>(path.warnings);
  if (labelMass < 0.9) warnings.add('low label mass');
  if (answered === null) warnings.add('no label in the answer');
  else if (label !== answered) warnings.add('answer is not the most probable label');
  if (lower.some((bound, k) => upper[k] - bound >= 0.1)) warnings.add('wide bounds');
  if (path.aside >= 0.1) warnings.add('other openings');
  if (position.offsets.raw) warnings.add('raw vocabulary tokens');
  if (probabilities !== estimates) warnings.add('capped');
  if (constrained) warnings.add('constrained');
  return Object.freeze({
    ok: true,
    probSource: 'logprobs',
    label,
    answered,
    probabilities,
    lower,
    upper,
    listed: masses.listed,
    offLabelMass: constrained ? NaN : Math.max(0, 1 - labelMass),
    missingMass: masses.unlisted,
    truncated: masses.extra.some((extra) => extra > 0),
    warnings: [...warnings],
  });
}

/** What a tenth or more of the probability needs to be on a label. */
function besideWords({ beside }: VerdictPath, { names }: LabelTokens): string {
  if (beside === null || beside.mass < 0.1) return '';
  return (
    `. ${JSON.stringify(beside.token)} is no word of ${JSON.stringify(names[beside.code])}: declare ` +
    'the rest of the token in "normalization"'
  );
}

interface Masses {
  readonly listed: Float64Array;
  readonly extra: Float64Array;
  readonly unlisted: number;
  /** All that may still be on a label: not listed, or open. No two labels can both have it. */
  readonly undecided: number;
}

/**
 * Given that the answer began as it did: openings that say nothing of the verdict are no part of the whole.
 */
function massesOf({ listed, extra, unlisted, open, aside }: VerdictPath): Masses {
  const whole = 1 - aside;
  return {
    listed: listed.map((log) => Math.exp(log) / whole),
    extra: extra.map((mass) => mass / whole),
    unlisted: unlisted / whole,
    undecided: (unlisted + open) / whole,
  };
}

function boundsOf({ listed, extra, undecided }: Masses): {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
} {
  const labelMass = sumOf(listed);
  const extraMass = sumOf(extra);
  const lower = listed.map((mass, k) => {
    const others = labelMass - mass + Math.min(extraMass - extra[k], undecided);
    return mass === 0 ? 0 : Math.min(1, mass / (mass + Math.max(0, others)));
  });
  const upper = listed.map((mass, k) => {
    const most = mass + extra[k];
    return most === 0 ? 0 : Math.min(1, most / (most + Math.max(0, labelMass - mass)));
  });
  return { lower, upper };
}

/**
 * A label outside the list is not impossible: its bound stands in for it. Such labels share the missing mass.
 */
function estimatesOf({ listed, extra, undecided }: Masses): Float64Array {
  const bounds = extra.map((mass, k) => (listed[k] > 0 ? 0 : mass));
  const share = Math.min(1, undecided / Math.max(sumOf(bounds), Number.MIN_VALUE));
  const masses = listed.map((mass, k) => mass + share * bounds[k]);
  const sum = sumOf(masses);
  return masses.map((mass) => mass / sum);
}

/**
 * The same array where nothing is beyond the cap. What the small ones are raised by is taken off the others
 * in proportion.
 */
function capped(probabilities: Float64Array): Float64Array {
  let result = probabilities;
  for (let raised = 0; ;) {
    const small = result.filter((p) => p <= smallest).length;
    if (small === raised) return result;
    raised = small;
    const others = sumOf(result.filter((p) => p > smallest));
    result = result.map((p) => (p <= smallest ? smallest : (p / others) * (1 - small * smallest)));
  }
}

function mostProbable(
  probabilities: Float64Array,
  names: readonly string[],
  answered: string | null,
): string | null {
  const top = Math.max(...probabilities);
  const best = names.filter((_, k) => probabilities[k] >= top * (1 - tieTolerance));
  if (best.length === 1) return best[0];
  return answered !== null && best.includes(answered) ? answered : null;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
