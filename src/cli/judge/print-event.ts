/** What happens while judges are asked, as lines and as the moving line. */
import { counted } from '../../analysis/index.ts';
import type { EndpointProbe } from '../../data/index.ts';
import { type JudgeEvent, type RunSummary, interrupted } from '../../judge/index.ts';
import type { Progress } from '../shell/progress.ts';
import type { Terminal } from '../shell/terminal.ts';
import { printCollected, printSubmitted, waitingLine } from './print-batch.ts';
import {
  dollarsOf,
  fact,
  printPlan,
  printPrompt,
  printStop,
  printSummary,
  progressLine,
} from './print-judge.ts';

/** `plansOnly`: nothing will be asked, and the plan is shown with a prompt. */
export function eventPrinter(
  terminal: Terminal,
  progress: Progress,
  plansOnly: boolean,
): (event: JudgeEvent) => void {
  const showProgress = progressLine(progress);
  const showWaiting = waitingLine(progress);
  return (event) => {
    // A moving line is no place to print on.
    if (event.kind !== 'progress' && event.kind !== 'probing' && event.kind !== 'looked') progress.end();
    switch (event.kind) {
      case 'planned':
        printPlan(event, terminal);
        if (plansOnly) printPrompt(event, terminal);
        else if (!event.inBatches) printWaitingCalls(event.plan.waiting, terminal);
        return;
      case 'probing':
        return progress.step(`${event.judge}: trying the endpoint out`);
      case 'probed':
        return printProbe(event.probe, event.summary, terminal);
      case 'probe put off':
        return warn(`${whyPutOff(event)}: the next run asks it again`, terminal);
      case 'fell back':
        return warn(
          `the endpoint gives no token probabilities; ${event.judge} allows ${event.source} instead`,
          terminal,
        );
      case 'progress':
        return showProgress(event);
      case 'asked':
        return printSummary(event, terminal);
      case 'first verdict':
        return fact(
          'first',
          `${counted(event.answers, 'call asked by itself', 'calls asked by themselves')}: token ` +
            'probabilities are there',
          terminal,
        );
      case 'interrupted':
        return printInterrupted(event.underWay, terminal);
      case 'submitted':
        return printSubmitted(event.note, terminal);
      case 'waiting':
        return printWaiting(event.batches, terminal);
      case 'looked':
        return showWaiting(event.open, event.wait);
      case 'collected':
        return printCollected(event.seen, event.judge?.price, terminal);
      case 'batches go on': {
        const goesOn =
          event.batches === 0
            ? 'nothing is under way'
            : `${counted(event.batches, 'batch goes', 'batches go')} on at the endpoint`;
        return warn(`${interrupted.reason}; ${goesOn}`, terminal);
      }
      case 'stopped': {
        const { judge, reason, hint } = event.stop;
        return printStop(judge === null ? reason : `judge ${judge} stopped: ${reason}`, hint, terminal);
      }
      default:
        return event satisfies never;
    }
  };
}

function warn(text: string, terminal: Terminal): void {
  terminal.paragraph(text, { lead: '! ', leadTone: 'yellow' });
}

/** At the first Ctrl-C. */
function printInterrupted(underWay: number, terminal: Terminal): void {
  const awaited =
    underWay === 0
      ? 'nothing is under way'
      : `${counted(underWay, 'call is', 'calls are')} under way and awaited; Ctrl-C again ends at once`;
  warn(`stopping: ${awaited}`, terminal);
}

/** Before a run that leaves calls out because a batch has them. */
function printWaitingCalls(waiting: number, terminal: Terminal): void {
  if (waiting > 0)
    warn(`${counted(waiting, 'call')} not asked: in open batches, which --batch collects`, terminal);
}

function printWaiting(batches: number, terminal: Terminal): void {
  const what =
    batches === 1
      ? 'for the batch. Ctrl-C ends the waiting, not the batch'
      : `for ${batches} batches. Ctrl-C ends the waiting, not the batches`;
  terminal.paragraph(`waiting ${what}: the same command goes on, now or in some days`, { tone: 'dim' });
}

function whyPutOff({ failed, problem }: Extract<JudgeEvent, { kind: 'probe put off' }>): string {
  return failed > 0
    ? `${counted(failed, 'question')} of the probe failed for now`
    : `the answers to the probe cannot be read (${problem})`;
}

const words = { yes: 'yes', no: 'no', unknown: 'not known' };

function printProbe(
  { temperature, schemaMask, logitBias, warnings }: EndpointProbe,
  summary: RunSummary,
  terminal: Terminal,
): void {
  const spent = Number.isNaN(summary.cost) ? '' : `, ${dollarsOf(summary.cost)}`;
  const found = [
    `temperature: ${words[temperature.answer]}`,
    `a schema: ${words[schemaMask.answer]}`,
    `a bias on a token: ${words[logitBias.answer]}`,
  ];
  fact(
    'probe',
    `${counted(summary.answered + summary.failed, 'small call')}${spent}, once. What changes the ` +
      `probabilities reported: ${found.join('; ')}`,
    terminal,
  );
  for (const warning of warnings) warn(warning, terminal);
}
