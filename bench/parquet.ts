/**
 * Reading a million ratings from Parquet: seconds to rows of cells and to a whole study, beside a bare read
 * by the Parquet library and beside the same ratings as CSV, in the same run. Run: node bench/parquet.ts
 */
import { parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { readRows, readStudy, toCsv, toParquet } from '../src/data/index.ts';

const count = 1_000_000;
const header = ['item', 'rater', 'label', 'prob_A'];
const isJudge = (row: number): boolean => row % 5 === 4;
const rows = Array.from({ length: count }, (_, row) => row);
const item = rows.map((row) => `conversation-${Math.floor(row / 5)}`);
const rater = rows.map((row) => (isJudge(row) ? 'judge' : `person-${(row * 7919) % 2000}`));
const label = rows.map((row) => (isJudge(row) ? '' : row % 3 === 0 ? 'A' : 'B'));
const probability = Float64Array.from(rows, (row) => (isJudge(row) ? (row % 997) / 997 : NaN));

const parquet = await toParquet(header, [item, rater, label, probability]);
const csv = Buffer.from([...toCsv(header, lines())].join(''));
const files = [
  { name: 'ratings.parquet', open: () => [parquet] },
  { name: 'ratings.csv', open: () => [csv] },
];
const bare = await seconds(bareRead);
console.log(
  `${count} ratings: ${(parquet.length / 1e6).toFixed(0)} MB of Parquet, ` +
    `${(csv.length / 1e6).toFixed(0)} MB of CSV`,
);
console.log(`bare read        ${bare.toFixed(2)} s`);
for (const file of files) {
  const cells = await seconds(() => readRows(file, { columns: () => {}, row: () => {} }));
  const study = await seconds(() => readStudy([file]));
  console.log(
    `${file.name.padEnd(16)} rows ${cells.toFixed(2)} s, study ${study.toFixed(2)} s ` +
      `(${(study / bare).toFixed(1)} × the bare read)`,
  );
}

function* lines(): Generator<(string | number)[]> {
  for (const row of rows) yield [item[row], rater[row], label[row], probability[row]];
}

async function bareRead(): Promise<void> {
  const file = parquet.buffer as ArrayBuffer;
  const metadata = await parquetMetadataAsync(file);
  await parquetRead({ file, metadata, compressors, onChunk: () => {} });
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
