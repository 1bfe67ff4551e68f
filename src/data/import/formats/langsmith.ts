/** LangSmith: the feedback on runs, as the API and the SDKs list it. */
import { hint, option } from '../../hint.ts';
import type { Codebook } from '../../study/codebook.ts';
import { listed } from '../../words/nearest-word.ts';
import { apartNote } from '../frame/apart-note.ts';
import { ExportPages } from '../frame/export-pages.ts';
import {
  type Imported,
  type ImportedItem,
  ImportedItems,
  type Importer,
  type ImportOptions,
  type ImportReader,
  LeftOutCounts,
} from '../frame/importer.ts';
import {
  type RatingDraft,
  columnsOf,
  labelOf,
  ratedItems,
  settleDrafts,
  textOf,
} from '../frame/rating-drafts.ts';
import { loggedDecision } from '../frame/logged-decision.ts';
import type { RecordField } from '../frame/record-field.ts';
import { chosenOfKinds, type SourceKind, SourceKinds } from '../frame/source-kinds.ts';

export const langsmith: Importer = Object.freeze<Importer>({
  name: 'langsmith',
  title: 'LangSmith',
  reads: 'feedback as JSON or JSONL: an array, or one feedback a line',
  from: 'from the API: GET /api/v1/feedback, or list_feedback of the SDK',
  options: Object.freeze(['question', 'judgeQuestion', 'humans', 'judges'] as const),
  start: (options) => new LangSmithReader(options),
});

/** `correction` is no type of a source: it stands for the corrected score inside a judge's feedback. */
const types = ['app', 'api', 'model', 'auto_eval', 'evaluator', 'unknown', 'correction'] as const;

/** One feedback; which of score and value is the label is settled when all of its question are there. */
interface Feedback {
  readonly name: string;
  readonly kind: SourceKind;
  readonly draft: Omit<RatingDraft, 'label' | 'score'>;
  readonly score: number | undefined;
  readonly value: string | undefined;
  readonly failed: boolean;
  readonly categories: readonly Category[] | undefined;
}

interface Category {
  readonly name: string;
  readonly value: number;
}

class LangSmithReader implements ImportReader {
  readonly #options: ImportOptions;
  readonly #kinds: SourceKinds;
  readonly #leftOut = new LeftOutCounts();
  readonly #feedback: Feedback[] = [];
  readonly #items = new ImportedItems();
  readonly #pages = new ExportPages({ entries: 'pieces of feedback', fetch: fetchRest });
  /** Feedback in each file that is one array: the endpoint answers so, and says nothing of further pages. */
  readonly #arrays = new Map<string, number>();
  #unnamed = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#kinds = new SourceKinds(
      { app: 'human', model: 'judge', auto_eval: 'judge', evaluator: 'judge' },
      options,
      types,
    );
  }

  record(record: RecordField): void {
    const { file, name } = record.place;
    if (name?.startsWith('record') === true) this.#arrays.set(file, (this.#arrays.get(file) ?? 0) + 1);
    for (const feedback of this.#pages.entries(record)) this.#read(feedback);
  }

  end(): Imported {
    const chosen = chosenOfKinds(this.#feedback, this.#options, 'feedback key');
    for (const feedback of this.#feedback)
      if (!chosen.has(feedback)) this.#leftOut.add(`feedback under another key: ${listed([feedback.name])}`);
    const notes = [...this.#pages.notes(), ...fullPage([...this.#arrays.values()])];
    const { drafts, codebook } = labeled([...chosen], notes);
    const ratings = settleDrafts(drafts, this.#leftOut, notes);
    if (this.#unnamed > 0)
      notes.push(
        'Some feedback of people does not say whose it is (user_id): it is all by "annotator" ' +
          `(${this.#unnamed}).`,
      );
    const items = ratedItems(this.#items.list(), ratings);
    notes.push(...apartNote(ratings, items, apart));
    return { ratings, items, leftOut: this.#leftOut.list(), notes, codebook };
  }

  #read(feedback: RecordField): void {
    const name = feedback.get('key').text();
    const run = feedback.maybe('run_id')?.id();
    if (run === undefined) return this.#leftOut.add('feedback that is not about one run');
    if (feedback.either('comparative_experiment_id', 'feedback_group_id') !== undefined)
      return this.#leftOut.add('preference within a group of runs');
    if (textOf(feedback.maybe('feedback_config')?.maybe('type')) === 'freeform')
      return this.#leftOut.add('free text');
    const ids = ['trace_id', 'session_id'].map((id) => [id, feedback.get(id)] as const);
    this.#items.add(run, columnsOf(ids), feedback);
    this.#correction(feedback, name, run);
    this.#verdict(feedback, name, run);
  }

  #verdict(feedback: RecordField, name: string, run: string): void {
    const source = feedback.maybe('feedback_source');
    const type = textOf(source?.maybe('type')) ?? 'unknown';
    const known = (types as readonly string[]).includes(type.toLowerCase()) ? type : 'unknown';
    const kind = this.#kinds.of(known);
    if (kind === undefined)
      return this.#leftOut.add(
        `feedback from the source ${listed([type])}, which may be of a person or of a judge`,
        1,
        hint`Say ${option('humans', known)} or ${option('judges', known)}`,
      );
    const failed = feedback.maybe('error')?.boolean() === true;
    const decision = loggedDecision(source?.maybe('metadata'), scoreIn(feedback));
    const score = decision === undefined ? scoreIn(feedback) : undefined;
    const value = decision === undefined ? labelOf(feedback.maybe('value')) : decision.label;
    if (score === undefined && value === undefined && !failed)
      return this.#leftOut.add(
        feedback.maybe('value') === undefined
          ? 'feedback without a score and a value'
          : 'value that is no single label, such as several categories at once',
      );
    this.#feedback.push({
      name,
      kind,
      score,
      value,
      failed,
      categories: categoriesOf(feedback),
      draft: {
        ...draftOf(feedback, run),
        ...decision,
        kind,
        rater: kind === 'judge' ? name : this.#person(source, type),
        fields: { source: type },
      },
    });
  }

  /** A correction is made by somebody who has seen the judge's score, and mostly where it was wrong. */
  #correction(feedback: RecordField, name: string, run: string): void {
    const correction = feedback.maybe('correction');
    if (correction === undefined) return;
    if (this.#kinds.of('correction') === undefined)
      return this.#leftOut.add(
        'correction, made after seeing the score and mostly where it was wrong: no independent label',
        1,
        hint`To take it all the same: ${option('humans', 'correction')}`,
      );
    const whole = correction.is('object');
    const score = whole ? scoreIn(correction) : undefined;
    const value = labelOf(whole ? correction.maybe('value') : correction);
    if (score === undefined && value === undefined)
      return this.#leftOut.add('correction without a score and a value');
    const base = draftOf(feedback, run);
    this.#feedback.push({
      name,
      kind: 'human',
      score,
      value,
      failed: false,
      categories: categoriesOf(feedback),
      draft: {
        ...base,
        kind: 'human',
        rater: 'correction',
        at: textOf(feedback.maybe('modified_at')),
        source: `correction ${base.source}`,
        fields: { source: 'correction' },
      },
    });
  }

  #person(source: RecordField | undefined, type: string): string {
    const person = source?.either('user_id', 'ls_user_id', 'user_name');
    if (person !== undefined) return person.id();
    if (type !== 'app') return type;
    this.#unnamed++;
    return 'annotator';
  }
}

