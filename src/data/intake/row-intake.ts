/** One file's rows on their way in: checked cell by cell, coded, and put to the rows of the other files. */
import { hint, option } from '../hint.ts';
import { type ColumnPlan, planColumns, plannedColumns } from './column-plan.ts';
import { missingColumn } from './missing-column.ts';
import { requireNoConsensus } from './consensus-header.ts';
import { DataError, type Place } from '../data-error.ts';
import { LabelWords, type WordRules, abstainWord, invalidWord, missingWord, noLabel } from './label-words.ts';
import { listed, quoted } from '../words/nearest-word.ts';
import { answersIn } from './list-cell.ts';
import { checkedAttribute, repeatOf } from './checked-cells.ts';
import { requireOwnLabels } from './nested-verdicts.ts';
import { readConfidence, readProbabilities, registerProbabilitySet } from './probability-cells.ts';
import type { RatingRows } from './rating-rows.ts';
import { type FileTraits, decimalComma } from '../format/look-at.ts';
import type { RowSink } from '../format/row-sink.ts';
import type { SourceMapping } from '../config/source.ts';
import { ratingStatuses } from '../study/study.ts';

const markedWords: ReadonlySet<string> = new Set(['1', '1.0', 'true', 'yes', 'x']);
const unmarkedWords: ReadonlySet<string> = new Set(['0', '0.0', 'false', 'no']);

/** Parts that a mapping may give once for all rows of a file. */
const constantParts = ['kind', 'family', 'group', 'model'] as const;

export interface IntakeOptions {
  readonly file: string;
  readonly mapping: SourceMapping;
  readonly rules: WordRules;
  readonly itemsOnly: boolean;
  /** JSON names its columns object by object; CSV and TSV all at once. */
  readonly columnsGrow: boolean;
  /** Parquet has rows where the other formats have lines. */
  readonly countedIn: 'lines' | 'rows';
  /** `unclear`: every number with a comma could be thousands. */
  readonly decimal: FileTraits['decimal'];
}

export class RowIntake implements RowSink {
  rowCount = 0;
  nonNumberCount = 0;
  kept = 0;
  readonly #rows: RatingRows;
  readonly #options: IntakeOptions;
  readonly #words: LabelWords;
  readonly #fileCode: number;
  readonly #constants: readonly { readonly part: string; readonly value: string }[];
  #columns: readonly string[] = [];
  #plan: ColumnPlan | undefined;
  #probabilitySet = -1;
  /** By label, of a column of confidences. */
  readonly #confidenceSets = new Map<number, number>();
  #whereSeen = new Set<string>();
  #line = 0;
  readonly #place = (): Place => ({ file: this.#options.file, ...this.#here() });

  constructor(rows: RatingRows, options: IntakeOptions) {
    this.#rows = rows;
    this.#options = options;
    this.#words = new LabelWords(rows, options.rules, options.mapping);
    this.#fileCode = rows.files.push(options.file) - 1;
    if (options.countedIn === 'rows') rows.countedInRows.add(this.#fileCode);
    this.#constants = constantParts.flatMap((part) => {
      const value = options.mapping[part];
      return value === undefined ? [] : [{ part, value }];
    });
    for (const { part } of this.#constants) rows.explicitAttributes.add(part);
  }

