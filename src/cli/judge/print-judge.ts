/**
 * What `assize judge` says: the plan before it asks, the line while it asks, what came of it, and what is
 * stored.
 */
import { counted, decimal, dollars, percent } from '../../analysis/index.ts';
import type { Hint, JudgeRun } from '../../data/index.ts';
import { type JudgeEvent, type Price, interrupted, requestOf, wholeAddressOf } from '../../judge/index.ts';
import { systemClock } from '../../storage/index.ts';
import { sayHint } from '../input/say-flag.ts';
import { type Progress, progressBar } from '../shell/progress.ts';
import type { Terminal } from '../shell/terminal.ts';

type Planned = Extract<JudgeEvent, { kind: 'planned' }>;

export function printPlan({ judge, prepared, plan, inBatches }: Planned, terminal: Terminal): void {
  const { name, config, orders, source, version } = prepared;
  const { items, calls, stored, waiting, tokens, cost, mostCost, probeCalls, mostProbeCost } = plan;
  const times = [
    orders.length > 1 ? 'both orders' : '',
    source === 'samples' ? `${config.samples} samples` : '',
  ].filter((word) => word !== '');
  terminal.blank();
  terminal.heading(`judge ${name}`);
  fact('model', `${config.model} at ${wholeAddressOf(config)}, ${config.endpoint.api}`, terminal);
  const fallback =
    source === config.sources[0]
      ? ''
      : ': the endpoint gave no token probabilities. --probe asks it for them again';
  fact('prompt', `version ${version}, probabilities from ${source}${fallback}`, terminal);
  const waits = waiting === 0 ? '' : `, ${counted(waiting)} in open batches`;
  fact(
    'plan',
    `${counted(items, 'item')}${times.length === 0 ? '' : `, ${times.join(', ')}`}: ` +
      `${counted(calls, 'call')}, ${counted(stored)} of them stored already${waits}`,
    terminal,
  );
  const price = Number.isNaN(cost)
    ? 'cost unknown: add the model to "prices" in assize.json'
    : `about ${dollarsOf(cost)}, at most ` +
      `${dollarsOf(mostCost)}${inBatches ? pricedInBatches(judge.price) : ''}${pricedBy[judge.pricedBy]}`;
  const nothing = calls === stored + waiting;
  const probeCost = Number.isNaN(mostProbeCost) ? '' : `, at most ${dollarsOf(mostProbeCost)}`;
  const probe =
    probeCalls === 0 ? '' : `; before it the probe, ${counted(probeCalls, 'small call')}${probeCost}`;
  fact(
    'cost',
    `${nothing ? 'nothing left to ask' : `about ${counted(tokens)} tokens, ${price}`}${probe}`,
    terminal,
  );
}

const pricedBy: Readonly<Record<Planned['judge']['pricedBy'], string>> = {
  list: '',
  study: ', by the price in assize.json',
  'list above study': ', by the list price, which is above the one in assize.json',
};

/** Behind the cost of a plan. */
function pricedInBatches(price: Price | undefined): string {
  if (price === undefined) return '';
  if (price.batchShare === undefined) return ', the full price: "prices" has no "batchShare" for the model';
  return price.batchShare === 0.5
    ? ', half the full price'
    : `, ${Math.round(1000 * price.batchShare) / 10}% of the full price`;
}

/** A word and what it is, the words under each other. */
export function fact(word: string, text: string, terminal: Terminal): void {
  terminal.paragraph(text, { lead: `${word}:`.padEnd(9), leadTone: 'bold' });
}

export function printPrompt({ prepared, firstItem }: Planned, terminal: Terminal): void {
  const { body } = requestOf(prepared, firstItem, prepared.orders[0]);
  terminal.blank();
  terminal.paragraph(`What is sent for item ${firstItem.id}:`);
  for (const { content } of (body['messages'] ?? body['input']) as { content: string }[])
    for (const line of content.split('\n')) terminal.whole(line, { indent: 2 });
  terminal.blank();
  terminal.paragraph('Nothing was asked.');
}

/** `gpt ██████░░░░ 1,240 of 2,000 · 14 a second · $0.03 · 2 min left`. */
export function progressLine(progress: Progress): (now: Extract<JudgeEvent, { kind: 'progress' }>) => void {
  let line = { judge: '', began: NaN, told: -Infinity };
  return ({ judge, total, progress: { answered, failed, cost, pausedUntil } }) => {
    const now = systemClock.now();
    if (line.judge !== judge) line = { judge, began: now, told: -Infinity };
    const seconds = Math.max(0.001, (now - line.began) / 1000);
    const rate = answered / seconds;
    const left = (total - answered - failed) / rate;
    const parts = [
      `${judge.slice(0, 24)} ${progressBar(answered + failed, total)} ${counted(answered + failed)} ` +
        `of ${counted(total)}`,
      `${decimal(rate, rate < 10 ? 1 : 0)} a second`,
      ...(Number.isNaN(cost) ? [] : [dollarsOf(cost)]),
      ...(pausedUntil > now + 1000 ? [`the endpoint asks to wait until ${timeOf(pausedUntil)}`] : []),
      ...(answered === 0 || pausedUntil > now + 1000
        ? []
        : [left < 90 ? `${Math.ceil(left)} s left` : `${Math.ceil(left / 60)} min left`]),
    ];
    // Nothing may happen for minutes: a wait is shown when it begins.
    const urgent = pausedUntil > Math.max(line.told, now) + 1000;
    line.told = Math.max(line.told, pausedUntil);
    progress.step(parts.join(' · '), { urgent });
  };
}

