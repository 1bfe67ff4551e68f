/** `assize judge`: asks the judges of a study, stores every answer, pays for none twice. */
import { type Command, InvalidArgumentError } from 'commander';
import { collectList } from '../input/lists.ts';
import type { Session } from '../shell/world.ts';
import { wholeNumber } from '../input/number-options.ts';
import type { JudgeCommandOptions } from './judge-options.ts';

export function addJudgeCommand(program: Command, session: Session): void {
  program
    .command('judge')
    .summary('runs the judges of a study over its items, with token probabilities')
    .description(
      'Asks each judge of assize.json about each item of items.jsonl, pairs in both orders. Every ' +
        'answer is stored before it counts, so a run ' +
        'that is stopped goes on where it was, and nothing is paid for twice. The verdicts are part ' +
        'of the study from then on.',
    )
    .argument('[folder]', 'a study folder; default: this one')
    .option('--judge <names>', 'only these judges', collectList)
    .option('--dry-run', 'print the plan and one prompt, and ask nothing')
    .option('--limit <number>', 'a fixed random sample of so many items', wholeNumber(1))
    .option('--max-cost <dollars>', 'stop before a call that could carry this run past it', dollars)
    .option(
      '--batch',
      "through the endpoint's batch API: cheaper, within a day; again, it collects and goes on",
    )
    .option('--no-wait', 'with --batch: submit and exit; the same command without it collects')
    .option('--cancel', 'with --batch: end the open batches, keep what they answered, submit nothing')
    .option(
      '--allow-host <hosts>',
      'let this host be called, with the key of its judge; remembered. A key of no model provider: ' +
        'HOST=VARIABLE',
      collectList,
    )
    .option('--probe', 'try out again what the probabilities of the endpoint are; the first run did')
    .option('--status', 'print what is stored and what waits in batches, and ask nothing')
    .option(
      '--export <file>',
      'write the stored verdicts as rating rows (.csv, .jsonl, .parquet), and ask nothing',
    )
    .option('--json', 'print the summary as JSON on stdout, and everything else on stderr')
    .addHelpText(
      'after',
      '\nThe key comes from the environment variable the judge names, and is not stored.\nA host ' +
        'gets it only if you allow that, here or when asked; it is remembered.\nExit codes: 0 done, 1 ' +
        'could not run or stopped early.',
    )
    .action(async (folder: string | undefined, options: JudgeCommandOptions) => {
      const { runJudge } = await import('./run.ts');
      session.exitCode = await runJudge(folder ?? '.', options, session);
    });
}

function dollars(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity))
    throw new InvalidArgumentError('It is a number of dollars, such as 2.50.');
  return value;
}
