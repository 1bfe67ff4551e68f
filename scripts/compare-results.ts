/**
 * Whether two commits give the same numbers: `npm run compare -- BASE` runs five studies with the code of
 * both, and compares every number of `results.json`, the CSV files and `calibrator.json` bit for bit. Texts
 * may differ: they are listed. For a change that only moves or renames.
 *
 * The simulated study runs everywhere. The others need the data sets (ASSIZE_DATASETS, or ../shared/datasets)
 * and are named where they are missing.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const datasets = resolve(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets');

interface StudyRun {
  readonly name: string;
  /** Copied into the folder the commands run in. */
  readonly files: readonly string[];
  readonly config?: unknown;
  readonly commands: readonly (readonly string[])[];
  /** Where the last command writes its results; `results` where not given. */
  readonly results?: string;
}

const data = (folder: string, ...names: string[]): string[] =>
  names.map((name) => join(datasets, folder, name));
const out = ['--out', 'results'];

const runs: readonly StudyRun[] = [
  { name: 'demo', files: [], commands: [['demo', ...out]], results: 'results/out' },
  {
    name: 'arena-500',
    files: data('arena-500', 'ratings.csv'),
    commands: [['calibrate', 'ratings.csv', '--pass', 'first', '--selection', 'random', ...out]],
  },
  {
    name: 'llm-rubric',
    files: data(
      'llm-rubric',
      'human_judges_synth_all_FIXED_ANON.tsv',
      'gpt-3.5-turbo-16k_synth_evaluations_FIXED.tsv',
    ),
    config: {
      codebook: {
        scale: 'ordinal',
        labels: ['1', '2', '3', '4'].map((name) => ({
          name,
          value: Number(name),
          ...(Number(name) > 2 && { pass: true }),
        })),
      },
      sources: [
        {
          path: 'human_judges_synth_all_FIXED_ANON.tsv',
          columns: { item: 'text_id', rater: 'annotator_id', label: 'Q0' },
          kind: 'human',
          missing: ['0'],
        },
        {
          path: 'gpt-3.5-turbo-16k_synth_evaluations_FIXED.tsv',
          columns: { item: 'text_id' },
          rater: 'gpt-3.5',
          kind: 'judge',
          family: 'gpt',
          where: { criterion: 'Q0' },
          probabilities: 'answer*_prob',
        },
      ],
    },
    commands: [['calibrate', '.', '--duplicates', 'first', ...out]],
  },
  {
    name: 'mt-bench-subset',
    files: data('mt-bench-subset', 'human.jsonl', 'llm.jsonl'),
    commands: [
      ['import', 'mt-bench', 'human.jsonl', 'llm.jsonl', '--out', 'study'],
      ['calibrate', 'study', '--win', 'gpt-4', ...out],
    ],
  },
  {
    name: 'pandalm',
    files: data('pandalm', 'testset-v1.json', 'gpt-3.5-turbo-testset-v1.json', 'pandalm-7b-testset-v1.json'),
    config: {
      codebook: { scale: 'nominal', labels: [{ name: '0', tie: true }, { name: '1' }, { name: '2' }] },
      invalid: ['garbage'],
      sources: [
        {
          path: 'testset-v1.json',
          columns: { item: 'idx' },
          wide: ['annotator1', 'annotator2', 'annotator3'],
          kind: 'human',
        },
        {
          path: 'gpt-3.5-turbo-testset-v1.json',
          columns: { item: 'idx', label: 'gpt_result' },
          rater: 'gpt-3.5',
          kind: 'judge',
          labels: { Tie: '0' },
        },
        {
          path: 'pandalm-7b-testset-v1.json',
          columns: { item: 'idx', label: 'pandalm_result' },
          rater: 'pandalm-7b',
          kind: 'judge',
        },
      ],
    },
    commands: [['calibrate', '.', '--pass', '1', ...out]],
  },
];

