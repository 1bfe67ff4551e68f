/** Langfuse: the scores of a project, as the public API lists them (v2 and v3). */
import { hint, option } from '../../hint.ts';
import type { Codebook } from '../../study/codebook.ts';
import { listed, quoted } from '../../words/nearest-word.ts';
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
import { type RatingDraft, labelOf, ratedItems, settleDrafts, textOf } from '../frame/rating-drafts.ts';
import { loggedDecision } from '../frame/logged-decision.ts';
import type { RecordField } from '../frame/record-field.ts';
import { chosenOfKinds, type SourceKind, SourceKinds } from '../frame/source-kinds.ts';

export const langfuse: Importer = Object.freeze<Importer>({
  name: 'langfuse',
  title: 'Langfuse',
  reads: 'scores as JSON or JSONL: pages of the list endpoint, an array, or one score a line',
  from: 'from the public API: GET /api/public/v3/scores, page by page',
  options: Object.freeze(['question', 'judgeQuestion', 'humans', 'judges'] as const),
  start: (options) => new LangfuseReader(options),
});

const sources = ['ANNOTATION', 'EVAL', 'API'] as const;
const dataTypes = ['NUMERIC', 'BOOLEAN', 'CATEGORICAL', 'TEXT', 'CORRECTION'] as const;
type DataType = (typeof dataTypes)[number];

/** What a study would propose too, and then also where nobody said one of the two. */
const trueOrFalse: Codebook = { scale: 'nominal', labels: [{ name: 'False' }, { name: 'True', pass: true }] };

interface Score {
  readonly name: string;
  readonly kind: SourceKind;
  readonly dataType: DataType;
  readonly draft: RatingDraft;
}

