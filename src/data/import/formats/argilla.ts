/**
 * Argilla: records of v2 (`to_list()`, nested or flattened, and its data sets) and of v1 (feedback data
 * sets).
 */
import { listed } from '../../words/nearest-word.ts';
import {
  chosenQuestion,
  type Imported,
  ImportedItems,
  type Importer,
  type ImportOptions,
  type ImportReader,
  LeftOutCounts,
} from '../frame/importer.ts';
import { type RatingDraft, labelOf, settleDrafts } from '../frame/rating-drafts.ts';
import type { RecordField } from '../frame/record-field.ts';
import { type Response, type Suggestion, isList, shapeOf } from './argilla-record.ts';

export const argilla: Importer = Object.freeze<Importer>({
  name: 'argilla',
  title: 'Argilla',
  reads: 'records as JSON, JSONL or Parquet: to_list() of v2, best with flatten=True, or a v1 data set',
  from: 'in Python: dataset.records.to_list(flatten=True), or to_datasets()',
  options: Object.freeze(['question'] as const),
  start: (options) => new ArgillaReader(options),
});

/** A response without a status counts only where the whole export has none. */
type Entry = { readonly draft: RatingDraft; readonly unstated?: boolean } | { readonly reason: string };

class ArgillaReader implements ImportReader {
  readonly #wanted: string | undefined;
  readonly #leftOut = new LeftOutCounts();
  readonly #items = new ImportedItems();
  readonly #entries = new Map<string, Entry[]>();
  #count = 0;
  #numbered = 0;
  #stated = false;

  constructor({ question }: ImportOptions) {
    this.#wanted = question;
  }

  record(record: RecordField): void {
    this.#count++;
    const item = this.#item(record);
    const { questions, fields } = shapeOf(record);
    this.#items.add(item, fields, record);
    for (const [name, { responses, suggestion }] of questions) {
      const entries = [
        ...responses.map((response) => this.#response(item, response)),
        ...(suggestion === undefined ? [] : [suggested(item, suggestion)]),
      ];
      const known = this.#entries.get(name);
      if (known === undefined) this.#entries.set(name, entries);
      else known.push(...entries);
    }
  }

  end(): Imported {
    const asked = [...this.#entries].flatMap(([name, entries]) => (entries.length > 0 ? [name] : []));
    const question = chosenQuestion(asked, this.#wanted);
    const drafts: RatingDraft[] = [];
    let unstated = 0;
    for (const [name, entries] of this.#entries) {
      if (name !== question)
        this.#leftOut.add(`answer to another question: ${listed([name])}`, entries.length);
      else
        for (const entry of entries) {
          if ('reason' in entry) this.#leftOut.add(entry.reason);
          else if (entry.unstated === true && this.#stated)
            this.#leftOut.add('response without a status, beside others that have one');
          else {
            drafts.push(entry.draft);
            if (entry.unstated === true) unstated++;
          }
        }
    }
    const notes: string[] = [];
    const ratings = settleDrafts(drafts, this.#leftOut, notes);
    notes.push(...this.#notes(drafts, unstated));
    return { ratings, items: this.#items.list(), leftOut: this.#leftOut.list(), notes };
  }

  #notes(drafts: readonly RatingDraft[], unstated: number): string[] {
    const notes = [];
    if (unstated > 0)
      notes.push(
        'This export does not say which responses were submitted: drafts and discarded responses may ' +
          `be among the ratings of people (${unstated}). Export again with ` +
          'dataset.records.to_list(flatten=True), which writes the status of every response; then only ' +
          'submitted ones are taken.',
      );
    if (this.#numbered > 0)
      notes.push(
        `Records without an id are items by their number, record-1, record-2 and so on (${this.#numbered}).`,
      );
    if (drafts.some(({ score }) => score !== undefined))
      notes.push(
        'A suggestion has one score. It is carried in the column score and is not used as the ' +
          'probability of a label.',
      );
    if (drafts.some(({ kind }) => kind === 'judge') && drafts.some(({ kind }) => kind === 'human'))
      notes.push(
        'Argilla shows suggestions to annotators while they answer: their labels lean to those of the judge.',
      );
    return notes;
  }

  #item(record: RecordField): string {
    const id = record.either('id', 'external_id', '_server_id');
    if (id !== undefined) return id.id();
    this.#numbered++;
    return `record-${this.#count}`;
  }

  #response(item: string, { value, user, status }: Response): Entry {
    if (status !== undefined) this.#stated = true;
    if (status !== undefined && status !== 'submitted')
      return { reason: `response that is not submitted: ${listed([status])}` };
    const label = answerLabel(value);
    if ('reason' in label) return label;
    return {
      draft: { item, rater: user?.id() ?? 'annotator', kind: 'human', ...label },
      unstated: status === undefined,
    };
  }
}

function suggested(item: string, { value, agent, score, type }: Suggestion): Entry {
  const label = answerLabel(value);
  if ('reason' in label) return label;
  // A list of scores belongs to a question with several labels, and is no number beside one.
  const one =
    score?.is('number') === true || (score?.place.cells === true && !isList(score))
      ? score.number()
      : undefined;
  return {
    draft: {
      item,
      rater: agent ?? 'suggestion',
      kind: type === 'human' ? 'human' : 'judge',
      score: one,
      ...label,
    },
  };
}

/** Rating and label questions have one value. Several labels, rankings and spans are lists or objects. */
function answerLabel(value: RecordField): { label: string } | { reason: string } {
  if (isList(value)) {
    const values = value.list();
    const [only] = values;
    if (values.length === 0) return { reason: 'empty answer' };
    if (only.is('object')) return { reason: 'ranking or span' };
    const label = values.length === 1 ? labelOf(only) : undefined;
    return label === undefined ? { reason: 'several labels or a ranking' } : { label };
  }
  const label = labelOf(value);
  return label === undefined ? { reason: value.missing ? 'empty answer' : 'ranking or span' } : { label };
}
