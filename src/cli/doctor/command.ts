/**
 * `assize doctor`: what is in these files, what can be answered today, what is blocked and by how many
 * labels, the next command.
 */
import type { Command } from 'commander';
import { addInputOptions } from '../input/options.ts';
import type { DoctorCommandOptions } from './run.ts';
import type { Session } from '../shell/world.ts';

export function addDoctorCommand(program: Command, session: Session): void {
  const command = program
    .command('doctor')
    .summary('what is in these files, what can be answered today, the next command')
    .description(
      'Looks at rating files without fitting anything, and says what they can answer and what is missing. ' +
        'Nothing is written without --write.',
    )
    .argument(
      '[files...]',
      'rating files (CSV, TSV, JSONL, JSON, Parquet), or one study folder; default: the study in this folder',
    );
  addInputOptions(command)
    .optionsGroup('Output:')
    .option('--write', 'write how the files are read into assize.json, here, so that this folder is a study')
    .option('--json', 'print the diagnosis as JSON on stdout, and everything else on stderr')
    .action(async (files: string[], options: DoctorCommandOptions) => {
      const { runDoctor } = await import('./run.ts');
      session.exitCode = await runDoctor(files, options, session);
    });
}
