/** Tries an endpoint out before the first call of a judge, once for its model, settings and words, and keeps what it said. */
import { counted } from '../../analysis/index.ts';
import type { EndpointProbe } from '../../data/index.ts';
import {
  type PreparedJudge,
  type Price,
  type Provider,
  type RunSummary,
  probeKey,
  noProbabilities,
  probeProblem,
  probeShowsNoProbabilities,
  readProbe,
  runProbe,
} from '../../judge/index.ts';
import { createRandom } from '../../stats/index.ts';
import type { JudgeJob } from './judge-job.ts';
import { dollarsOf, fact, printInterrupted } from './print-judge.ts';
import { sha256 } from './study-judges.ts';
import { systemClock } from '../shell/system-clock.ts';
import type { Terminal } from '../shell/terminal.ts';

/** Whether a run of this judge begins with a probe. */
export function probeIsDue(prepared: PreparedJudge, { store, options }: Pick<JudgeJob, 'store' | 'options'>): boolean {
  return prepared.source === 'logprobs' && (options.probe === true || store.note('probe', probeKey(prepared, sha256)) === undefined);
}

/** Null where the calls of the judge may go out. */
export async function probeEndpoint(
  prepared: PreparedJudge,
  provider: Provider,
  price: Price | undefined,
  job: JudgeJob,
): Promise<{ readonly summary: RunSummary; readonly noProbabilities: boolean } | null> {
  const { store, interrupts, progress, terminal, purse } = job;
  if (!probeIsDue(prepared, job)) return null;
  const key = probeKey(prepared, sha256);
  progress.step(`${prepared.name}: trying the endpoint out`);
  const { stop: signal, abort } = interrupts;
  const { probe, failedForNow, summary } = await runProbe(prepared, {
    provider,
    price,
    purse,
    clock: systemClock,
    random: createRandom(key),
    signal,
    abort,
    onInterrupted: (underWay) => printInterrupted(underWay, progress, terminal),
  });
  progress.end();
  if (probe === null) return { summary, noProbabilities: summary.stopped?.setting === 'logprobs' };
  const problem = probeProblem(prepared, probe);
  if (probeShowsNoProbabilities(prepared, probe))
    return { summary: { ...summary, stopped: noProbabilities(prepared) }, noProbabilities: true };
  // What failed for now, or came broken, may be mended tomorrow; what was refused will be refused again.
  const mayPass =
    failedForNow > 0
      ? `${counted(failedForNow, 'question')} of the probe failed for now`
      : problem !== null && problem !== 'refusal'
        ? `the answers to the probe cannot be read (${problem})`
        : undefined;
  if (mayPass !== undefined) {
    terminal.paragraph(`${mayPass}: the next run asks it again`, { lead: '! ', leadTone: 'yellow' });
    return null;
  }
  store.putNote({ kind: 'probe', key, value: JSON.stringify(probe) });
  printProbe(readProbe(prepared, probe), summary, terminal);
  return null;
}

const words = { yes: 'yes', no: 'no', unknown: 'not known' };

function printProbe({ temperature, schemaMask, logitBias, warnings }: EndpointProbe, summary: RunSummary, terminal: Terminal): void {
  const spent = Number.isNaN(summary.cost) ? '' : `, ${dollarsOf(summary.cost)}`;
  const found = [
    `temperature: ${words[temperature.answer]}`,
    `a schema: ${words[schemaMask.answer]}`,
    `a bias on a token: ${words[logitBias.answer]}`,
  ];
  fact(
    'probe',
    `${counted(summary.answered + summary.failed, 'small call')}${spent}, once. What changes the probabilities reported: ${found.join('; ')}`,
    terminal,
  );
  for (const warning of warnings) terminal.paragraph(warning, { lead: '! ', leadTone: 'yellow' });
}
