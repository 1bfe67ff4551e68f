import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataError } from './data-error.ts';
import type { StudyInput } from './read-options.ts';
import { readStudy } from './read-study.ts';
import type { Study } from './study/study.ts';

const labels = ['A', 'B', 'tie'];

/** Rows without conflicts: the content of a key follows from the key, and keys may come twice. */
const table = fc.array(
  fc.record({
    item: fc.constantFrom('1', '2', '10', 'é', 'Z', 'a', 'item number seven'),
    rater: fc.constantFrom('ann', 'bob', 'gpt', 'judge of a long name'),
    order: fc.constantFrom('', 'A', 'B'),
    note: fc.constantFrom('', 'x', 'y'),
  }),
  { minLength: 3, maxLength: 40 },
);

type Row = { item: string; rater: string; order: string; note: string };

function csvRow({ item, rater, order, note }: Row): string {
  const code = [...item, ...rater, ...order].reduce(
    (sum, character) => sum + (character.codePointAt(0) as number),
    0,
  );
  const judge = rater.includes('g') && rater !== 'ann';
  const label = judge && code % 2 === 0 ? '' : labels[code % 3];
  const probabilities = judge
    ? [
        [0.2, 0.3, 0.5],
        [0.9, 0.05, 0.01],
        [0.1, 0.1, 0.1],
      ][code % 3]
    : ['', '', ''];
  return [item, rater, label, order, ...probabilities, `c${item.length}`, note].join(',');
}

const header = 'item,rater,label,order,prob_A,prob_B,prob_tie,cluster,note';

async function study(...tables: string[][]): Promise<Study> {
  const files = tables.map((rows, at): StudyInput => ({
    name: `${at}.csv`,
    open: () => [Buffer.from([header, ...rows].join('\n'))],
  }));
  const read = await readStudy(files, {
    title: 'a study',
    codebook: { scale: 'nominal', labels: labels.map((name) => ({ name })) },
  });
  return { ...read, files: [] };
}

test('permuting rows gives the identical study', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 1000 }), async (rows, turn) => {
      const lines = rows.map(csvRow);
      const permuted = lines
        .map((line, at) => ({ line, key: ((at + 1) * (2 * turn + 1) * 7919) % 1009 }))
        .sort((a, b) => a.key - b.key);
      expect(await outcome(study(permuted.map(({ line }) => line)))).toEqual(await outcome(study(lines)));
    }),
    { seed: 2, numRuns: 200 },
  );
});

test('splitting a file into two gives the identical study', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.nat(), async (rows, cut) => {
      const lines = rows.map(csvRow);
      const at = 1 + (cut % (lines.length - 1));
      expect(await outcome(study(lines.slice(0, at), lines.slice(at)))).toEqual(await outcome(study(lines)));
    }),
    { seed: 3, numRuns: 200 },
  );
});

/** A study, or that there is none: rows of dropped probabilities alone leave nothing. */
async function outcome(promise: Promise<Study>): Promise<Study | string> {
  return promise.catch((error: unknown) => {
    if (error instanceof DataError) return 'refused';
    throw error;
  });
}

const near = fc.stringMatching(
  /^(item|rater|label|prob_|A|B|1|0\.5|-|"|,|\t|\n|\r\n|\{|\}|\[|\]|:|status|kind|é| ){0,40}$/,
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  near.map((text) => Buffer.from(text)),
  near.map((text) =>
    Buffer.from(`item,rater,label,prob_A,prob_B,kind,cluster,repeat,status,inclusion_probability\n${text}`),
  ),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .array(
      fc.dictionary(
        fc.constantFrom('item', 'rater', 'label', 'prob_A', 'kind', '__proto__', 'constructor'),
        fc.jsonValue(),
      ),
    )
    .map((rows) => Buffer.from(JSON.stringify(rows))),
);

test('any bytes in any format give a study or one DataError of one line', async () => {
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.constantFrom('csv', 'tsv', 'jsonl', 'json'),
      fc.integer({ min: 1, max: 50 }),
      async (content, format, size) => {
        const open = function* (): Generator<Uint8Array> {
          for (let start = 0; start < content.length; start += size)
            yield content.subarray(start, start + size);
        };
        const result = await readStudy([{ name: `fuzz.${format}`, open }]).catch((error: unknown) => error);
        if (result instanceof Error) {
          expect(result).toBeInstanceOf(DataError);
          expect(result.message).not.toMatch(/[\n\r]/);
        }
      },
    ),
    { seed: 4, numRuns: 500 },
  );
});
