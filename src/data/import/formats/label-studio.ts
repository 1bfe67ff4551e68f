/**
 * Label Studio: the JSON export of a project (tasks with annotations and predictions) and JSON_MIN (one
 * object an annotation).
 */
import type { Codebook } from '../../study/codebook.ts';
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
import {
  type RatingDraft,
  columnsOf,
  labelOf,
  scoreOf,
  settleDrafts,
  textOf,
} from '../frame/rating-drafts.ts';
import type { RecordField } from '../frame/record-field.ts';
import { type Answer, answerOf, minimalAnswer, answerReaders } from './label-studio-answer.ts';

export const labelStudio: Importer = Object.freeze<Importer>({
  name: 'label-studio',
  title: 'Label Studio',
  reads: 'the JSON export of a project, or JSON_MIN with a question named',
  from: 'in the project: Export, then JSON',
  options: Object.freeze(['question'] as const),
  start: (options) => new LabelStudioReader(options),
});

type Origin = Omit<RatingDraft, 'label'>;

/** A comparison has no other labels, whichever were given. */
const leftOrRight: Codebook = { scale: 'nominal', labels: [{ name: 'left' }, { name: 'right' }] };

/** Keys that JSON_MIN adds to the data of the task and the answers. */
const minKeys = new Set([
  'id',
  'annotator',
  'annotation_id',
  'created_at',
  'updated_at',
  'lead_time',
  'agreement',
]);

class LabelStudioReader implements ImportReader {
  readonly #wanted: string | undefined;
  readonly #leftOut = new LeftOutCounts();
  readonly #items = new ImportedItems();
  readonly #minItems = new SharedColumns();
  /** Answers by question, and how many annotations and predictions might have had one. */
  readonly #answers = new Map<string, { origin: Origin; answer: Answer }[]>();
  #asked = 0;
  readonly #minColumns = new Set<string>();
  #unnamed = 0;
  #minimal = false;

  constructor({ question }: ImportOptions) {
    this.#wanted = question;
  }

  record(record: RecordField): void {
    const tasks = record.maybe('tasks');
    if (tasks?.is('array') === true) for (const task of tasks.list()) this.#task(task);
    else this.#task(record);
  }

