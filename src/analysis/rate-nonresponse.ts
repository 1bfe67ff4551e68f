/** Items that were drawn and that nobody labeled: the others are a random sample only of what people are willing to label. */
import type { Corrected } from './rate-correction.ts';
import type { RatePool } from './rate-pool.ts';
import { counted, percent } from './words.ts';

/** Unanswered items move a rate by their share at most. Up to this part of the interval's half width that is within what the interval is for. */
const mostOfHalfWidth = 0.25;

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
  const claimed = answer.claimed && share <= mostOfHalfWidth * halfWidth;
  return { ...answer, claimed, estimate: { ...estimate, warnings: [warning, ...estimate.warnings] } };
}
