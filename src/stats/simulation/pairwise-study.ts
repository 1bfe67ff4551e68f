import type { Random } from '../numeric/random.ts';
import { drawIndex } from '../numeric/random.ts';
import { drawBeta, drawDistinct, drawNormal } from './draws.ts';

/** Names of the labels: the physical side that is preferred. */
export const pairwiseLabels = ['A', 'B'] as const;
export type PairwiseLabel = (typeof pairwiseLabels)[number];

export interface PairwiseItem {
  readonly id: string;
  /** The cluster: items of one prompt vary together. */
  readonly prompt: string;
  /** The model on side A. */
  readonly model_a: string;
  readonly model_b: string;
}

export interface PairwiseRating {
  readonly item: string;
  readonly rater: string;
  readonly kind: 'human' | 'judge';
  readonly label: PairwiseLabel;
  /** The side shown first; people saw the sides in another order, which is not recorded. */
  readonly order?: PairwiseLabel;
  /** Of a judge: probabilities of A and B. */
  readonly probabilities?: readonly [number, number];
}

export interface PairwiseTruth {
  /** length items: the probability that a random person of the pool prefers side A. */
  readonly preferA: Float64Array;
  /** length items: the side that a random person prefers more often than not. */
  readonly label: readonly PairwiseLabel[];
  /** Model → the probability that a random person prefers it, over all its items, labeled or not. */
  readonly winRates: ReadonlyMap<string, number>;
  /** The judge's combined logits divided by this are calibrated, exactly. */
  readonly temperature: number;
  /** What is added to the judge's logit for the side shown first, on average. */
  readonly sideBias: number;
  /** Rater → the probability that it prefers the side a random person prefers more often, over all items. */
  readonly raterAccuracy: ReadonlyMap<string, number>;
  /** The probability that two random people agree, on the labeled items. */
  readonly ceiling: number;
  /**
   * The probability that a random person agrees with the judge's label from both orders, on the labeled
   * items.
   */
  readonly judgeWithPerson: number;
}

export interface PairwiseStudy {
  readonly items: readonly PairwiseItem[];
  readonly ratings: readonly PairwiseRating[];
  /** Ids of the items people labeled: all pairs of prompts drawn at random. */
  readonly labeledItems: readonly string[];
  readonly truth: PairwiseTruth;
}

export interface PairwiseDesign {
  readonly prompts: number;
  readonly labeledPrompts: number;
  readonly models: readonly string[];
  readonly raters: number;
  readonly judge: string;
  readonly temperature: number;
  readonly sideBias: number;
}

const defaultDesign: PairwiseDesign = {
  prompts: 80,
  labeledPrompts: 20,
  models: ['amber', 'birch', 'cobalt', 'dune', 'ember', 'fjord'],
  raters: 60,
  judge: 'simulated-judge',
  temperature: 2.5,
  sideBias: 0.8,
};

// People differ in how strongly they lean with the crowd; the strongest still answers with a probability in
// [0, 1] because preferences stay inside [lowest, 1 − lowest].
const strongest = 1.15;
const weakest = 0.55;
const lowest = 0.5 - 0.5 / strongest;
/**
 * How much of the preference the judge misses: the Beta concentration of the truth around what the judge
 * sees.
 */
const concentration = 0.8;

/**
 * A study like MT-Bench with a known truth: model pairs on prompts, some labeled by people, a judge asked in
 * both orders.
 *
 * For the demo and for tests of a whole analysis. What is known exactly: each item's probability that a
 * random person prefers side A, every model's win rate, the judge's temperature and its mean lean to the side
 * shown first.
 *
 * seen_i = lowest + (1 − 2 lowest) · σ(skill_a − skill_b on the prompt); what the judge could know at best
 * preferA_i ~ lowest + (1 − 2 lowest) · Beta(mean (seen_i − lowest) / (1 − 2 lowest)), so that its mean is
 * seen_i P(person j says A) = ½ + strength_j (preferA_i − ½), strengths with mean 1 over the pool judge logit
 * of A = temperature · logit(seen_i) ± (sideBias + noise_i), + with A shown first
 *
 * The noise leans one order as far up as the other down, so the mean of the two logits is temperature ·
 * logit(seen_i) and dividing by the temperature is exactly calibrated. Two or three people, drawn from the
 * pool, label each labeled item.
 *
 * `random`: streams are keyed to prompts, models, raters and items. `design`: 80 prompts of which 20 are
 * labeled, 6 models (15 pairs), 60 raters, temperature 2.5 and side bias 0.8 logits, where nothing is said.
 *
 * @example
 * const study = simulatePairwiseStudy(createRandom(1));
 * study.items.length; // 1200
 * study.labeledItems.length; // 300
 */
