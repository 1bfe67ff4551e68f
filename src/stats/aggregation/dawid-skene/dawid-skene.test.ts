import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../numeric/errors.ts';
import { createRandom, drawIndex } from '../../numeric/random.ts';
import { type RatingTable, itemOfRating, ratingTable } from '../../numeric/rating-table.ts';
import { dawidSkeneWorld } from '../../simulation/dawid-skene-world.ts';
import { agreementWithConsensus } from '../consensus.ts';
import { softMajority } from '../soft-majority.ts';
import { type DawidSkene, dawidSkene } from './dawid-skene.ts';
import { goesUpAndDown } from './fit.ts';
import { judgeCells } from './judge-cells.ts';
import { confusionMatrix } from './raters.ts';

const kinds = ['maximum-likelihood', 'map', 'hierarchical'] as const;

function tableOf(rows: readonly (readonly number[])[], labelCount: number): RatingTable {
  const cells = rows.flatMap((row, i) => row.map((label, j) => ({ i, j, label })));
  return ratingTable({
    itemCount: rows.length,
    raterCount: rows[0].length,
    labelCount,
    item: cells.map(({ i }) => i),
    rater: cells.map(({ j }) => j),
    label: cells.map(({ label }) => label),
  });
}

/** Items 0-0, 1-1 and 0-1 of two raters. */
const tiny = tableOf(
  [
    [0, 0],
    [1, 1],
    [0, 1],
  ],
  2,
);
const once = { tolerance: 0, iterations: 1 };
const world = dawidSkeneWorld(
  { itemCount: 300, raterCount: 8, labelCount: 3, ratingsPerItem: 4, diagonal: 4 },
  createRandom('dawid-skene.test'),
);
const codes = (result: DawidSkene): string[] => result.notices.map(({ code }) => code);

describe('one step by hand: shares (1, 0), (0, 1) and (½, ½); both labels met 1½ times by each', () => {
  test('maximum likelihood; an answer never seen has chance 1e-10, and its row is not normalized again', () => {
    const { consensus, logLikelihood, prevalence } = dawidSkene(tiny, {
      kind: 'maximum-likelihood',
      stop: once,
    });
    // Rater 0 says 0 with chance 1 and 1/3; rater 1 with 2/3 and 0.
    expect(Array.from(prevalence)).toEqual([0.5, 0.5]);
    close(consensus.numbers, [1 - 0.5e-10, 0.5e-10, 0.5e-10, 1 - 0.5e-10, 0.5, 0.5], 1e-14);
    expect(consensus.numbers[1] / 0.5e-10).toBeCloseTo(1, 9);
    expect(logLikelihood).toBeCloseTo(3 * Math.log(1 / 3), 9);
  });

  test('one pseudo-count a cell', () => {
    const { consensus, raters } = dawidSkene(tiny, { kind: 'map', stop: once });
    close(confusionMatrix(raters, 0), [5 / 7, 2 / 7, 3 / 7, 4 / 7], 1e-15);
    close(confusionMatrix(raters, 1), [4 / 7, 3 / 7, 2 / 7, 5 / 7], 1e-15);
    close(consensus.numbers, [20 / 26, 6 / 26, 6 / 26, 20 / 26, 0.5, 0.5], 1e-15);
  });

  test('two of the right and one of each wrong label', () => {
    const { raters } = dawidSkene(tiny, { kind: 'map', pseudoCounts: { right: 2, wrong: 1 }, stop: once });
    close(confusionMatrix(raters, 0), [3.5 / 4.5, 1 / 4.5, 1.5 / 4.5, 3 / 4.5], 1e-15);
  });

  test('pool: (3.6, 0.6) / 4.2 a row, worth two ratings', () => {
    const { consensus, raters, logLikelihood } = dawidSkene(tiny, { stop: once });
    close(confusionMatrix(raters, 0), [45 / 49, 4 / 49, 11 / 49, 38 / 49], 1e-15);
    close(confusionMatrix(raters, 1), [38 / 49, 11 / 49, 4 / 49, 45 / 49], 1e-15);
    close(consensus.numbers, [1710 / 1754, 44 / 1754, 44 / 1754, 1710 / 1754, 0.5, 0.5], 1e-15);
    const likelihood = (877 / 2401) ** 2 * (495 / 2401);
    expect(logLikelihood).toBeCloseTo(Math.log(likelihood), 12);
  });

  test('a tie stays a tie and has no label', () => {
    const { consensus } = dawidSkene(tiny, { stop: once });
    expect(Array.from(consensus.label)).toEqual([0, 1, -1]);
    expect(Array.from(consensus.status)).toEqual([1, 1, 2]);
    expect(consensus.quality[2]).toBeCloseTo(0.5, 15);
  });

  test('accuracy is the expected share of a rater’s ratings that are right', () => {
    const { raters } = dawidSkene(tiny, { stop: once });
    // Of three ratings 1 + ½ + 1 are right by the first shares.
    close(raters.accuracy, [2.5 / 3, 2.5 / 3], 1e-15);
    expect(Array.from(raters.ratings)).toEqual([3, 3]);
  });
});

