/** The two steps of Dawid and Skene's algorithm, over answers by column. Natural logarithms throughout. */
import type { Emissions } from './emissions.ts';

export interface DawidSkeneState {
  /** [items × labels], row-major: the weight of each label; zeros where an item says nothing yet. */
  readonly posterior: Float64Array;
  /** [columns × labels]: how often the rater gave this answer where the label is true, expected. */
  readonly counts: Float64Array;
  /** [raters × labels]: how often the rater met the label, expected. */
  readonly met: Float64Array;
  /** [labels × labels], true × given: pseudo-counts added to every rater. */
  readonly prior: Float64Array;
  /** length labels: their sum for each true label. */
  readonly priorMet: Float64Array;
  /** [columns × labels]: log probability of the answer by true label. */
  readonly logEmission: Float64Array;
  /** length labels. */
  readonly logPrevalence: Float64Array;
}

export function emptyState(emissions: Emissions, posterior: Float64Array): DawidSkeneState {
  const { columnCount, raterCount, labelCount } = emissions;
  return {
    posterior,
    counts: new Float64Array(columnCount * labelCount),
    met: new Float64Array(raterCount * labelCount),
    prior: new Float64Array(labelCount * labelCount),
    priorMet: new Float64Array(labelCount),
    logEmission: new Float64Array(columnCount * labelCount),
    logPrevalence: new Float64Array(labelCount),
  };
}

/** Expected counts from the posterior. O(answers × labels) */
export function countAnswers(emissions: Emissions, { posterior, counts, met }: DawidSkeneState): void {
  const { itemCount, labelCount, itemStart, column, columnCount, columnRater } = emissions;
  counts.fill(0);
  met.fill(0);
  for (let i = 0; i < itemCount; i++) {
    const from = i * labelCount;
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) {
      const to = column[r] * labelCount;
      for (let k = 0; k < labelCount; k++) counts[to + k] += posterior[from + k];
    }
  }
  for (let c = 0; c < columnCount; c++) {
    const to = columnRater[c] * labelCount;
    for (let k = 0; k < labelCount; k++) met[to + k] += counts[c * labelCount + k];
  }
}

/** The shares of labels, with `pseudoCount` added to each. */
export function setPrevalence(
  { posterior, logPrevalence }: DawidSkeneState,
  labelCount: number,
  pseudoCount: number,
): void {
  const sums = new Float64Array(labelCount).fill(pseudoCount);
  for (let i = 0; i < posterior.length; i += labelCount)
    for (let k = 0; k < labelCount; k++) sums[k] += posterior[i + k];
  const total = sums.reduce((a, b) => a + b, 0);
  for (let k = 0; k < labelCount; k++) logPrevalence[k] = Math.log(sums[k] / total);
}

/** Fixed pseudo-counts: of the right label, and of each wrong one. */
export function setPrior({ prior, priorMet }: DawidSkeneState, right: number, wrong: number): void {
  const labelCount = priorMet.length;
  for (let k = 0; k < labelCount; k++)
    for (let l = 0; l < labelCount; l++) prior[k * labelCount + l] = l === k ? right : wrong;
  priorMet.fill(right + (labelCount - 1) * wrong);
}

/** `strength` pseudo-counts a row in the proportions of all people together. */
export function setPooledPrior(emissions: Emissions, state: DawidSkeneState, strength: number): void {
  const { labelCount, raterStart, peopleCount, columnLabel } = emissions;
  const { prior, priorMet, counts } = state;
  setPrior(state, 1 + poolFloor, poolFloor);
  for (let c = 0; c < raterStart[peopleCount]; c++)
    for (let k = 0; k < labelCount; k++) prior[k * labelCount + columnLabel[c]] += counts[c * labelCount + k];
  for (let k = 0; k < labelCount; k++) {
    let sum = 0;
    for (let l = 0; l < labelCount; l++) sum += prior[k * labelCount + l];
    for (let l = 0; l < labelCount; l++) prior[k * labelCount + l] *= strength / sum;
  }
  priorMet.fill(strength);
}

