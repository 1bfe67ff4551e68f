/** A column that a mapping needs and the file does not have. */
import type { SourceMapping } from '../config/source.ts';
import { DataError, type Place } from '../data-error.ts';
import { hint, optionLike } from '../hint.ts';
import { listed, nearestWord, quoted } from '../words/nearest-word.ts';

export interface PlanContext {
  readonly file: string;
  readonly columns: readonly string[];
  readonly mapping: SourceMapping;
  /** True for a file of items: it needs no rater and no label. */
  readonly itemsOnly: boolean;
  /** False while the columns of a JSON file are still being found: a column that is missing may yet come. */
  readonly complete: boolean;
}

/** Parts whose column has an option of its own. */
const namedByOption: ReadonlySet<string> = new Set([
  'item',
  'rater',
  'label',
  'confidence',
  'kind',
  'cluster',
  'order',
]);

/**
 * The error of the newcomer's first minute: what is missing, what is there, and the flag that joins the two.
 */
export function missingColumn(
  {
    file,
    columns,
    mapping,
    line,
    row,
  }: Pick<PlanContext, 'file' | 'columns' | 'mapping'> & Pick<Place, 'line' | 'row'>,
  name: string,
  part: string,
): never {
  const nearest = nearestWord(name, columns);
  const hints = [
    nearest !== undefined && hint`Did you mean ${listed([nearest])}?`,
    columns.some((column) => column.includes('\r')) &&
      hint`The file has the line ends of old Macs: save it with \\n.`,
    namedByOption.has(part) &&
      hint`Name the column with
        ${optionLike(part, 'NAME')}${part === 'item' ? ' (several, joined with commas, make one id)' : ''},
        or columns.${part} in assize.json.`,
    part === 'rater' &&
      mapping.wide === undefined &&
      hint`One column a rater: ${optionLike('wide', 'COLUMN,COLUMN')}. One rater for the whole file: "rater"
        beside its "path" in "sources" of assize.json.`,
    part === 'probabilities' &&
      hint`Name what the columns start with by ${optionLike('probs', 'PREFIX')}, or a pattern such as
        answer*_prob.`,
  ].filter((part) => part !== false);
  throw new DataError(
    `no column ${quoted(name)}; the columns are ${listed(columns, 30)}`,
    { file, ...(line === undefined ? {} : { line }), ...(row === undefined ? {} : { row }) },
    hints.flatMap((part, at) => (at === 0 ? part : [' ', ...part])),
  );
}
