/**
 * The lines of a batch's output as records: each call at most once, whatever the order and the state of the
 * lines.
 */
import type { CallRecord } from '../../data/index.ts';
import { type BatchResult, parseResultLine } from './batch-lines.ts';
import type { BatchPlace } from './batch-notes.ts';
import { usageOf } from '../endpoint/usage.ts';

export interface MergedBatch {
  readonly answered: number;
  readonly failed: number;
  /** Calls without a result: those the endpoint did not come to, and those it left out. */
  readonly unanswered: number;
  /**
   * Lines that gave nothing: of a call that has its line already, of no call of this batch, and cut or broken
   * ones.
   */
  readonly doubled: number;
  readonly foreign: number;
  readonly unreadable: number;
  /** Why calls failed → how many. */
  readonly failures: ReadonlyMap<string, number>;
  /** NaN where the endpoint left an answer uncounted. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface BatchMerge {
  take(line: string): void;
  merged(): MergedBatch;
}

export type BatchOutcome = BatchPlace &
  Pick<CallRecord, 'status' | 'response' | 'error' | 'inputTokens' | 'outputTokens'>;

/**
 * `put` stores what a line says of a call, before it counts. An answer goes before a failure of the same
 * call.
 */
export function mergeBatch(
  places: ReadonlyMap<string, BatchPlace>,
  put: (outcome: BatchOutcome) => void,
): BatchMerge {
  const results = new Map<string, 'answered' | 'not run' | { readonly error: string }>();
  const sum = { doubled: 0, foreign: 0, unreadable: 0, inputTokens: 0, outputTokens: 0 };

  function keep(place: BatchPlace, result: BatchResult): void {
    if (result.outcome === 'answered') {
      const used = usageOf(result.value);
      put({ ...place, status: 'answered', response: result.body, error: null, ...used });
      sum.inputTokens += used.inputTokens ?? NaN;
      sum.outputTokens += used.outputTokens ?? NaN;
    } else if (result.outcome === 'failed')
      put({
        ...place,
        status: 'failed',
        response: null,
        error: result.error,
        inputTokens: null,
        outputTokens: null,
      });
    results.set(place.key, result.outcome === 'failed' ? { error: result.error } : result.outcome);
  }

  return {
    take(line) {
      if (line.trim() === '') return;
      const result = parseResultLine(line);
      const place = result === undefined ? undefined : places.get(result.key);
      if (result === undefined) sum.unreadable++;
      else if (place === undefined) sum.foreign++;
      else {
        const before = results.get(place.key);
        if (before !== undefined) sum.doubled++;
        if (before === undefined || (before !== 'answered' && result.outcome === 'answered'))
          keep(place, result);
      }
    },
    merged() {
      const failures = new Map<string, number>();
      let [answered, failed] = [0, 0];
      for (const result of results.values()) {
        if (result === 'answered') answered++;
        else if (result !== 'not run') {
          failed++;
          failures.set(result.error, (failures.get(result.error) ?? 0) + 1);
        }
      }
      return { ...sum, answered, failed, unanswered: places.size - answered - failed, failures };
    },
  };
}
