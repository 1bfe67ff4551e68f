/**
 * What the store knows of batches: written at each step, so that a run that is killed anywhere finds every
 * batch it paid for.
 */
import { type CallRecord, DataError, type JudgeConfig, type VerdictStore } from '../../data/index.ts';
import type { JudgeCall } from '../ask/judge-call.ts';

export interface BatchNote {
  /** Its own name, which the endpoint keeps too. */
  readonly name: string;
  readonly judge: string;
  readonly model: string;
  /** Version of the prompt. */
  readonly prompt: string;
  /** Where it is; with the name of the variable of the key, never the key. */
  readonly endpoint: JudgeConfig['endpoint'];
  /** The file of requests, in the endpoint's words. */
  readonly input: string;
  readonly calls: number;
  /**
   * `asked`: the endpoint was asked to make it and has not confirmed. `open`: it is under way. `collected`:
   * its results are in the store. `not made`: the endpoint never made it. `given up`: the endpoint no longer
   * knows it, and the user said so.
   */
  readonly state: 'asked' | 'open' | 'collected' | 'not made' | 'given up';
  /** In the endpoint's words; null before it has any. */
  readonly id: string | null;
  readonly status: string | null;
  /** Requests settled when it was last looked at; null where the endpoint does not say. */
  readonly done: number | null;
  readonly reason: string | null;
  /** When it was asked for and last looked at: ISO 8601, UTC. */
  readonly askedAt: string;
  readonly seenAt: string | null;
}

/** Where the answer to a call belongs. */
export type BatchPlace = Pick<CallRecord, 'key' | 'item' | 'order' | 'sample'>;

type Notes = Pick<VerdictStore, 'note' | 'notes'>;

/** Every batch there ever was, oldest first. */
export function batchNotes(store: Notes): BatchNote[] {
  return store
    .notes('batch')
    .map(({ value }) => readBack(value, isBatchNote))
    .sort((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0));
}

/** Those that are under way, or may be. */
export function openBatches(store: Notes): BatchNote[] {
  return batchNotes(store).filter(({ state }) => state === 'asked' || state === 'open');
}

/** Returns the note it wrote. */
export function keepBatchNote(store: Pick<VerdictStore, 'putNote'>, note: BatchNote): BatchNote {
  store.putNote({ kind: 'batch', key: note.name, value: JSON.stringify(note) });
  return note;
}

/** Kept apart from the note, which is written at every look. */
export function keepBatchCalls(
  store: Pick<VerdictStore, 'putNote'>,
  name: string,
  calls: readonly JudgeCall[],
): void {
  const places = calls.map(({ key, item, order, sample }) => [key, item, order, sample]);
  store.putNote({ kind: 'batch calls', key: name, value: JSON.stringify(places) });
}

export function batchCalls(store: Notes, name: string): Map<string, BatchPlace> {
  const places = readBack(store.note('batch calls', name)?.value ?? '[]', isPlaces);
  return new Map(places.map(([key, item, order, sample]) => [key, { key, item, order, sample }]));
}

/** What a note holds. A store that came from somebody else may hold anything. */
function readBack<T>(text: string, isIt: (value: unknown) => value is T): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isIt(value)) return value;
  throw new DataError(
    'the store holds a note about a batch that cannot be read',
    {},
    'Move verdicts.sqlite away and run the judges again.',
  );
}

function isBatchNote(value: unknown): value is BatchNote {
  const note = (value ?? {}) as Readonly<Record<keyof BatchNote, unknown>>;
  const {
    name,
    judge,
    model,
    prompt,
    input,
    state,
    askedAt,
    endpoint,
    calls,
    id,
    status,
    reason,
    seenAt,
    done,
  } = note;
  return (
    [name, judge, model, prompt, input, state, askedAt].every((part) => typeof part === 'string') &&
    [id, status, reason, seenAt].every((part) => part === null || typeof part === 'string') &&
    typeof endpoint === 'object' &&
    isCount(calls) &&
    (done === null || isCount(done))
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

type Place = [key: string, item: string, order: string | null, sample: number];

function isPlaces(value: unknown): value is Place[] {
  return Array.isArray(value) && value.every(isPlace);
}

function isPlace(value: unknown): value is Place {
  if (!Array.isArray(value)) return false;
  const [key, item, order, sample] = value as unknown[];
  return (
    typeof key === 'string' &&
    typeof item === 'string' &&
    (order === null || typeof order === 'string') &&
    typeof sample === 'number'
  );
}

/** Keys of the calls that are in a batch under way: nobody else may ask them. */
export function waitingKeys(store: Notes): Set<string> {
  const keys = new Set<string>();
  for (const { name } of openBatches(store)) for (const key of batchCalls(store, name).keys()) keys.add(key);
  return keys;
}
