import { describe, expect, test } from 'vitest';
import {
  type CrowdlabResult,
  type CombinedOrders,
  combinePresentationOrders,
  crowdlab,
  presentationBias,
} from '../aggregation/index.ts';
import { createRandom } from '../numeric/random.ts';
import { ratingTable } from '../numeric/rating-table.ts';
import { type PairwiseStudy, simulatePairwiseStudy } from './pairwise-study.ts';

const study = simulatePairwiseStudy(createRandom(1));
const labeled = new Set(study.labeledItems);
const people = study.ratings.filter((rating) => rating.kind === 'human');

describe('the shape of the study', () => {
  test('80 prompts × 15 pairs, 20 whole prompts labeled by two or three different people', () => {
    expect(study.items.length).toBe(1200);
    expect(new Set(study.items.map((item) => item.id)).size).toBe(1200);
    expect(study.labeledItems.length).toBe(300);
    expect(new Set(study.items.filter((item) => labeled.has(item.id)).map((item) => item.prompt)).size).toBe(
      20,
    );
    const raters = Map.groupBy(people, (rating) => rating.item);
    expect(raters.size).toBe(300);
    for (const ratings of raters.values()) {
      expect([2, 3]).toContain(ratings.length);
      expect(new Set(ratings.map((rating) => rating.rater)).size).toBe(ratings.length);
    }
  });

  test('the judge answers every item in both orders', () => {
    const orders = study.ratings
      .filter((rating) => rating.kind === 'judge')
      .map((rating) => `${rating.item} ${rating.order}`);
    expect(new Set(orders).size).toBe(2400);
    expect(orders.length).toBe(2400);
  });

  test('no side belongs to the stronger model', () => {
    const meanA = study.truth.preferA.reduce((a, b) => a + b, 0) / 1200;
    // Four standard errors: a preference has a standard deviation of about 0.35.
    expect(Math.abs(meanA - 0.5)).toBeLessThan(0.04);
  });

  test('is the same for the same seed and another for another', () => {
    expect(simulatePairwiseStudy(createRandom(1))).toEqual(study);
    expect(simulatePairwiseStudy(createRandom(2)).truth.preferA).not.toEqual(study.truth.preferA);
  });
});

