/** The columns of a file as `doctor` shows them, and the command that may read them. */
import { counted } from '../../analysis/index.ts';
import { profileColumns, proposeMapping } from './propose-mapping.ts';
import type { FileSample } from './sample-files.ts';
import type { Terminal } from '../shell/terminal.ts';
import { shortName, textWidth } from '../shell/terminal-text.ts';

const columnsShown = 40;
const sampleWidth = 40;

export function printColumns(samples: readonly FileSample[], terminal: Terminal): void {
  for (const { file, sample, complete } of samples) {
    if (sample === null) continue;
    const columns = profileColumns(sample);
    terminal.whole(
      `${file}: ${columns.length} columns${complete ? '' : `, first ${counted(sample.rows.length)} rows`}`,
      {
        tone: 'bold',
      },
    );
    const rows = columns
      .slice(0, columnsShown)
      .map((column) => [
        shortName(column.name, 20),
        counted(column.values.length),
        someValues(column.values),
      ]);
    terminal.table([['column', 'distinct', 'such as'], ...rows], { indent: 2, right: [1], header: true });
    if (columns.length > columnsShown)
      terminal.paragraph(`and ${columns.length - columnsShown} more columns`, { indent: 2, tone: 'dim' });
    terminal.blank();
  }
}

/** Flags that cannot stand together: one table has one column a rater, or one that names the rater. */
const excludes: Readonly<Record<string, readonly string[]>> = {
  '--wide': ['--rater', '--label', '--probs'],
  '--rater': ['--wide'],
  '--label': ['--wide'],
  '--probs': ['--wide'],
};

/** A command for each file whose columns suggest one. */
export function printProposals(
  samples: readonly FileSample[],
  files: readonly string[],
  given: readonly string[],
  terminal: Terminal,
): void {
  const proposals = samples.flatMap(({ file, sample }) => {
    const proposal = sample === null ? null : proposeMapping(sample);
    return proposal === null ? [] : [{ file, ...proposal }];
  });
  for (const { file, flags, notes } of proposals) {
    // What was said on the command line is not proposed again.
    const fresh = flags.filter((_, index) => {
      const flag = flags[index - (index % 2)];
      return !given.includes(flag) && !(excludes[flag] ?? []).some((other) => given.includes(other));
    });
    if (fresh.length === 0) {
      if (flags.length === 0) for (const note of notes) terminal.paragraph(note, { lead: '- ' });
      continue;
    }
    terminal.paragraph(
      `A command that may fit${files.length > 1 ? '' : ' this file'}, by the shapes of its columns. ` +
        'Check it: assize does not guess.',
      { tone: 'bold' },
    );
    terminal.command(['assize', 'doctor', file, ...given, ...fresh]);
    for (const note of notes) terminal.paragraph(note, { lead: '- ', indent: 4, tone: 'dim' });
    terminal.blank();
  }
}

/** As many values as fit. */
function someValues(values: readonly string[]): string {
  let text = '';
  for (const value of values) {
    const next = `${text === '' ? '' : `${text}, `}${shortName(value, 24)}`;
    if (textWidth(next) > sampleWidth) return text === '' ? shortName(value, sampleWidth) : `${text}, …`;
    text = next;
  }
  return text;
}
