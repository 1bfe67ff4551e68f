/** What a run may spend, and what is said when it is spent. */
import { type Hint, hint, option } from '../../data/index.ts';

/**
 * What a run may spend: one for everything that it asks, so that several judges, a probe and batches together
 * stay below the limit.
 */
export interface Purse {
  /** Dollars. */
  readonly limit: number;
  /**
   * Sets aside what a call may cost at most; false, and nothing is set aside, where that could exceed the
   * limit.
   */
  reserve(dollars: number): boolean;
  /** Gives back what was set aside, and takes what the call came to. */
  settle(reserved: number, spent: number): void;
}

/** No limit where none is given: then costs need not be known. */
export function createPurse(limit = Infinity): Purse {
  let gone = 0;
  return {
    limit,
    reserve(dollars) {
      if (limit === Infinity) return true;
      if (!(gone + dollars <= limit)) return false;
      gone += dollars;
      return true;
    },
    settle(reserved, spent) {
      if (limit !== Infinity) gone += spent - reserved;
    },
  };
}

/** Why nothing more is asked when the purse is empty. `what`: what would be asked next. */
export function limitReached(
  { limit }: Purse,
  what: string,
): { readonly reason: string; readonly hint: Hint } {
  return {
    reason: `${what} could cost more than the ${limit} dollars allowed`,
    hint: hint`Run again to spend as much once more, or raise ${option('maxCost')}.`,
  };
}
