/** Where a command writes: one of the outputs of the process, or what a test hands in. */
export interface Output {
  write(text: string): unknown;
  /** Present and true where a person is looking. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}
