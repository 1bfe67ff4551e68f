/** `assize.json`: the file that declares a study. */
import { z } from 'zod';
import { codebookSchema } from '../study/codebook.ts';
import { DataError } from '../data-error.ts';
import { type JudgeConfig, judgeNameFault, judgeNameOf, judgeSchema } from './judge-config.ts';
import { listed, nearestWord, quoted } from '../words/nearest-word.ts';
import { raterKindSchema } from '../study/rater-kind.ts';
import { sourceMappingSchema, sourceSchema } from './source.ts';

export const selectionSchema = z.enum(['random', 'stratified', 'logged', 'separate', 'chosen', 'all']);

const raterDeclarationSchema = z.strictObject({
  kind: raterKindSchema.optional().describe('What the rater is.'),
  family: z.string().min(1).optional().describe('Judges of one family err together.'),
  group: z.string().min(1).optional().describe('A group that may be left out together.'),
  model: z.string().min(1).optional().describe('The model of a judge.'),
  prompt: z.string().min(1).optional().describe('The version of its prompt.'),
});

const priceSchema = z.strictObject({
  input: z.number().min(0).describe('Dollars for a million tokens sent.'),
  output: z.number().min(0).describe('Dollars for a million tokens answered.'),
  batchShare: z.number().min(0).max(1).optional().describe('What the batch API charges of that.'),
});

export const studyConfigSchema = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds the schema of this file.'),
  schema: z.literal(1).optional().describe('The version of this file’s keys.'),
  title: z.string().optional().describe('The title of the report.'),
  codebook: codebookSchema.optional().describe('The labels; proposed from the files where not given.'),
  raters: z
    .record(z.string().min(1), raterDeclarationSchema)
    .optional()
    .describe('What is known of raters, by name.'),
  judges: z
    .record(z.string().min(1), judgeSchema)
    .optional()
    .describe('The judges that assize runs itself, by name; each may be a file judges/NAME.json instead.'),
  prices: z
    .record(z.string().min(1), priceSchema)
    .optional()
    .describe('The price of a model, where the table of assize lacks it or is out of date.'),
  selection: selectionSchema
    .optional()
    .describe('How the items that people labeled were chosen; random only if they were drawn at random.'),
  sources: z
    .array(sourceSchema)
    .min(1)
    .optional()
    .describe('The files of ratings; without it every ratings* file here, and every file in ratings/.'),
  labels: sourceMappingSchema.shape.labels.describe(
    'For every source that does not say it itself: a word in the files, and the label it means.',
  ),
  missing: sourceMappingSchema.shape.missing.describe(
    'For every source that does not say it itself: words that mean no label.',
  ),
  abstain: z.array(z.string().min(1)).optional().describe('Words that mean that the rater declined.'),
  invalid: z.array(z.string().min(1)).optional().describe('Words that mean that the answer was unusable.'),
});

export type StudyConfig = z.infer<typeof studyConfigSchema>;

/**
 * Reads the text of `assize.json`.
 *
 * Throws DataError, one line with the key, the rule and the value, for text that is not JSON or breaks the
 * schema.
 *
 * @example
 * parseStudyConfig('{"title": "Helpfulness"}', 'assize.json').title; // 'Helpfulness'
 */
export function parseStudyConfig(text: string, file: string): StudyConfig {
  const config = parsed(studyConfigSchema, text, file);
  for (const name of Object.keys(config.judges ?? {})) requireJudgeName(name, file);
  return config;
}

/**
 * Reads the text of the judge `name` in a file of its own: what stands under it in `judges` of `assize.json`
 * otherwise. Throws as `parseStudyConfig`.
 */
export function parseJudgeConfig(name: string, text: string, file: string): JudgeConfig {
  if (name === forbiddenName) throw forbiddenNameError(file);
  requireJudgeName(name, file);
  return parsed(judgeSchema, text, file);
}

function requireJudgeName(name: string, file: string): void {
  const fault = judgeNameFault(name);
  if (fault === undefined) return;
  throw new DataError(
    `a judge requires ${fault}; received ${quoted(name)}`,
    { file },
    `Call it ${quoted(judgeNameOf(name))}: its stored answers are found under any name.`,
  );
}

function parsed<T>(schema: z.ZodType<T>, text: string, file: string): T {
  let value: unknown;
  let forbidden = false;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''), (key, part: unknown) => {
      forbidden ||= key === forbiddenName;
      return part;
    });
  } catch (error) {
    throw new DataError(`not JSON: ${(error as Error).message.split('\n')[0]}`, { file });
  }
  // The schema would drop it without a word.
  if (forbidden) throw forbiddenNameError(file);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw configError(result.error.issues[0], value, file);
}

/** What no object of JavaScript can safely have as a key: nothing in `assize.json` can have this name. */
export const forbiddenName = '__proto__';

function forbiddenNameError(file: string): DataError {
  return new DataError(`${quoted(forbiddenName)} cannot be used as a name`, { file }, 'Choose another name.');
}

/** JSON Schema of `assize.json`, for editors that complete and check it. It ships with the package. */
export function studyConfigJsonSchema(): Record<string, unknown> {
  return { title: 'assize.json', ...z.toJSONSchema(studyConfigSchema, { io: 'input' }) };
}

function configError(issue: z.core.$ZodIssue, whole: unknown, file: string): DataError {
  const path = issue.path.reduce<string>(
    (so, key) =>
      typeof key === 'number' ? `${so}[${key}]` : so === '' ? String(key) : `${so}.${String(key)}`,
    '',
  );
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    const nearest = nearestWord(key, knownKeys);
    return new DataError(
      `unknown key ${quoted(key)}${path === '' ? '' : ` in ${path}`}`,
      { file },
      nearest && `Did you mean ${listed([nearest])}?`,
    );
  }
  const received = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    whole,
  );
  // Where the name of a variable belongs somebody may have put the key itself: it is not shown, and neither
  // is a password in an address.
  if (/(?:^|\.)endpoint\.key$/.test(path))
    return new DataError(`${path} requires the name of an environment variable, such as OPENAI_API_KEY`, {
      file,
    });
  const text = typeof received === 'string' ? received : JSON.stringify(received);
  const shown = received === undefined ? 'nothing' : quoted(text.replace(/\/\/[^/@\s]*@/g, '//***@'));
  return new DataError(`${path === '' ? 'the file' : path} requires ${rule(issue)}; received ${shown}`, {
    file,
  });
}

function rule(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? String(issue.values[0])
        : `one of ${listed(issue.values.map(String))}`;
    case 'too_small':
      return (
        `at least ${issue.minimum} ` +
        (issue.origin === 'string' ? 'character' : issue.origin === 'array' ? 'entry' : '')
      ).trim();
    case 'too_big':
      return `at most ${issue.maximum} ${issue.origin === 'string' ? 'character' : ''}`.trim();
    case 'invalid_format':
      return issue.format === 'url' ? 'a URL that begins with http:// or https://' : issue.message;
    default:
      return issue.message.replace(/^Invalid input(: expected )?/, '') || 'another kind of value';
  }
}

const knownKeys = [
  studyConfigSchema,
  judgeSchema,
  sourceSchema,
  sourceSchema.shape.columns.unwrap(),
  codebookSchema,
  raterDeclarationSchema,
].flatMap((schema) => Object.keys(schema.shape));
