/**
 * What one result of promptfoo says: the output it is about, the grader of an assertion, and the verdict of
 * one component.
 */
import type { ImportedRating } from '../frame/importer.ts';
import type { RecordField } from '../frame/record-field.ts';
import { textHash } from '../frame/text-hash.ts';

export interface Output {
  readonly item: string;
  readonly cluster: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The item is one output: a test, a prompt and a provider of one evaluation. Outputs of one test belong
 * together.
 */
export function outputOf(row: RecordField, evalId: string | undefined): Output {
  const vars = row.maybe('vars')?.entries() ?? row.maybe('testCase')?.maybe('vars')?.entries() ?? [];
  // `_conversation` and its like are the state of one run, no part of the test.
  const tests = vars.filter(([name]) => !name.startsWith('_')).sort(([a], [b]) => (a < b ? -1 : 1));
  const varsHash = textHash(JSON.stringify(tests.map(([name, field]) => [name, field.cell()])));
  const testIdx = row.maybe('testIdx')?.wholeNumber();
  const promptIdx = row.maybe('promptIdx')?.wholeNumber();
  const prompt = row.maybe('prompt');
  const provider = providerName(row.maybe('provider'));
  const promptText =
    prompt?.is('object') === true ? firstWord(prompt, 'label', 'raw') : (prompt?.cell() ?? '');
  const place =
    testIdx !== undefined && promptIdx !== undefined
      ? `${testIdx} | ${promptIdx}`
      : `${varsHash} | ${textHash(promptText)}${provider === '' ? '' : ` | ${provider}`}`;
  const test =
    tests.length > 0
      ? `vars ${varsHash}`
      : `${evalId ?? ''} ${testIdx === undefined ? place : `test ${testIdx}`}`.trim();
  const description = row.either('description') ?? row.maybe('testCase')?.maybe('description');
  const fields: [string, string][] = [
    ['output', row.maybe('response')?.is('object') === true ? row.get('response').get('output').cell() : ''],
    ['provider', provider],
    ['prompt_label', promptText],
    ['description', description?.cell() ?? ''],
    ...tests.map(([name, field]): [string, string] => [`var_${name}`, field.cell()]),
  ];
  return {
    item: evalId === undefined ? place : `${evalId} | ${place}`,
    cluster: test,
    fields: Object.fromEntries(fields.filter(([, text]) => text !== '')),
  };
}

/** A provider is written as its id, or as an object with one. */
function providerName(provider: RecordField | undefined): string {
  if (provider === undefined) return '';
  if (!provider.is('object')) return provider.cell();
  return firstWord(provider, 'label', 'id');
}

/** promptfoo writes an empty label where none was given. */
function firstWord(field: RecordField, ...keys: readonly string[]): string {
  return keys.map((key) => field.get(key).cell()).find((text) => text !== '') ?? '';
}

/** The grader, where the assertion or its test names one; promptfoo's default is not written down. */
export function graderOf(assertion: RecordField, row: RecordField): string | undefined {
  const test = row.maybe('testCase');
  const options = test?.is('object') === true ? test.maybe('options') : undefined;
  const named =
    assertion.maybe('provider') ?? (options?.is('object') === true ? options.maybe('provider') : undefined);
  const name = providerName(named);
  return name === '' ? undefined : name;
}

/**
 * A grader whose answer could not be read, or whose endpoint failed: versions before `graderError` keep it as
 * a failed assertion with only a reason (promptfoo#2084).
 */
export function gaveNoVerdict(component: RecordField): boolean {
  const reason = component.maybe('reason')?.cell() ?? '';
  const score = component.maybe('score')?.number() ?? 0;
  return component.maybe('pass')?.value === false && score === 0 && noVerdict.test(reason.trim());
}

const noVerdict =
  /^(?:could not (?:extract|parse)\b|(?:api|network|request|grading|provider) (?:call )?(?:error|failed)\b|error: |http (?:error|4\d\d|5\d\d)\b|rate limit|[\w-]+ produced malformed response|no output$|(?:4(?:0[0138]|29)|5\d\d)\b)/i;

/** Pass or Fail of one component; its score and its reason are carried. */
export function verdict(
  component: RecordField,
  invalid: boolean,
): Pick<ImportedRating, 'label' | 'status' | 'score' | 'note'> {
  const score = component.maybe('score')?.number();
  const note = component.either('comment', 'reason')?.cell();
  const carried = { ...(score === undefined ? {} : { score }), ...(note === undefined ? {} : { note }) };
  if (invalid) return { label: '', status: 'invalid', ...carried };
  return { label: component.get('pass').boolean() ? 'Pass' : 'Fail', ...carried };
}