// Beside one right answer a label, so that nothing is impossible and an empty pool leans to the diagonal.
const poolFloor = 0.1;

/** Probabilities of answers: counts and pseudo-counts, normalized; then floored, and not normalized again. */
export function setEmissions(emissions: Emissions, state: DawidSkeneState, floor: number): void {
  const { labelCount, columnCount, columnRater, columnLabel, columnShare } = emissions;
  const { counts, met, prior, priorMet, logEmission } = state;
  for (let c = 0; c < columnCount; c++)
    for (let k = 0; k < labelCount; k++) {
      const of = met[columnRater[c] * labelCount + k] + priorMet[k];
      const part = counts[c * labelCount + k] + prior[k * labelCount + columnLabel[c]] * columnShare[c];
      // A label the rater never met: every answer is as likely.
      const probability = of === 0 ? columnShare[c] / labelCount : part / of;
      logEmission[c * labelCount + k] = Math.log(Math.max(floor, probability));
    }
}

/**
 * Writes the posterior of every item that something is known of, and returns the log-likelihood of the
 * answers and of the gold labels. `gold`: length items, negative for none.
 */
export function updatePosterior(
  { itemCount, labelCount, itemStart, column }: Emissions,
  { posterior, logEmission, logPrevalence }: DawidSkeneState,
  gold: ArrayLike<number> | undefined,
): number {
  const logs = new Float64Array(labelCount);
  let logLikelihood = 0;
  for (let i = 0; i < itemCount; i++) {
    const known = gold === undefined ? -1 : gold[i];
    if (itemStart[i] === itemStart[i + 1] && known < 0) continue;
    logs.set(logPrevalence);
    for (let r = itemStart[i]; r < itemStart[i + 1]; r++) {
      const from = column[r] * labelCount;
      for (let k = 0; k < labelCount; k++) logs[k] += logEmission[from + k];
    }
    const to = i * labelCount;
    if (known >= 0) {
      for (let k = 0; k < labelCount; k++) posterior[to + k] = Number(k === known);
      logLikelihood += logs[known];
      continue;
    }
    let top = -Infinity;
    for (let k = 0; k < labelCount; k++) if (logs[k] > top) top = logs[k];
    let sum = 0;
    for (let k = 0; k < labelCount; k++) sum += posterior[to + k] = Math.exp(logs[k] - top);
    for (let k = 0; k < labelCount; k++) posterior[to + k] /= sum;
    logLikelihood += top + Math.log(sum);
  }
  return logLikelihood;
}

/**
 * log of the Dirichlet prior of every rater's rows, its constant left out: Σ pseudo-count · log probability.
 */
export function logPrior(
  emissions: Emissions,
  { met, prior, priorMet, logEmission }: DawidSkeneState,
): number {
  const { labelCount, raterCount, raterStart, columnLabel, columnShare } = emissions;
  const rowEntropy = new Float64Array(labelCount);
  for (let at = 0; at < prior.length; at++) rowEntropy[Math.floor(at / labelCount)] += entropy(prior[at]);
  let sum = 0;
  for (let j = 0; j < raterCount; j++) {
    if (raterStart[j] === raterStart[j + 1]) continue;
    for (let k = 0; k < labelCount; k++) {
      // Labels the rater never gave have no column: their pseudo-counts are what the columns leave.
      let unused = priorMet[k];
      let unusedEntropy = rowEntropy[k];
      for (let c = raterStart[j]; c < raterStart[j + 1]; c++) {
        const count = prior[k * labelCount + columnLabel[c]];
        sum += count * columnShare[c] * logEmission[c * labelCount + k];
        unused -= count * columnShare[c];
        unusedEntropy -= entropy(count) * columnShare[c];
      }
      sum += unusedEntropy - unused * Math.log(met[j * labelCount + k] + priorMet[k]);
    }
  }
  return sum;
}

function entropy(count: number): number {
  return count === 0 ? 0 : count * Math.log(count);
}
