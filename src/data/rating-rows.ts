/** The rows of all files as they were read: columns of codes, nothing settled yet. */
import { DataError, type Place } from './data-error.ts';
import { Dictionary } from './dictionary.ts';
import { GrowableFloat64, GrowableInt32 } from './growable.ts';

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
  /** Codes of `labels`, by column; −1 for an abstain or invalid word, whose mass is kept beside the labels. */
  readonly labels: readonly number[];
}

export class RatingRows {
  readonly files: string[] = [];
  readonly items = new Dictionary();
  readonly raters = new Dictionary();
  readonly labels = new Dictionary();
  readonly orders = new Dictionary();

  readonly item = new GrowableInt32();
  /** −1 where the row only lists an item. */
  readonly rater = new GrowableInt32();
  /** Code of `labels`, −1 where the row has none. */
  readonly label = new GrowableInt32();
  readonly status = new GrowableInt32();
  readonly order = new GrowableInt32();
  readonly repeat = new GrowableInt32();
  readonly file = new GrowableInt32();
  readonly line = new GrowableInt32();
  /** Where the row's values start in `probability`, −1 where it has none; and which set they are laid out by. */
  readonly probabilityStart = new GrowableInt32();
  readonly probabilitySet = new GrowableInt32();
  readonly probability = new GrowableFloat64();
  readonly sets: ProbabilitySet[] = [];

  /** Attributes by part, and carried columns by name. */
  readonly attributes = new Map<string, TextColumn>();
  readonly explicitAttributes = new Set<string>();
  readonly carried = new Map<string, TextColumn>();
  /** Columns that a file of items brought: they must have one value an item. */
  readonly itemColumns = new Set<string>();

  get length(): number {
    return this.item.length;
  }

  attribute(part: string): TextColumn {
    return entry(this.attributes, part, false);
  }

  carriedColumn(name: string): TextColumn {
    return entry(this.carried, name, true);
  }

  place(row: number): Place {
    return { file: this.files[this.file.at(row)], line: this.line.at(row) };
  }

  /** `ratings.csv line 14`, for a message that names a second row. */
  where(row: number): string {
    return `${this.files[this.file.at(row)]} line ${this.line.at(row)}`;
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
