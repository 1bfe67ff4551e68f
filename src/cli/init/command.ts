/** `assize init`: a few questions, then a study with a judge prompt that runs. */
import { type Command, Option } from 'commander';
import { collectList } from '../input/lists.ts';
import type { InitCommandOptions } from './init-options.ts';
import type { Session } from '../shell/world.ts';

export function addInitCommand(program: Command, session: Session): void {
  const keyFlags = new Set<string>();
  const command = program
    .command('init')
    .summary('a few questions, then a study with a judge prompt that runs')
    .description(
      'Writes a study: its labels, a judge with its prompt, examples of items, and a table for the ' +
        'labels of people. What no option says ' +
        'is asked, on a terminal. Existing files are never overwritten.',
    )
    .argument('[folder]', 'where to write the study, made if need be; default: this folder')
    .addOption(
      new Option('--kind <kind>', 'what the judge says of an item').choices([
        'pass-fail',
        'one-to-five',
        'pairwise',
        'own',
      ]),
    )
    .option('--title <text>', 'title of the study')
    .option('--yes', 'ask nothing: the default for whatever no option says')
    .optionsGroup('Labels of your own (lists as a,b; a comma inside a name as \\,):')
    .option('--labels <names>', 'their names, in order', collectList)
    .addOption(
      new Option('--scale <scale>', 'whether their order means anything').choices(['nominal', 'ordinal']),
    )
    .option('--pass <labels>', 'those that count as pass; with one-to-five, such as 4,5', collectList)
    .optionsGroup('Judge:')
    .option('--model <name>', 'the name of the model at its endpoint')
    .option('--base-url <url>', 'a server that speaks OpenAI’s API, such as http://127.0.0.1:8000/v1')
    .option('--key <variable>', 'the environment variable with the key: its name, never the key')
    .option('--no-key', 'the server needs no key')
    .optionsGroup('Output:')
    .option('--json', 'print the summary as JSON on stdout, everything else on stderr, and ask nothing')
    .action(async (folder: string | undefined, options: InitCommandOptions) => {
      const { runInit } = await import('./run.ts');
      session.exitCode = await runInit(folder ?? '.', { ...options, bothKeys: keyFlags.size > 1 }, session);
    });
  for (const flag of ['key', 'no-key']) command.on(`option:${flag}`, () => keyFlags.add(flag));
}
