/** What a study is read from, and how: files with their mappings, and what is said of all of them. */
import type { ByteSource } from './format/byte-source.ts';
import type { Codebook, Scale } from './study/codebook.ts';
import type { JudgeRun } from './study/judge-run.ts';
import type { RaterDeclaration } from './settle/settle-raters.ts';
import type { DuplicatePolicy } from './settle/settle-rows.ts';
import type { Format, Source } from './config/source.ts';
import type { Decision, Selection, StudyFile } from './study/study.ts';

export interface StudyInput extends ByteSource {
  readonly format?: Format | undefined;
  /**
   * What the columns mean. Without it they are looked for under their own names: item, rater, kind, label,
   * prob_<label> …
   */
  readonly source?: Partial<Source> | undefined;
  /** True for a file that lists items and their fields, and no ratings. */
  readonly itemsOnly?: boolean | undefined;
}

export interface ReadStudyOptions {
  readonly codebook?: Codebook | undefined;
  readonly raters?: Readonly<Record<string, RaterDeclaration>> | undefined;
  /** Names of raters that are judges, where the data do not say so. */
  readonly judges?: readonly string[] | undefined;
  /**
   * Names of raters that are people although they are named like a model, and of those that are references.
   */
  readonly humans?: readonly string[] | undefined;
  readonly references?: readonly string[] | undefined;
  readonly scale?: Scale | undefined;
  /** What becomes of two rows of one key that differ: an error, the first of them, or neither. */
  readonly duplicates?: DuplicatePolicy | undefined;
  /** Words in label cells that mean that the rater abstained, or answered something unusable. */
  readonly abstain?: readonly string[] | undefined;
  readonly invalid?: readonly string[] | undefined;
  /** Labels that count as pass. */
  readonly pass?: readonly string[] | undefined;
  readonly selection?: Selection | undefined;
  readonly excludeGroups?: readonly string[] | undefined;
  readonly title?: string | undefined;
  /** Handed on with the study: what judges have done and cost. */
  readonly judgeRuns?: readonly JudgeRun[] | undefined;
  /** The longest record in characters; 16 Mi where not given. */
  readonly maxRecord?: number | undefined;
  /** Called with the number of bytes each time some were read. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

export interface SettleOptions extends Omit<ReadStudyOptions, 'codebook'> {
  readonly codebook: Codebook | null;
  readonly files: readonly StudyFile[];
  /** What the content of the files said against their names. */
  readonly reading: readonly Decision[];
  /** Rows that `where` left out. */
  readonly filtered: number;
  /** Rows of files that describe items. */
  readonly itemRows: number;
  readonly clusterColumn: string;
}
