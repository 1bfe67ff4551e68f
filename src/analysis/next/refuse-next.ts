/** Question 5 waits for a command that this version does not have. */
import { notice } from '../../stats/index.ts';
import { type Refusal, refusal } from '../questions.ts';

export function refuseNext(): Refusal {
  return refusal(notice('no-planning-yet'), notice('draw-at-random'));
}
