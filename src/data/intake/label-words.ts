/** What a word in a label cell means: a label, a status, or nothing. */
import { hint, option, optionLike } from '../hint.ts';
import type { Codebook } from '../study/codebook.ts';
import { DataError, type Place } from '../data-error.ts';
import type { Dictionary } from './dictionary.ts';
import { answersIn } from './list-cell.ts';
import { requireOneStep } from '../words/label-map.ts';
import { respelled } from '../words/label-spelling.ts';
import { type FoundMissingWords, missingWords } from '../words/missing-words.ts';
import { listed, nearestWord, quoted } from '../words/nearest-word.ts';
import { isNumeric, numericKey } from '../words/number-text.ts';
import type { RatingRows } from './rating-rows.ts';
import type { SourceMapping } from '../config/source.ts';

/** What the word of a cell can be besides a label code. */
export const noLabel = -1;
export const abstainWord = -2;
export const invalidWord = -3;
/** A word for no answer, where the codebook is declared and has no such label. */
export const missingWord = -4;

export interface WordRules {
  readonly abstain: ReadonlySet<string>;
  readonly invalid: ReadonlySet<string>;
  /** Name → code of a declared codebook; null where the labels are to be proposed. */
  readonly declared: DeclaredLabels | null;
  /** Words that are labels although no codebook is declared: those that count as pass. */
  readonly labels: ReadonlySet<string>;
}

const noWords: ReadonlySet<string> = new Set();

export interface DeclaredLabels {
  readonly names: readonly string[];
  readonly codes: ReadonlyMap<string, number>;
  /** Numbers compare as numbers, however they are written. */
  readonly numeric: boolean;
}

export function declaredLabels(codebook: Codebook): DeclaredLabels {
  const names = codebook.labels.map((label) => label.name);
  const numeric = names.every(isNumeric) || new Set(names.map(numericKey)).size === names.length;
  const codes = new Map(names.map((name, code) => [numeric ? numericKey(name.trim()) : name.trim(), code]));
  if (codes.size < names.length)
    throw new DataError(`the codebook names a label twice; received ${listed(names)}`);
  return { names, codes, numeric };
}

/** One file's words. Each distinct spelling is settled once. */
export class LabelWords {
  readonly #labels: Dictionary;
  readonly #rules: WordRules;
  /** The words that the mapping lists, in place of the usual ones. */
  readonly #missing: ReadonlySet<string>;
  readonly #usual: ReadonlySet<string>;
  readonly #found: FoundMissingWords;
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #known = new Map<string, number>([['', noLabel]]);
  #lastText = '';
  #lastCode: number = noLabel;

  constructor(
    { labels, missing }: Pick<RatingRows, 'labels' | 'missing'>,
    rules: WordRules,
    mapping: SourceMapping,
  ) {
    this.#labels = labels;
    this.#found = missing;
    this.#rules = rules;
    this.#missing = new Set(mapping.missing?.map((word) => numericKey(word.trim())));
    this.#usual = mapping.missing === undefined ? missingWords : new Set();
    requireOneStep(mapping.labels ?? {});
    this.#renamed = new Map(
      Object.entries(mapping.labels ?? {}).map(([word, label]) => [numericKey(word.trim()), label.trim()]),
    );
  }

  /** Whether a cell that should hold a number holds none. */
  isMissing(text: string): boolean {
    if (this.#isDeclaredMissing(text)) return true;
    const isUsual = this.#usual.has(text.trim());
    if (isUsual) this.#found.probabilities++;
    return isUsual;
  }

  /**
   * Whether the code stands for a word of no answer: which of them are labels after all is known when all
   * files are read.
   */
  isEmpty(code: number): boolean {
    return code === noLabel || code === missingWord || this.#found.codes.has(code);
  }

  /** The code of a label that names a column of probabilities: such a word is a label, whatever it says. */
  columnCode(text: string, place: () => Place): number {
    return this.#settle(text, place, noWords);
  }

  /**
   * The label's code, or noLabel, abstainWord, invalidWord, missingWord. `place` is asked for only where the
   * word is unknown.
   */
  code(text: string, place: () => Place): number {
    if (text === this.#lastText) return this.#lastCode;
    let code = this.#known.get(text);
    if (code === undefined) {
      code = this.#settle(text, place, this.#usual);
      // Free text in the wrong column must not fill the memory: only so many spellings are remembered.
      if (this.#known.size < 10_000) this.#known.set(text, code);
    }
    this.#lastText = text;
    this.#lastCode = code;
    return code;
  }

  #isDeclared(text: string): boolean {
    const { declared } = this.#rules;
    return declared?.codes.has(declared.numeric ? numericKey(text.trim()) : text.trim()) === true;
  }

  #isDeclaredMissing(text: string): boolean {
    return (
      text === '' ||
      (this.#missing.size > 0 && this.#missing.has(numericKey(text.trim()))) ||
      text.trim() === ''
    );
  }

  #settle(text: string, place: () => Place, usual: ReadonlySet<string>): number {
    if (this.#isDeclaredMissing(text)) return noLabel;
    const renamed = this.#renamed.get(numericKey(text.trim()));
    const answers = renamed === undefined && !this.#isDeclared(text) ? answersIn(text) : undefined;
    if (answers !== undefined) {
      if (answers.length > 1) return invalidWord;
      return answers.length === 0 ? noLabel : this.#settle(answers[0], place, usual);
    }
    const word = renamed ?? text.trim();
    if (this.#rules.abstain.has(numericKey(word))) return abstainWord;
    if (this.#rules.invalid.has(numericKey(word))) return invalidWord;
    const { declared, labels } = this.#rules;
    const isEmpty = renamed === undefined && usual.has(word) && !labels.has(word);
    if (declared === null) {
      const code = this.#labels.code(word);
      if (isEmpty) this.#found.codes.add(code);
      else if (missingWords.has(word)) this.#found.labels.add(code);
      return code;
    }
    const code = declared.codes.get(declared.numeric ? numericKey(word) : word);
    if (code !== undefined) return code;
    if (isEmpty) return missingWord;
    const meant = respelled([word], declared.names).get(word) ?? nearestWord(word, declared.names);
    throw new DataError(
      `unknown label ${quoted(word)}; the codebook has ${listed(declared.names)}`,
      place(),
      hint`${meant === undefined ? '' : `Did you mean ${listed([meant])}? `}Add it to the codebook, map it
        with ${optionLike('map', 'WORD=LABEL')} (labels in assize.json), or declare it by
        ${option('missing')}, ${option('abstain')} or ${option('invalid')}.`,
    );
  }
}
