/**
 * When a run is given up because nothing will come of it: nobody is there, or something is wrong with every
 * item.
 */
import type { JudgeError } from '../endpoint/provider.ts';
import { type RunStop, stopBy } from '../verdict/run-summary.ts';
import { deadTries } from './patience.ts';

export interface Hope {
  answered(): void;
  /** A try failed. Returns why the run ends, if it does. */
  tryFailed(failure: JudgeError): RunStop | undefined;
  /** A call was given up for this failure. Returns why the run ends, if it does. */
  callFailed(item: string, failure: JudgeError): RunStop | undefined;
}

/** Calls of so many items in a row given up: something is wrong with all of them. */
const failuresInARow = 20;

export function createHope(): Hope {
  /** Tries in a row without a sign of life; −∞ once there was one. */
  let dead = 0;
  /** Items of calls that were given up since the last answer. */
  const inARow = new Set<string>();
  return {
    answered() {
      dead = -Infinity;
      inARow.clear();
    },
    tryFailed(failure) {
      if (failure.status >= 300) dead = -Infinity;
      return ++dead >= deadTries ? stopBy(failure) : undefined;
    },
    callFailed(item, { about, message, hint }) {
      // What is wrong with an item says nothing of the others.
      if (about !== 'item') inARow.add(item);
      if (inARow.size < failuresInARow) return undefined;
      return { reason: `${failuresInARow} items in a row failed, the last with: ${message}`, hint };
    },
  };
}
