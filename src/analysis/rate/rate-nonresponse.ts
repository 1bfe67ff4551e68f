/**
 * What people were given and left without a label: the rest is a random sample only of what people are
 * willing to label.
 */
import type { Corrected } from './rate-correction.ts';
import type { RatePool } from './rate-pool.ts';
import { type Notice, notice } from '../../stats/index.ts';

/**
 * Parts of the interval's half width that the share of unanswered items, and the farther of the two bounds,
 * may come to. A 95% interval that is off by a fifth of its half width covers .932; by a quarter, as where
 * the unanswered are all of the rare side, .924.
 */
const mostShare = 1 / 4;
const mostShift = 1 / 5;

/**
 * With the bounds between which the rate lies, whatever people would have said of what they left; the claim
 * goes where that is too far.
 */
export function withNonresponse(
  answer: Corrected,
  pool: RatePool,
  selection: 'random' | 'separate',
): Corrected {
  const { missingShare: share } = pool;
  if (share === 0) return answer;
  const { estimate } = answer;
  const halfWidth = (estimate.interval.upper - estimate.interval.lower) / 2;
  const shift = share * Math.max(estimate.value, 1 - estimate.value);
  const claimed = answer.claimed && share <= mostShare * halfWidth && shift <= mostShift * halfWidth;
  return {
    ...answer,
    claimed,
    estimate: { ...estimate, warnings: [warningOf(pool, selection, estimate.value), ...estimate.warnings] },
  };
}

function warningOf(
  { unanswered: items, labeled, skipped: labels, missingShare: share }: RatePool,
  selection: 'random' | 'separate',
  value: number,
): Notice {
  const [least, most] = [0, share].map((yes) => value * (1 - share) + yes);
  return notice('unanswered', {
    items,
    drawn: labeled.length + items,
    labels,
    separate: selection === 'separate',
    least,
    most,
  });
}
