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

/**
 * How text is written as bytes. Without it UTF-8, or UTF-16 or windows-1252 where the first bytes show it.
 */
export const encodingSchema = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']);
export type Encoding = z.infer<typeof encodingSchema>;

export const decimalSchema = z.enum(['point', 'comma']);
export type Decimal = z.infer<typeof decimalSchema>;

/**
 * Which column of the file plays which part. A column not named here is looked for under the name of its
 * part.
 */
export const sourceColumnsSchema = z.strictObject({
  item: z
    .union([columnName, z.array(columnName).min(1)])
    .optional()
    .describe('What was rated; several columns make one id, joined with " | ".'),
  rater: columnName.optional().describe('Who rated.'),
  label: columnName.optional().describe('The label given.'),
  kind: columnName.optional().describe('human, judge or reference.'),
  confidence: columnName
    .optional()
    .describe('The probability of the label given, where there are two labels and no column for each.'),
  status: columnName.optional().describe('given, abstain, invalid or not_asked.'),
  order: columnName.optional().describe('The label of the side shown first.'),
  repeat: columnName.optional().describe('The number of a rating that was given again.'),
  cluster: z
    .union([columnName, z.array(columnName).min(1)])
    .optional()
    .describe('What belongs together, such as the prompt; several columns make one.'),
  inclusion_probability: columnName
    .optional()
    .describe('With which probability the item was drawn for labeling.'),
  family: columnName.optional().describe('Judges of one family err together.'),
  model: columnName.optional().describe('The model of a judge.'),
  prompt: columnName.optional().describe('The version of a judge’s prompt.'),
  group: columnName.optional().describe('A group of raters that may be left out together.'),
});

export const sourceMappingSchema = z.strictObject({
  format: formatSchema.optional().describe('What the file is, whatever its name and its content say.'),
  delimiter: z
    .string()
    .length(1)
    .optional()
    .describe('What separates the columns; without it what fits the header and the first rows.'),
  encoding: encodingSchema.optional().describe('How its text is written as bytes.'),
  decimal: decimalSchema
    .optional()
    .describe('comma: 0,5 is a half. Without it where a number shows it and the delimiter is another.'),
  columns: sourceColumnsSchema
    .optional()
    .describe('Which column plays which part; one not named is looked for under the name of its part.'),
  where: z
    .record(columnName, z.union([word, z.array(word).min(1)]))
    .optional()
    .describe('Only rows with one of these values in the column.'),
  rater: z.string().min(1).optional().describe('One rater gave all rows.'),
  kind: raterKindSchema.optional().describe('What all its raters are.'),
  family: z.string().min(1).optional().describe('The family of all its judges.'),
  group: z.string().min(1).optional().describe('The group of all its raters.'),
  model: z.string().min(1).optional().describe('The model of all its judges.'),
  wide: z
    .array(columnName)
    .min(1)
    .optional()
    .describe('One column a rater: each name is a rater, each cell a label.'),
  wideItems: z
    .array(columnName)
    .min(1)
    .optional()
    .describe('One column an item, as forms have it: each cell is the label of the rater in that row.'),
  oneHot: z
    .array(columnName)
    .min(2)
    .optional()
    .describe('Columns of 1 and 0: the one with the 1 is the label; what their names share is cut off.'),
  probabilities: z
    .union([z.string().min(1), z.record(z.string().min(1), columnName)])
    .optional()
    .describe(
      'What probability columns start with, a pattern such as answer*_prob, or the column of each ' +
        'label; without it prob_.',
    ),
  logProbabilities: z
    .union([z.string().min(1), z.record(z.string().min(1), columnName)])
    .optional()
    .describe('The same for natural log probabilities; without it logprob_.'),
  missing: z
    .array(word)
    .optional()
    .describe('Words that mean no label, in place of nan, None, n/a and the like.'),
  labels: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .describe('A word in the file, and the label of the codebook it means.'),
  ignore: z.array(columnName).optional().describe('Columns that are neither used nor carried.'),
});

export const sourceSchema = sourceMappingSchema.extend({
  path: z.string().min(1).describe('The file, relative to the folder of assize.json.'),
});

export type SourceColumns = z.infer<typeof sourceColumnsSchema>;
export type SourceMapping = z.infer<typeof sourceMappingSchema>;
export type Source = z.infer<typeof sourceSchema>;