const [base, head = 'the working tree'] = process.argv.slice(2);
if (base === undefined) {
  console.error(
    'usage: npm run compare -- BASE [HEAD]     commits or branches; without HEAD the working tree',
  );
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), 'assize-compare-'));
let different = 0;
try {
  const trees = [
    checkedOut(base, 'base'),
    head === 'the working tree' ? process.cwd() : checkedOut(head, 'head'),
  ];
  for (const run of runs) {
    const missing = run.files.find((file) => !existsSync(file));
    if (missing !== undefined) {
      console.log(`${run.name}: skipped, ${missing} is not there`);
      continue;
    }
    const [before, after] = trees.map((tree, index) =>
      resultsOf(run, tree, join(work, String(index), run.name)),
    );
    different += report(run.name, before, after);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
  spawnSync('git', ['worktree', 'prune']);
}
console.log(
  different === 0 ? `\nall numbers of ${base} and ${head} are the same` : `\n${different} numbers differ`,
);
process.exit(different === 0 ? 0 : 1);

function checkedOut(revision: string, name: string): string {
  const tree = join(work, name);
  command('git', ['worktree', 'add', '--detach', tree, revision], process.cwd());
  symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** Values by file and path. Numbers are kept as they were written, so that they compare bit for bit. */
type Values = Map<string, { readonly number: string } | { readonly text: string }>;

function resultsOf(
  { files, config, commands, results: where = 'results' }: StudyRun,
  tree: string,
  folder: string,
): Values {
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(file, join(folder, basename(file)));
  if (config !== undefined) writeFileSync(join(folder, 'assize.json'), JSON.stringify(config));
  for (const argv of commands) command(process.execPath, [join(tree, 'src/cli/dev.ts'), ...argv], folder);
  const values: Values = new Map();
  const results = join(folder, where);
  for (const name of readdirSync(results).filter((file) =>
    /^(?:results|calibrator|codebook)\.json$|\.csv$/.test(file),
  )) {
    const text = readFileSync(join(results, name), 'utf8');
    if (name.endsWith('.json')) addJson(values, name, JSON.parse(text));
    else addCsv(values, name, text);
  }
  if (values.size === 0) throw new Error(`no results in ${results}`);
  return values;
}

function addJson(values: Values, path: string, value: unknown): void {
  if (typeof value === 'number' || value === null) values.set(path, { number: String(value) });
  else if (typeof value === 'string') values.set(path, { text: value });
  else if (typeof value === 'boolean') values.set(path, { number: String(value) });
  // Before schema 2 a notice was its sentence alone; its facts are what the sentence is made of.
  else if (Object.keys(value as object).join() === 'code,facts,text')
    values.set(path, { text: (value as { text: string }).text });
  else
    for (const [key, inner] of Object.entries(value as object))
      if (key !== 'facts' && `${path} ${key}` !== 'results.json schema')
        addJson(values, `${path} ${key}`, inner);
}

/** A cell that is a number is one; so is an empty one, which stands for a number that is unknown. */
function addCsv(values: Values, file: string, text: string): void {
  const [header, ...rows] = text.split('\n').map((line) => line.split(','));
  rows.forEach((cells, row) =>
    cells.forEach((cell, column) => {
      const path = `${file} row ${row + 1} ${header[column]}`;
      values.set(path, cell === '' || Number.isFinite(Number(cell)) ? { number: cell } : { text: cell });
    }),
  );
}

/** Prints what differs and returns how many numbers do. */
function report(name: string, before: Values, after: Values): number {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  const shown = (found: ReturnType<Values['get']>): string =>
    found === undefined ? '(absent)' : 'number' in found ? found.number : JSON.stringify(found.text);
  const changed = paths.filter((path) => shown(before.get(path)) !== shown(after.get(path)));
  const isNumber = (path: string): boolean =>
    [before, after].some((values) => 'number' in (values.get(path) ?? {}));
  const numbers = changed.filter(isNumber);
  const texts = changed.filter((path) => !isNumber(path));
  console.log(
    `${name}: ${paths.filter(isNumber).length} numbers, ${numbers.length} differ; ${texts.length} ` +
      'texts differ',
  );
  for (const path of [...numbers.slice(0, 20), ...texts.slice(0, 20)])
    console.log(`  ${path}\n    ${shown(before.get(path))}\n    ${shown(after.get(path))}`);
  if (changed.length > 40) console.log(`  … ${changed.length} in all`);
  return numbers.length;
}

function command(program: string, argv: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(program, argv, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status !== 0 && status !== 3)
    throw new Error(`${program} ${argv.join(' ')} in ${cwd} ended with ${status}:\n${stderr}`);
}
