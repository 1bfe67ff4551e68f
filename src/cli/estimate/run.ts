/**
 * What `assize estimate` does: read, estimate, write one file beside what is there, print the rate with its
 * neighbors.
 */
import { join } from 'node:path';
import {
  type EstimateAnalysis,
  estimateRates,
  figureText,
  percent,
  percentRange,
  placedWarnings,
} from '../../analysis/index.ts';
import { renderJson } from '../../report/index.ts';
import { printJson } from '../input/printing.ts';
import type { InputOptions } from '../input/options.ts';
import { holdOutput } from '../shell/held-output.ts';
import { outputFolder } from '../input/output-folder.ts';
import { printAnswers, printNotes, printWarnings } from '../input/print-analysis.ts';
import { sayFlag } from '../input/say-flag.ts';
import { printCodebook, printRaters, printReading } from '../input/print-study.ts';
import { createProgress } from '../shell/progress.ts';
import { readInput } from '../input/read-input.ts';
import { exitCodeOf } from '../calibrate/run.ts';
import type { Session } from '../shell/world.ts';
import { type Terminal, createTerminal } from '../shell/terminal.ts';
import { shortName } from '../shell/terminal-text.ts';
import { writeResults } from '../input/write-results.ts';

export interface EstimateCommandOptions extends InputOptions {
  readonly seed: number;
  readonly level: number;
  readonly out?: string;
  readonly json?: boolean;
}

export async function runEstimate(
  files: readonly string[],
  options: EstimateCommandOptions,
  { world, version }: Session,
): Promise<number> {
  const progress = createProgress(world);
  const held = holdOutput(options.json === true ? world.stderr : world.stdout);
  const terminal = createTerminal(world, held);
  try {
    const { study, folder } = await readInput(files, options, world, progress);
    progress.end();
    printRaters(study, terminal);
    printCodebook(study, terminal);
    printReading(study, terminal);

    const { seed, level, pass = [], win = null } = options;
    const analysis = estimateRates(study, { version, seed, level, pass, win, say: sayFlag }, (step) =>
      progress.step(step),
    );
    const out = await outputFolder(options.out, folder, { inStudy: 'out', alone: 'assize-out' }, world);
    await writeResults(world, out, { 'estimate.json': renderJson(analysis) }, { others: 'keep' });
    progress.end();
    held.release();

    const { first, inAnswers } = placedWarnings(analysis.warnings, analysis.answers);
    printWarnings(first, terminal, 'Read first');
    printAnswers(analysis.answers, terminal);
    printRates(analysis.rates, terminal);
    printWarnings(inAnswers, terminal);
    printNotes(analysis.warnings, terminal);
    terminal.blank();
    terminal.whole(`Written: ${join(out, 'estimate.json')}`);
    if (options.json === true) printJson(analysis, world);
    return exitCodeOf(analysis);
  } finally {
    progress.end();
    held.release();
  }
}

/** Each rate beside its neighbors: never the corrected one alone. */
function printRates(rates: EstimateAnalysis['rates'], terminal: Terminal): void {
  for (const rate of rates) {
    terminal.blank();
    terminal.heading(rate.judge === null ? rate.event : `${rate.event}, by ${shortName(rate.judge)}`);
    const rows = [
      ['corrected', rate.corrected],
      ['people alone', rate.humanOnly],
      ['judge alone', rate.judgeOnly],
    ] as const;
    for (const [name, { value, interval }] of rows) {
      const range = name === 'judge alone' ? '' : ` (${percentRange(interval)})`;
      terminal.paragraph(Number.isNaN(value) ? 'unknown' : `${percent(value)}${range}`, {
        lead: name.padEnd(14),
        indent: 2,
      });
    }
    terminal.paragraph(`${rate.method}: ${rate.methodReason.text}`, { lead: 'method'.padEnd(14), indent: 2 });
    for (const { name, value, unit, what } of rate.details)
      terminal.paragraph(`${figureText(unit, value)} (${what})`, {
        lead: `${name}: `,
        indent: 2,
        tone: 'dim',
      });
  }
}
