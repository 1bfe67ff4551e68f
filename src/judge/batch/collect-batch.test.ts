import { expect, test } from 'vitest';
import { virtualClock } from '../../../test/fixtures/virtual-clock.ts';
import { memoryVerdictStore } from '../../storage/index.ts';
import { type BatchNote, keepBatchNote } from './batch-notes.ts';
import type { BatchProvider, RemoteBatch } from '../endpoint/batch-provider.ts';
import { collectBatch } from './collect-batch.ts';
import { JudgeError } from '../endpoint/provider.ts';

const note: BatchNote = {
  name: 'n',
  judge: 'j',
  model: 'm',
  prompt: 'p',
  endpoint: { api: 'chat', key: null },
  input: 'in',
  calls: 2,
  state: 'open',
  id: 'batch_1',
  status: null,
  done: null,
  reason: null,
  askedAt: '2026-01-01T00:00:00Z',
  seenAt: null,
};
const remote: RemoteBatch = {
  id: 'batch_1',
  status: 'completed',
  ended: true,
  output: 'out',
  errors: null,
  done: 2,
  reason: null,
  hint: null,
};

test.each(['out', 'in'])(
  'a file of a batch (%s) that never ends is read as far as calls were submitted',
  async (endless) => {
    const store = memoryVerdictStore();
    keepBatchNote(store, note);
    store.putNote({
      kind: 'batch calls',
      key: 'n',
      value: JSON.stringify([
        ['k1', 'a', null, 0],
        ['k2', 'b', null, 0],
      ]),
    });
    let lines = 0;
    const content = async function* (file: string): AsyncGenerator<string> {
      const body = { choices: [{ message: { content: 'A' } }] };
      if (file === 'out') yield JSON.stringify({ custom_id: 'k1', response: { status_code: 200, body } });
      // oxlint-disable-next-line no-unmodified-loop-condition -- what never ends is what is tested
      for (; file === endless; lines++)
        yield JSON.stringify({ custom_id: `foreign ${lines}`, response: { status_code: 200, body } });
    };
    const none = (): never => {
      throw new Error('not asked for');
    };
    const provider: BatchProvider = {
      upload: none,
      create: none,
      retrieve: none,
      find: none,
      cancel: none,
      content,
    };
    const work = {
      store,
      provider,
      requestsOf: () => new Map<string, string>(),
      clock: virtualClock(),
      tries: 3,
      signal: new AbortController().signal,
    };
    const collected = collectBatch(note, remote, work);
    if (endless === 'in') expect(await collected).toMatchObject({ answered: 1 });
    else {
      const error: unknown = await collected.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(JudgeError);
      expect((error as JudgeError).message).toContain('more than 1008 lines, and 2 calls were submitted');
    }
    expect(lines).toBeLessThan(1010);
    // What was read before is stored.
    expect(store.statusOf('k1')).toBe('answered');
  },
);
