/**
 * What is said of data, as facts. Its sentence is made elsewhere, in one place, so that nothing is recognized
 * by its English.
 */
export interface Notice {
  readonly code: string;
  readonly facts: Readonly<Record<string, Fact>>;
}

export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };
