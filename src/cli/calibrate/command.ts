/** `assize calibrate`: the main job. Ratings and verdicts in, report and results out. */
import { type Command, Option } from 'commander';
import { addInputOptions } from '../input/options.ts';
import type { CalibrateCommandOptions } from './run.ts';
import type { Session } from '../shell/world.ts';
import { coverageLevel, wholeNumber } from '../input/number-options.ts';

export function addCalibrateCommand(program: Command, session: Session): void {
  const command = program
    .command('calibrate')
    .summary('the main job: ratings and verdicts in, report and results out')
    .description(
      'Reads ratings of people and judges and writes a report, the results, the consensus and a calibrator.',
    )
    .argument(
      '[files...]',
      'rating files (CSV, TSV, JSONL, JSON, Parquet), or one study folder; default: the study in this folder',
    );
  addInputOptions(command)
    .optionsGroup('Method:')
    .addOption(
      new Option('--consensus <method>', 'how labels become one')
        .choices(['auto', 'majority', 'dawid-skene', 'crowdlab', 'crowdlab-calibrated'])
        .default('auto', 'auto: Dawid-Skene where it fits, else majority'),
    )
    .option('--calibrator <file>', 'apply a saved calibrator to the verdicts instead of fitting one')
    .option('--seed <number>', 'seed of every random draw', wholeNumber(0), 1)
    .option(
      '--replicates <number>',
      'resamples for the interval of the lean of orders',
      wholeNumber(100),
      2000,
    )
    .option('--level <number>', 'coverage of every interval', coverageLevel, 0.95)
    .optionsGroup('Output:')
    .option('--out <folder>', 'where to write; default: STUDY/out or ./assize-out')
    .option('--json', 'print the results as JSON on stdout, and everything else on stderr')
    .action(async (files: string[], options: CalibrateCommandOptions) => {
      const { runCalibrate } = await import('./run.ts');
      session.exitCode = await runCalibrate(files, options, session);
    });
}
