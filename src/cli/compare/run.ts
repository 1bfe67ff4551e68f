/** What `assize compare` does: read, compare, write one file beside what is there, print every pair. */
import { join } from 'node:path';
import { compareStudy } from '../../analysis/index.ts';
import { renderJson } from '../../report/index.ts';
import type { InputOptions } from '../input/options.ts';
import { outputFolder } from '../input/output-folder.ts';
import { printComparison, printNotes, printWarnings } from '../input/print-analysis.ts';
import { printCodebook, printRaters, printReading } from '../input/print-study.ts';
import { printJson } from '../input/printing.ts';
import { readInput } from '../input/read-input.ts';
import { sayFlag } from '../input/say-flag.ts';
import { writeResults } from '../input/write-results.ts';
import { createProgress } from '../shell/progress.ts';
import { createTerminal } from '../shell/terminal.ts';
import type { Session } from '../shell/world.ts';

export interface CompareCommandOptions extends InputOptions {
  readonly level: number;
  readonly out?: string;
  readonly json?: boolean;
}

export async function runCompare(
  files: readonly string[],
  options: CompareCommandOptions,
  { world, version }: Session,
): Promise<number> {
  const progress = createProgress(world);
  const terminal = createTerminal(world, options.json === true ? world.stderr : world.stdout);
  try {
    const { study, folder } = await readInput(files, options, world, progress);
    const { level, judge: judges = [] } = options;
    const compared = compareStudy(study, { version, level, judges, say: sayFlag });
    const out = await outputFolder(options.out, folder, { inStudy: 'out', alone: 'assize-out' }, world);
    await writeResults(world, out, { 'compare.json': renderJson(compared) }, { others: 'keep' });
    progress.end();

    printRaters(study, terminal);
    printCodebook(study, terminal);
    printReading(study, terminal);
    printComparison(compared.comparison, terminal);
    printWarnings(compared.warnings, terminal);
    printNotes(compared.warnings, terminal);
    terminal.blank();
    terminal.whole(`Written: ${join(out, 'compare.json')}`);
    if (options.json === true) printJson(compared, world);
    return compared.comparison.pairs.length > 0 ? 0 : 3;
  } finally {
    progress.end();
  }
}
