/** The table of docs/methods/choose-consensus.md, from the recorded cells. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of one method in one world: means over runs, and the standard error of each. */
export interface ConsensusCell {
  readonly name: string;
  readonly cell: string;
  readonly runs: number;
  /** Share of items with the right label, a tie in parts. */
  readonly accuracy: number;
  readonly accuracyError: number;
  /** Mean −log of the number given to the truth, at least 1e-12. */
  readonly loss: number;
  readonly lossError: number;
  /** Accuracy less that of the majority in the same run. */
  readonly gain: number;
  readonly gainError: number;
  /** Of `auto`: how often it took each method. */
  readonly took?: Readonly<Record<string, number>>;
}

export const consensusMethods = [
  'soft majority',
  'CROWDLAB',
  'Dawid-Skene, strength 2',
  'Dawid-Skene, judge, strength 10',
  'auto',
] as const;

export function consensusTable(cells: readonly ConsensusCell[]): string {
  const worlds = [...new Set(cells.map(({ cell }) => cell))];
  const rows = worlds.map((world) => {
    const of = (name: string): ConsensusCell =>
      cells.find((cell) => cell.cell === world && cell.name === name)!;
    const took = Object.entries(of('auto').took ?? {})
      .map(([method, runs]) => `${method} ${runs}`)
      .join(', ');
    return `| ${[world, ...consensusMethods.map((name) => pair(of(name))), took].join(' | ')} |`;
  });
  return [
    `| world | ${consensusMethods.join(' | ')} | auto took |`,
    `| --- ${'| --- '.repeat(consensusMethods.length + 1)}|`,
    ...rows,
  ].join('\n');
}

export function recordedConsensusCells(): ConsensusCell[] {
  const path = join(import.meta.dirname, 'results/consensus-worlds.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { cells: ConsensusCell[] }).cells;
}

function pair({ accuracy, loss }: ConsensusCell): string {
  return `${accuracy.toFixed(3).slice(1)} / ${loss.toFixed(3).replace(/^0/, '')}`;
}
