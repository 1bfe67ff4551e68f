/**
 * What a store of judge calls keeps, and the interface it has: the calls are paid for, so none is asked
 * twice.
 */

/** One call to an endpoint and what came of it. */
export interface CallRecord {
  /** SHA-256 (hex) of everything that determines the answer: endpoint, body of the request, sample number. */
  readonly key: string;
  readonly judge: string;
  readonly item: string;
  /** The label of the side shown first; null for items without sides. */
  readonly order: string | null;
  /** 0 for the one answer of a judge with token probabilities; 0 … k − 1 for samples. */
  readonly sample: number;
  readonly model: string;
  /** Hash of the prompt template. */
  readonly prompt: string;
  /**
   * The body that was asked with, as JSON; `null` where a batch outlived both the plan and the file it came
   * from. Never a key or a header.
   */
  readonly request: string;
  readonly status: 'answered' | 'failed';
  /** The body of the answer as it came. */
  readonly response: string | null;
  /** Of a call that failed for good: one line. */
  readonly error: string | null;
  /** Whole numbers; null where the endpoint did not count, or sent what no count can be. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Through the batch API, at its price. */
  readonly batch: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Facts about a run that are no calls: what a probe of an endpoint found, which source a judge uses, which
 * batch waits where, and which calls are in it.
 */
export interface StoreNote {
  readonly kind: 'probe' | 'source' | 'batch' | 'batch calls';
  readonly key: string;
  /** JSON. */
  readonly value: string;
}

export interface VerdictStore {
  get(key: string): CallRecord | undefined;
  /**
   * Whether the call was answered, so that nobody asks it again, or failed for good; undefined where it has
   * not been made. Reads no body.
   */
  statusOf(key: string): CallRecord['status'] | undefined;
  /**
   * Durable when it returns. What is no count of tokens is kept as null: no answer may break the store. A
   * later record of the same key replaces a failed one, never an answered one.
   */
  put(record: CallRecord): void;
  /** Sorted by judge, item, order and sample. */
  records(judge?: string): Iterable<CallRecord>;
  note(kind: StoreNote['kind'], key: string): StoreNote | undefined;
  notes(kind: StoreNote['kind']): readonly StoreNote[];
  putNote(note: StoreNote): void;
  close(): void;
}

/** A count of tokens as a store keeps it: null for anything else. */
export function tokenCount(value: number | null): number | null {
  return Number.isSafeInteger(value) && value! >= 0 ? value : null;
}
