/**
 * What question 4 counts: the labels that pass, or the comparisons a model wins. Named by the user, or by the
 * codebook; never guessed.
 */
import { DataError, type Study, hint, option, quoted } from '../../data/index.ts';
import { listed } from '../words/figures.ts';

export interface RateEvent {
  readonly kind: 'pass' | 'win';
  /** In words: `Pass`, `Good or Fair`, `gpt-4 wins (a tie counts half)`. */
  readonly words: string;
  readonly pass: readonly string[];
  readonly model: string | null;
  /**
   * How much a label on an item counts, in [0, 1]: pass 1, win 1, tie ½. NaN for an item the rate is not
   * about.
   */
  worth(item: number, label: number): number;
}

export interface RateRequest {
  readonly pass: readonly string[];
  readonly win: string | null;
}

/**
 * The codes of the labels that pass: those asked for, else those of the codebook. Throws DataError for a word
 * that is no label.
 */
export function passCodes({ codebook }: Study, pass: readonly string[]): number[] {
  for (const name of pass)
    if (!codebook.labels.some((label) => label.name === name))
      throw new DataError(
        `no label ${quoted(name)} to count as pass; the codebook has ` +
          listed(codebook.labels.map((label) => label.name)),
        {},
        hint`Name labels of the codebook with ${option('pass')}.`,
      );
  return codebook.labels.flatMap((label, code) =>
    (pass.length > 0 ? pass.includes(label.name) : label.pass === true) ? [code] : [],
  );
}

/**
 * The event to count; undefined where neither the request nor the codebook names one. Throws DataError for a
 * request that cannot be met.
 */
export function rateEvent(study: Study, { pass, win }: RateRequest): RateEvent | undefined {
  if (win !== null) {
    if (pass.length > 0)
      throw new DataError(
        'labels that pass and the wins of a model are two rates; received both',
        {},
        hint`Ask for one rate at a time: ${option('pass')} or ${option('win')}.`,
      );
    return winEvent(study, win);
  }
  const codes = passCodes(study, pass);
  if (codes.length === 0) return undefined;
  const names = codes.map((code) => study.codebook.labels[code].name);
  if (codes.length === study.codebook.labels.length)
    throw new DataError(
      'every label counts as pass, so the rate is 1 by definition',
      {},
      hint`Name only the labels that pass with ${option('pass')}.`,
    );
  const passes = new Set(codes);
  return {
    kind: 'pass',
    words: names.join(' or '),
    pass: names,
    model: null,
    worth: (_, label) => (passes.has(label) ? 1 : 0),
  };
}

function winEvent(study: Study, model: string): RateEvent {
  const sides = (['model_a', 'model_b'] as const).map((name) => ({
    name,
    field: study.items.fields.find((field) => field.name === name),
  }));
  const missing = sides.find(({ field }) => field === undefined);
  if (missing !== undefined)
    throw new DataError(
      `counting wins requires the columns model_a and model_b; there is no ${missing.name}`,
      {},
      'Add both to the ratings or to items.jsonl: the name of the model on each side.',
    );
  const [a, b] = sides.map(({ field }) => field!);
  const models = [...new Set([...a.values, ...b.values])].toSorted();
  if (!models.includes(model))
    throw new DataError(
      `no model ${quoted(model)} to count the wins of; the items have ${listed(models.slice(0, 20))}`,
    );
  const side = sideOfLabels(study);
  const [codeA, codeB] = [a.values.indexOf(model), b.values.indexOf(model)];
  return {
    kind: 'win',
    words: side.some((value) => value === 'tie') ? `${model} wins (a tie counts half)` : `${model} wins`,
    pass: [],
    model,
    worth: (item, label) => {
      const onA = codeA >= 0 && a.code[item] === codeA;
      const onB = codeB >= 0 && b.code[item] === codeB;
      if (onA === onB) return NaN;
      if (side[label] === 'tie') return 0.5;
      return side[label] === (onA ? 'a' : 'b') ? 1 : 0;
    },
  };
}

/** Which side each label prefers, by its name: `A`, `a`, `model_a`; ties by the codebook. */
function sideOfLabels({ codebook }: Study): ('a' | 'b' | 'tie')[] {
  const sides = codebook.labels.map(({ name, tie }) =>
    tie === true ? 'tie' : /^(?:model[_ -]?)?([ab])$/i.exec(name)?.[1].toLowerCase(),
  );
  const unknown = sides.findIndex((side) => side === undefined);
  if (unknown >= 0 || !sides.includes('a') || !sides.includes('b'))
    throw new DataError(
      'counting wins requires labels that name a side, such as A and B, or model_a and model_b; the ' +
        `codebook has ${codebook.labels.map(({ name }) => name).join(', ')}`,
      {},
      'Map the words with labels in assize.json, and mark a tie with "tie": true in the codebook.',
    );
  return sides as ('a' | 'b' | 'tie')[];
}
