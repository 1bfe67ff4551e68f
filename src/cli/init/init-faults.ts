/**
 * What is wrong with an answer of `assize init`, in words that follow "needs": one rule for a flag and for a
 * typed line.
 */
import { judgeSchema, numericKey, quoted } from '../../data/index.ts';
import { mostLabels } from '../../judge/index.ts';

export function labelsFault(names: readonly string[]): string | undefined {
  if (names.length < 2) return `at least 2 labels; received ${names.length}`;
  if (names.length > mostLabels)
    return (
      `at most ${mostLabels} labels, since endpoints give no more probabilities; received ` +
      `${names.length}`
    );
  const broken = names.find(hasControls);
  if (broken !== undefined) return `names on one line; received ${quoted(broken)}`;
  // To the eye: `3` and `3.0`, or one letter in two encodings, are one label.
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = numericKey(name.normalize('NFKC'));
    const same = seen.get(key);
    if (same !== undefined) return `labels that differ; received ${quoted(same)} and ${quoted(name)}`;
    seen.set(key, name);
  }
  return undefined;
}

/** `labels`: those there are. */
export function passFault(pass: readonly string[], labels: readonly string[]): string | undefined {
  const stranger = pass.find((name) => !labels.includes(name));
  if (stranger !== undefined) return `labels of the study; received ${quoted(stranger)}`;
  return new Set(pass).size === labels.length
    ? 'a label that is left over, since not everything can pass'
    : undefined;
}

export function modelFault(name: string): string | undefined {
  return name === '' || hasControls(name) ? 'the name of a model at its endpoint' : undefined;
}

/** A password in a URL would be stored with it. */
export function baseUrlFault(text: string): string | undefined {
  const read = URL.canParse(text) ? new URL(text) : undefined;
  if (read !== undefined && (read.username !== '' || read.password !== '' || read.search !== ''))
    return 'a URL without a user, a password or a query: it is stored in assize.json';
  const declared = judgeSchema.safeParse({
    model: 'any',
    prompt: 'pass-fail',
    endpoint: { baseURL: text, key: null },
  });
  return declared.success ? undefined : `a URL such as http://127.0.0.1:8000/v1; received ${quoted(text)}`;
}

/** Somebody may have put the key itself: it is not shown. */
export function keyFault(text: string): string | undefined {
  const declared = judgeSchema.safeParse({ model: 'any', prompt: 'pass-fail', endpoint: { key: text } });
  return declared.success
    ? undefined
    : 'the name of an environment variable, such as OPENAI_API_KEY, never the key itself';
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