export function simulatePairwiseStudy(random: Random, design: Partial<PairwiseDesign> = {}): PairwiseStudy {
  const resolved = { ...defaultDesign, ...design };
  const { prompts, models, temperature, sideBias } = resolved;
  const strengths = raterStrengths(resolved, random.fork('raters'));
  const labeled = new Set(drawDistinct(random.fork('labeled prompts'), resolved.labeledPrompts, prompts));

  const items: PairwiseItem[] = [];
  const ratings: PairwiseRating[] = [];
  const labeledItems: string[] = [];
  const preferA: number[] = [];
  const seen: number[] = [];
  for (let prompt = 0; prompt < prompts; prompt++) {
    const promptId = `prompt-${padded(prompt)}`;
    const skills = models.map(
      (model, m) =>
        1.3 - (2.6 * m) / (models.length - 1) + 0.8 * drawNormal(random.fork(promptId).fork(model)),
    );
    for (let one = 0; one < models.length; one++)
      for (let other = one + 1; other < models.length; other++) {
        const id = `${promptId}:${models[one]}-${models[other]}`;
        const stream = random.fork(id);
        // The side of a model is a draw of its own, so that no side belongs to the stronger model.
        const [a, b] = stream.next() < 0.5 ? [one, other] : [other, one];
        const item = { id, prompt: promptId, model_a: models[a], model_b: models[b] };
        const known = 1 / (1 + Math.exp(skills[b] - skills[a]));
        const preference =
          lowest + (1 - 2 * lowest) * drawBeta(stream, concentration * known, concentration * (1 - known));
        const knownProbability = lowest + (1 - 2 * lowest) * known;
        items.push(item);
        preferA.push(preference);
        seen.push(knownProbability);
        ratings.push(
          ...judgeRatings(
            id,
            resolved.judge,
            temperature * Math.log(knownProbability / (1 - knownProbability)),
            sideBias + 0.3 * drawNormal(stream),
          ),
        );
        if (!labeled.has(prompt)) continue;
        labeledItems.push(id);
        ratings.push(...peopleRatings(id, preference, strengths, stream));
      }
  }
  const truth = truthOf(items, Float64Array.from(preferA), seen, new Set(labeledItems), strengths, resolved);
  return Object.freeze({ items, ratings, labeledItems, truth });
}

/** Strengths with a mean of exactly 1, so that a random person's preference is the item's. */
function raterStrengths({ raters }: PairwiseDesign, random: Random): Float64Array {
  // A share of weak raters, the rest near the top: their mean is moved to 1 by moving the rest, which stays
  // below `strongest`.
  const weakCount = Math.floor(raters / 5);
  const strengths = Float64Array.from({ length: raters }, (_, j) =>
    j < weakCount ? weakest + 0.3 * random.next() : 0,
  );
  const rest = raters - weakCount;
  const mean = (raters - strengths.reduce((a, b) => a + b, 0)) / rest;
  for (let j = weakCount; j < raters; j++)
    strengths[j] = mean + (strongest - mean) * (((j - weakCount) / Math.max(1, rest - 1)) * 2 - 1);
  // Shuffled, so that a rater's name says nothing.
  for (let j = raters - 1; j > 0; j--) {
    const other = drawIndex(random, j + 1);
    [strengths[j], strengths[other]] = [strengths[other], strengths[j]];
  }
  return strengths;
}

function judgeRatings(item: string, rater: string, z: number, lean: number): PairwiseRating[] {
  return pairwiseLabels.map((order) => {
    const shifted = order === 'A' ? z + lean : z - lean;
    const probabilities = [1 / (1 + Math.exp(-shifted)), 1 / (1 + Math.exp(shifted))] as const;
    return { item, rater, kind: 'judge', label: shifted > 0 ? 'A' : 'B', order, probabilities };
  });
}

function peopleRatings(
  item: string,
  preference: number,
  strengths: Float64Array,
  random: Random,
): PairwiseRating[] {
  const count = random.next() < 0.5 ? 2 : 3;
  return Array.from(drawDistinct(random, count, strengths.length), (j) => ({
    item,
    rater: raterName(j),
    kind: 'human',
    label: random.next() < 0.5 + strengths[j] * (preference - 0.5) ? 'A' : 'B',
  }));
}

function truthOf(
  items: readonly PairwiseItem[],
  preferA: Float64Array,
  seen: readonly number[],
  labeled: ReadonlySet<string>,
  strengths: Float64Array,
  { models, temperature, sideBias }: PairwiseDesign,
): PairwiseTruth {
  // Mean product of the strengths of two different people: a random pair agrees with probability ½ + 2 ·
  // pairStrength · (preferA − ½)².
  const sum = strengths.reduce((a, b) => a + b, 0);
  const squares = strengths.reduce((a, b) => a + b * b, 0);
  const pairStrength = (sum * sum - squares) / (strengths.length * (strengths.length - 1));
  const meanDistance = preferA.reduce((total, p) => total + Math.abs(p - 0.5), 0) / preferA.length;
  const wins = new Map(models.map((model) => [model, { sum: 0, count: 0 }]));
  let ceiling = 0;
  let withJudge = 0;
  items.forEach(({ id, model_a, model_b }, i) => {
    const p = preferA[i];
    addWin(model_a, p);
    addWin(model_b, 1 - p);
    if (!labeled.has(id)) return;
    ceiling += 0.5 + 2 * pairStrength * (p - 0.5) ** 2;
    withJudge += seen[i] > 0.5 ? p : 1 - p;
  });
  return Object.freeze({
    preferA,
    label: Array.from(preferA, (p) => (p > 0.5 ? 'A' : 'B')),
    winRates: new Map([...wins].map(([model, { sum: won, count }]) => [model, won / count])),
    temperature,
    sideBias,
    raterAccuracy: new Map(
      Array.from(strengths, (strength, j) => [raterName(j), 0.5 + strength * meanDistance]),
    ),
    ceiling: ceiling / labeled.size,
    judgeWithPerson: withJudge / labeled.size,
  });

  function addWin(model: string, probability: number): void {
    const record = wins.get(model)!;
    record.sum += probability;
    record.count++;
  }
}

function raterName(code: number): string {
  return `rater-${padded(code)}`;
}

function padded(code: number): string {
  return String(code + 1).padStart(2, '0');
}
