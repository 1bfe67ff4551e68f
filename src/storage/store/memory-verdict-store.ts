/** The store of judge calls without a disk: for tests, and for a plan that writes nothing. */
import { type CallRecord, type StoreNote, type VerdictStore, tokenCount } from '../../data/index.ts';

/** Forgets everything when it goes. */
export function memoryVerdictStore(): VerdictStore {
  const calls = new Map<string, CallRecord>();
  const notes = new Map<string, StoreNote>();
  return {
    get: (key) => calls.get(key),
    statusOf: (key) => calls.get(key)?.status,
    put: (record) => {
      if (calls.get(record.key)?.status === 'answered') return;
      const counts = {
        inputTokens: tokenCount(record.inputTokens),
        outputTokens: tokenCount(record.outputTokens),
      };
      calls.set(record.key, { ...record, ...counts });
    },
    records: (judge) =>
      [...calls.values()].filter((call) => judge === undefined || call.judge === judge).sort(byPlace),
    note: (kind, key) => notes.get(`${kind} ${key}`),
    notes: (kind) =>
      [...notes.values()].filter((note) => note.kind === kind).sort((a, b) => compare(a.key, b.key)),
    putNote: (note) => void notes.set(`${note.kind} ${note.key}`, { ...note }),
    close: () => {},
  };
}

/** As SQLite sorts: by code point, null before any text. */
function byPlace(a: CallRecord, b: CallRecord): number {
  return (
    compare(a.judge, b.judge) ||
    compare(a.item, b.item) ||
    Number(a.order !== null) - Number(b.order !== null) ||
    compare(a.order ?? '', b.order ?? '') ||
    a.sample - b.sample ||
    compare(a.key, b.key)
  );
}

/** UTF-8 bytes order like code points; UTF-16 units do not. */
function compare(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
