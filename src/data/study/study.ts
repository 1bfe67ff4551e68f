/** A study in memory: ratings as columns of codes, joined by key at load. Memory follows the ratings. */
import type { Notice } from '../notice.ts';
import type { Codebook } from './codebook.ts';
import type { JudgeRun } from './judge-run.ts';
import type { RaterKind } from './rater-kind.ts';

/** The statuses of a rating in the order of their codes in `Ratings.status`. */
export const ratingStatuses = ['given', 'abstain', 'invalid', 'not_asked'] as const;
export type RatingStatus = (typeof ratingStatuses)[number];

export interface Rater {
  readonly id: string;
  readonly kind: RaterKind;
  /** Why the kind is what it is, for the line that is printed first. */
  readonly kindFrom: 'declared' | 'has probabilities' | `named as ${RaterKind}` | 'default';
  /** Judges of one family err together. The rater's own name where none was declared. */
  readonly family: string;
  readonly familyDeclared: boolean;
  readonly model?: string;
  readonly prompt?: string;
  readonly group?: string;
}

/** A column assize does not use itself: carried to the output, never lost. Dictionary-coded. */
export interface CarriedField {
  readonly name: string;
  readonly values: readonly string[];
  /** length items or length ratings: a code into `values`, −1 where empty. */
  readonly code: Int32Array;
}

export interface Items {
  /** Sorted by code unit, so that the order of rows in a file changes nothing. */
  readonly ids: readonly string[];
  /** length items: code of the cluster (prompt, conversation) each belongs to. */
  readonly cluster: Int32Array;
  readonly clusterIds: readonly string[];
  /** The column the clusters came from; null where every item is its own. */
  readonly clusterColumn: string | null;
  /** Carried columns with one value an item. */
  readonly fields: readonly CarriedField[];
}

export interface Ratings {
  /** length ratings: item codes. Rows are sorted by item, rater, order, repeat. */
  readonly item: Int32Array;
  readonly rater: Int32Array;
  /**
   * length ratings: label codes of the codebook, −1 where the status is not `given`, or where a judge row has
   * probabilities alone.
   */
  readonly label: Int32Array;
  /** length ratings: codes into `ratingStatuses`. */
  readonly status: Uint8Array;
  /** length ratings: code into `orderNames` of the side shown first; −1 where none was said. */
  readonly order: Int32Array;
  readonly orderNames: readonly string[];
  readonly repeat: Int32Array;
  /** length ratings: row in `probabilities`, −1 where the rating has none. */
  readonly probabilityRow: Int32Array;
  /** [probability rows × labels], row-major; every row renormalized to sum 1. */
  readonly probabilities: Float64Array;
  /** length probability rows: the mass that was missing before renormalizing, 0 where none. */
  readonly missingMass: Float64Array;
  /** Carried columns that vary within an item. */
  readonly fields: readonly CarriedField[];
}

/** Something the reader decided about the data: counted and printed, never silent. */
export interface Decision extends Notice {
  /** Rows, cells or names it is about. */
  readonly count: number;
}

export type Selection = 'random' | 'stratified' | 'logged' | 'separate' | 'chosen' | 'all';

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/**
 * A judge or a reference that cannot be compared with people, since the two do not speak of the same labels.
 * None of its ratings is in the study.
 */
export interface SetAside {
  readonly rater: string;
  readonly kind: 'judge' | 'reference';
  /** How many rows of ratings it has, those without a label included. */
  readonly ratings: number;
  readonly code:
    | 'no shared label'
    | 'few shared labels'
    | 'spelled differently'
    | 'scores'
    | 'scores of the others'
    | 'two scales';
  /** Whose labels they do not meet. */
  readonly against: 'people' | 'reference';
  /** Its labels and those of the others, most frequent first, a hundred at most. */
  readonly ownLabels: readonly LabelCount[];
  readonly labels: readonly LabelCount[];
  /** Its words → the label that each may mean, by their spelling: to be checked by a person. */
  readonly map: Readonly<Record<string, string>>;
  /**
   * For a judge with the code `scores` beside people: length items, the mean of its scores of each, NaN where
   * it gave none.
   */
  readonly scores?: Float64Array;
}

export interface StudyFile {
  readonly name: string;
  readonly format: string;
  readonly rows: number;
}

export interface Study {
  readonly title: string;
  readonly files: readonly StudyFile[];
  readonly codebook: Codebook;
  readonly codebookOrigin: 'declared' | 'proposed';
  readonly items: Items;
  /** Sorted by id. */
  readonly raters: readonly Rater[];
  /**
   * Judges and references whose labels do not meet those of people: they are no raters of the study, and no
   * figure is about them.
   */
  readonly setAside: readonly SetAside[];
  readonly ratings: Ratings;
  /** How labeled items were chosen; null where nobody said. */
  readonly selection: Selection | null;
  readonly decisions: readonly Decision[];
  /** What a reader should know before believing an answer. */
  readonly warnings: readonly Notice[];
  /** What the judges that assize ran itself have done; absent where it ran none. */
  readonly judgeRuns?: readonly JudgeRun[];
}