/** What the endpoint and the SDK give at a time. */
const pageSize = 100;

const fetchRest =
  'Fetch the rest (limit=100, with offset=100, offset=200 and so on) and import all pages together.';

/** A list is at its end where a page is not full. */
function fullPage(sizes: readonly number[]): string[] {
  if (sizes.length === 0 || sizes.some((size) => size !== pageSize)) return [];
  const which = sizes.length === 1 ? 'The file has' : 'Each of the files has';
  return [
    `${which} exactly ${pageSize} pieces of feedback, which is one full page of the API: there may ` +
      `be more. ${fetchRest}`,
  ];
}

const apart = {
  whole: 'trace',
  remedy: 'In LangSmith, let people and the evaluator give feedback on the same run of the trace.',
  sortOf: ({ item, fields }: ImportedItem) => (fields['trace_id'] === item ? 'traces' : 'runs'),
};

function draftOf(feedback: RecordField, run: string): Omit<RatingDraft, 'label' | 'rater' | 'kind'> {
  return {
    item: run,
    // Runs of one trace belong together, the run of the whole trace among them.
    cluster: feedback.maybe('trace_id')?.id(),
    at: textOf(feedback.maybe('created_at')),
    updated: textOf(feedback.maybe('modified_at')),
    note: textOf(feedback.maybe('comment')),
    source: feedback.get('id').id(),
  };
}

/** A score is a number, or true and false, which the service stores as 1 and 0. */
function scoreIn(record: RecordField): number | undefined {
  const field = record.maybe('score');
  if (field === undefined) return undefined;
  if (field.is('boolean')) return field.value === true ? 1 : 0;
  return field.is('number') ? field.number() : field.requires('a number, true or false');
}

/** The categories of the feedback's configuration: each score has a name. */
function categoriesOf(feedback: RecordField): readonly Category[] | undefined {
  const categories = feedback.maybe('feedback_config')?.maybe('categories')?.list();
  return categories?.map((category) => {
    const value = category.get('value').number();
    return { value, name: labelOf(category.maybe('label')) ?? String(value) };
  });
}

/**
 * One kind of label for all: the words where every feedback has one, else the scores where every feedback has
 * one, else what there is.
 */
function labeled(
  feedback: readonly Feedback[],
  notes: string[],
): { drafts: RatingDraft[]; codebook: Codebook | undefined } {
  const worded = feedback.map((one) => ({
    ...one,
    word: one.value ?? one.categories?.find(({ value }) => value === one.score)?.name,
  }));
  const answered = worded.filter(({ failed }) => !failed);
  const words = answered.every(({ word }) => word !== undefined);
  const scores = !words && answered.every(({ score }) => score !== undefined);
  if (!words && !scores)
    notes.push(
      'Some feedback has only a score and some only a value: the label is the value, or the score ' +
        'where there is none.',
    );
  const drafts = worded.map(({ draft, word, score, failed }): RatingDraft => {
    if (failed) return { ...draft, label: '', status: 'invalid', score };
    const label = scores ? undefined : word;
    return { ...draft, label: label ?? String(score), score };
  });
  return { drafts, codebook: codebookOf(feedback, drafts) };
}

/** The configured categories, where all feedback has the same and every label is one of them. */
function codebookOf(feedback: readonly Feedback[], drafts: readonly RatingDraft[]): Codebook | undefined {
  const [first] = feedback;
  const categories = first?.categories;
  if (
    categories === undefined ||
    feedback.some((one) => JSON.stringify(one.categories) !== JSON.stringify(categories))
  )
    return undefined;
  const names = new Set(categories.map(({ name }) => name));
  if (
    names.size < 2 ||
    names.size < categories.length ||
    drafts.some(({ label }) => label !== '' && !names.has(label))
  )
    return undefined;
  return { scale: 'nominal', labels: categories.map(({ name, value }) => ({ name, value })) };
}
