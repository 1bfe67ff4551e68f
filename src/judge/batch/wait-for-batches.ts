/** Batches under way: looked at with growing waits, collected as they end, ended early, given up. */
import type { Hint } from '../../data/index.ts';
import { type BatchNote, keepBatchNote, openBatches } from './batch-notes.ts';
import type { BatchWork } from './batch-work.ts';
import { collectBatch } from './collect-batch.ts';
import type { MergedBatch } from './merge-batch.ts';
import { patiently } from '../run/patience.ts';
import { JudgeError } from '../endpoint/provider.ts';

/** Milliseconds between two looks, growing from the first to the longest. */
const firstLook = 1000;
const longestLook = 60_000;
/** A batch runs for hours: an endpoint that was reached and is not for so long is waited for. */
const longestOutage = 3_600_000;

/** A batch after a look at it. */
export interface SeenBatch {
  readonly note: BatchNote;
  /** What is stored of it; null while it is under way. */
  readonly merged: MergedBatch | null;
  /** What to do about a reason it has. */
  readonly hint: string | Hint | null;
}

/**
 * Looks at a batch, and collects it where it has ended. `giveUp`: one that the endpoint no longer knows is
 * given up.
 */
export async function lookAtBatch(
  note: BatchNote,
  work: BatchWork,
  { giveUp = false } = {},
): Promise<SeenBatch> {
  const { store, clock, signal } = work;
  try {
    const provider = await work.providerOf(note);
    const remote = await patiently(() => provider.retrieve(note.id!, signal), work);
    const { status, ended, reason, hint } = remote;
    const done = Number.isNaN(remote.done) ? null : remote.done;
    const seen = keepBatchNote(store, { ...note, status, done, reason, seenAt: clock.timestamp() });
    if (!ended) return { note: seen, merged: null, hint };
    const merged = await collectBatch(seen, remote, { ...work, provider });
    return { note: keepBatchNote(store, { ...seen, state: 'collected' }), merged, hint };
  } catch (error) {
    if (!giveUp || !(error instanceof JudgeError) || error.status !== 404) throw error;
    return {
      note: keepBatchNote(store, { ...note, state: 'given up', reason: error.message }),
      merged: null,
      hint: null,
    };
  }
}

/** Asks the endpoint to end batches. What they have answered by then is collected like that of any other. */
export async function cancelBatches(notes: readonly BatchNote[], work: BatchWork): Promise<void> {
  for (const note of notes) {
    const provider = await work.providerOf(note);
    try {
      await patiently(() => provider.cancel(note.id!, work.signal), work);
    } catch (error) {
      // One that has ended cannot be cancelled, and one that is gone is met again when it is looked at.
      if (!(error instanceof JudgeError) || error.kind !== 'call') throw error;
    }
  }
}

export interface WaitOptions {
  /** Which batches are waited for, by name. */
  readonly names: ReadonlySet<string>;
  /** Look once and leave. */
  readonly once?: boolean;
  readonly giveUp?: boolean;
  readonly onCollected?: (seen: SeenBatch) => void;
  /** After each round of looks: what is still under way, and milliseconds to the next. */
  readonly onLook?: (open: readonly BatchNote[], wait: number) => void;
}

/**
 * Waits until the batches have ended, and collects each as it does. Throws JudgeError where looking at them
 * is no use.
 */
export async function waitForBatches(options: WaitOptions, work: BatchWork): Promise<void> {
  const { names, once = false, giveUp = false, onCollected, onLook } = options;
  const { store, clock, signal } = work;
  const lost = new Map<string, JudgeError>();
  const open = (): BatchNote[] => openBatches(store).filter(({ name }) => names.has(name) && !lost.has(name));
  let reachedAt = -Infinity;
  for (let wait = firstLook; !signal.aborted; wait = Math.min(longestLook, wait * 1.5)) {
    for (const note of open()) {
      try {
        const seen = await lookAtBatch(note, work, { giveUp });
        reachedAt = clock.now();
        if (seen.note.state !== 'open') onCollected?.(seen);
      } catch (error) {
        if (!(error instanceof JudgeError)) throw error;
        // One that is gone does not keep the others from being collected; a network that is gone comes back.
        if (error.status === 404) lost.set(note.name, error);
        else if (error.kind !== 'retry' || signal.aborted || clock.now() - reachedAt > longestOutage)
          throw error;
      }
    }
    if (once || open().length === 0) break;
    onLook?.(open(), wait);
    await clock.sleep(wait, signal);
  }
  for (const error of lost.values()) throw error;
}
