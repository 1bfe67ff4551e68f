/** What a proposal holds: how a file may be read, or why nothing is proposed. */
import type { RaterKind } from '../study/rater-kind.ts';

/** One reading of a file, by the names of options. */
export interface ProposedMapping {
  readonly item?: readonly string[];
  readonly rater?: string;
  readonly label?: string;
  readonly wide?: readonly string[];
  readonly wideItems?: readonly string[];
  readonly oneHot?: readonly string[];
  /** A prefix, a pattern, or label → column. */
  readonly probs?: string | Readonly<Record<string, string>>;
  /** The column with the probability of the label given. */
  readonly confidence?: string;
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly raterName?: string;
  readonly raterKind?: RaterKind;
}

export interface Proposal {
  /**
   * Each reads the file once: people one way, a judge beside them another. None where the shapes say nothing.
   */
  readonly mappings: readonly ProposedMapping[];
  /** For the study as a whole. */
  readonly options: {
    readonly scale?: 'ordinal';
    readonly abstain?: readonly string[];
    readonly judge?: readonly string[];
    readonly reference?: readonly string[];
  };
  /** What each part rests on, and what is still open. */
  readonly notes: readonly string[];
  /** Columns that answer different questions, of which the mapping takes the first. */
  readonly questions?: readonly string[];
  /** The importer that reads the file, where it is an export of a tool. */
  readonly importer?: string;
}

export function onlyNotes(...notes: string[]): Proposal {
  return { mappings: [], options: {}, notes };
}
