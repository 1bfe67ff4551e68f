/**
 * What came of a batch that has ended, into the store: answers first, then failures, each line as it comes.
 */
import type { VerdictStore } from '../../data/index.ts';
import { parseRequestLine } from './batch-lines.ts';
import { type BatchNote, type BatchPlace, batchCalls } from './batch-notes.ts';
import type { BatchProvider, RemoteBatch } from '../endpoint/batch-provider.ts';
import { type MergedBatch, mergeBatch } from './merge-batch.ts';
import { type Patience, patiently } from '../run/patience.ts';
import { JudgeError } from '../endpoint/provider.ts';

/** The bodies of calls by their keys, as JSON, as far as they are known. */
export type RequestsOf = (keys: ReadonlySet<string>) => ReadonlyMap<string, string>;

export interface CollectOptions extends Patience {
  readonly store: VerdictStore;
  readonly provider: BatchProvider;
  readonly requestsOf: RequestsOf;
}

/** Doing it twice is as good as once: what is answered stays. */
export async function collectBatch(
  note: BatchNote,
  remote: RemoteBatch,
  options: CollectOptions,
): Promise<MergedBatch> {
  const { store, provider, clock, signal } = options;
  const { id: batch, judge, model, prompt } = note;
  const places = batchCalls(store, note.name);
  const files = [remote.output, remote.errors].filter((file) => file !== null);
  const requests = files.length === 0 ? new Map<string, string>() : await requestsOf(places, note, options);
  return patiently(async () => {
    const merge = mergeBatch(places, ({ key, ...outcome }) => {
      store.put({
        key,
        judge,
        model,
        prompt,
        request: requests.get(key) ?? 'null',
        ...outcome,
        batch,
        at: clock.timestamp(),
      });
    });
    let lines = 0;
    for (const file of files)
      for await (const line of provider.content(file, signal)) {
        if (++lines > mostLines(places.size)) throw endless(note, places.size);
        merge.take(line);
      }
    return merge.merged();
  }, options);
}

/** A file of results has a line for each call, and some that were doubled, of other calls or empty. */
function mostLines(calls: number): number {
  return 4 * calls + 1000;
}

function endless({ id }: BatchNote, calls: number): JudgeError {
  return new JudgeError(
    `the files of batch ${id} have more than ${mostLines(calls)} lines, and ${calls} calls were ` +
      'submitted; the rest was not read',
    {
      kind: 'run',
      hint: 'Do not trust the endpoint. What was read is stored.',
    },
  );
}

/**
 * From the plan; what it no longer has, as when the prompt was changed meanwhile, from the file that was
 * uploaded.
 */
async function requestsOf(
  places: ReadonlyMap<string, BatchPlace>,
  { input }: BatchNote,
  { provider, requestsOf, ...patience }: CollectOptions,
): Promise<ReadonlyMap<string, string>> {
  const planned = requestsOf(new Set(places.keys()));
  if (planned.size === places.size) return planned;
  try {
    return await patiently(async () => {
      const requests = new Map(planned);
      let lines = 0;
      for await (const line of provider.content(input, patience.signal)) {
        if (++lines > mostLines(places.size)) break;
        const asked = parseRequestLine(line);
        if (asked !== undefined && places.has(asked.key)) requests.set(asked.key, asked.request);
      }
      return requests;
    }, patience);
  } catch (error) {
    // Gone for good: the answers are worth more than the questions.
    if (error instanceof JudgeError && error.status === 404) return planned;
    throw error;
  }
}
