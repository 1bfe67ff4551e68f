/** Items that were drawn and that nobody labeled: the others are a random sample only of what people are willing to label. */
import type { Corrected } from './rate-correction.ts';
import type { RatePool } from './rate-pool.ts';
import { counted, percent } from '../words/words.ts';

/**
 * Parts of the interval's half width that the share of unanswered items, and the farther of the two bounds, may come to. A 95% interval that is off by a
 * fifth of its half width covers .932; by a quarter, as where the unanswered are all of the rare side, .924.
 */
const mostShare = 1 / 4;
const mostShift = 1 / 5;

/** With the bounds between which the rate lies, whatever people would have said of the items they left; the claim goes where that is too far. */
export function withNonresponse(answer: Corrected, { unanswered, labeled }: RatePool): Corrected {
  if (unanswered === 0) return answer;
  const { estimate } = answer;
  const drawn = labeled.length + unanswered;
  const share = unanswered / drawn;
  const [least, most] = [0, share].map((yes) => percent(estimate.value * (1 - share) + yes));
  const warning =
    `${counted(unanswered, 'item')} of ${drawn.toLocaleString('en-US')} that people were given got no label: ` +
    `had they all been no, or all yes, the rate would be ${least} or ${most}`;
  const halfWidth = (estimate.interval.upper - estimate.interval.lower) / 2;
  const shift = share * Math.max(estimate.value, 1 - estimate.value);
  const claimed = answer.claimed && share <= mostShare * halfWidth && shift <= mostShift * halfWidth;
  return { ...answer, claimed, estimate: { ...estimate, warnings: [warning, ...estimate.warnings] } };
}
