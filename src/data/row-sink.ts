/** Where the readers of all formats put what they read. */
export interface RowSink {
  /** The columns, once for CSV and TSV; for JSON again whenever an object brings a new key. */
  columns(names: readonly string[]): void;
  /** One row: a cell for each column, fewer where the last ones are empty. `line` is where the record starts. */
  row(cells: readonly string[], line: number): void;
}
