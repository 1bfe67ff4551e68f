/**
 * The options of `assize judge`: which of them say different things about what is to be done, and which a
 * command that goes on repeats.
 */
import { UsageError } from '../shell/failure.ts';
import { joinList } from '../input/lists.ts';

export interface JudgeCommandOptions {
  readonly judge?: readonly string[];
  readonly dryRun?: boolean;
  readonly status?: boolean;
  readonly export?: string;
  readonly limit?: number;
  readonly maxCost?: number;
  readonly batch?: boolean;
  /** Commander's way of `--no-wait`: true unless it is given. */
  readonly wait: boolean;
  readonly cancel?: boolean;
  readonly probe?: boolean;
  readonly allowHost?: readonly string[];
  readonly json?: boolean;
}

/** Beside `--dry-run` stands whatever the command would do; it is a look at that. */
const clashes: readonly (readonly [one: string, others: readonly string[]])[] = [
  ['--dry-run', ['--status', '--export', '--cancel']],
  ['--status', ['--export', '--batch', '--probe', '--max-cost', '--allow-host']],
  ['--export', ['--batch', '--probe', '--max-cost', '--allow-host']],
  ['--cancel', ['--no-wait', '--probe']],
];

/** Throws UsageError where an option would be passed over without a word. */
export function requireOneMode(options: JudgeCommandOptions): void {
  const given = new Set(flagsGiven(options));
  for (const [one, others] of clashes) {
    const other = others.find((flag) => given.has(one) && given.has(flag));
    if (other !== undefined)
      throw new UsageError(`${one} and ${other} exclude each other`, 'give one of the two');
  }
  for (const flag of ['--cancel', '--no-wait'])
    if (given.has(flag) && !given.has('--batch'))
      throw new UsageError(`${flag} belongs to --batch`, 'add --batch');
}

function flagsGiven({
  dryRun,
  status,
  export: file,
  batch,
  wait,
  cancel,
  probe,
  maxCost,
  allowHost,
}: JudgeCommandOptions): string[] {
  const flags: readonly (readonly [flag: string, given: boolean])[] = [
    ['--dry-run', dryRun === true],
    ['--status', status === true],
    ['--export', file !== undefined],
    ['--batch', batch === true],
    ['--no-wait', !wait],
    ['--cancel', cancel === true],
    ['--probe', probe === true],
    ['--max-cost', maxCost !== undefined],
    ['--allow-host', allowHost !== undefined],
  ];
  return flags.filter(([, given]) => given).map(([flag]) => flag);
}

/** Which judges, how many items and for how much: the same for the command that goes on. */
export function flagsToGoOn({ judge = [], limit, maxCost }: JudgeCommandOptions): string[] {
  return [
    ...(judge.length === 0 ? [] : ['--judge', joinList(judge)]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(maxCost === undefined ? [] : ['--max-cost', String(maxCost)]),
  ];
}
