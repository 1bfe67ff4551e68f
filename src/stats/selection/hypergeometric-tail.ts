import { logFactorial } from '../numeric/distributions.ts';

/**
 * Twice the smaller tail of a hypergeometric count, the observed one included; at most 1. `draws` from a
 * `pool` that holds `marked`, without replacement. For two groups it is the doubled exact test of equal
 * shares.
 */
export function hypergeometricTail(observed: number, draws: number, marked: number, pool: number): number {
  const [least, most] = [Math.max(0, draws + marked - pool), Math.min(draws, marked)];
  // Away from the mean the terms only fall: the tail on the other side holds more than half.
  const step = observed * pool >= draws * marked ? 1 : -1;
  const end = step > 0 ? most : least;
  let term = Math.exp(
    logChoose(marked, observed) + logChoose(pool - marked, draws - observed) - logChoose(pool, draws),
  );
  let tail = term;
  for (let count = observed; count !== end && term > tail * 1e-17; count += step) {
    const [up, down] = step > 0 ? [count + 1, count] : [count, count - 1];
    // The ratio of the chance of `up` to that of `down`.
    const ratio = ((marked - down) * (draws - down)) / (up * (pool - marked - draws + up));
    term *= step > 0 ? ratio : 1 / ratio;
    tail += term;
  }
  return Math.min(1, 2 * tail);
}

function logChoose(from: number, count: number): number {
  return logFactorial(from) - logFactorial(count) - logFactorial(from - count);
}
