/**
 * Ten million ratings from Parquet to the report, the way the command line goes: seconds and peak memory of
 * the whole process, beside a bare read of the same file by the Parquet library. A million items, nine of
 * 2,000 people and one judge with probabilities on each. Run: node bench/ten-million.ts [items]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AsyncBuffer, asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ParquetWriter, fileWriter } from 'hyparquet-writer';
import { createRandom, drawIndex } from '../src/stats/index.ts';

const people = 2000;
const perItem = 9;
/** Peak memory that the whole path may take. */
const allowedBytes = 1.5e9;
const groupItems = 12_288;

const [work, given] = process.argv.slice(2);
if (work === 'write') await writeRatings(given, Number(process.argv[4]));
else if (work === 'bare') await bareRead(given);
else compare(Number(work ?? 1_000_000));

function compare(items: number): void {
  const folder = join(tmpdir(), 'assize-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `ratings-${items}.parquet`);
  if (!existsSync(file)) measured('writing', [import.meta.filename, 'write', file, String(items)]);
  console.log(`${items * (perItem + 1)} ratings, ${(statSync(file).size / 1e6).toFixed(0)} MB of Parquet`);
  const bare = measured('a bare read', [import.meta.filename, 'bare', file]);
  const cli = resolve(import.meta.dirname, '../src/cli/dev.ts');
  const whole = measured('calibrate', [
    cli,
    'calibrate',
    file,
    '--pass',
    'Pass',
    '--out',
    join(folder, 'out'),
  ]);
  console.log(`${(whole.seconds / bare.seconds).toFixed(1)} × the seconds of the bare read`);
  if (whole.bytes > allowedBytes) {
    console.log(`more than the ${allowedBytes / 1e9} GB allowed`);
    process.exitCode = 1;
  }
}

/** Runs a script in a process of its own, which tells its peak memory as it ends. */
function measured(name: string, script: readonly string[]): { seconds: number; bytes: number } {
  const tell =
    "data:text/javascript,process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS))";
  const start = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', tell, ...script], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  const peak = /^peak (\d+)$/m.exec(stderr)?.[1];
  if (status !== 0 || peak === undefined)
    throw new Error(`${name} failed with ${status}:\n${stderr}\n${stdout}`);
  const bytes = Number(peak) * 1024;
  console.log(`${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s, peak ${(bytes / 1e9).toFixed(2)} GB`);
  return { seconds, bytes };
}

/** What no reader can do without: every column of every row group decoded, and thrown away. */
async function bareRead(path: string): Promise<void> {
  const file: AsyncBuffer = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let start = 0;
  for (const { num_rows } of metadata.row_groups) {
    const end = start + Number(num_rows);
    await parquetRead({ file, metadata, compressors, rowStart: start, rowEnd: end, onChunk: () => {} });
    start = end;
  }
}

async function writeRatings(path: string, items: number): Promise<void> {
  const schema = [
    { name: 'root', num_children: 5 },
    ...(['item', 'rater', 'label'] as const).map(
      (name) => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }) as const,
    ),
    ...(['prob_Pass', 'prob_Fail'] as const).map(
      (name) => ({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }) as const,
    ),
  ];
  const writer = fileWriter(path);
  const parquet = new ParquetWriter({ writer, schema });
  const random = createRandom(1);
  for (let from = 0; from < items; from += groupItems) {
    const columns = ratingsOf(from, Math.min(items, from + groupItems), random);
    await parquet.write({
      columnData: Object.entries(columns).map(([name, data]) => ({ name, data })),
      rowGroupSize: columns.item.length,
    });
  }
  await parquet.finish();
}

/**
 * An item is good or bad; a person sees it rightly four times in five, the judge is surer of itself than it
 * should be.
 */
function ratingsOf(from: number, to: number, random: ReturnType<typeof createRandom>) {
  const item: string[] = [];
  const rater: string[] = [];
  const label: (string | null)[] = [];
  const pass: (number | null)[] = [];
  const fail: (number | null)[] = [];
  for (let i = from; i < to; i++) {
    const id = `conversation-${(i * 7919).toString(16).padStart(9, '0')}`;
    const good = random.next() < 0.7;
    const drawn = new Set<number>();
    while (drawn.size < perItem) drawn.add(drawIndex(random, people));
    for (const person of drawn) {
      item.push(id);
      rater.push(`person-${person}`);
      label.push(good === random.next() < 0.8 ? 'Pass' : 'Fail');
      pass.push(null);
      fail.push(null);
    }
    const sure = Math.round(1e4 * (0.5 + random.next() / 2)) / 1e4;
    const says = good === random.next() < sure - 0.1 ? sure : 1 - sure;
    item.push(id);
    rater.push('judge');
    label.push(null);
    pass.push(says);
    fail.push(1 - says);
  }
  return { item, rater, label, prob_Pass: pass, prob_Fail: fail };
}
