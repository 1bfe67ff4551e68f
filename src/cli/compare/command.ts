/** `assize compare`: judges beside one another on the same items. */
import type { Command } from 'commander';
import { addInputOptions } from '../input/options.ts';
import { coverageLevel } from '../input/number-options.ts';
import type { CompareCommandOptions } from './run.ts';
import type { Session } from '../shell/world.ts';

export function addCompareCommand(program: Command, session: Session): void {
  const command = program
    .command('compare')
    .summary('which judge agrees with people more, on the same items')
    .description(
      'Compares every two judges on the labeled items that all of them were asked about. Name those to ' +
        'compare with --judge; without it all are.',
    )
    .argument(
      '[files...]',
      'rating files (CSV, TSV, JSONL, JSON, Parquet), or one study folder; default: the study in this folder',
    );
  addInputOptions(command)
    .optionsGroup('Method:')
    .option(
      '--level <number>',
      'coverage of every interval; of several pairs, for all at once',
      coverageLevel,
      0.95,
    )
    .optionsGroup('Output:')
    .option('--out <folder>', 'where to write compare.json; default: STUDY/out or ./assize-out')
    .option('--json', 'print the result as JSON on stdout, and everything else on stderr')
    .addHelpText('after', '\nExit codes: 0 compared, 3 no item of all judges, 1 could not run.')
    .action(async (files: string[], options: CompareCommandOptions) => {
      const { runCompare } = await import('./run.ts');
      session.exitCode = await runCompare(files, options, session);
    });
}
