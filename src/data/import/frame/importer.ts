/**
 * What an importer is and what it gives: ratings, items, and a count of everything left out.
 * `docs/guides/import.md` says what each format brings.
 */
import { type Hint, hint, option } from '../../hint.ts';
import type { Codebook } from '../../study/codebook.ts';
import { DataError } from '../../data-error.ts';
import { listed, nearestWord, quoted } from '../../words/nearest-word.ts';
import type { RecordField } from './record-field.ts';

export interface ImportedRating {
  readonly item: string;
  readonly rater: string;
  readonly kind: 'human' | 'judge' | 'reference';
  /** Empty only beside a `status`. */
  readonly label: string;
  readonly status?: 'abstain' | 'invalid' | undefined;
  /** The side shown first. */
  readonly order?: string | undefined;
  readonly repeat?: number | undefined;
  readonly cluster?: string | undefined;
  readonly family?: string | undefined;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
  readonly group?: string | undefined;
  readonly at?: string | undefined;
  readonly note?: string | undefined;
  /** A number the tool keeps beside the label. It is carried; it is no probability. */
  readonly score?: number | undefined;
  /** More columns about this rating. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Label → probability, each in [0, 1]. */
  readonly probabilities?: Readonly<Record<string, number>> | undefined;
  readonly probSource?: 'logprobs' | 'samples' | 'verbalized' | 'decision' | undefined;
}

/** What was rated: a line of `items.jsonl`. */
export interface ImportedItem {
  readonly item: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Records, or parts of them, that gave no rating: why, and how many. */
export interface LeftOut {
  readonly reason: string;
  /** How they would be taken, where an option does it. */
  readonly fix?: Hint;
  readonly count: number;
}

export interface Imported {
  readonly ratings: readonly ImportedRating[];
  readonly items: readonly ImportedItem[];
  readonly leftOut: readonly LeftOut[];
  /** Choices made on the way, each one sentence a reader can check. */
  readonly notes: readonly string[];
  readonly codebook?: Codebook | undefined;
}

export interface ReadImport extends Imported {
  readonly files: readonly { readonly name: string; readonly records: number }[];
}

/** Choices of whoever imports. A format says in `Importer.options` which of them it takes. */
export interface ImportOptions {
  /** Which question, metric or score name to take, where an export holds several. */
  readonly question?: string | undefined;
  /** Where judges answered under another name than people: theirs. */
  readonly judgeQuestion?: string | undefined;
  /** MT-Bench: this turn only. */
  readonly turn?: 1 | 2 | undefined;
  /**
   * What counts as a person, or as a judge, where the export does not say: names of raters or of source
   * types, as the format's guide says.
   */
  readonly humans?: readonly string[] | undefined;
  readonly judges?: readonly string[] | undefined;
  /** The field of an item, or of a record, whose value is the id of the item: what other files know it by. */
  readonly item?: string | undefined;
  /** Words of the export, and the label that each means. */
  readonly map?: Readonly<Record<string, string>> | undefined;
}

export type ImportOptionName = keyof ImportOptions;

/** One format. */
export interface Importer {
  /** The word on the command line: `mt-bench`. */
  readonly name: string;
  readonly title: string;
  /** Which files, in a few words. */
  readonly reads: string;
  /** Where in the tool the export comes from. */
  readonly from: string;
  readonly options: readonly ImportOptionName[];
  /** A fresh import: it is handed every record of every file in order, then asked for the whole. */
  start(options: ImportOptions): ImportReader;
}

export interface ImportReader {
  /**
   * One record: a line of JSONL, an entry of a JSON array, a row of Parquet, or a JSON file that is one
   * object. Throws DataError.
   */
  record(record: RecordField): void;
  end(): Imported;
}

export interface ImportLimits {
  /** The longest record in characters; 256 Mi where not given. */
  readonly maxRecord?: number | undefined;
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** Counts what is left out, by reason, in the order in which the reasons came up. */
export class LeftOutCounts {
  readonly #counts = new Map<string, LeftOut>();

  add(reason: string, count = 1, fix?: Hint): void {
    if (count === 0) return;
    const before = this.#counts.get(reason)?.count ?? 0;
    this.#counts.set(reason, { reason, count: before + count, ...(fix === undefined ? {} : { fix }) });
  }

  list(): LeftOut[] {
    return [...this.#counts.values()];
  }
}

/** Items by id. The same item again is fine; one id for two different things is an error. */
export class ImportedItems {
  readonly #items = new Map<string, Record<string, string>>();

  /** Fields may come in parts; a field that has two values is an error at `record`. */
  add(item: string, fields: Readonly<Record<string, string>>, record: RecordField): void {
    const known = this.#items.get(item);
    if (known === undefined) {
      this.#items.set(item, withoutPrototype(fields));
      return;
    }
    for (const [name, value] of Object.entries(fields)) {
      if (known[name] === undefined) known[name] = value;
      else if (known[name] !== value)
        record.fail(
          `item ${quoted(item)} has the ${name} ${quoted(value)} here and ${quoted(known[name])} before`,
          'One id stands for two different things: import the files one by one into different folders.',
        );
    }
  }

  /**
   * For items whose id says all that counts: what came first stays. False where a field has another value
   * than before.
   */
  keep(item: string, fields: Readonly<Record<string, string>>): boolean {
    const known = this.#items.get(item) ?? withoutPrototype({});
    this.#items.set(item, known);
    let same = true;
    for (const [name, value] of Object.entries(fields)) {
      known[name] ??= value;
      if (known[name] !== value) same = false;
    }
    return same;
  }

  list(): ImportedItem[] {
    return [...this.#items].map(([item, fields]) => ({ item, fields }));
  }
}

/** A field may be named like a method of every object. */
function withoutPrototype(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, fields);
}

/**
 * The one question to import, where an export may hold several: the one asked for, or the only one there is.
 * Throws DataError that lists the names where a choice is needed or finds nothing. Call it when all names are
 * known.
 */
export function chosenQuestion(
  names: Iterable<string>,
  wanted: string | undefined,
  what = 'question',
): string | undefined {
  const known = [...new Set(names)].sort();
  if (wanted === undefined && known.length < 2) return known[0];
  if (wanted === undefined)
    throw new DataError(
      `the export has ${known.length} ${what}s: ${listed(known)}`,
      {},
      hint`Name one with ${option('question')}, such as ${option('question', known[0])}.`,
    );
  if (known.includes(wanted)) return wanted;
  const nearest = nearestWord(wanted, known);
  throw new DataError(
    `no ${what} ${quoted(wanted)}; ` +
      (known.length === 0 ? 'the export has none' : `the export has ${listed(known)}`),
    {},
    nearest && `Did you mean ${listed([nearest])}?`,
  );
}