describe('the fit', () => {
  test.each(kinds)('%s is nearer to the truth than the majority, and knows the raters', (kind) => {
    const large = dawidSkeneWorld(
      { itemCount: 2000, raterCount: 8, labelCount: 3, ratingsPerItem: 6, diagonal: 4 },
      createRandom('dawid-skene.test, large'),
    );
    const { consensus, raters, converged } = dawidSkene(large.table, { kind });
    const accuracy = (labels: Int32Array): number =>
      labels.filter((label, i) => label === large.truth[i]).length / labels.length;
    expect(converged).toBe(true);
    expect(accuracy(consensus.label)).toBeGreaterThan(accuracy(softMajority(large.table).label) + 0.02);
    for (let j = 0; j < 8; j++)
      // 1500 ratings a rater, 350 and more a row: three standard errors are at most .08.
      close(confusionMatrix(raters, j), large.confusion.slice(9 * j, 9 * j + 9), 0.08);
  });

  test('everybody agrees: the log-likelihood is 0 at once, and that is converged', () => {
    const one = tableOf(
      [
        [0, 0],
        [0, 0],
      ],
      2,
    );
    const { converged, logLikelihood, consensus } = dawidSkene(one, { kind: 'maximum-likelihood' });
    expect(converged).toBe(true);
    expect(logLikelihood).toBe(0);
    expect(Array.from(consensus.numbers)).toEqual([1, 0, 1, 0]);
  });

  test('the (penalized) log-likelihood of maximum likelihood and MAP never falls on random ratings', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 5 }), (seed, labelCount) => {
        const table = randomTable(seed, labelCount);
        // A fall throws.
        dawidSkene(table, { kind: 'maximum-likelihood' });
        dawidSkene(table, { kind: 'map' });
        dawidSkene(table, { kind: 'map', pseudoCounts: { right: 0.3, wrong: 0 } });
        dawidSkene(table, { kind: 'map', judge: randomJudge(table, seed) });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  test('posteriors sum to 1, and inputs are untouched', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom(...kinds), (seed, kind) => {
        const table = randomTable(seed, 3);
        const before = structuredClone(table);
        const { consensus } = dawidSkene(table, { kind });
        for (let i = 0; i < table.itemCount; i++) {
          const row = consensus.numbers.subarray(3 * i, 3 * i + 3);
          if (consensus.status[i] === 0) expect(Array.from(row)).toEqual([NaN, NaN, NaN]);
          else expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 12);
        }
        expect(table).toEqual(before);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test('memory follows the ratings: 4,000 raters of 400 labels with two ratings each', () => {
    const random = createRandom('many raters');
    const rows = Array.from({ length: 8000 }, (_, at) => at);
    const table = ratingTable({
      itemCount: 2000,
      raterCount: 4000,
      labelCount: 400,
      item: rows.map((at) => (at < 4000 ? at % 2000 : (at + 1 + drawIndex(random, 1000)) % 2000)),
      rater: rows.map((at) => at % 4000),
      label: rows.map(() => drawIndex(random, 400)),
    });
    // A matrix a rater would be 5 GB.
    expect(dawidSkene(table, { stop: { tolerance: 0, iterations: 2 } }).iterations).toBe(2);
  });
});

describe('order and names change nothing', () => {
  const { item, rater, label } = {
    item: itemOfRating(world.table),
    rater: world.table.rater,
    label: world.table.label,
  };
  const base = dawidSkene(world.table);

  test('order of rows, to the bit', () => {
    const order = Array.from(label.keys()).reverse();
    const pick = (values: Int32Array): number[] => order.map((at) => values[at]);
    const table = ratingTable({ ...world.table, item: pick(item), rater: pick(rater), label: pick(label) });
    expect(dawidSkene(table)).toEqual(base);
  });

  test('codes of raters', () => {
    const table = ratingTable({ ...world.table, item, rater: rater.map((j) => 7 - j), label });
    const result = dawidSkene(table);
    // The same sums in another order.
    close(result.consensus.numbers, base.consensus.numbers, 1e-9);
    expect(result.iterations).toBe(base.iterations);
    close(confusionMatrix(result.raters, 7), confusionMatrix(base.raters, 0), 1e-9);
  });

  test('codes of items', () => {
    const table = ratingTable({ ...world.table, item: item.map((i) => 299 - i), rater, label });
    const { numbers } = dawidSkene(table).consensus;
    for (let i = 0; i < 300; i++)
      close(numbers.slice(3 * i, 3 * i + 3), base.consensus.numbers.slice(897 - 3 * i, 900 - 3 * i), 1e-9);
  });

  test('codes of labels', () => {
    const table = ratingTable({ ...world.table, item, rater, label: label.map((k) => (k + 1) % 3) });
    const { numbers } = dawidSkene(table).consensus;
    const wanted = base.consensus.numbers.map((_, at, all) => all[3 * Math.floor(at / 3) + ((at + 2) % 3)]);
    close(numbers, wanted, 1e-9);
  });

  test('a rater without ratings, and an item without any', () => {
    const table = ratingTable({ ...world.table, itemCount: 301, raterCount: 9, item, rater, label });
    const result = dawidSkene(table);
    expect(Array.from(result.consensus.numbers.slice(0, 900))).toEqual(Array.from(base.consensus.numbers));
    expect(Array.from(result.prevalence)).toEqual(Array.from(base.prevalence));
    expect(Array.from(result.consensus.numbers.slice(900))).toEqual([NaN, NaN, NaN]);
    expect(result.consensus.label[300]).toBe(-1);
    expect(result.counts).toEqual({ items: 301, unrated: 1, ofJudgeAlone: 0, gold: 0, ratings: 1200 });
    expect(result.raters.accuracy[8]).toBeNaN();
    expect(confusionMatrix(result.raters, 8).every(Number.isNaN)).toBe(true);
  });

  test('a rater whose labels say nothing changes hardly any posterior', () => {
    const random = createRandom('noise');
    const noise = Array.from({ length: 300 }, () => drawIndex(random, 3));
    const table = ratingTable({
      ...world.table,
      raterCount: 9,
      item: [...item, ...noise.keys()],
      rater: [...rater, ...noise.map(() => 8)],
      label: [...label, ...noise],
    });
    const { consensus, raters } = dawidSkene(table);
    const moved = consensus.label.filter((k, i) => k !== base.consensus.label[i]).length;
    expect(moved).toBeLessThan(8);
    expect(raters.accuracy[8]).toBeLessThan(0.5);
  });
});

describe('gold', () => {
  const gold = Int32Array.from(world.truth, (label, i) => (i % 3 === 0 ? label : -1));

  test.each(kinds)('%s: an item with a gold label has it, whatever raters say', (kind) => {
    const { consensus, counts } = dawidSkene(world.table, { kind, gold });
    for (let i = 0; i < 300; i += 3) {
      expect(consensus.label[i]).toBe(world.truth[i]);
      expect(consensus.quality[i]).toBe(1);
    }
    expect(counts.gold).toBe(100);
  });

  test('is known in every step: raters that gold shows to exchange two labels are turned round elsewhere', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 2, i % 2, i % 2]);
    const known = rows.map(([label], i) => (i < 30 ? 1 - label : -1));
    const result = dawidSkene(tableOf(rows, 2), { gold: known });
    expect(Array.from(result.consensus.label)).toEqual(rows.map(([label]) => 1 - label));
    expect(codes(result)).toEqual(['labels-may-be-switched', 'raters-may-switch-labels']);
    // Clamped at the start alone, the majority wins back most of it: the fit without gold says the labels
    // given.
    expect(Array.from(dawidSkene(tableOf(rows, 2)).consensus.label)).toEqual(rows.map(([label]) => label));
  });

  test('the log-likelihood counts the gold label, not what it might have been', () => {
    const { logLikelihood } = dawidSkene(tiny, { kind: 'map', gold: [0, 1, 1], stop: once });
    // Shares (1, 0), (0, 1), (0, 1): prevalence ⅓ and ⅔, rater 0 (2, 1) / 3 and (2, 2) / 4, rater 1 (2, 1) /
    // 3 and (1, 3) / 4.
    const likelihood = ((1 / 3) * (4 / 9) * (2 / 3) * (3 / 8) * (2 / 3) * 3) / 8;
    expect(logLikelihood).toBeCloseTo(Math.log(likelihood), 12);
  });

  test('an item nobody rated has its gold label', () => {
    const { consensus, counts } = dawidSkene(tableOf([[0], [1], [-1]], 2), { gold: [-1, -1, 1] });
    expect(Array.from(consensus.label)).toEqual([0, 1, 1]);
    expect(counts.unrated).toBe(0);
  });
});