  end(): Imported {
    const question = this.#question();
    const drafts: RatingDraft[] = [];
    const notes: string[] = [];
    for (const [name, answers] of this.#answers) {
      if (name !== question)
        this.#leftOut.add(`answer to another question: ${listed([name])}`, answers.length);
      else for (const { origin, answer } of answers) this.#settle(origin, answer, drafts);
    }
    const answered = question === undefined ? 0 : (this.#answers.get(question)?.length ?? 0);
    this.#leftOut.add('annotation or prediction without an answer to the question', this.#asked - answered);
    const ratings = settleDrafts(drafts, this.#leftOut, notes);
    notes.push(...this.#notes(drafts));
    const codebook = ratings.every(({ label }) => label === 'left' || label === 'right')
      ? leftOrRight
      : undefined;
    const items = [...this.#items.list(), ...this.#minItems.list()];
    return { ratings, items, leftOut: this.#leftOut.list(), notes, codebook };
  }

  #question(): string | undefined {
    if (!this.#minimal || this.#answers.size > 0) return chosenQuestion(this.#answers.keys(), this.#wanted);
    // JSON_MIN puts the answers among the data of the task, so every column may be a question.
    return chosenQuestion(
      this.#wanted === undefined ? ['', ...this.#minColumns] : this.#minColumns,
      this.#wanted,
    );
  }

  #notes(drafts: readonly RatingDraft[]): string[] {
    const notes = [];
    if (drafts.some(({ score }) => score !== undefined))
      notes.push(
        'A prediction has one number of confidence. It is carried in the column score and is not ' +
          'used as the probability of a label.',
      );
    if (drafts.some(({ kind }) => kind === 'judge') && drafts.some(({ kind }) => kind === 'human'))
      notes.push(
        'Label Studio can show predictions to annotators. If this project did, the labels of people ' +
          'lean to those of the judge.',
      );
    if (this.#unnamed > 0)
      notes.push(
        'Some annotations do not say whose they are (completed_by): they are all by "annotator" ' +
          `(${this.#unnamed}).`,
      );
    if (this.#minimal)
      notes.push(
        'JSON_MIN holds no predictions and does not mark the ground truth. The JSON export has both.',
      );
    return notes;
  }

  #settle(origin: Origin, answer: Answer, drafts: RatingDraft[]): void {
    if ('reason' in answer) this.#leftOut.add(answer.reason);
    else drafts.push({ ...origin, label: answer.label });
  }

  #task(task: RecordField): void {
    const annotations = task.either('annotations', 'completions');
    const predictions = task.maybe('predictions');
    if (annotations === undefined && predictions === undefined) {
      if (Object.hasOwn(task.object(), 'annotation_id')) this.#minimalTask(task);
      else
        task.requires('annotations (JSON export) or annotation_id (JSON_MIN)', 'Export the project as JSON.');
      return;
    }
    const item = task.get('id').id();
    this.#items.add(item, columnsOf(task.maybe('data')?.entries() ?? []), task);
    for (const annotation of annotations?.list() ?? []) this.#annotation(item, annotation);
    for (const prediction of predictions?.list() ?? []) this.#prediction(item, prediction);
    this.#leftOut.add('draft that was not submitted', task.maybe('drafts')?.list().length ?? 0);
  }

  #annotation(item: string, annotation: RecordField): void {
    if (!annotation.is('object')) return this.#leftOut.add('annotation of which the export has only the id');
    if (annotation.either('was_cancelled', 'skipped')?.boolean() === true)
      return this.#leftOut.add('annotation that was skipped');
    this.#leftOut.add('review of an annotation', annotation.maybe('reviews')?.list().length ?? 0);
    const person = this.#person(annotation.maybe('completed_by'));
    const truth = annotation.maybe('ground_truth')?.boolean() === true;
    const leadTime = textOf(annotation.maybe('lead_time'));
    this.#results(annotation, {
      item,
      rater: truth ? 'ground-truth' : person,
      kind: truth ? 'reference' : 'human',
      at: textOf(annotation.maybe('created_at')),
      updated: textOf(annotation.maybe('updated_at')),
      source: sourceOf('annotation', annotation.maybe('id')),
      fields: {
        ...(leadTime !== undefined && { lead_time: leadTime }),
        ...(truth && { annotated_by: person }),
      },
    });
  }

  #prediction(item: string, prediction: RecordField): void {
    if (!prediction.is('object')) return this.#leftOut.add('prediction of which the export has only the id');
    this.#results(prediction, {
      item,
      rater: textOf(prediction.maybe('model_version')) ?? 'prediction',
      kind: 'judge',
      at: textOf(prediction.maybe('created_at')),
      updated: textOf(prediction.maybe('updated_at')),
      score: scoreOf(prediction.maybe('score')),
      source: sourceOf('prediction', prediction.maybe('id')),
    });
  }

  /** The results of one annotation or prediction, by question. */
  #results(answered: RecordField, origin: Origin): void {
    this.#asked++;
    const byQuestion = new Map<string, RecordField[]>();
    for (const result of answered.maybe('result')?.list() ?? []) {
      const name = labelOf(result.maybe('from_name'));
      const type = textOf(result.maybe('type')) ?? 'of no type';
      // A relation between regions has no name; a control tag of another type is no question with one label.
      if (name === undefined || !Object.hasOwn(answerReaders, type))
        this.#leftOut.add(`result that is no label of the task: ${listed([type])}`);
      else byQuestion.set(name, [...(byQuestion.get(name) ?? []), result]);
    }
    for (const [name, results] of byQuestion) this.#add(name, origin, results);
  }

  #add(question: string, origin: Origin, results: readonly RecordField[]): void {
    const [result] = results;
    const answer =
      results.length > 1 ? { reason: 'several answers to the question in one annotation' } : answerOf(result);
    const score = scoreOf(result.maybe('score')) ?? origin.score;
    const known = this.#answers.get(question);
    const entry = { origin: { ...origin, score }, answer };
    if (known === undefined) this.#answers.set(question, [entry]);
    else known.push(entry);
  }

  #minimalTask(record: RecordField): void {
    this.#minimal = true;
    const entries = record.entries().filter(([name]) => !minKeys.has(name));
    if (this.#minColumns.size < 1000) for (const [name] of entries) this.#minColumns.add(name);
    if (record.maybe('annotation_id') === undefined) return this.#leftOut.add('task without an annotation');
    this.#asked++;
    const item = record.get('id').id();
    this.#minItems.add(item, columnsOf(entries.filter(([name]) => name !== this.#wanted)));
    const answer = this.#wanted === undefined ? undefined : record.maybe(this.#wanted);
    if (answer === undefined || this.#wanted === undefined) return;
    const origin: Origin = {
      item,
      rater: this.#person(record.maybe('annotator')),
      kind: 'human',
      at: textOf(record.maybe('created_at')),
      updated: textOf(record.maybe('updated_at')),
      source: sourceOf('annotation', record.maybe('annotation_id')),
    };
    const known = this.#answers.get(this.#wanted) ?? [];
    known.push({ origin, answer: minimalAnswer(answer) });
    this.#answers.set(this.#wanted, known);
  }

  /**
   * The number of a user, or an object with the address: what there is names the same person in every
   * annotation.
   */
  #person(completedBy: RecordField | undefined): string {
    if (completedBy?.is('object') === true)
      return textOf(completedBy.maybe('email')) ?? this.#person(completedBy.maybe('id'));
    if (completedBy?.is('number') === true) return `user-${completedBy.id()}`;
    if (completedBy !== undefined) return completedBy.id();
    this.#unnamed++;
    return 'annotator';
  }
}

function sourceOf(what: string, id: RecordField | undefined): string | undefined {
  return id === undefined ? undefined : `${what} ${id.id()}`;
}

/** What all annotations of a task say alike: its data. What differs are answers. */
class SharedColumns {
  readonly #items = new Map<string, Map<string, string | null>>();

  add(item: string, columns: Readonly<Record<string, string>>): void {
    const known = this.#items.get(item);
    if (known === undefined) {
      this.#items.set(item, new Map(Object.entries(columns)));
      return;
    }
    for (const [name, value] of known) if (columns[name] !== value) known.set(name, null);
    for (const name of Object.keys(columns)) if (!known.has(name)) known.set(name, null);
  }

  list(): { item: string; fields: Record<string, string> }[] {
    return [...this.#items].map(([item, columns]) => ({
      item,
      fields: Object.fromEntries(
        [...columns].filter((entry): entry is [string, string] => entry[1] !== null),
      ),
    }));
  }
}
