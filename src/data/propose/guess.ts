/** What is guessed of a file so far: the mapping, the columns it took, and what each part rests on. */
import type { ColumnProfile, Sample } from './column-profile.ts';
import { isBookkeeping, own } from './column-roles.ts';
import type { Proposal, ProposedMapping } from './proposal.ts';
import type { Part } from './study-parts.ts';

export const noRater = 'no column says who rated: name the one person or model that rated all rows';

export class Guess {
  readonly sample: Sample;
  readonly columns: readonly ColumnProfile[];
  readonly notes: string[] = [];
  mapping: ProposedMapping = {};
  /** Columns that answer different questions. */
  questions: readonly string[] = [];
  readonly #used = new Set<string>(own);

  constructor(sample: Sample, columns: readonly ColumnProfile[]) {
    this.sample = sample;
    this.columns = columns.filter((column) => !isBookkeeping(column, sample.rows.length));
  }

  /** Whether the file has the column that assize finds by itself under this name. */
  has(name: string): boolean {
    return this.sample.header.includes(name);
  }

  /** Columns that mean nothing yet. */
  free(): ColumnProfile[] {
    return this.columns.filter(({ name }) => !this.#used.has(name));
  }

  take(part: ProposedMapping, names: readonly string[]): void {
    this.mapping = { ...this.mapping, ...part };
    for (const name of names) this.#used.add(name);
  }

  /** The options of a part, whose notes are kept. */
  noted({ options, notes }: Part): Proposal['options'] {
    this.notes.push(...notes);
    return options;
  }
}
