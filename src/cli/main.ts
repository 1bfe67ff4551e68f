/**
 * The command line: arguments in, exit code out. What a command needs is loaded when it runs, so that
 * `--help` is quick.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCalibrateCommand } from './calibrate/command.ts';
import { addCompareCommand } from './compare/command.ts';
import { addDemoCommand } from './demo/command.ts';
import { addDoctorCommand } from './doctor/command.ts';
import { addEstimateCommand } from './estimate/command.ts';
import { addImportCommand } from './import/command.ts';
import { addInitCommand } from './init/command.ts';
import { addJudgeCommand } from './judge/command.ts';
import { printFailure } from './shell/failure.ts';
import { createTerminal } from './shell/terminal.ts';
import { type Session, type World, processWorld } from './shell/world.ts';

/** Runs one command line and returns its exit code. Never throws, never ends the process. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const session: Session = { world, version: packageVersion(), exitCode: 0 };
  try {
    // Without arguments the help is the answer, not an error.
    await createProgram(session).parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    // Commander has printed its own line by now; help and version are no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    printFailure(error, createTerminal(world, world.stderr));
    return 1;
  }
}

/** The entry of the published program. */
export async function main(): Promise<void> {
  const world = processWorld();
  const code = await run(process.argv.slice(2), world);
  await world.stdout.flushed();
  const { failure } = world.stdout;
  if (failure !== undefined)
    createTerminal(world, world.stderr).whole(`the output could not be written: ${failure.message}`, {
      lead: 'error: ',
      leadTone: 'red',
    });
  // Never process.exit: it would cut off what a slow reader has not taken yet.
  process.exitCode = failure === undefined ? code : 1;
}

function createProgram(session: Session): Command {
  const { world } = session;
  const program = new Command('assize')
    .description(
      'Puts an LLM judge on a calibrated scale: human ratings and judge probabilities in, a report ' +
        'with honest intervals out.',
    )
    .version(session.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text),
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(commanderError(text)),
    })
    .addHelpText(
      'after',
      '\nNew here?  assize demo\nYour file: assize doctor ratings.csv\n\nExit codes: 0 answered, 3 ' +
        'not enough evidence, 1 could not run (2 is reserved).',
    );
  addDemoCommand(program, session);
  addInitCommand(program, session);
  addDoctorCommand(program, session);
  addJudgeCommand(program, session);
  addCalibrateCommand(program, session);
  addEstimateCommand(program, session);
  addCompareCommand(program, session);
  addImportCommand(program, session);
  return program;
}

/** Commander's message as one line and a hint. */
function commanderError(text: string): string {
  const [first, ...rest] = text.trim().split('\n');
  const suggestion = rest.join(' ').replace(/^\(|\)$/g, '');
  return (
    `${first}\nhint:  ` +
    `${suggestion === '' ? 'see assize --help, or assize COMMAND --help' : suggestion}\n`
  );
}

/**
 * From the nearest package.json of ours above this file: it lies elsewhere in the repository than in the
 * published package.
 */
function packageVersion(): string {
  for (const up of ['../', '../../', '../../../']) {
    try {
      const { name, version } = JSON.parse(
        readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8'),
      ) as {
        name?: string;
        version?: string;
      };
      if (name === 'assize' && version !== undefined) return version;
    } catch {
      // Not here.
    }
  }
  return '0.0.0';
}
