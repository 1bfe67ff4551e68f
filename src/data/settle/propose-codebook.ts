/**
 * The codebook of a study: the declared one with the flags applied, or one proposed from the labels that
 * occur.
 */
import { hint, option } from '../hint.ts';
import { type Codebook, type Label, type Scale, codebookSchema } from '../study/codebook.ts';
import { DataError } from '../data-error.ts';
import { byCodeUnit } from '../intake/dictionary.ts';
import { listed, nearestWord, quoted } from '../words/nearest-word.ts';
import { isNumeric, numericKey } from '../words/number-text.ts';
import type { Notice } from '../notice.ts';

export interface CodebookOptions {
  readonly scale?: Scale | undefined;
  /** Labels that count as pass. */
  readonly pass?: readonly string[] | undefined;
}

export interface ProposedCodebook {
  readonly codebook: Codebook;
  /** For each of the words, the code of its label. */
  readonly codes: Int32Array;
  readonly warnings: readonly Notice[];
}

/** More labels than this are no codebook but a wrong column. */
const mostLabels = 100;

const passPairs: readonly (readonly [pass: string, fail: string])[] = [
  ['pass', 'fail'],
  ['yes', 'no'],
  ['true', 'false'],
  ['1', '0'],
];

/**
 * Proposes a codebook from the words that occur as labels or name probability columns: trimmed, never
 * case-folded; numbers in the order of their values and as one label however they are written, other words in
 * code-unit order. Nominal, unless a scale is given.
 *
 * Throws DataError for fewer than two labels, for more than a hundred, and for an ordinal or interval scale
 * over words, whose order nobody said.
 *
 * @example
 * proposeCodebook(['Pass', 'Fail'], {}).codebook.labels[1].pass; // true
 * proposeCodebook(['3', '10', '3.0'], {}).codebook.labels.map((label) => label.name); // ['3', '10']
 */
export function proposeCodebook(words: readonly string[], options: CodebookOptions): ProposedCodebook {
  const numeric = words.every(isNumeric);
  const names = [...new Set(words.map(numericKey))].sort(
    numeric ? (a, b) => Number(a) - Number(b) : byCodeUnit,
  );
  requireNumberOfLabels(names);
  requirePlainDecimals(words);
  const scale = options.scale ?? 'nominal';
  if (scale !== 'nominal' && !numeric)
    throw new DataError(
      `the order of the labels ${listed(names)} is not known`,
      {},
      `Declare a codebook with the labels in order to use the scale ${scale}.`,
    );
  const passing = passPairs.find(([pass, fail]) => sameWords(names, pass, fail))?.[0];
  const labels = names.map((name): Label => ({
    name,
    ...(numeric && { value: Number(name) }),
    ...(name.toLowerCase() === passing && { pass: true }),
    ...(isTie(name) && { tie: true }),
  }));
  const place = new Map(names.map((name, code) => [name, code]));
  const codes = Int32Array.from(words, (word) => place.get(numericKey(word)) as number);
  return {
    codebook: withPass({ scale, labels }, options.pass),
    codes,
    warnings: [...caseWarnings(names), ...(numeric ? [] : spellingWarnings(names))],
  };
}

/** The declared codebook, checked, with `scale` and `pass` of the command line applied. */
export function declaredCodebook(given: Codebook, { scale, pass }: CodebookOptions): Codebook {
  const parsed = codebookSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DataError(`codebook ${issue.path.join('.')}: ${issue.message}`);
  }
  const codebook = parsed.data;
  if (scale !== undefined && scale !== codebook.scale)
    throw new DataError(
      `the codebook says ${codebook.scale} and the scale asked for is ${scale}`,
      {},
      'Change the codebook, or leave the scale out.',
    );
  const without = codebook.labels.find(({ name, value }) => value === undefined && !isNumeric(name));
  if (codebook.scale === 'interval' && without !== undefined)
    throw new DataError(
      `an interval scale needs a number for each label; ${quoted(without.name)} has no value`,
    );
  return withPass(codebook, pass);
}

