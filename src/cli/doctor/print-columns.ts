/** The columns of a file as `doctor` shows them. */
import { counted } from '../../analysis/index.ts';
import { profileColumns } from '../../data/index.ts';
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