class LangfuseReader implements ImportReader {
  readonly #options: ImportOptions;
  readonly #kinds: SourceKinds;
  readonly #leftOut = new LeftOutCounts();
  readonly #scores: Score[] = [];
  readonly #items = new ImportedItems();
  readonly #pages = new ExportPages({
    entries: 'scores',
    fetch:
      'Fetch the other pages (page=2 and so on; in v3 the cursor of the last page) and import all of ' +
      'them together.',
  });
  /** The score of each person who is known by a display name alone. */
  readonly #byName = new Map<string, string>();
  #unnamed = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#kinds = new SourceKinds({ ANNOTATION: 'human', EVAL: 'judge' }, options, sources);
  }

  record(record: RecordField): void {
    for (const score of this.#pages.entries(record)) this.#score(score);
  }

  end(): Imported {
    const chosen = chosenOfKinds(this.#scores, this.#options, 'score name');
    for (const score of this.#scores)
      if (!chosen.has(score)) this.#leftOut.add(`score of another name: ${listed([score.name])}`);
    const notes = this.#pages.notes();
    const ratings = settleDrafts(oneScale([...chosen], notes), this.#leftOut, notes);
    if (this.#byName.size > 0)
      notes.push(
        'Some people are known by a display name alone (authorUserName): two of one name count as one. The API ' +
          'has ids (authorUserId).',
      );
    if (this.#unnamed > 0)
      notes.push(
        'Some scores of people do not say whose they are (authorUserId): they are all by ' +
          `"annotator", so nothing can be said about agreement among them (${this.#unnamed}). The v3 ` +
          'endpoint names them if asked for fields=annotation.',
      );
    const items = ratedItems(this.#items.list(), ratings);
    notes.push(...apartNote(ratings, items, apart));
    const truths = ratings.every(({ label }) => label === 'True' || label === 'False');
    return {
      ratings,
      items,
      leftOut: this.#leftOut.list(),
      notes,
      codebook: truths ? trueOrFalse : undefined,
    };
  }

  #score(score: RecordField): void {
    const source = score.get('source').oneOf(sources);
    const dataType = score.get('dataType').oneOf(dataTypes);
    const name = score.get('name').text();
    const kind = this.#kinds.of(source);
    if (kind === undefined)
      return this.#leftOut.add(
        'score sent in through the API, which may be of a person or of a judge',
        1,
        hint`Say ${option('humans', 'API')} or ${option('judges', 'API')}`,
      );
    if (dataType === 'TEXT' || dataType === 'CORRECTION')
      return this.#leftOut.add(`score of the type ${dataType}, which is no label`);
    const number = dataType === 'NUMERIC' ? score.maybe('value')?.number() : undefined;
    const decision = loggedDecision(score.maybe('metadata'), number);
    if (decision !== undefined) {
      const draft = { ...this.#draft(score, kind, name, source), ...decision };
      return void this.#scores.push({ name, kind, dataType: 'CATEGORICAL', draft });
    }
    const label = labelOfScore(score, dataType);
    if (label === undefined) return this.#leftOut.add('score without a value');
    this.#scores.push({ name, kind, dataType, draft: { ...this.#draft(score, kind, name, source), label } });
  }

  #draft(score: RecordField, kind: SourceKind, name: string, source: string): Omit<RatingDraft, 'label'> {
    const { item, cluster, subject } = subjectOf(score);
    this.#items.add(item, { subject, ...(cluster !== undefined && { trace_id: cluster }) }, score);
    const environment = textOf(score.maybe('environment'));
    return {
      item,
      kind,
      rater: kind === 'judge' ? name : this.#person(score, source),
      cluster,
      at: textOf(score.maybe('timestamp')),
      updated: textOf(score.maybe('updatedAt')),
      note: textOf(score.maybe('comment')),
      source: score.get('id').id(),
      fields: { source, ...(environment !== undefined && { environment }) },
    };
  }

  #person(score: RecordField, source: string): string {
    const author = score.maybe('authorUserId');
    if (author !== undefined) return author.id();
    // The tables of the page have a name where the API has an id.
    const name = score.maybe('authorUserName')?.id();
    if (name !== undefined) {
      this.#requireOnePerson(name, score);
      return name;
    }
    if (source !== 'ANNOTATION') return source;
    this.#unnamed++;
    return 'annotator';
  }

  /** A person who scores a thing again changes the score: another one is of another person of that name. */
  #requireOnePerson(name: string, score: RecordField): void {
    const [scored, id] = [score.get('name').text(), score.get('id').id()];
    const key = JSON.stringify([name, subjectOf(score).item, scored]);
    const before = this.#byName.get(key);
    this.#byName.set(key, id);
    if (before === undefined || before === id) return;
    score.fail(
      `two scores ${quoted(scored)} of one thing by ${quoted(name)}, a display name that two people may share`,
      'The table of the page has names alone: fetch the scores from the API, whose authorUserId tells ' +
        'people apart.',
    );
  }
}

const apart = {
  whole: 'trace',
  remedy:
    'In Langfuse, let people annotate the observations that the evaluator scores, or let the ' +
    'evaluator score traces.',
  sortOf: ({ fields }: ImportedItem) => fields['subject'] && `${fields['subject']}s`,
};

/** The ids of v2, the smallest thing first. */
const subjects = [
  ['observationId', 'observation'],
  ['traceId', 'trace'],
  ['sessionId', 'session'],
  ['datasetRunId', 'experiment'],
] as const;

interface Subject {
  readonly item: string;
  readonly subject: string;
  readonly cluster: string | undefined;
}

/**
 * What was scored: the smallest thing named. What is scored within one trace, and the trace itself, belong
 * together.
 */
function subjectOf(score: RecordField): Subject {
  const named = score.maybe('subject');
  if (named !== undefined) {
    const item = named.get('id').id();
    const subject = named.get('kind').text();
    return { item, subject, cluster: subject === 'trace' ? item : named.maybe('traceId')?.id() };
  }
  const [key, subject] = subjects.find(([id]) => score.maybe(id) !== undefined) ?? [];
  if (key === undefined)
    score.fail(
      'a score requires what it is about: observationId, traceId, sessionId, datasetRunId, or subject',
      'The v3 endpoint leaves it out unless it is asked: add fields=core,details,subject,annotation ' +
        'to the request.',
    );
  return { item: score.get(key).id(), subject, cluster: score.maybe('traceId')?.id() };
}

/** v2 keeps words in stringValue beside a number; v3 has the word, the number, or true and false in value. */
function labelOfScore(score: RecordField, dataType: DataType): string | undefined {
  const value = score.maybe('value');
  if (dataType === 'NUMERIC') return value === undefined ? undefined : String(value.number());
  const word = labelOf(score.maybe('stringValue'));
  if (word !== undefined || value === undefined) return word;
  if (dataType === 'CATEGORICAL') return value.text().trim();
  if (value.value === true || value.value === 1) return 'True';
  if (value.value === false || value.value === 0) return 'False';
  return value.requires('true, false, 1 or 0');
}

/** People score with True and False where a judge often writes 1 and 0: the same two labels. */
function oneScale(scores: readonly Score[], notes: string[]): RatingDraft[] {
  const numbers = scores.filter(({ dataType }) => dataType === 'NUMERIC');
  const booleans = scores.some(({ dataType }) => dataType === 'BOOLEAN');
  const binary = numbers.every(({ draft }) => draft.label === '1' || draft.label === '0');
  if (!booleans || numbers.length === 0 || !binary) return scores.map(({ draft }) => draft);
  notes.push(
    `Some scores are 1 or 0 and some True or False: 1 is read as True and 0 as False (${numbers.length}).`,
  );
  return scores.map(({ dataType, draft }) =>
    dataType === 'NUMERIC' ? { ...draft, label: draft.label === '1' ? 'True' : 'False' } : draft,
  );
}
