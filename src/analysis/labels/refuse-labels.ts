/** Question 2 needs any label by a person. */
import type { Context } from '../context.ts';
import type { Refusal } from '../questions.ts';
import { noPeople } from '../views/shared-items.ts';

export function refuseLabels({ people }: Context): Refusal | undefined {
  return people.table.label.length === 0 ? noPeople : undefined;
}
