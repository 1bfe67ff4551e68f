/**
 * From a Parquet file to the report, the way the command line goes, at 1,000 rows, a million and ten million:
 * processor seconds and peak memory of the whole process (median of three), beside a bare read of the same file by
 * the Parquet library and beside the sums behind the agreement and the majority in DuckDB. Nine of 2,000 people and
 * one judge with probabilities on each item. Then where the time of the largest goes, by part of the program. Run:
 * node bench/file-to-report.ts [rows …], with duckdb 2.0 in .local/python or the Python of ASSIZE_PYTHON.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AsyncBuffer, asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ParquetWriter, fileWriter } from 'hyparquet-writer';
import { createRandom, drawIndex } from '../src/stats/index.ts';

const people = 2000;
const perItem = 9;
const repeats = 3;
const groupItems = 12_288;
/** What the whole path may take. */
const allowed = [
  { rows: 1000, seconds: 0.6, bytes: Infinity },
  { rows: 1_000_000, seconds: 12, bytes: Infinity },
  { rows: 10_000_000, seconds: 75, bytes: 1.3e9 },
];
/** As it is published: `npm run build` comes first. */
const cli = resolve(import.meta.dirname, '../bin/assize.js');
/** For the profile: in the package the folders are one file. */
const source = resolve(import.meta.dirname, '../src/cli/dev.ts');
const folder = join(tmpdir(), 'assize-bench');
const python = process.env['ASSIZE_PYTHON'] ?? '.local/python/bin/python';

function compare(rows: number): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `ratings-${rows}.parquet`);
  if (!existsSync(file))
    node([import.meta.filename, 'write', file, String(Math.round(rows / (perItem + 1)))]);
  console.log(`\n${rows.toLocaleString('en')} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB of Parquet`);
  const whole = median(() => node(calibrate(file)));
  const bare = median(() => node([import.meta.filename, 'bare', file]));
  const limit = allowed.find((one) => one.rows === rows) ?? { seconds: Infinity, bytes: Infinity };
  line('calibrate', whole, `${(whole.seconds / bare.seconds).toFixed(1)} × the bare read`);
  line('a bare read', bare);
  if (existsSync(python)) {
    const sums = median(() => measured(python, ['-c', sumsInDuckDb, file]));
    line('sums, DuckDB', sums, 'votes an item, agreement of people, of the judge and of each person');
  } else console.log(`skipped: ${python} is not there; set ASSIZE_PYTHON to a Python with duckdb`);
  if (whole.seconds > limit.seconds || whole.bytes > limit.bytes) {
    console.log(`more than the ${limit.seconds} s and ${limit.bytes / 1e9} GB allowed`);
    process.exitCode = 1;
  }
  if (rows >= 1_000_000) console.log(partsOf(file).join('\n'));
}

function calibrate(file: string, command = cli): string[] {
  return [command, 'calibrate', file, '--pass', 'Pass', '--out', join(folder, 'out')];
}

interface Measured {
  /** Of the processor, user and system. */
  readonly seconds: number;
  readonly bytes: number;
}

function line(name: string, { seconds, bytes }: Measured, note = ''): void {
  console.log(
    `${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s, peak ${(bytes / 1e9).toFixed(2)} GB  ${note}`,
  );
}

function median(run: () => Measured): Measured {
  const runs = Array.from({ length: repeats }, run).toSorted((a, b) => a.seconds - b.seconds);
  return runs[Math.floor(repeats / 2)];
}

/** A script in a Node process of its own, which tells what it took as it ends. */
function node(script: readonly string[]): Measured {
  const tell =
    "data:text/javascript,process.on('exit',()=>{const r=process.resourceUsage();" +
    "console.error('took '+(r.userCPUTime+r.systemCPUTime)/1e6+' '+r.maxRSS)})";
  return measured(process.execPath, ['--import', tell, ...script]);
}

function measured(program: string, parts: readonly string[]): Measured {
  const { status, stderr, stdout } = spawnSync(program, parts, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const took = /^took (\S+) (\d+)$/m.exec(stderr);
  if (status !== 0 || took === null)
    throw new Error(`${parts[0]} failed with ${status}:\n${stderr}\n${stdout}`);
  return { seconds: Number(took[1]), bytes: Number(took[2]) * 1024 };
}

/** One thread, as ours: what is compared is work, not cores. */
const sumsInDuckDb = `
import duckdb, resource, sys
db = duckdb.connect()
db.execute("set threads to 1")
db.execute(f"create view ratings as select * from read_parquet('{sys.argv[1]}')")
db.execute("create table votes as select item, count(*) n, count(*) filter (label = 'Pass') y "
           "from ratings where rater != 'judge' group by item")
db.execute("create table judge as select item, prob_Pass > .5 y from ratings where rater = 'judge'")
db.execute("select avg((y*(y-1) + (n-y)*(n-y-1)) / (n*(n-1))) from votes").fetchall()
db.execute("select avg(case when j.y then v.y else v.n - v.y end / v.n) from votes v join judge j using (item)").fetchall()
db.execute("select rater, avg((case when label = 'Pass' then y else n - y end - 1) / (n - 1)) "
           "from ratings join votes using (item) where rater != 'judge' group by rater").fetchall()
used = resource.getrusage(resource.RUSAGE_SELF)
print("took", used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
`;

/** Parts of the program, by the folder of the code that runs; what several use counts for the one that called it. */
const parts: readonly (readonly [string, RegExp])[] = [
  ['reading the file', /hyparquet|src\/data\/|src\/storage\/load/],
  [
    'agreement',
    /src\/stats\/(agreement|ceiling|clusters|comparison)|src\/analysis\/(people|ceiling|comparison)/,
  ],
  ['consensus', /src\/stats\/aggregation|src\/analysis\/labels/],
  ['confidence: fits', /src\/stats\/calibration/],
  ['confidence: errors and their yardstick', /src\/stats\/scoring|src\/analysis\/confidence/],
  ['rate', /src\/stats\/(inference|selection)|src\/analysis\/rate/],
  ['report and files', /src\/(report|charts|storage|cli)\//],
  ['views and the rest of the analysis', /src\/analysis\//],
];

function partsOf(file: string): string[] {
  const profiles = join(folder, 'profile');
  rmSync(profiles, { recursive: true, force: true });
  node(['--cpu-prof', '--cpu-prof-interval', '2000', '--cpu-prof-dir', profiles, ...calibrate(file, source)]);
  const [name] = readdirSync(profiles);
  const { nodes, samples } = JSON.parse(readFileSync(join(profiles, name), 'utf8')) as {
    nodes: { id: number; children?: number[]; callFrame: { url: string } }[];
    samples: number[];
  };
  const partOf = new Map<number, string>();
  // Callers come before what they call.
  for (const { id, children = [], callFrame } of nodes) {
    const own =
      parts.find(([, where]) => where.test(callFrame.url))?.[0] ?? partOf.get(id) ?? 'start and engine';
    partOf.set(id, own);
    for (const child of children) partOf.set(child, own);
  }
  const counts = new Map<string, number>();
  for (const id of samples) counts.set(partOf.get(id)!, (counts.get(partOf.get(id)!) ?? 0) + 1);
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([part, count]) => `  ${((100 * count) / samples.length).toFixed(1).padStart(5)}%  ${part}`);
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

const [work, given, items] = process.argv.slice(2);
if (work === 'write') await writeRatings(given, Number(items));
else if (work === 'bare') await bareRead(given);
else {
  const sizes = process.argv.slice(2).map(Number);
  for (const rows of sizes.length > 0 ? sizes : allowed.map((one) => one.rows)) compare(rows);
}
