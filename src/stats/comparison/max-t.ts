/** How many standard errors every one of several differences stays within, all at once: max-t. */
import { fisherCdf, normalQuantile, studentQuantile } from '../numeric/distributions.ts';

/**
 * Directions in which the differences are looked at. They are fixed points and no draws: the same matrix
 * gives the same number, without a seed.
 */
const directions = 20_000;

/**
 * The directions are sorted by their largest difference, and so many neighbors at a time taken for their
 * mean.
 */
const neighbors = 100;

/**
 * The number c for which the largest |t| of all pairwise differences is at most c in `level` of all samples,
 * if all true differences were 0.
 *
 * The means of J judges move by a normal vector of covariance S, so the differences by one of rank r < J:
 * a length and a direction that are independent. For a direction u the largest difference in standard errors
 * is m(u) times the length, and length² / r over the variance estimate is F(r, degreesOfFreedom):
 * level = mean over directions of P(F ≤ (c / m(u))² / r), solved for c.
 * The mean is over evenly spread directions: it varies little from one to the next, so 20,000 give c to 1e-4
 * of itself for five judges, .0003 for ten and .001 for twenty.
 *
 * `squares`: [judges × judges], row-major, the squared standard errors of the differences; 0 where two judges
 * never differ. `degreesOfFreedom`: Infinity for the normal.
 *
 * Returns Student's quantile itself for one pair, and Bonferroni's where some pair shows no spread, so that
 * its part in the largest is unknown. The order of judges plays no part but where their distances cannot tell
 * them apart.
 *
 * Source: [hothorn-2008], section 3; the length apart from the direction as in the spherical-radial
 * transformations of [genz-2009].
 */
export function maxT(
  squares: Float64Array,
  judges: number,
  { level, degreesOfFreedom }: { readonly level: number; readonly degreesOfFreedom: number },
): number {
  const pairs = (judges * (judges - 1)) / 2;
  const single = studentQuantile((1 + level) / 2, degreesOfFreedom);
  const bonferroni = studentQuantile(1 - (1 - level) / (2 * pairs), degreesOfFreedom);
  // The judges' distances to themselves are 0, and no other.
  if (pairs === 1 || squares.filter((square) => square === 0).length > judges) return bonferroni;
  const ordered = inOwnOrder(squares, judges);
  const { factor, rank } = differencesFromFirst(ordered, judges);
  if (rank === 1) return single;
  const largest = meansOfNeighbors(largestByDirection(ordered, judges, factor, rank));
  const chance = (c: number): number =>
    largest.reduce((sum, m) => sum + fisherCdf((c / m) ** 2 / rank, rank, degreesOfFreedom), 0) /
    largest.length;
  let [low, high] = [single, bonferroni];
  // Between that of one pair and Bonferroni's, to more digits than the directions give.
  while (high - low > 1e-6 * high) {
    const middle = (low + high) / 2;
    if (chance(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The same distances with judges in an order that their names and rows have no part in: by each one's sorted
 * distances to the others.
 */
function inOwnOrder(squares: Float64Array, judges: number): Float64Array {
  const rows = Array.from({ length: judges }, (_, judge) =>
    squares.slice(judge * judges, (judge + 1) * judges).sort(),
  );
  const most = Math.max(...squares);
  const order = [...rows.keys()].sort((a, b) => {
    for (let at = judges - 1; at >= 0; at--) {
      const difference = rows[b][at] - rows[a][at];
      // Sums in another order differ in their last digits.
      if (Math.abs(difference) > 1e-9 * most) return difference;
    }
    return a - b;
  });
  return Float64Array.from(
    squares,
    (_, at) => squares[order[Math.floor(at / judges)] * judges + order[at % judges]],
  );
}

/**
 * A factor of the covariance of each judge's difference to the first: [judges × rank], row-major. Cholesky's,
 * taking the largest remaining variance first and ending where only rounding is left.
 */
function differencesFromFirst(squares: Float64Array, judges: number): { factor: Float64Array; rank: number } {
  const left = new Float64Array(judges * judges);
  for (let i = 0; i < judges; i++)
    for (let j = 0; j < judges; j++)
      left[i * judges + j] = (squares[i] + squares[j] - squares[i * judges + j]) / 2;
  const most = Math.max(...squares);
  const columns: Float64Array[] = [];
  while (columns.length < judges - 1) {
    let pivot = 0;
    for (let i = 1; i < judges; i++) if (left[i * judges + i] > left[pivot * judges + pivot]) pivot = i;
    const variance = left[pivot * judges + pivot];
    if (!(variance > 1e-10 * most)) break;
    const column = Float64Array.from(
      { length: judges },
      (_, i) => left[i * judges + pivot] / Math.sqrt(variance),
    );
    for (let i = 0; i < judges; i++)
      for (let j = 0; j < judges; j++) left[i * judges + j] -= column[i] * column[j];
    columns.push(column);
  }
  const rank = columns.length;
  const factor = Float64Array.from(
    { length: judges * rank },
    (_, at) => columns[at % rank][Math.floor(at / rank)],
  );
  return { factor, rank };
}

/** length directions: the largest of all differences in standard errors, for a step of length 1. */
function largestByDirection(
  squares: Float64Array,
  judges: number,
  factor: Float64Array,
  rank: number,
): Float64Array {
  const step = evenStep(rank);
  const moved = new Float64Array(judges);
  return Float64Array.from({ length: directions }, (_, at) => {
    const direction = step.map((part) => normalQuantile((0.5 + (at + 1) * part) % 1));
    const length = Math.hypot(...direction);
    for (let judge = 0; judge < judges; judge++) {
      moved[judge] = 0;
      for (let k = 0; k < rank; k++) moved[judge] += (factor[judge * rank + k] * direction[k]) / length;
    }
    let largest = 0;
    for (let i = 0; i < judges; i++)
      for (let j = 0; j < i; j++) {
        largest = Math.max(largest, Math.abs(moved[i] - moved[j]) / Math.sqrt(squares[i * judges + j]));
      }
    return largest;
  });
}

function meansOfNeighbors(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  return Float64Array.from({ length: sorted.length / neighbors }, (_, at) => {
    const group = sorted.subarray(at * neighbors, (at + 1) * neighbors);
    return group.reduce((sum, value) => sum + value, 0) / neighbors;
  });
}

/**
 * Multiples of this step, each part taken modulo 1, fill the unit cube evenly: powers of 1 / g, g the root of
 * g^(rank + 1) = g + 1.
 */
function evenStep(rank: number): number[] {
  let root = 1.5;
  for (let step = 0; step < 60; step++) root = (1 + root) ** (1 / (rank + 1));
  return Array.from({ length: rank }, (_, k) => root ** -(k + 1));
}
