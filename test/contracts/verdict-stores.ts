/** What every store of judge calls does. A new one starts by running this. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallRecord, VerdictStore } from '../../src/data/index.ts';

export function call(facts: Partial<CallRecord> = {}): CallRecord {
  return {
    key: 'k1',
    judge: 'judge',
    item: 'item 1',
    order: null,
    sample: 0,
    model: 'model',
    prompt: 'p1',
    request: '{"model":"model"}',
    status: 'answered',
    response: '{"choices":[]}',
    error: null,
    inputTokens: 12,
    outputTokens: 1,
    batch: null,
    at: '2026-01-02T03:04:05.000Z',
    ...facts,
  };
}

export function verdictStoreContract(name: string, open: () => VerdictStore): void {
  describe(name, () => {
    let store: VerdictStore;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => store.close());

    test('gives back what was put, every field', () => {
      const records = [
        call(),
        call({ key: 'k2', order: 'A', sample: 3, batch: 'batch_1', response: '{"text":"é 𝄞 \\u0000"}' }),
        call({
          key: 'k3',
          status: 'failed',
          response: null,
          error: 'refused',
          inputTokens: null,
          outputTokens: null,
        }),
      ];
      for (const record of records) store.put(record);
      for (const record of records) expect({ ...store.get(record.key) }).toEqual(record);
      expect(store.get('k4')).toBeUndefined();
      expect(['k1', 'k2', 'k3', 'k4'].map((key) => store.statusOf(key))).toEqual([
        'answered',
        'answered',
        'failed',
        undefined,
      ]);
    });

    test('an answer is never replaced, a failure is', () => {
      store.put(call({ status: 'failed', response: null, error: 'no answer' }));
      store.put(call({ response: '"first"' }));
      store.put(call({ response: '"second"' }));
      store.put(call({ status: 'failed', response: null, error: 'late failure' }));
      expect(store.get('k1')).toMatchObject({ status: 'answered', response: '"first"', error: null });
      expect([...store.records()]).toHaveLength(1);
    });

    test('records come by judge, item, order and sample, whatever the order they were put in', () => {
      const places = [
        ['b', 'x', null, 0],
        ['a', 'y', 'B', 0],
        ['a', 'y', 'A', 1],
        ['a', 'y', 'A', 0],
        ['a', '\u{1D11E}', null, 0],
        ['a', '\uFF5E', null, 0],
        ['a', 'y', null, 0],
      ] as const;
      places.forEach(([judge, item, order, sample], i) =>
        store.put(call({ key: `k${i}`, judge, item, order, sample })),
      );
      expect([...store.records()].map(({ key }) => key)).toEqual(['k6', 'k3', 'k2', 'k1', 'k5', 'k4', 'k0']);
      expect([...store.records('b')].map(({ key }) => key)).toEqual(['k0']);
      expect([...store.records('nobody')]).toEqual([]);
    });

    test.each([2 ** 53, 1e300, -1, 1.5, NaN, Infinity])(
      '%d for a count of tokens is no count, and breaks nothing',
      (count) => {
        store.put(call({ inputTokens: count, outputTokens: 1 }));
        store.put(call({ key: 'k2', inputTokens: 0, outputTokens: count }));
        expect(store.get('k1')).toMatchObject({ inputTokens: null, outputTokens: 1 });
        expect(store.get('k2')).toMatchObject({ inputTokens: 0, outputTokens: null });
        expect([...store.records()]).toHaveLength(2);
      },
    );

    test('a record put while records are read is no trouble', () => {
      for (let i = 0; i < 5; i++) store.put(call({ key: `k${i}`, item: `item ${i}` }));
      let read = 0;
      for (const record of store.records()) {
        read++;
        store.put(call({ ...record, status: 'failed' }));
      }
      expect(read).toBe(5);
    });

    test('notes are kept by kind and key, and replaced', () => {
      store.putNote({ kind: 'probe', key: 'a', value: '1' });
      store.putNote({ kind: 'batch', key: 'a', value: '2' });
      store.putNote({ kind: 'probe', key: 'a', value: '3' });
      store.putNote({ kind: 'batch', key: '0', value: '4' });
      expect(store.note('probe', 'a')).toEqual({ kind: 'probe', key: 'a', value: '3' });
      expect(store.notes('batch').map(({ value }) => value)).toEqual(['4', '2']);
      expect(store.note('probe', 'b')).toBeUndefined();
    });
  });
}
