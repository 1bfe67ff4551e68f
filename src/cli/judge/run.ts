/**
 * What `assize judge` does: open the study, look, export or ask, print what happens, and say how to go on.
 */
import { counted } from '../../analysis/index.ts';
import {
  type JudgedStudy,
  type StudyRun,
  askStudy,
  calledBy,
  endpointsBy,
  lookAtStudy,
  planStudy,
  prepareRun,
} from '../../judge/index.ts';
import { openStudy } from '../../storage/index.ts';
import { printJson, terminalFor } from '../input/printing.ts';
import { pathIn } from '../input/read-input.ts';
import { sayHint } from '../input/say-flag.ts';
import { createProgress } from '../shell/progress.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { Session, World } from '../shell/world.ts';
import { knownHosts } from './allowed-hosts.ts';
import { accessOf, keyOf } from './endpoint-access.ts';
import { exportVerdicts } from './export-verdicts.ts';
import { type JudgeCommandOptions, flagsToGoOn, requireOneMode } from './judge-options.ts';
import { batchesJson, printBatches } from './print-batch.ts';
import { eventPrinter } from './print-event.ts';
import { printNext, printRuns, printStop } from './print-judge.ts';

export async function runJudge(
  named: string,
  options: JudgeCommandOptions,
  { world }: Session,
): Promise<number> {
  requireOneMode(options);
  const looksOnly = options.dryRun === true || options.status === true || options.export !== undefined;
  const terminal = terminalFor(world, options);
  const study = await openStudy(pathIn(world, named), { looksOnly, judges: options.judge ?? [] });
  const interrupts = listenForInterrupts(world, !looksOnly);
  const progress = createProgress(world);
  try {
    const run = prepareRun(study, {
      judges: options.judge,
      limit: options.limit,
      maxCost: options.maxCost,
      probe: options.probe,
      looksOnly: options.status === true || options.export !== undefined,
      batch: options.batch === true ? { wait: options.wait, cancel: options.cancel === true } : undefined,
      signal: interrupts.stop,
      abort: interrupts.abort,
      onEvent: eventPrinter(terminal, progress, options.dryRun === true),
    });
    if (options.export !== undefined) return await exported(options.export, run, options, world, terminal);
    const judged = await judgedBy(run, options, world, terminal);
    if (options.dryRun !== true) {
      printRuns(judged.runs, terminal);
      printBatches(judged.batches, terminal);
      for (const { judge, reason, hint } of judged.silent)
        printStop(`judge ${judge}: ${reason}`, hint, terminal);
    }
    if (options.json === true) printJson(judgedJson(judged, options), world);
    if (options.dryRun !== true && options.status !== true)
      printNext(
        judged,
        { batch: options.batch === true, waiting: judged.batches.length > 0, flags: flagsToGoOn(options) },
        named,
        terminal,
      );
    return judged.ended ? 0 : 1;
  } finally {
    interrupts.end();
    progress.end();
    study.close();
  }
}

/**
 * Looks, or asks where the user allows it. A host that is not allowed and a key that is missing are told
 * before anybody is asked.
 */
async function judgedBy(
  run: StudyRun,
  options: JudgeCommandOptions,
  world: World,
  terminal: Terminal,
): Promise<JudgedStudy> {
  if (options.status === true) return lookAtStudy(run);
  if (options.dryRun === true) return planStudy(run);
  const hosts = knownHosts(options, world, terminal);
  const called = calledBy(run);
  for (const one of called) keyOf(one, world.env);
  await hosts.allow(called);
  return askStudy({ ...run, endpoints: endpointsBy((one) => accessOf(one, hosts, world)) });
}

async function exported(
  file: string,
  run: StudyRun,
  { json = false }: JudgeCommandOptions,
  world: World,
  terminal: Terminal,
): Promise<number> {
  const written = await exportVerdicts(pathIn(world, file), run);
  const without =
    written.withoutVerdict === 0 ? '' : ` and ${counted(written.withoutVerdict, 'answer')} without one`;
  terminal.paragraph(`${counted(written.verdicts, 'verdict')}${without} written to ${file}`);
  if (json) printJson({ schema: 1, file, ...written }, world);
  return 0;
}

function judgedJson(
  { complete, stopped, plan, runs, batches }: JudgedStudy,
  { dryRun }: JudgeCommandOptions,
): object {
  return {
    schema: 1,
    complete,
    stopped: stopped.map(({ hint, ...stop }) => ({ ...stop, hint: hint === null ? null : sayHint(hint) })),
    ...(dryRun === true ? { plan } : {}),
    runs,
    batches: batchesJson(batches),
  };
}

interface Interrupts {
  /** Aborted when the user asks to stop, once and a second time. */
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** No longer listens. */
  end(): void;
}

/** Asking wants to end well; a command that only looks may be ended by the system. */
function listenForInterrupts({ onInterrupt }: World, asks: boolean): Interrupts {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const end = asks ? onInterrupt(() => (stop.signal.aborted ? abort : stop).abort()) : () => {};
  return { stop: stop.signal, abort: abort.signal, end };
}
