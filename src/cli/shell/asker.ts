/** Questions to the person at the terminal. The real asker is made of clack; tests script one. */

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface Line {
  /** What Enter alone answers; shown. */
  readonly preferred?: string;
  /** Shown where nothing is preferred. */
  readonly example?: string;
  /**
   * What the line still needs, in words that follow "needs"; undefined where it will do. The person is asked
   * again until it does.
   */
  fault?(text: string): string | undefined;
}

/** Each question throws Cancelled where the person gives up. */
export interface Asker {
  begin(title: string): void;
  /** Enter alone takes the first. */
  chooseOne<Value extends string>(question: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** None is an answer, and the one Enter alone gives. */
  chooseSome<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
  ): Promise<readonly Value[]>;
  /** Trimmed. */
  writeLine(question: string, line: Line): Promise<string>;
  end(): void;
}

/** Esc, Ctrl-C, or the end of the input: no failure, and nothing may have been done. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Nobody is asked: every answer is what Enter alone gives. */
export const silentAsker: Asker = {
  begin: () => {},
  chooseOne: async (_, choices) => choices[0].value,
  chooseSome: async () => [],
  writeLine: async (_, { preferred = '' }) => preferred,
  end: () => {},
};