describe('a judge as a rater', () => {
  const judgeOf = (labels: ArrayLike<number>, confidence?: ArrayLike<number>) =>
    judgeCells({
      judge: 'judge',
      labelCount: 3,
      labels,
      ...(confidence === undefined ? {} : { confidence }),
    });
  /** Right on 95 % of the items it is sure of, on 55 % of the others. */
  function judged(name: string) {
    const random = createRandom(name);
    const sure = Float64Array.from(world.truth, () => Number(random.next() < 0.5));
    const labels = Int32Array.from(world.truth, (right, i) =>
      random.next() < (sure[i] ? 0.95 : 0.55) ? right : (right + 1 + drawIndex(random, 2)) % 3,
    );
    return { labels, confidence: sure.map((is) => 0.8 + 0.15 * is) };
  }

  test.each(['maximum-likelihood', 'map'] as const)(
    '%s: cells without confidences are one more column of labels',
    (kind) => {
      const { labels } = judged('column');
      const stop = { tolerance: 0, iterations: 500 };
      const table = ratingTable({
        ...world.table,
        raterCount: 9,
        item: [...itemOfRating(world.table), ...labels.keys()],
        rater: [...world.table.rater, ...labels.map(() => 8)],
        label: [...world.table.label, ...labels],
      });
      const asRater = dawidSkene(table, { kind, stop });
      const asJudge = dawidSkene(world.table, { kind, stop, judge: judgeOf(labels) });
      // Another start, one end.
      close(asJudge.consensus.numbers, asRater.consensus.numbers, 1e-6);
      close(asJudge.judge!.emission, confusionMatrix(asRater.raters, 8), 1e-6);
      expect(asJudge.judge!.accuracy).toBeCloseTo(asRater.raters.accuracy[8], 6);
    },
  );

  test('what it says when sure counts for more, and that is learned', () => {
    const { labels, confidence } = judged('sure');
    const cells = judgeOf(labels, confidence);
    const { judge, consensus } = dawidSkene(world.table, { judge: cells, strength: 10 });
    const width = cells.cellLabel.length;
    expect(Array.from(cells.cellLabel)).toEqual([0, 0, 1, 1, 2, 2]);
    const rightWhenSure = [0, 1, 2].map((k) => {
      const at = cells.cellLabel.lastIndexOf(k);
      return judge!.emission[k * width + at] / judge!.emission[((k + 1) % 3) * width + at];
    });
    const rightWhenNot = [0, 1, 2].map((k) => {
      const at = cells.cellLabel.indexOf(k);
      return judge!.emission[k * width + at] / judge!.emission[((k + 1) % 3) * width + at];
    });
    expect(Math.min(...rightWhenSure)).toBeGreaterThan(1.5 * Math.max(...rightWhenNot));
    const right = (numbers: DawidSkene['consensus']): number =>
      numbers.label.filter((label, i) => label === world.truth[i]).length;
    expect(right(consensus)).toBeGreaterThan(right(dawidSkene(world.table, { strength: 10 }).consensus));
  });

  test('cells that split a label at random change no posterior much, and share the prior of their label', () => {
    const { labels } = judged('split');
    const random = createRandom('split');
    const confidence = Float64Array.from(labels, () => random.next());
    const split = dawidSkene(world.table, { judge: judgeOf(labels, confidence), strength: 10 });
    const whole = dawidSkene(world.table, { judge: judgeOf(labels), strength: 10 });
    const moved = split.consensus.label.filter((label, i) => label !== whole.consensus.label[i]).length;
    expect(moved).toBeLessThan(15);
    const { emission } = split.judge!;
    for (let k = 0; k < 3; k++) {
      const row = emission.subarray((emission.length / 3) * k, (emission.length / 3) * (k + 1));
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });

  test('items of the judge alone are counted and labeled, and have no say in the first step', () => {
    const { labels } = judged('alone');
    const table = ratingTable({
      ...world.table,
      item: itemOfRating(world.table).map((i) => i),
      rater: world.table.rater,
      label: world.table.label.map((label, at) => (itemOfRating(world.table)[at] < 100 ? label : -1)),
    });
    const { counts, consensus } = dawidSkene(table, { judge: judgeOf(labels), strength: 10 });
    expect(counts).toEqual({ items: 300, unrated: 0, ofJudgeAlone: 200, gold: 0, ratings: 400 });
    expect(consensus.label.every((label) => label >= 0)).toBe(true);
    const { prevalence } = dawidSkene(table, { judge: judgeOf(labels), kind: 'map', stop: once });
    close(prevalence, dawidSkene(table, { kind: 'map', stop: once }).prevalence, 1e-12);
  });

  test('names it as a contributor: scoring it against the consensus does not compile, and throws', () => {
    const { labels } = judged('contributor');
    const { consensus } = dawidSkene(world.table, { judge: judgeOf(labels) });
    expect(consensus.contributors).toEqual({ people: true, judge: 'judge' });
    // @ts-expect-error A judge is not graded against itself.
    expect(() => agreementWithConsensus(consensus, labels)).toThrow(InputError);
    expect(dawidSkene(world.table).consensus.contributors).toEqual({ people: true });
    expect(agreementWithConsensus(dawidSkene(world.table).consensus, labels).n).toBe(300);
  });

  test('posteriors are a kind of their own, neither shares nor chances of being right', () => {
    expect(dawidSkene(world.table).consensus.kind).toBe('posteriors');
  });

  test('a judge that says the next label each time is named', () => {
    const two = dawidSkeneWorld(
      { itemCount: 200, raterCount: 6, labelCount: 2, ratingsPerItem: 4, diagonal: 8 },
      createRandom('inverted'),
    );
    const labels = two.truth.map((label) => 1 - label);
    const judge = judgeCells({ judge: 'upside down', labelCount: 2, labels });
    const { notices } = dawidSkene(two.table, { judge, strength: 10 });
    expect(notices).toEqual([{ code: 'judge-may-switch-labels', facts: { judge: 'upside down' } }]);
  });
});

describe('what is watched', () => {
  test('a fit that was stopped says so', () => {
    const result = dawidSkene(world.table, { stop: once });
    expect(result.converged).toBe(false);
    expect(result.notices).toEqual([{ code: 'did-not-converge', facts: { iterations: 1 } }]);
  });

  test('a pooled fit that goes round in circles is replaced by pseudo-counts, and says so', () => {
    const result = dawidSkene(cyclingTable());
    expect(result.kind).toBe('map');
    expect(result.notices).toEqual([{ code: 'fell-back-to-map', facts: { iterations: 300 } }]);
    const map = dawidSkene(cyclingTable(), { kind: 'map' });
    expect({ ...result, notices: [] }).toEqual({ ...map, notices: [] });
  });

  test('goesUpAndDown: three falls and three rises of the last thirty steps', () => {
    const wave = Array.from({ length: 40 }, (_, at) => -100 + (at % 2));
    expect(goesUpAndDown(wave, 1e-8)).toBe(true);
    expect(goesUpAndDown([...wave, ...Array.from({ length: 31 }, (_, at) => -99 + at)], 1e-8)).toBe(false);
    expect(goesUpAndDown([-100, -99, -98, -97, -96, -97], 1e-8)).toBe(false);
    // Below the tolerance.
    expect(goesUpAndDown(wave, 0.1)).toBe(false);
  });

  test('a rater who exchanges two labels of three is named, the others are not', () => {
    const exchanged = [1, 0, 2];
    const label = world.table.label.map((k, at) => (world.table.rater[at] === 2 ? exchanged[k] : k));
    const table = ratingTable({ ...world.table, item: itemOfRating(world.table), label });
    const result = dawidSkene(table);
    expect(Array.from(result.raters.maySwitchLabels)).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(result.notices).toEqual([
      { code: 'raters-may-switch-labels', facts: { switching: 1, raters: 8 } },
    ]);
    expect(codes(dawidSkene(world.table))).toEqual([]);
  });
});

test.each<[string, () => unknown]>([
  ['at least 2 labels; received 1', () => dawidSkene(tableOf([[0]], 1))],
  ['a rating or a gold label; received none', () => dawidSkene(tableOf([[-1]], 2))],
  ['one gold label for each item; received 2 for 3', () => dawidSkene(tiny, { gold: [0, 1] })],
  ['gold codes below 2; received 2 at item 1', () => dawidSkene(tiny, { gold: [0, 2, -1] })],
  ['gold codes below 2; received 0.5 at item 0', () => dawidSkene(tiny, { gold: [0.5, 0, 0] })],
  ['a strength above 0; received 0', () => dawidSkene(tiny, { strength: 0 })],
  ['received 0 and 1', () => dawidSkene(tiny, { kind: 'map', pseudoCounts: { right: 0, wrong: 1 } })],
  ['at least 1 iteration', () => dawidSkene(tiny, { stop: { tolerance: 0, iterations: 0 } })],
  ['received fast', () => dawidSkene(tiny, { kind: 'fast' as never })],
  [
    'cells of 3 items and 2 labels; received 1 and 2',
    () => dawidSkene(tiny, { judge: judgeCells({ judge: 'judge', labelCount: 2, labels: [0] }) }),
  ],
  ['a rater code below 2; received 2', () => confusionMatrix(dawidSkene(tiny).raters, 2)],
])('refuses: %s', (message, call) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
});

