/**
 * CROWDLAB and cleanlab on the same 300,000 ratings in the same run: the ratio of times and the largest
 * difference of quality. cleanlab works on the wide table, so its time grows with items × raters and the
 * ratio with the number of raters: a ratio without that number says nothing, and several are printed. Both
 * sides are the best of equally many calls in CPU time (ours with its compiler and collector threads): on a
 * busy machine wall time would charge the longer run with more of the others' work. The first call of a
 * process, before anything is compiled, stands beside. Run: node bench/crowdlab-vs-cleanlab.ts, with cleanlab
 * 2.9.0 in .local/python or the Python of ASSIZE_PYTHON.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crowdlab } from '../src/stats/aggregation/index.ts';
import { createRandom } from '../src/stats/numeric/random.ts';
import { dawidSkeneWorld } from '../src/stats/simulation/index.ts';

const ratings = Number(process.argv[2] ?? 300_000);
const ratingsPerItem = 5;
const raterCounts = [20, 50, 100];
const repeats = 3;
const labelCount = 4;
const python = process.env['ASSIZE_PYTHON'] ?? '.local/python/bin/python';

if (existsSync(python)) raterCounts.forEach((raterCount, index) => compare(raterCount, index === 0));
else console.log(`skipped: ${python} is not there; set ASSIZE_PYTHON to a Python with cleanlab 2.9.0`);

function compare(raterCount: number, isFirst: boolean): void {
  const itemCount = Math.floor(ratings / ratingsPerItem);
  const { table, probabilities } = dawidSkeneWorld(
    { itemCount, raterCount, labelCount, ratingsPerItem, diagonal: 6 },
    createRandom(1),
  );
  // The reference breaks last ties unseeded: no two judge probabilities of an item may be equal.
  const spread = createRandom(3);
  for (let i = 0; i < itemCount; i++) {
    let sum = 0;
    for (let at = i * labelCount; at < (i + 1) * labelCount; at++)
      sum += probabilities[at] += 0.01 * spread.next();
    for (let at = i * labelCount; at < (i + 1) * labelCount; at++) probabilities[at] /= sum;
  }
  const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'));
  try {
    for (const [name, values] of Object.entries({
      itemStart: table.itemStart,
      rater: table.rater,
      label: table.label,
      probabilities,
    }))
      writeFileSync(
        join(folder, `${name}.bin`),
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      );
    writeFileSync(join(folder, 'shape.json'), JSON.stringify({ itemCount, raterCount, labelCount }));

    const itemIds = Int32Array.from({ length: itemCount }, (_, i) => i);
    const input = { table, probabilities, judge: 'judge', random: createRandom(2), itemIds };
    const times = Array.from({ length: repeats }, () => timed(() => crowdlab(input)).seconds);
    const { result } = timed(() => crowdlab(input));

    const run = spawnSync(python, ['scripts/compare-cleanlab.py', folder, String(repeats)], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`compare-cleanlab.py failed: ${run.stderr}`);
    const reference = JSON.parse(run.stdout) as { version: string; seconds: number };
    const theirs = new Float64Array(Uint8Array.from(readFileSync(join(folder, 'quality.bin'))).buffer);
    let difference = 0;
    for (let i = 0; i < itemCount; i++)
      difference = Math.max(difference, Math.abs(theirs[i] - result.consensus.quality[i]));

    const first = times[0];
    const best = Math.min(...times);
    if (isFirst)
      console.log(
        `cleanlab ${reference.version}, ${itemCount * ratingsPerItem} ratings, ${itemCount} items, ` +
          `${labelCount} labels`,
      );
    console.log(
      `${raterCount} raters: cleanlab ${reference.seconds.toFixed(2)} s, assize ${best.toFixed(4)} s ` +
        `of CPU, best of ${repeats} each: ` +
        `${(reference.seconds / best).toFixed(0)} times faster` +
        (isFirst
          ? `, ${(reference.seconds / first).toFixed(0)} times on the first call of the process`
          : '') +
        `; largest difference of quality ${difference.toExponential(1)}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timed<T>(work: () => T): { result: T; seconds: number } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, seconds: (user + system) / 1e6 };
}
