/** Items, ratings, codebook and study: text in, checked columns out. */
export { codebookSchema, labelSchema, scaleSchema, type Codebook, type Label, type Scale } from './codebook.ts';
export { parseConsensusHeader, type ConsensusHeader } from './consensus-header.ts';
export { DataError, type Place } from './data-error.ts';
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
  type ReadImport,
} from './import/importer.ts';
export { readImport } from './import/read-import.ts';
export { importerNamed, importers } from './import/index.ts';
export { RecordField, type RecordPlace } from './import/record-field.ts';
export { importedCsv, importedParquet, importedStudy, type ImportedStudyFiles, type ImportedTable } from './import/study-files.ts';
export {
  endpointSchema,
  judgeNameFault,
  judgeNameOf,
  judgeSchema,
  readyPromptSchema,
  type JudgeConfig,
  type JudgeDeclaration,
} from './judge-config.ts';
export type { EndpointProbe, JudgeRun, ProbeFinding } from './judge-run.ts';
export { listed, nearestWord, quoted } from './nearest-word.ts';
export { pastedMap } from './label-map.ts';
export { polarity } from './label-spelling.ts';
export { isNestedVerdicts } from './nested-verdicts.ts';
export { isOpenaiAddress, openaiBaseURL, openaiKeyVariable } from './openai-address.ts';
export { isPlainHost } from './plain-host.ts';
export { numericKey, parseNumber } from './number-text.ts';
export { proposeCodebook, type CodebookOptions, type ProposedCodebook } from './propose-codebook.ts';
export type { ByteAccess, ByteSource } from './byte-source.ts';
export type { ReadStudyOptions, StudyInput } from './read-options.ts';
export { formatOf, readRows, type ReadRowsOptions } from './read-rows.ts';
export { readStudy } from './read-study.ts';
export type { RowSink } from './row-sink.ts';
export type { RaterDeclaration } from './settle-raters.ts';
export type { DuplicatePolicy } from './settle-rows.ts';
export { formatSchema, sourceMappingSchema, sourceSchema, type Format, type Source, type SourceMapping } from './source.ts';
export {
  parseJudgeConfig,
  parseStudyConfig,
  selectionSchema,
  studyConfigJsonSchema,
  studyConfigSchema,
  type StudyConfig,
} from './study-config.ts';
export {
  ratingStatuses,
  type CarriedField,
  type Decision,
  type Items,
  type LabelCount,
  type Rater,
  type RaterKind,
  type Ratings,
  type RatingStatus,
  type Selection,
  type SetAside,
  type Study,
  type StudyFile,
  type StudyWarning,
} from './study.ts';
export { toCsv, type Cell } from './to-csv.ts';
export { toParquet, type ParquetColumn } from './to-parquet.ts';
export { type CallRecord, type StoreNote, type VerdictStore, tokenCount } from './verdict-store.ts';
