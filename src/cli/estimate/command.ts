/** `assize estimate`: one corrected rate, beside the one by people alone and the judge's own. */
import type { Command } from 'commander';
import { addInputOptions } from '../input/options.ts';
import type { EstimateCommandOptions } from './run.ts';
import type { Session } from '../shell/world.ts';
import { coverageLevel, wholeNumber } from '../input/number-options.ts';

export function addEstimateCommand(program: Command, session: Session): void {
  const command = program
    .command('estimate')
    .summary('the true pass rate or win rate, corrected for the judge’s errors')
    .description(
      'Estimates a rate among people from all verdicts of a judge and the labels there are. Say what ' +
        'to count (--pass or --win) and ' +
        'how the labeled items were chosen (--selection): that decides the method.',
    )
    .argument(
      '[files...]',
      'rating files (CSV, TSV, JSONL, JSON, Parquet), or one study folder; default: the study in this folder',
    );
  addInputOptions(command)
    .optionsGroup('Method:')
    .option('--seed <number>', 'seed of every random draw', wholeNumber(0), 1)
    .option('--level <number>', 'coverage of every interval', coverageLevel, 0.95)
    .optionsGroup('Output:')
    .option('--out <folder>', 'where to write estimate.json; default: STUDY/out or ./assize-out')
    .option('--json', 'print the result as JSON on stdout, and everything else on stderr')
    .addHelpText('after', '\nExit codes: 0 estimated, 3 refused, 1 could not run.')
    .action(async (files: string[], options: EstimateCommandOptions) => {
      const { runEstimate } = await import('./run.ts');
      session.exitCode = await runEstimate(files, options, session);
    });
}
