/** `assize demo`: a simulated study with known truth, through the whole path to a report. */
import type { Command } from 'commander';
import type { DemoCommandOptions } from './run.ts';
import type { Session } from '../shell/world.ts';
import { wholeNumber } from '../input/number-options.ts';

export function addDemoCommand(program: Command, session: Session): void {
  program
    .command('demo')
    .summary('a simulated study with known truth, through the whole path to a report')
    .description(
      'Simulates people and a judge that is too sure of itself, runs calibrate on them, and shows ' +
        'each answer next to the truth.',
    )
    .option('--seed <number>', 'seed of the simulation and of every random draw', wholeNumber(0), 1)
    .option('--out <folder>', 'where to write the study and its report', 'assize-demo')
    .option('--open', 'open the report in the browser')
    .option('--json', 'print the results as JSON on stdout, and everything else on stderr')
    .action(async (options: DemoCommandOptions) => {
      const { runDemo } = await import('./run.ts');
      session.exitCode = await runDemo(options, session);
    });
}
