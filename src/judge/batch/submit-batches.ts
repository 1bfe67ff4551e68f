/**
 * Planned calls into batches: a file is uploaded, noted, and made a batch of, once. What the store knows is
 * written before and after each step, so that a run that is killed anywhere neither loses a batch nor makes
 * it twice.
 */
import { type BatchDraft, type BatchLimits, cutIntoBatches } from './batch-lines.ts';
import { type BatchNote, batchNotes, keepBatchCalls, keepBatchNote } from './batch-notes.ts';
import type { BatchOrder, BatchProvider, RemoteBatch } from '../endpoint/batch-provider.ts';
import type { BatchWork } from './batch-work.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import { patiently, waitAfter } from '../run/patience.ts';
import { type Price, costOf } from '../ask/prices.ts';
import { JudgeError } from '../endpoint/provider.ts';
import { type Purse, limitReached } from '../run/purse.ts';
import { type RunStop, interrupted } from '../verdict/run-summary.ts';

export interface SubmitOptions {
  readonly calls: Iterable<JudgeCall>;
  readonly judge: Pick<BatchNote, 'judge' | 'endpoint'>;
  readonly hash: (text: string) => string;
  /** Of a call in a batch. */
  readonly price?: Price | undefined;
  /** Calls that could exceed it together stay unasked. One with a limit needs a price. */
  readonly purse: Purse;
  readonly limits?: BatchLimits;
  readonly onSubmitted?: (note: BatchNote) => void;
}

export interface Submitted {
  readonly batches: readonly BatchNote[];
  /** Why not all calls are in a batch; null where they are. */
  readonly stopped: Pick<RunStop, 'reason' | 'hint'> | null;
}

/** So long after it was asked for, a batch that the endpoint does not show was not made. */
const settleTime = 30_000;

/** Makes batches of the calls, one after another, and does not wait for them. */
export async function submitBatches(options: SubmitOptions, work: BatchWork): Promise<Submitted> {
  const batches: BatchNote[] = [];
  let costly = false;
  const affordable = function* (): Generator<JudgeCall> {
    for (const call of options.calls) {
      costly = !options.purse.reserve(costOf(options.price, call.inputTokens, call.outputTokens));
      if (costly) return;
      yield call;
    }
  };
  try {
    for (const draft of cutIntoBatches(affordable(), options.limits)) {
      if (work.signal.aborted) return { batches, stopped: interrupted };
      const note = await submitOne(draft, options, work);
      batches.push(note);
      options.onSubmitted?.(note);
    }
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    return {
      batches,
      stopped: work.signal.aborted ? interrupted : { reason: error.message, hint: error.hint },
    };
  }
  return { batches, stopped: costly ? limitReached(options.purse, 'more calls') : null };
}

async function submitOne(
  { calls, lines }: BatchDraft,
  { judge, hash }: SubmitOptions,
  work: BatchWork,
): Promise<BatchNote> {
  const { store, clock } = work;
  const provider = await work.providerOf(judge);
  // A file that is uploaded and then forgotten costs nothing.
  const input = await patiently(() => provider.upload(lines, work.signal), work);
  const [{ model, prompt }] = calls;
  const askedAt = clock.timestamp();
  // The same calls in a later batch have another name.
  const name = hash(JSON.stringify([askedAt, batchNotes(store).length, input, calls.map(({ key }) => key)]));
  keepBatchCalls(store, name, calls);
  const asked = {
    state: 'asked',
    id: null,
    status: null,
    done: null,
    reason: null,
    askedAt,
    seenAt: null,
  } as const;
  const note = keepBatchNote(store, { name, model, prompt, ...judge, input, calls: calls.length, ...asked });
  return makeBatch(note, provider, work);
}

/**
 * Asks for the batch until it is there. Where the endpoint may have made it without saying so, it is looked
 * for before it is asked for again.
 */
async function makeBatch(note: BatchNote, provider: BatchProvider, work: BatchWork): Promise<BatchNote> {
  const { store, clock } = work;
  for (let tried = 1; ; tried++) {
    const asked = tried === 1 ? note : keepBatchNote(store, { ...note, askedAt: clock.timestamp() });
    try {
      return opened(asked, await provider.create(orderOf(asked), work.abort), work);
    } catch (error) {
      if (!(error instanceof JudgeError)) throw error;
      const refused = error.status >= 400 && error.status < 500 && error.status !== 408;
      const made = refused ? undefined : await foundBatch(asked, provider, work);
      if (made !== undefined) return opened(asked, made, work);
      if (error.kind !== 'retry' || tried >= work.tries || work.signal.aborted) {
        keepBatchNote(store, { ...asked, state: 'not made', reason: error.message });
        throw error;
      }
      await waitAfter(error, tried, work);
    }
  }
}

function orderOf({ input, endpoint, name }: BatchNote): BatchOrder {
  return { input, api: endpoint.api, name };
}

function opened(note: BatchNote, { id, status }: RemoteBatch, { store, clock }: BatchWork): BatchNote {
  return keepBatchNote(store, { ...note, id, state: 'open', status, seenAt: clock.timestamp() });
}

/**
 * Looks for a batch that was asked for, until it must have shown. Throws JudgeError where that cannot be
 * known yet.
 */
async function foundBatch(
  note: BatchNote,
  provider: BatchProvider,
  work: BatchWork,
): Promise<RemoteBatch | undefined> {
  const { clock, signal } = work;
  const began = clock.now();
  for (let wait = 1000; ; wait *= 2) {
    const batch = await patiently(() => provider.find(orderOf(note), signal), work);
    if (batch !== undefined) return batch;
    const waited = Math.max(clock.now() - Date.parse(note.askedAt), clock.now() - began);
    if (waited >= settleTime) return undefined;
    await clock.sleep(Math.min(wait, settleTime - waited), signal);
    if (signal.aborted) throw new JudgeError('the run was interrupted', { kind: 'run' });
  }
}

/** Batches whose making broke off in an earlier run: they are found at the endpoint, or were never made. */
export async function findLostBatches(notes: readonly BatchNote[], work: BatchWork): Promise<void> {
  for (const note of notes) {
    if (note.state !== 'asked') continue;
    const batch = await foundBatch(note, await work.providerOf(note), work);
    if (batch !== undefined) opened(note, batch, work);
    else
      keepBatchNote(work.store, {
        ...note,
        state: 'not made',
        reason: 'it was asked for, and the endpoint does not have it',
      });
  }
}