function randomTable(seed: number, labelCount: number): RatingTable {
  const random = createRandom(seed);
  const items = 3 + drawIndex(random, 30);
  const raters = 2 + drawIndex(random, 6);
  const rows = Array.from({ length: items }, () =>
    Array.from({ length: raters }, () => (random.next() < 0.6 ? drawIndex(random, labelCount) : -1)),
  );
  rows[0][0] = 0;
  return tableOf(rows, labelCount);
}

function randomJudge({ itemCount, labelCount }: RatingTable, seed: number) {
  const random = createRandom(seed).fork('judge');
  const labels = Array.from({ length: itemCount }, () => drawIndex(random, labelCount + 1) - 1);
  return judgeCells({ judge: 'judge', labelCount, labels, confidence: labels.map(() => random.next()) });
}

/** Of 4,000 tables of random labels one of three whose pooled fit never came to rest. */
function cyclingTable(): RatingTable {
  const random = createRandom('c2232');
  const [labels, items, raters] = [
    2 + drawIndex(random, 3),
    3 + drawIndex(random, 30),
    2 + drawIndex(random, 6),
  ];
  return tableOf(
    Array.from({ length: items }, () =>
      Array.from({ length: raters }, () => (random.next() < 0.6 ? drawIndex(random, labels) : -1)),
    ),
    labels,
  );
}

function close(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++)
    expect(Math.abs(found[at] - wanted[at]), `at ${at}`).toBeLessThanOrEqual(tolerance);
}
