/**
 * Reading speed: CSV and JSONL in MB/s, beside a bare loop over the same bytes in the same run, and a whole
 * study of a million rows.
 */
import { readRows, readStudy } from '../src/data/index.ts';

const chunkBytes = 1 << 16;
const rowCount = 300_000;

interface Case {
  readonly name: string;
  readonly bytes: Buffer;
}

const cases: readonly Case[] = [
  { name: 'plain.csv', bytes: csv(rowCount, '') },
  { name: 'quoted.csv', bytes: csv(rowCount, '"') },
  { name: 'plain.jsonl', bytes: jsonl(rowCount) },
  {
    name: 'plain.json',
    bytes: Buffer.from(`[${jsonl(rowCount).toString().trimEnd().replaceAll('\n', ',\n')}]`),
  },
];

for (const { name, bytes } of cases) {
  const bare = await seconds(() => Promise.resolve(newlines(bytes)));
  const rows = await seconds(() =>
    readRows({ name, open: () => chunks(bytes) }, { columns: () => {}, row: () => {} }),
  );
  const study = await seconds(() => readStudy([{ name, open: () => chunks(bytes) }]));
  const speed = (time: number): string => `${(bytes.length / 1e6 / time).toFixed(0).padStart(4)} MB/s`;
  console.log(
    `${name.padEnd(12)} ${(bytes.length / 1e6).toFixed(0)} MB: rows ${speed(rows)} ` +
      `(${(rows / bare).toFixed(1)} × a bare loop over the bytes), study ${speed(study)} ` +
      `(${(study / bare).toFixed(1)} ×)`,
  );
}

const million = csv(1_000_000, '');
globalThis.gc?.();
const before = process.memoryUsage();
const start = performance.now();
const study = await readStudy([{ name: 'million.csv', open: () => chunks(million) }]);
const took = (performance.now() - start) / 1000;
globalThis.gc?.();
const after = process.memoryUsage();
const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
console.log(
  `a study of ${study.ratings.item.length} ratings: ${took.toFixed(1)} s, ` +
    `${(held / study.ratings.item.length).toFixed(0)} bytes a rating held after reading`,
);

function csv(count: number, mark: string): Buffer {
  const lines = [`item,rater,label,prob_A,prob_B`];
  for (let i = 0; i < count; i++) {
    const item = `${mark}item-${Math.floor(i / 4)}${mark}`;
    lines.push(
      i % 4 === 0
        ? `${item},judge,,0.7${i % 1000},0.2`
        : `${item},person-${(i % 4) + 10 * (i % 7)},${i % 3 === 0 ? 'A' : 'B'},,`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

function jsonl(count: number): Buffer {
  const lines = [];
  for (let i = 0; i < count; i++)
    lines.push(
      JSON.stringify({
        item: `item-${Math.floor(i / 4)}`,
        rater: `person-${(i % 4) + 10 * (i % 7)}`,
        label: i % 3 === 0 ? 'A' : 'B',
        seconds: i % 60,
      }),
    );
  return Buffer.from(`${lines.join('\n')}\n`);
}

function* chunks(bytes: Buffer): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes);
}

function newlines(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) count++;
  return count;
}

/** The best of three, after one run to warm up. */
async function seconds(run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let k = 0; k < 4; k++) {
    const start = performance.now();
    await run();
    if (k > 0) best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}
