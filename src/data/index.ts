/** Items, ratings, codebook and study: text in, checked columns out. */
export {
  codebookSchema,
  labelSchema,
  scaleSchema,
  type Codebook,
  type Label,
  type Scale,
} from './study/codebook.ts';
export { parseConsensusHeader, type ConsensusHeader } from './intake/consensus-header.ts';
export { DataError, type Place } from './data-error.ts';
export {
  type Hint,
  type OptionUse,
  type SayOption,
  hint,
  hintText,
  option,
  optionLike,
  plainOption,
} from './hint.ts';
export type { Fact, Notice } from './notice.ts';
export {
  type Imported,
  type ImportedItem,
  type ImportedRating,
  type Importer,
  type ImportLimits,
  type ImportOptionName,
  type ImportOptions,
  type ImportReader,
  type LeftOut,
  ImportedItems,
  LeftOutCounts,
  type ReadImport,
} from './import/frame/importer.ts';
export { fieldWithIds } from './import/frame/items-by-field.ts';
export { readImport } from './import/frame/read-import.ts';
export { importerNamed, importers } from './import/index.ts';
export { RecordField, type RecordPlace } from './import/frame/record-field.ts';
export {
  importedCsv,
  importedParquet,
  importedStudy,
  type ImportedStudyFiles,
  type ImportedTable,
} from './import/frame/study-files.ts';
export {
  endpointSchema,
  judgeNameFault,
  judgeNameOf,
  judgeSchema,
  readyPromptSchema,
  type JudgeConfig,
  type JudgeDeclaration,
} from './config/judge-config.ts';
export { type ColumnProfile, type Sample, profileColumns } from './propose/column-profile.ts';
export type { Proposal, ProposedMapping } from './propose/proposal.ts';
export { proposeMapping } from './propose/propose-mapping.ts';
export type { EndpointProbe, JudgeRun, ProbeFinding } from './study/judge-run.ts';
export { listed, nearestWord, quoted } from './words/nearest-word.ts';
export { polarity, respelled, spellingMap } from './words/label-spelling.ts';
export { isNestedVerdicts } from './intake/nested-verdicts.ts';
export { isOpenaiAddress, isPlainHost, openaiBaseURL, openaiKeyVariable } from './config/addresses.ts';
export { counted, halfStep, numericKey, parseNumber } from './words/number-text.ts';
export { proposeCodebook, type CodebookOptions, type ProposedCodebook } from './settle/propose-codebook.ts';
export type { ByteAccess, ByteSource } from './format/byte-source.ts';
export type { ReadStudyOptions, StudyInput } from './read-options.ts';
export { readRows, type ReadRowsOptions } from './format/read-rows.ts';
export { readStudy } from './read-study.ts';
export type { RowSink } from './format/row-sink.ts';
export type { RaterDeclaration } from './settle/settle-raters.ts';
export type { DuplicatePolicy } from './settle/settle-rows.ts';
export {
  formatSchema,
  sourceMappingSchema,
  sourceSchema,
  type Format,
  type Source,
  type SourceMapping,
} from './config/source.ts';
export {
  parseJudgeConfig,
  parseStudyConfig,
  selectionSchema,
  studyConfigJsonSchema,
  studyConfigSchema,
  type StudyConfig,
} from './config/study-config.ts';
export type { RaterKind } from './study/rater-kind.ts';
export {
  ratingStatuses,
  type CarriedField,
  type Decision,
  type Items,
  type LabelCount,
  type Rater,
  type Ratings,
  type RatingStatus,
  type Selection,
  type SetAside,
  type Study,
  type StudyFile,
} from './study/study.ts';
export { toCsv, type Cell } from './format/to-csv.ts';
export { toParquet, type ParquetColumn } from './format/to-parquet.ts';
export { type CallRecord, type StoreNote, type VerdictStore, tokenCount } from './study/verdict-store.ts';
