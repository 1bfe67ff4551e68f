/** Files and options in, one checked Study out: the only way in which ratings enter the program. */
import type { Codebook } from './study/codebook.ts';
import { DataError } from './data-error.ts';
import { type WordRules, declaredLabels } from './intake/label-words.ts';
import { listed } from './words/nearest-word.ts';
import { numericKey } from './words/number-text.ts';
import { declaredCodebook } from './settle/propose-codebook.ts';
import { RatingRows } from './intake/rating-rows.ts';
import type { ReadStudyOptions, StudyInput } from './read-options.ts';
import { openRows } from './format/read-rows.ts';
import { RowIntake } from './intake/row-intake.ts';
import { settleStudy } from './settle/settle-study.ts';
import { decision } from './settle/study-decisions.ts';
import type { Decision, Study, StudyFile } from './study/study.ts';

/**
 * Reads rating files into one study: joined by key, checked, in an order that does not depend on the order of
 * rows.
 *
 * Whatever is left out, merged, renormalized or taken for granted is counted in `decisions`; what the reader
 * should know before believing an answer is in `warnings`. Memory follows the ratings; no file is held as a
 * whole.
 *
 * Throws DataError, one line with file, line and what to do, for data that cannot be read.
 *
 * @example
 * const text = 'item,rater,label\n1,ann,Pass\n1,bob,Fail\n2,ann,Pass\n';
 * const file = { name: 'ratings.csv', open: () => [new TextEncoder().encode(text)] };
 * const study = await readStudy([file]);
 * study.codebook.labels.map((label) => label.name); // ['Fail', 'Pass']
 * Array.from(study.ratings.label); // [1, 0, 1]
 */
export async function readStudy(
  files: readonly StudyInput[],
  options: ReadStudyOptions = {},
): Promise<Study> {
  if (files.length === 0) throw new DataError('no file to read');
  const codebook = options.codebook === undefined ? null : declaredCodebook(options.codebook, options);
  const rules = wordRules(codebook, options);
  const rows = new RatingRows();
  const read: StudyFile[] = [];
  const reading: Decision[] = [];
  let filtered = 0;
  let itemRows = 0;
  for (const file of files) {
    const mapping = file.source ?? {};
    const opened = await openRows(file, { ...mapping, format: file.format ?? mapping.format });
    const { format, decimal, found } = opened.traits;
    reading.push(...found.map(({ code, facts }) => decision(code, 1, facts)));
    const columnsGrow = (format === 'json' && opened.traits.layout === 'rows') || format === 'jsonl';
    const countedIn = format === 'parquet' ? 'rows' : 'lines';
    const intake = new RowIntake(rows, {
      file: file.name,
      mapping,
      rules,
      itemsOnly: file.itemsOnly === true,
      columnsGrow,
      countedIn,
      decimal,
    });
    await opened.read(intake, options);
    intake.end();
    if (intake.nonNumberCount > 0)
      reading.push(decision('json-non-numbers', intake.nonNumberCount, { file: file.name }));
    filtered += intake.rowCount - intake.kept;
    if (file.itemsOnly === true) itemRows += intake.kept;
    read.push(Object.freeze({ name: file.name, format, rows: intake.rowCount }));
  }
  requireRows(files, read);
  return settleStudy(rows, {
    ...options,
    codebook,
    files: read,
    reading,
    filtered,
    itemRows,
    clusterColumn: clusterColumn(files),
  });
}

/** A table that waits for its first row is fine beside one that has some, such as the verdicts of a judge. */
function requireRows(files: readonly StudyInput[], read: readonly StudyFile[]): void {
  const ofRatings = read.filter((_, index) => files[index].itemsOnly !== true);
  if (ofRatings.some(({ rows }) => rows > 0)) return;
  const [{ name: file }] = ofRatings.length > 0 ? ofRatings : read;
  throw new DataError('the file has a header and no rows', { file }, 'Put a row for each rating under it.');
}

function wordRules(
  codebook: Codebook | null,
  { abstain = [], invalid = [], pass = [] }: ReadStudyOptions,
): WordRules {
  const declared = codebook === null ? null : declaredLabels(codebook);
  const rules = {
    abstain: wordKeys(abstain),
    invalid: wordKeys(invalid),
    declared,
    labels: new Set(pass.map((word) => word.trim())),
  };
  const both = [...rules.abstain].filter((word) => rules.invalid.has(word));
  if (both.length > 0) throw new DataError(`${listed(both)} cannot mean both abstain and invalid`);
  const labels =
    declared?.names.filter(
      (name) => rules.abstain.has(numericKey(name)) || rules.invalid.has(numericKey(name)),
    ) ?? [];
  if (labels.length > 0)
    throw new DataError(
      `${listed(labels)} is a label of the codebook and cannot mean abstain or invalid too`,
    );
  return rules;
}

function wordKeys(words: readonly string[]): Set<string> {
  return new Set(words.map((word) => numericKey(word.trim())));
}

/** The name of the cluster column, for the counts that are printed with every interval. */
function clusterColumn(files: readonly StudyInput[]): string {
  const named =
    files.map((file) => file.source?.columns?.cluster).find((column) => column !== undefined) ?? 'cluster';
  return [named].flat().join(' | ');
}
