/** Phoenix: annotations of spans, traces and sessions, as its API lists them or its client writes them. */
import { hint, option } from '../../hint.ts';
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
import { loggedDecision, namedProbabilities } from '../frame/logged-decision.ts';
import {
  type RatingDraft,
  labelOf,
  ratedItems,
  scoreOf,
  settleDrafts,
  textOf,
} from '../frame/rating-drafts.ts';
import type { RecordField } from '../frame/record-field.ts';
import { chosenOfKinds, type SourceKind, SourceKinds } from '../frame/source-kinds.ts';

export const phoenix: Importer = Object.freeze<Importer>({
  name: 'phoenix',
  title: 'Phoenix',
  reads: 'annotations as JSON, JSONL or CSV: pages of the list endpoint, an array, one a line, a data frame',
  from: 'GET /v1/projects/NAME/span_annotations, page by page, or get_span_annotations_dataframe',
  options: Object.freeze(['question', 'judgeQuestion', 'humans', 'judges'] as const),
  start: (options) => new PhoenixReader(options),
});

const kinds = ['HUMAN', 'LLM', 'CODE'] as const;

interface Annotation {
  readonly name: string;
  readonly kind: SourceKind;
  readonly draft: RatingDraft;
}

class PhoenixReader implements ImportReader {
  readonly #options: ImportOptions;
  readonly #kinds: SourceKinds;
  readonly #leftOut = new LeftOutCounts();
  readonly #annotations: Annotation[] = [];
  readonly #items = new ImportedItems();
  readonly #pages = new ExportPages({
    entries: 'annotations',
    fetch: 'Fetch the other pages (cursor=next_cursor of the last) and import all of them together.',
  });
  #unnamed = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#kinds = new SourceKinds({ HUMAN: 'human', LLM: 'judge' }, options, kinds);
  }

  record(record: RecordField): void {
    for (const annotation of this.#pages.entries(record)) this.#annotation(annotation);
  }

  end(): Imported {
    const chosen = chosenOfKinds(this.#annotations, this.#options, 'annotation name');
    for (const annotation of this.#annotations)
      if (!chosen.has(annotation))
        this.#leftOut.add(`annotation of another name: ${listed([annotation.name])}`);
    const notes = this.#pages.notes();
    const drafts = [...chosen].map(({ draft }) => draft);
    const ratings = settleDrafts(drafts, this.#leftOut, notes);
    if (this.#unnamed > 0)
      notes.push(
        'Some annotations of people do not say whose they are (user_id or identifier): they are all by ' +
          `"annotator", so nothing can be said about agreement among them (${this.#unnamed}).`,
      );
    const items = ratedItems(this.#items.list(), ratings);
    notes.push(...apartNote(ratings, items, apart));
    return { ratings, items, leftOut: this.#leftOut.list(), notes };
  }

  #annotation(annotation: RecordField): void {
    const source = annotation.get('annotator_kind').oneOf(kinds);
    const kind = this.#kinds.of(source);
    if (kind === undefined)
      return this.#leftOut.add(
        'annotation by code, which is no judge',
        1,
        hint`Say ${option('judges', 'CODE')} to take it all the same`,
      );
    const name = requiredEither(annotation, 'name', 'annotation_name').text();
    const score = scoreOf(part(annotation, 'score'));
    const metadata = annotation.maybe('metadata');
    const decision = loggedDecision(metadata, score);
    const label = labelOf(part(annotation, 'label')) ?? (score === undefined ? undefined : String(score));
    if (decision === undefined && label === undefined)
      return this.#leftOut.add('annotation with neither a label nor a score');
    const draft = {
      ...this.#draft(annotation, kind, name),
      label: label ?? '',
      ...(score === undefined ? {} : { score }),
      ...probabilitiesIn(metadata),
      ...decision,
    };
    this.#annotations.push({ name, kind, draft });
  }

  #draft(annotation: RecordField, kind: SourceKind, name: string): Omit<RatingDraft, 'label'> {
    const { item, subject } = subjectOf(annotation);
    this.#items.add(item, { subject }, annotation);
    return {
      item,
      kind,
      rater: kind === 'judge' ? name : this.#person(annotation),
      cluster: annotation.maybe('trace_id')?.id(),
      at: textOf(annotation.maybe('created_at')),
      updated: textOf(annotation.maybe('updated_at')),
      note: textOf(part(annotation, 'explanation')),
      source: annotation.maybe('id')?.id(),
    };
  }

  /** A user of Phoenix, or whom the annotation's own identifier names, such as the end user of an app. */
  #person(annotation: RecordField): string {
    const named = annotation.maybe('user_id') ?? annotation.maybe('identifier');
    if (named !== undefined && named.cell() !== '') return named.id();
    this.#unnamed++;
    return 'annotator';
  }
}

const apart = {
  whole: 'trace',
  remedy: 'Let people annotate the spans that the judge annotates, or let the judge annotate traces.',
  sortOf: ({ fields }: ImportedItem) => fields['subject'] && `${fields['subject']}s`,
};

/** Inside `result`, beside it in older frames, or in a column of its own in a table. */
function part(annotation: RecordField, name: 'label' | 'score' | 'explanation'): RecordField | undefined {
  const result = annotation.maybe('result');
  return (result === undefined ? undefined : result.maybe(name)) ?? annotation.either(`result.${name}`, name);
}

function requiredEither(annotation: RecordField, name: string, other: string): RecordField {
  return annotation.maybe(name) ?? annotation.maybe(other) ?? annotation.get(name);
}

const subjects = [
  ['span_id', 'span'],
  ['context.span_id', 'span'],
  ['trace_id', 'trace'],
  ['session_id', 'session'],
] as const;

function subjectOf(annotation: RecordField): { readonly item: string; readonly subject: string } {
  const [key, subject] = subjects.find(([id]) => annotation.maybe(id) !== undefined) ?? [];
  if (key === undefined)
    annotation.fail(
      'an annotation requires what it is about: span_id, trace_id or session_id',
      'A data frame has it as its index: write the file with its index.',
    );
  return { item: annotation.get(key).id(), subject };
}

/** What an evaluator put there: `{ probabilities: { label: p }, modelId }`. One entry is filler. */
function probabilitiesIn(metadata: RecordField | undefined): Pick<RatingDraft, 'probabilities' | 'model'> {
  if (metadata?.is('object') !== true) return {};
  const model = textOf(metadata.either('modelId', 'model'));
  const given = metadata.maybe('probabilities');
  const probabilities = given?.is('object') === true ? namedProbabilities(given) : {};
  return {
    ...(model === undefined ? {} : { model }),
    ...(Object.keys(probabilities).length < 2 ? {} : { probabilities }),
  };
}
