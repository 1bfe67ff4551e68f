/** The rows of all files as they were read: columns of codes, nothing settled yet. */
import { DataError, type Place } from '../data-error.ts';
import { Dictionary } from './dictionary.ts';
import { GrowableFloat64, GrowableInt32, RunInt32 } from './growable.ts';
import { FoundMissingWords } from '../words/missing-words.ts';

/** A column of text kept beside the rows. */
export class TextColumn {
  readonly dictionary: Dictionary;
  /** Codes; shorter than the rows where the last rows have nothing in this column. */
  readonly codes = new GrowableInt32();

  constructor(exact: boolean) {
    this.dictionary = new Dictionary(exact);
  }

  set(row: number, text: string): void {
    const code = this.dictionary.code(text);
    if (code < 0) return;
    this.codes.padTo(row, -1);
    this.codes.push(code);
  }

  at(row: number): number {
    return row < this.codes.length ? this.codes.at(row) : -1;
  }
}

/** The labels that one layout of probability columns is for. */
export interface ProbabilitySet {
  readonly file: string;
  /**
   * Codes of `labels`, by column; −1 for an abstain or invalid word, whose mass is kept beside the labels.
   */
  readonly labels: readonly number[];
  /** The one value is how sure the rater was of the label given, which is the one of the set. */
  readonly ofLabelGiven?: boolean;
}

export class RatingRows {
  readonly files: string[] = [];
  /** Codes of the files whose places are rows, not lines. */
  readonly countedInRows = new Set<number>();
  /** Label cells that hold a list: of one answer, which is the label, and of several, which are none. */
  readonly lists = { one: 0, several: 0 };
  readonly items = new Dictionary();
  readonly raters = new Dictionary();
  readonly labels = new Dictionary();
  readonly orders = new Dictionary();
  readonly missing = new FoundMissingWords();

  readonly item = new GrowableInt32();
  /** −1 where the row only lists an item. */
  readonly rater = new GrowableInt32();
  /** Code of `labels`, −1 where the row has none. */
  readonly label = new GrowableInt32();
  readonly status = new RunInt32(0);
  readonly order = new RunInt32(0);
  readonly repeat = new RunInt32(0);
  readonly file = new RunInt32(0);
  readonly line = new RunInt32(1);
  /**
   * Where the row's values start in `probability`, −1 where it has none; and which set they are laid out by,
   * if it has any.
   */
  readonly probabilityStart = new GrowableInt32();
  readonly probabilitySet = new RunInt32(0);
  readonly probability = new GrowableFloat64();
  readonly sets: ProbabilitySet[] = [];

  /** Attributes by part, and carried columns by name. */
  readonly attributes = new Map<string, TextColumn>();
  readonly explicitAttributes = new Set<string>();
  readonly carried = new Map<string, TextColumn>();
  /** Columns that a file of items brought: they must have one value an item. */
  readonly itemColumns = new Set<string>();

  get length(): number {
    return this.file.length;
  }

  attribute(part: string): TextColumn {
    return entry(this.attributes, part, false);
  }

  carriedColumn(name: string): TextColumn {
    return entry(this.carried, name, true);
  }

  /** How sure the rater was of the label given; false where nobody said. */
  hasConfidence(row: number): boolean {
    return this.probabilityStart.at(row) >= 0 && this.sets[this.probabilitySet.at(row)].ofLabelGiven === true;
  }

  place(row: number): Place {
    const [file, line] = [this.file.at(row), this.line.at(row)];
    return { file: this.files[file], ...(this.countedInRows.has(file) ? { row: line } : { line }) };
  }

  /** `ratings.csv line 14`, for a message that names a second row. */
  where(row: number): string {
    const file = this.file.at(row);
    return `${this.files[file]} ${this.countedInRows.has(file) ? 'row' : 'line'} ${this.line.at(row)}`;
  }

  fail(row: number, message: string, hint?: string): never {
    throw new DataError(message, this.place(row), hint);
  }
}

function entry(columns: Map<string, TextColumn>, name: string, exact: boolean): TextColumn {
  let column = columns.get(name);
  if (column === undefined) columns.set(name, (column = new TextColumn(exact)));
  return column;
}