/** Of the day, where the reader is. */
function timeOf(moment: number): string {
  return new Date(moment).toLocaleTimeString('en-GB');
}

export function printSummary(
  { judge, summary }: Extract<JudgeEvent, { kind: 'asked' }>,
  terminal: Terminal,
): void {
  const { answered, failed, retried, failures, stopped, cost } = summary;
  const spent = Number.isNaN(cost) ? '' : `, ${dollarsOf(cost)}`;
  terminal.paragraph(
    `${counted(answered, 'call')} answered, ${counted(failed)} failed, ` +
      `${counted(retried, 'try', 'tries')} again${spent}`,
    {
      lead: 'done:    ',
      leadTone: 'bold',
    },
  );
  for (const [reason, count] of failures)
    terminal.paragraph(`${reason} (${count})`, { lead: '! ', leadTone: 'yellow' });
  if (stopped !== null && stopped !== interrupted)
    printStop(`judge ${judge} stopped: ${stopped.reason}`, stopped.hint, terminal);
}

/** Why a run ended early, and what to do. */
export function printStop(reason: string, hint: string | Hint | undefined | null, terminal: Terminal): void {
  terminal.whole(reason, { lead: 'error: ', leadTone: 'red' });
  if (hint !== undefined && hint !== null)
    terminal.whole(sayHint(hint), { lead: 'hint:  ', leadTone: 'cyan' });
}

export function printRuns(runs: readonly JudgeRun[], terminal: Terminal): void {
  terminal.blank();
  terminal.heading('Stored verdicts');
  if (runs.length === 0) terminal.paragraph('none yet', { indent: 2 });
  for (const {
    judge,
    verdicts,
    withoutVerdict,
    unfinished,
    problems,
    warnings,
    probSource,
    offLabelMass,
    cost,
    failedCalls,
    probe,
  } of runs) {
    const mass = Number.isNaN(offLabelMass) ? 'an unknown part' : percent(offLabelMass);
    const spent = Number.isNaN(cost) ? 'cost unknown' : dollarsOf(cost);
    terminal.paragraph(
      `${counted(verdicts, 'verdict')} from ${probSource}, ${counted(withoutVerdict, 'answer')} ` +
        `without one; ${mass} of the probability on no label; ${spent}`,
      { lead: `${judge}: `, indent: 2 },
    );
    for (const { reason, count } of problems)
      terminal.paragraph(`${reason}: ${count}`, { indent: 4, tone: 'dim' });
    for (const { reason, count } of warnings)
      terminal.paragraph(`take care, ${reason}: ${count}`, { indent: 4, tone: 'dim' });
    if (unfinished > 0)
      terminal.paragraph(`${counted(unfinished, 'verdict')} to come: not all samples are drawn, run again`, {
        indent: 4,
        tone: 'dim',
      });
    for (const warning of probe?.warnings ?? [])
      terminal.paragraph(warning, { lead: '! ', leadTone: 'yellow', indent: 4 });
    if (failedCalls > 0)
      terminal.paragraph(`${counted(failedCalls, 'call')} failed: run again to ask them once more`, {
        indent: 4,
        tone: 'dim',
      });
  }
}

/**
 * The command that goes on from here. `batch`: this run was one in batches; `waiting`: some are under way;
 * `flags`: of this one.
 */
export function printNext(
  { ended, complete }: { readonly ended: boolean; readonly complete: boolean },
  {
    batch,
    waiting,
    flags,
  }: { readonly batch: boolean; readonly waiting: boolean; readonly flags: readonly string[] },
  folder: string,
  terminal: Terminal,
): void {
  const words = folder === '.' ? [] : [folder];
  const collects = ended && waiting;
  terminal.blank();
  const failed = ended && !complete && !waiting;
  if (complete) terminal.paragraph('Next, with labels of people in ratings.csv:');
  else if (collects) terminal.paragraph('To collect what is in the batches, now or in some days:');
  else if (failed)
    terminal.paragraph(
      'Not complete: calls failed. To ask them once more (what is stored is not asked again):',
    );
  else terminal.paragraph('To go on where this stopped (what is stored is not asked again):');
  const goesOn = ['assize', 'judge', ...words, ...(batch || collects ? ['--batch'] : []), ...flags];
  const calibrates = ['assize', 'calibrate', ...words];
  terminal.command(complete ? calibrates : goesOn);
  if (!failed) return;
  terminal.paragraph('Or without them, with labels of people in ratings.csv:');
  terminal.command(calibrates);
}

export function dollarsOf(cost: number): string {
  return dollars(cost);
}
