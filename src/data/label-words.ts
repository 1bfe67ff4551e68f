/** What a word in a label cell means: a label, a status, or nothing. */
import type { Codebook } from './codebook.ts';
import { DataError, type Place } from './data-error.ts';
import type { Dictionary } from './dictionary.ts';
import { listed, nearestWord, quoted } from './nearest-word.ts';
import { isNumeric, numericKey } from './number-text.ts';
import type { SourceMapping } from './source.ts';

/** What the word of a cell can be besides a label code. */
export const noLabel = -1;
export const abstainWord = -2;
export const invalidWord = -3;

export interface WordRules {
  readonly abstain: ReadonlySet<string>;
  readonly invalid: ReadonlySet<string>;
  /** Name → code of a declared codebook; null where the labels are to be proposed. */
  readonly declared: DeclaredLabels | null;
}

export interface DeclaredLabels {
  readonly names: readonly string[];
  readonly codes: ReadonlyMap<string, number>;
  /** All names are numbers, so words compare as numbers. */
  readonly numeric: boolean;
}

export function declaredLabels(codebook: Codebook): DeclaredLabels {
  const names = codebook.labels.map((label) => label.name);
  const numeric = names.every(isNumeric);
  const codes = new Map(names.map((name, code) => [numeric ? numericKey(name) : name.trim(), code]));
  if (codes.size < names.length) throw new DataError(`the codebook names a label twice; received ${listed(names)}`);
  return { names, codes, numeric };
}

/** One file's words. Each distinct spelling is settled once. */
export class LabelWords {
  readonly #labels: Dictionary;
  readonly #rules: WordRules;
  readonly #missing: ReadonlySet<string>;
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #known = new Map<string, number>([['', noLabel]]);

  constructor(labels: Dictionary, rules: WordRules, mapping: SourceMapping) {
    this.#labels = labels;
    this.#rules = rules;
    this.#missing = new Set(mapping.missing?.map((word) => numericKey(word.trim())));
    this.#renamed = new Map(Object.entries(mapping.labels ?? {}).map(([word, label]) => [numericKey(word.trim()), label.trim()]));
  }

  isMissing(text: string): boolean {
    return text === '' || (this.#missing.size > 0 && this.#missing.has(numericKey(text.trim()))) || text.trim() === '';
  }

  /** The label's code, or noLabel, abstainWord, invalidWord. `place` is asked for only where the word is unknown. */
  code(text: string, place: () => Place): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const code = this.#settle(text, place);
    // Free text in the wrong column must not fill the memory: only so many spellings are remembered.
    if (this.#known.size < 10_000) this.#known.set(text, code);
    return code;
  }

  #settle(text: string, place: () => Place): number {
    if (this.isMissing(text)) return noLabel;
    const word = this.#renamed.get(numericKey(text.trim())) ?? text.trim();
    if (this.#rules.abstain.has(numericKey(word))) return abstainWord;
    if (this.#rules.invalid.has(numericKey(word))) return invalidWord;
    const { declared } = this.#rules;
    if (declared === null) return this.#labels.code(word);
    const code = declared.codes.get(declared.numeric ? numericKey(word) : word);
    if (code !== undefined) return code;
    const nearest = nearestWord(word, declared.names);
    throw new DataError(
      `unknown label ${quoted(word)}; the codebook has ${listed(declared.names)}`,
      place(),
      `${nearest === undefined ? '' : `Did you mean ${listed([nearest])}? `}Add it to the codebook, map it with labels in sources, or declare it by --missing, --abstain or --invalid.`,
    );
  }
}