describe('the truth is what it says', () => {
  // Many small studies with everything labeled, so that sampling error is small beside the effect of a wrong
  // formula.
  const big = simulatePairwiseStudy(createRandom(3), { prompts: 600, labeledPrompts: 600 });
  const place = new Map(big.items.map((item, i) => [item.id, i]));
  const votes = big.ratings.filter((rating) => rating.kind === 'human');

  test('strengths average to 1: the mean vote is the mean preference, in every band of preference', () => {
    const bands = Map.groupBy(votes, (rating) => Math.floor(10 * big.truth.preferA[place.get(rating.item)!]));
    for (const ratings of bands.values()) {
      const share = ratings.filter((rating) => rating.label === 'A').length / ratings.length;
      const preference =
        ratings.reduce((sum, rating) => sum + big.truth.preferA[place.get(rating.item)!], 0) / ratings.length;
      expect(Math.abs(share - preference)).toBeLessThan(2.2 / Math.sqrt(ratings.length));
    }
  });

  test('the pool’s mean accuracy is ½ + mean distance, exactly', () => {
    const accuracies = [...big.truth.raterAccuracy.values()];
    const distance = big.truth.preferA.reduce((sum, p) => sum + Math.abs(p - 0.5), 0) / big.items.length;
    expect(accuracies.length).toBe(60);
    expect(accuracies.reduce((a, b) => a + b, 0) / 60).toBeCloseTo(0.5 + distance, 12);
    expect(Math.max(...accuracies) - Math.min(...accuracies)).toBeGreaterThan(0.1);
  });

  test('the ceiling is the mean over all pairs of different people, exactly', () => {
    const { preferA, raterAccuracy, ceiling } = study.truth;
    const distance = preferA.reduce((sum, p) => sum + Math.abs(p - 0.5), 0) / preferA.length;
    const strengths = Array.from(raterAccuracy.values(), (accuracy) => (accuracy - 0.5) / distance);
    let sum = 0;
    let terms = 0;
    study.items.forEach(({ id }, i) => {
      if (!labeled.has(id)) return;
      const says = strengths.map((strength) => 0.5 + strength * (preferA[i] - 0.5));
      for (const [one, p] of says.entries())
        for (const q of says.slice(one + 1)) {
          sum += p * q + (1 - p) * (1 - q);
          terms++;
        }
    });
    expect(terms).toBe(300 * ((60 * 59) / 2));
    expect(ceiling).toBeCloseTo(sum / terms, 10);
  });

  test('ceiling and agreement with the judge, in the votes', () => {
    let agree = 0;
    let pairs = 0;
    for (const ratings of Map.groupBy(votes, (rating) => rating.item).values()) {
      agree += Number(ratings[0].label === ratings[1].label);
      pairs++;
    }
    expect(Math.abs(agree / pairs - big.truth.ceiling)).toBeLessThan(2 / Math.sqrt(pairs));
    const { probabilities } = combined(big, big.labeledItems);
    const order = new Map(big.labeledItems.map((id, i) => [id, i]));
    const withJudge = votes.filter(
      (rating) => (rating.label === 'A') === probabilities[order.get(rating.item)! * 2] > 0.5,
    ).length;
    expect(Math.abs(withJudge / votes.length - big.truth.judgeWithPerson)).toBeLessThan(
      2 / Math.sqrt(votes.length),
    );
  });

  test('dividing combined logits by the temperature is calibrated against the preference itself', () => {
    const { probabilities } = combined(big, big.labeledItems);
    const bands = new Map<number, { count: number; honest: number; raw: number; truth: number }>();
    big.labeledItems.forEach((id, i) => {
      const z = Math.log(probabilities[i * 2] / probabilities[i * 2 + 1]);
      const honest = 1 / (1 + Math.exp(-z / big.truth.temperature));
      const band = bands.get(Math.floor(8 * honest)) ?? { count: 0, honest: 0, raw: 0, truth: 0 };
      const truth = band.truth + big.truth.preferA[place.get(id)!];
      bands.set(Math.floor(8 * honest), {
        count: band.count + 1,
        honest: band.honest + honest,
        raw: band.raw + probabilities[i * 2],
        truth,
      });
    });
    let farthest = 0;
    for (const { count, honest, raw, truth } of bands.values()) {
      expect(Math.abs(honest - truth) / count).toBeLessThan(1.8 / Math.sqrt(count));
      farthest = Math.max(farthest, Math.abs(raw - truth) / count);
    }
    expect(farthest).toBeGreaterThan(0.1);
  });

  test('the mean lean is the side bias', () => {
    const bias = presentationBias(combined(big, big.labeledItems), {
      clusters: 'items',
      random: createRandom(1),
      replicates: 100,
    });
    // Leans have a standard deviation of 0.3 over 9,000 items.
    expect(Math.abs(bias.value - big.truth.sideBias)).toBeLessThan(0.013);
  });

  test('win rates are means of preferences, and sum to half the models', () => {
    const rates = [...big.truth.winRates.values()];
    expect(rates.reduce((a, b) => a + b, 0)).toBeCloseTo(3, 12);
    const amber = big.items.map((item, i) =>
      item.model_a === 'amber'
        ? big.truth.preferA[i]
        : item.model_b === 'amber'
          ? 1 - big.truth.preferA[i]
          : NaN,
    );
    const own = amber.filter((p) => !Number.isNaN(p));
    expect(big.truth.winRates.get('amber')).toBeCloseTo(own.reduce((a, b) => a + b, 0) / own.length, 12);
  });
});

test('the collapse guard passes, for the demo’s seed and others', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { collapse } = consensusOf(simulatePairwiseStudy(createRandom(seed)));
    expect(collapse.collapsed, `seed ${seed}: ${JSON.stringify(collapse.reasons)}`).toBe(false);
  }
});

function combined({ ratings }: PairwiseStudy, ids: readonly string[]): CombinedOrders {
  const place = new Map(ids.map((id, i) => [id, i]));
  const first = new Float64Array(2 * ids.length).fill(NaN);
  const second = new Float64Array(2 * ids.length).fill(NaN);
  for (const { item, order, probabilities } of ratings)
    if (probabilities !== undefined && place.has(item))
      (order === 'A' ? first : second).set(probabilities, 2 * place.get(item)!);
  return combinePresentationOrders(first, second, 2);
}

function consensusOf(simulated: PairwiseStudy): CrowdlabResult {
  const ids = simulated.labeledItems;
  const place = new Map(ids.map((id, i) => [id, i]));
  const votes = simulated.ratings.filter((rating) => rating.kind === 'human');
  const raters = [...new Set(votes.map((rating) => rating.rater))];
  const table = ratingTable({
    itemCount: ids.length,
    raterCount: raters.length,
    labelCount: 2,
    item: votes.map((rating) => place.get(rating.item)!),
    rater: votes.map((rating) => raters.indexOf(rating.rater)),
    label: votes.map((rating) => (rating.label === 'A' ? 0 : 1)),
  });
  return crowdlab({
    table,
    probabilities: combined(simulated, ids).probabilities,
    judge: 'judge',
    random: createRandom(1),
    itemIds: ids,
  });
}