function withPass(codebook: Codebook, pass: readonly string[] | undefined): Codebook {
  if (pass === undefined || pass.length === 0) return codebook;
  const names = codebook.labels.map(({ name }) => name);
  const numeric = new Set(names.map(numericKey)).size === names.length;
  const key = (word: string): string => (numeric ? numericKey(word.trim()) : word.trim());
  const wanted = new Set(pass.map(key));
  for (const word of wanted)
    if (!names.some((name) => key(name) === word)) {
      const nearest = nearestWord(word, names);
      throw new DataError(
        `no label ${quoted(word)} to count as pass; the labels are ${listed(names)}`,
        {},
        nearest && `Did you mean ${listed([nearest])}?`,
      );
    }
  const labels = codebook.labels.map((label): Label => {
    const { pass: _pass, ...rest } = label;
    return wanted.has(key(label.name)) ? { ...rest, pass: true } : rest;
  });
  return { ...codebook, labels };
}

function requireNumberOfLabels(names: readonly string[]): void {
  if (names.length === 0)
    throw new DataError(
      'the ratings have no label and no probabilities',
      {},
      hint`Check which column holds the labels (${option('label')}) and which words mean missing
        (${option('missing')}).`,
    );
  if (names.length === 1)
    throw new DataError(
      `every label is ${quoted(names[0])}; what the others would be is not known`,
      {},
      hint`Declare a codebook with all labels, also those that nobody gave (${option('codebook')}, or
        codebook in assize.json).`,
    );
  if (names.length > mostLabels)
    throw new DataError(
      `${names.length} different labels, such as ${listed(names, 3)}; a codebook is proposed for at ` +
        `most ${mostLabels}`,
      {},
      hint`Check which column holds the labels (${option('label')}), or declare the codebook.`,
    );
}

/** 3 and 3.0 are one grade. 1.1 and 1.10 may be one number, or two versions of something. */
function requirePlainDecimals(words: readonly string[]): void {
  const spellings = Map.groupBy(
    words.filter((word) => isNumeric(word) && !Number.isInteger(Number(word))),
    numericKey,
  );
  const twice = [...spellings.values()].find((group) => group.length > 1);
  if (twice === undefined) return;
  const [kept, other] = twice.toSorted((a, b) => a.length - b.length);
  throw new DataError(
    `the labels ${kept} and ${other} are one number; whether they are one label is not known`,
    {},
    hint`If they are, add ${option('map', { [other]: kept })} (labels in assize.json). If they are names,
      such as versions, put a letter before each in the file.`,
  );
}

function sameWords(names: readonly string[], first: string, second: string): boolean {
  const words = names.map((name) => name.toLowerCase());
  return words.length === 2 && words.includes(first) && words.includes(second);
}

function isTie(name: string): boolean {
  return /^tie($| \()/i.test(name);
}

function caseWarnings(names: readonly string[]): Notice[] {
  const folded = Map.groupBy(names, (name) => name.toLowerCase());
  const groups = [...folded.values()].filter((group) => group.length > 1);
  return groups.length === 0 ? [] : [{ code: 'labels-differ-by-case', facts: { groups } }];
}

/**
 * Labels of which one is the other with one letter left out: `Pas` beside `Pass`. Labels of one length differ
 * on purpose: `model_a`, `model_b`.
 */
function spellingWarnings(names: readonly string[]): Notice[] {
  const pairs = names.flatMap((short) =>
    names.filter((long) => short.length > 1 && lacksOneLetter(short, long)).map((long) => [short, long]),
  );
  return pairs.length === 0 ? [] : [{ code: 'labels-nearly-alike', facts: { pairs } }];
}

function lacksOneLetter(short: string, long: string): boolean {
  if (long.length !== short.length + 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(at) === long.slice(at + 1);
}
