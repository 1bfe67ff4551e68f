/** Where the readers of all formats put what they read. */
export interface RowSink {
  /** The columns, once for CSV and TSV; for JSON again whenever an object brings a new key. */
  columns(names: readonly string[]): void;
  /**
   * False for a column whose cells are never looked at: a reader that can leave it out puts empty cells
   * there. Asked after `columns`.
   */
  wants?(column: number): boolean;
  /**
   * One row: a cell for each column, fewer where the last ones are empty. `line` is where the record starts,
   * in Parquet the number of the row.
   */
  row(cells: readonly string[], line: number): void;
  /** So many NaN and Infinity, which JSON does not have, were read as empty cells. */
  nonNumbers?(count: number): void;
}
