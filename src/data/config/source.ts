/**
 * How the columns of one file map to ratings: an entry of `sources` in `assize.json`, or the flags of a
 * command.
 */
import { z } from 'zod';
import { raterKindSchema } from '../study/rater-kind.ts';

const columnName = z.string().min(1);
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** The file formats that are read. */
export const formatSchema = z.enum(['csv', 'tsv', 'jsonl', 'json', 'parquet']);
export type Format = z.infer<typeof formatSchema>;

/** How text is written as bytes. Without it UTF-8, or UTF-16 where the first bytes show it. */
export const encodingSchema = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']);
export type Encoding = z.infer<typeof encodingSchema>;

export const decimalSchema = z.enum(['point', 'comma']);
export type Decimal = z.infer<typeof decimalSchema>;

/**
 * Which column of the file plays which part. A column not named here is looked for under the name of its
 * part.
 */
export const sourceColumnsSchema = z.strictObject({
  /** Several columns make one id, joined with ` | `. */
  item: z.union([columnName, z.array(columnName).min(1)]).optional(),
  rater: columnName.optional(),
  label: columnName.optional(),
  kind: columnName.optional(),
  status: columnName.optional(),
  order: columnName.optional(),
  repeat: columnName.optional(),
  cluster: z.union([columnName, z.array(columnName).min(1)]).optional(),
  inclusion_probability: columnName.optional(),
  family: columnName.optional(),
  model: columnName.optional(),
  prompt: columnName.optional(),
  group: columnName.optional(),
});

export const sourceMappingSchema = z.strictObject({
  format: formatSchema.optional(),
  /** One character. Without it the one that fits the header and the first rows. */
  delimiter: z.string().length(1).optional(),
  encoding: encodingSchema.optional(),
  /** `comma`: 0,5 is a half. Without it where a number shows it, and the delimiter is another. */
  decimal: decimalSchema.optional(),
  columns: sourceColumnsSchema.optional(),
  /** Only rows with one of these values in the column. */
  where: z.record(columnName, z.union([word, z.array(word).min(1)])).optional(),
  /** One rater, kind, family, group or model for all rows of the file. */
  rater: z.string().min(1).optional(),
  kind: raterKindSchema.optional(),
  family: z.string().min(1).optional(),
  group: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  /** One column a rater: each name is a rater, each cell a label. */
  wide: z.array(columnName).min(1).optional(),
  /** One column an item, as forms have it: each name is an item, each cell the label of the row's rater. */
  wideItems: z.array(columnName).min(1).optional(),
  /** Columns of 1 and 0 of which the one with the 1 is the label; what their names share is cut off. */
  oneHot: z.array(columnName).min(2).optional(),
  /**
   * What a probability column starts with, a pattern like `answer*_prob`, or label → column. Without it
   * `prob_`.
   */
  probabilities: z.union([z.string().min(1), z.record(z.string().min(1), columnName)]).optional(),
  /** The same for natural log probabilities. Without it `logprob_`. */
  logProbabilities: z.union([z.string().min(1), z.record(z.string().min(1), columnName)]).optional(),
  /** Words that mean that there is no label. */
  missing: z.array(word).optional(),
  /** Word in the file → label of the codebook. */
  labels: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** Columns that are neither used nor carried. */
  ignore: z.array(columnName).optional(),
});

export const sourceSchema = sourceMappingSchema.extend({
  /** Relative to the folder of `assize.json`. */
  path: z.string().min(1),
});

export type SourceColumns = z.infer<typeof sourceColumnsSchema>;
export type SourceMapping = z.infer<typeof sourceMappingSchema>;
export type Source = z.infer<typeof sourceSchema>;
