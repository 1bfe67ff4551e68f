/**
 * Accuracy and log loss of each consensus of people on public crowd data whose truth is known, beside crowd-kit's in
 * the same run and scored alike: ties by parts, log loss of the truth with numbers of at least 1e-12. CROWDLAB needs a
 * judge and is not among them: docs/methods/choose-consensus.md has it in worlds. Prints the table of docs/validation.md. Run:
 * node bench/consensus-vs-crowd-kit.ts, with crowd-kit 1.4.1 in .local/python or the Python of ASSIZE_PYTHON, and the data
 * (rte, dog, web) in ASSIZE_DATASETS/crowd.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Consensus, dawidSkene, ratingTable, softMajority } from '../src/stats/index.ts';

const folder = join(process.env['ASSIZE_DATASETS'] ?? '../shared/datasets', 'crowd');
const python = process.env['ASSIZE_PYTHON'] ?? '.local/python/bin/python';
const labelCounts = { rte: 2, dog: 4, web: 5 };
type Name = keyof typeof labelCounts;

/** Prints a JSON object: for each method the labels of each item with their numbers. */
const crowdKit = `
import json, sys
import pandas as pd
from crowdkit.aggregation import DawidSkene, MajorityVote
rows = pd.read_csv(sys.argv[1], sep=r'\\s+', header=None, names=['task', 'worker', 'label']).sort_values(['task', 'worker', 'label'])
def numbers(frame):
    return {str(task): {str(label): float(p) for label, p in row.items()} for task, row in frame.iterrows()}
print(json.dumps({
    'crowd-kit, MajorityVote': numbers(MajorityVote().fit_predict_proba(rows)),
    'crowd-kit, DawidSkene, 500 steps': numbers(DawidSkene(n_iter=500).fit_predict_proba(rows)),
}))
`;

type Scores = { readonly accuracy: number; readonly loss: number };
const scored = new Map<string, Map<Name, Scores>>();
const missing = [python, folder].find((path) => !existsSync(path));
if (missing === undefined) {
  for (const name of Object.keys(labelCounts) as Name[]) scoreAll(name);
  const names = Object.keys(labelCounts) as Name[];
  console.log(
    `| accuracy / log loss of the truth | ${names.join(' | ')} |\n| --- ${'| --- '.repeat(names.length)}|`,
  );
  for (const [method, of] of scored) {
    const cells = names.map(
      (name) => `${of.get(name)!.accuracy.toFixed(4)} / ${of.get(name)!.loss.toFixed(3)}`,
    );
    console.log(`| ${method} | ${cells.join(' | ')} |`);
  }
} else console.log(`skipped: ${missing} is not there`);

function scoreAll(name: Name): void {
  const file = join(folder, `${name}_crowd.txt`);
  const rows = numbersOf(file);
  const ids = [...new Set(rows.map(([item]) => item))];
  const itemOf = new Map(ids.map((id, code) => [id, code]));
  const raters = [...new Set(rows.map(([, rater]) => rater))];
  const raterOf = new Map(raters.map((id, code) => [id, code]));
  const lowest = Math.min(...new Set(rows.map(([, , label]) => label)));
  const table = ratingTable({
    itemCount: ids.length,
    raterCount: raters.length,
    labelCount: labelCounts[name],
    item: rows.map(([item]) => itemOf.get(item)!),
    rater: rows.map(([, rater]) => raterOf.get(rater)!),
    label: rows.map(([, , label]) => label - lowest),
  });
  const truth = new Map(
    numbersOf(join(folder, `${name}_truth.txt`)).filter(([item]) => itemOf.has(item)) as [number, number][],
  );
  const ofOurs =
    ({ numbers, labelCount }: Consensus) =>
    (item: number) =>
      numbers.subarray(itemOf.get(item)! * labelCount, (itemOf.get(item)! + 1) * labelCount);
  keep('soft majority', ofOurs(softMajority(table)));
  keep(
    'Dawid-Skene, maximum likelihood',
    ofOurs(dawidSkene(table, { kind: 'maximum-likelihood' }).consensus),
  );
  keep('Dawid-Skene, MAP', ofOurs(dawidSkene(table, { kind: 'map' }).consensus));
  keep('Dawid-Skene, hierarchical (the default)', ofOurs(dawidSkene(table).consensus));
  const { status, stdout, stderr } = spawnSync(python, ['-c', crowdKit, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  const theirs = JSON.parse(stdout) as Record<string, Record<string, Record<string, number>>>;
  for (const [method, numbers] of Object.entries(theirs))
    keep(method, (item) =>
      Float64Array.from({ length: table.labelCount }, (_, label) => numbers[item]?.[label + lowest] ?? 0),
    );

  function keep(method: string, numbersOfItem: (item: number) => Float64Array): void {
    let [right, loss] = [0, 0];
    for (const [item, label] of truth) {
      const row = numbersOfItem(item);
      const top = Math.max(...row);
      const tied = row.filter((value) => value >= top * (1 - 1e-12)).length;
      if (row[label - lowest] >= top * (1 - 1e-12)) right += 1 / tied;
      loss -= Math.log(Math.max(1e-12, row[label - lowest]));
    }
    const of = scored.get(method) ?? new Map<Name, Scores>();
    scored.set(method, of.set(name, { accuracy: right / truth.size, loss: loss / truth.size }));
  }
}

function numbersOf(file: string): number[][] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}