  columns(names: readonly string[]): void {
    const { file, mapping, itemsOnly, columnsGrow } = this.#options;
    requireNoConsensus(file, names);
    this.#columns = names;
    this.#plan = planColumns({ file, columns: names, mapping, itemsOnly, complete: !columnsGrow });
    this.#probabilitySet = registerProbabilitySet(
      this.#rows,
      this.#words,
      file,
      names,
      this.#plan.probabilities,
    );
    for (const { part, explicit } of this.#plan.attributes)
      if (explicit) this.#rows.explicitAttributes.add(part);
    if (itemsOnly) for (const { name } of this.#plan.carried) this.#rows.itemColumns.add(name);
  }

  nonNumbers(count: number): void {
    this.nonNumberCount += count;
  }

  wants(column: number): boolean {
    return plannedColumns(this.#plan as ColumnPlan).has(column);
  }

  row(cells: readonly string[], line: number): void {
    const plan = this.#plan as ColumnPlan;
    this.#line = line;
    this.rowCount++;
    for (const { column, values } of plan.where) {
      const value = (cells[column] ?? '').trim();
      if (this.#whereSeen.size < 20) this.#whereSeen.add(value);
      if (!values.has(value)) return;
    }
    if (this.kept++ === 0) requireOwnLabels(plan, this.#columns, cells, this.#place);
    if (plan.wide.length > 0) {
      const item = this.#item(plan, cells);
      for (const { rater, column } of plan.wide) this.#add(plan, cells, item, rater, cells[column] ?? '');
      return;
    }
    const rater = this.#options.mapping.rater ?? cellAt(cells, plan.rater);
    if (plan.wideItems.length > 0)
      for (const { item, column } of plan.wideItems)
        this.#add(plan, cells, this.#rows.items.code(item), rater, cells[column] ?? '');
    else {
      const label = plan.oneHot.length > 0 ? this.#marked(plan, cells) : cellAt(cells, plan.label);
      this.#add(plan, cells, this.#item(plan, cells), rater, label);
    }
  }

  /** The label whose column holds the 1; a list where several do, which is no label. */
  #marked({ oneHot }: ColumnPlan, cells: readonly string[]): string {
    const marked = oneHot.filter(({ column }) => {
      const cell = (cells[column] ?? '').trim().toLowerCase();
      if (markedWords.has(cell)) return true;
      if (cell === '' || unmarkedWords.has(cell) || this.#words.isMissing(cell)) return false;
      throw new DataError(
        `a column of one-hot labels holds 1 or 0; received ${quoted(cells[column])}`,
        { ...this.#place(), column: this.#columns[column] },
        'A column with labels in it is named by the label option.',
      );
    });
    return marked.length === 1
      ? marked[0].label
      : marked.length === 0
        ? ''
        : JSON.stringify(marked.map(({ label }) => label));
  }

  /** Called when the file has been read: what can be said only of the whole of it. */
  end(): void {
    const { file, mapping, itemsOnly } = this.#options;
    if (this.#plan === undefined) throw new DataError('the file is empty', { file });
    if (this.rowCount === 0) return;
    const plan = planColumns({ file, columns: this.#columns, mapping, itemsOnly, complete: true });
    if (this.kept > 0) return;
    const names = plan.where.map(({ name }) => name);
    throw new DataError(
      `no row passes where on ${listed(names)}; the values there are ${listed([...this.#whereSeen])}`,
      { file },
    );
  }

  #here(): Pick<Place, 'line' | 'row'> {
    return this.#options.countedIn === 'rows' ? { row: this.#line } : { line: this.#line };
  }

  #item(plan: ColumnPlan, cells: readonly string[]): number {
    if (plan.item.length === 0 || plan.item.includes(-1)) {
      const names = this.#options.mapping.columns?.item ?? 'item';
      const missing = [names].flat().find((name) => !this.#columns.includes(name)) as string;
      this.#missing(missing, 'item');
    }
    const text = plan.item.length === 1 ? cells[plan.item[0]] : joinedKey(plan.item, cells);
    const code = this.#rows.items.code(text ?? '');
    if (code < 0 || (plan.item.length > 1 && plan.item.some((column) => (cells[column] ?? '').trim() === '')))
      throw new DataError(
        'empty item id',
        { ...this.#place(), column: this.#columns[plan.item[0]] },
        'Every row needs the id of what was rated.',
      );
    return code;
  }

  #add(plan: ColumnPlan, cells: readonly string[], item: number, raterText: string, cell: string): void {
    const rows = this.#rows;
    const labelText = this.#options.decimal === 'point' ? cell : this.#withPoint(cell);
    const row = rows.length;
    const word = this.#words.code(labelText, this.#place);
    const status = this.#status(cellAt(cells, plan.status), word, labelText);
    const { start, set } = this.#probabilities(plan, cells, word);
    const rater = rows.raters.code(raterText);
    if (rater < 0 && (!this.#words.isEmpty(word) || status !== 0 || start >= 0)) this.#noRater(plan);
    if (word === missingWord) rows.missing.count(labelText.trim());
    if (labelText.startsWith('[')) this.#countList(labelText);

    rows.item.push(item);
    rows.rater.push(rater);
    rows.label.push(status === 0 && word >= 0 ? word : noLabel);
    rows.status.push(status);
    rows.order.push(rows.orders.code(cellAt(cells, plan.order)));
    rows.repeat.push(repeatOf(cellAt(cells, plan.repeat), this.#place));
    rows.file.push(this.#fileCode);
    rows.line.push(this.#line);
    rows.probabilityStart.push(start);
    rows.probabilitySet.push(set);
    this.#keepText(plan, cells, row);
  }

  /** Where the row's values start, −1 without any, and how they are laid out. */
  #probabilities(plan: ColumnPlan, cells: readonly string[], word: number): { start: number; set: number } {
    const rows = this.#rows;
    const none = { start: -1, set: this.#probabilitySet };
    if (plan.confidence >= 0) {
      if (word < 0 || this.#words.isEmpty(word)) return none;
      const place = (): Place => ({ ...this.#place(), column: this.#columns[plan.confidence] });
      const cell = this.#numbers([plan.confidence], cells)[plan.confidence] ?? '';
      const start = readConfidence(rows, this.#words, cell, place);
      if (start < 0) return none;
      let set = this.#confidenceSets.get(word);
      if (set === undefined) {
        set = rows.sets.push({ file: this.#options.file, labels: [word], ofLabelGiven: true }) - 1;
        this.#confidenceSets.set(word, set);
      }
      return { start, set };
    }
    const { probabilities } = plan;
    let hasAny = false;
    for (const { column } of probabilities) hasAny ||= (cells[column] ?? '') !== '';
    if (!hasAny) return none;
    const numbers =
      this.#options.decimal === 'point'
        ? cells
        : this.#numbers(
            probabilities.map(({ column }) => column),
            cells,
          );
    const start = readProbabilities(rows, this.#words, probabilities, numbers, this.#columns, this.#place);
    return { start, set: this.#probabilitySet };
  }

  /** No probability is one of thousands. */
  #numbers(columns: readonly number[], cells: readonly string[]): readonly string[] {
    if (this.#options.decimal === 'point') return cells;
    const read = [...cells];
    for (const column of columns)
      if (decimalComma.test((cells[column] ?? '').trim()))
        read[column] = cells[column].trim().replace(',', '.');
    return read;
  }

  /**
   * A label that is a number, with a point for its comma. Throws DataError where that may be one of
   * thousands.
   */
  #withPoint(cell: string): string {
    if (!decimalComma.test(cell.trim())) return cell;
    if (this.#options.decimal === 'comma') return cell.trim().replace(',', '.');
    throw new DataError(
      `${quoted(cell)} may be a number with a decimal comma or one of thousands`,
      this.#place(),
      hint`Say which: ${option('decimal', 'comma')} or ${option('decimal', 'point')} ("decimal" in sources of
        assize.json).`,
    );
  }

  #countList(cell: string): void {
    const answers = answersIn(cell);
    if (answers?.length === 1) this.#rows.lists.one++;
    else if (answers !== undefined && answers.length > 1) this.#rows.lists.several++;
  }

  #noRater(plan: ColumnPlan): never {
    const name = this.#options.mapping.columns?.rater ?? 'rater';
    if (plan.rater < 0 && plan.wide.length === 0) this.#missing(name, 'rater');
    throw new DataError('no rater', this.#place(), 'Every rating needs the name of who gave it.');
  }

  #missing(name: string, part: string): never {
    missingColumn(
      { file: this.#options.file, ...this.#here(), columns: this.#columns, mapping: this.#options.mapping },
      name,
      part,
    );
  }

  #keepText(plan: ColumnPlan, cells: readonly string[], row: number): void {
    for (const { part, columns } of plan.attributes) {
      const text = columns.length === 1 ? (cells[columns[0]] ?? '') : joinedKey(columns, cells);
      if (text !== '') this.#rows.attribute(part).set(row, checkedAttribute(part, text, this.#place));
    }
    for (const { part, value } of this.#constants) this.#rows.attribute(part).set(row, value);
    for (const { name, column } of plan.carried) {
      const text = cells[column];
      if (text !== undefined && text !== '') this.#rows.carriedColumn(name).set(row, text);
    }
  }

  #status(text: string, word: number, labelText: string): number {
    const name = text.trim();
    const byWord = word === abstainWord ? 1 : word === invalidWord ? 2 : 0;
    if (name === '') return byWord;
    const status = (ratingStatuses as readonly string[]).indexOf(name);
    if (status < 0)
      throw new DataError(`a status is ${listed(ratingStatuses)}; received ${quoted(text)}`, this.#place());
    if (status > 0 && !this.#words.isEmpty(word) && word >= 0)
      throw new DataError(
        `status ${name} and label ${quoted(labelText)} in one row`,
        this.#place(),
        'A rating with a label has the status given.',
      );
    return status === 0 ? byWord : status;
  }
}

/** Empty for a column that is not there: an array looks an index of −1 up as a name, which takes long. */
function cellAt(cells: readonly string[], column: number): string {
  return column < 0 ? '' : (cells[column] ?? '');
}

function joinedKey(columns: readonly number[], cells: readonly string[]): string {
  const parts = columns.map((column) => (cells[column] ?? '').trim());
  return parts.every((part) => part === '') ? '' : parts.join(' | ');
}
