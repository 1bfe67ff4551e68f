/** promptfoo results: the verdicts of its model-graded assertions, and the manual ratings of its viewer. */
import type { Codebook } from '../../study/codebook.ts';
import { listed, quoted } from '../../words/nearest-word.ts';
import {
  type ImportOptions,
  type ImportReader,
  ImportedItems,
  type Imported,
  type ImportedRating,
  type Importer,
  LeftOutCounts,
  chosenQuestion,
} from '../frame/importer.ts';
import type { RecordField } from '../frame/record-field.ts';
import { textHash } from '../frame/text-hash.ts';
import { type Output, gaveNoVerdict, graderOf, outputOf, verdict } from './promptfoo-result.ts';

export const promptfoo: Importer = Object.freeze({
  name: 'promptfoo',
  title: 'promptfoo results',
  reads: 'JSON or JSONL of results',
  from:
    'promptfoo eval -o results.json, or promptfoo export eval ID -o results.json after rating in the ' +
    'viewer',
  options: ['question'] as const,
  start: (options: ImportOptions) => new PromptfooReader(options),
});

const codebook: Codebook = { scale: 'nominal', labels: [{ name: 'Pass', pass: true }, { name: 'Fail' }] };

/** promptfoo keeps no name of who rated in its viewer, and one manual rating an output. */
const person = 'human';

/**
 * The assertion types that ask a language model for a verdict: promptfoo's own list of model-graded types,
 * and those it grades by a provider. `similar`, `moderation` and `classifier` call a model too, but no judge
 * with a rubric.
 */
const judgedTypes: ReadonlySet<string> = new Set([
  'agent-rubric',
  'answer-relevance',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'factuality',
  'g-eval',
  'llm-rubric',
  'model-graded-closedqa',
  'model-graded-factuality',
  'pi',
  'search-rubric',
  'select-best',
  'trajectory:goal-success',
]);

interface JudgeRating extends ImportedRating {
  /** What the assertion asks; tells two assertions of one name apart. */
  readonly rubric: string;
}

class PromptfooReader implements ImportReader {
  readonly #options: ImportOptions;
  readonly #people: ImportedRating[] = [];
  readonly #judges: JudgeRating[] = [];
  readonly #items = new ImportedItems();
  readonly #leftOut = new LeftOutCounts();
  #invalid = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  record(record: RecordField): void {
    const summary = record.maybe('results');
    if (summary === undefined) return this.#row(record, record.maybe('evaluationId')?.id());
    const evalId = record.maybe('evalId')?.id();
    // Some versions wrote the summary, others its rows, where the file has `results`.
    const rows = summary.is('array') ? summary : summary.get('results');
    for (const row of rows.list()) this.#row(row, evalId);
  }

  end(): Imported {
    const { ratings, notes } = namedApart(this.#wanted());
    return {
      ratings: [...this.#people, ...ratings],
      items: this.#items.list(),
      leftOut: this.#leftOut.list(),
      notes: [...this.#notes(), ...notes],
      codebook,
    };
  }

  /** Several metrics are several judges of one output, so no choice is required. */
  #wanted(): readonly JudgeRating[] {
    const { question } = this.#options;
    if (question === undefined) return this.#judges;
    const names = this.#judges.map(({ rater }) => rater);
    chosenQuestion(names, question, 'metric');
    const wanted = this.#judges.filter(({ rater }) => rater === question);
    this.#leftOut.add('by other metrics than the one asked for', this.#judges.length - wanted.length);
    return wanted;
  }

  #notes(): string[] {
    return [
      this.#people.length > 0 &&
        `promptfoo does not say who rated in its viewer: the ${this.#people.length} manual ratings ` +
          `are of one rater, "${person}". How well people agree cannot be known from them.`,
      this.#invalid > 0 &&
        `${this.#invalid} verdicts could not be given (an error of the output or of the grader): ` +
          'they have the status invalid, not the label Fail.',
      this.#judges.length > 0 &&
        'The pass and score of a whole result are not read: a manual rating overwrites them. ' +
          'Verdicts are those of the single assertions.',
    ].filter((note) => note !== false);
  }

  #row(row: RecordField, evalId: string | undefined): void {
    const grading = row.maybe('gradingResult');
    const failed = row.maybe('failureReason')?.number() === 2;
    this.#leftOut.add('named scores (no verdicts)', row.maybe('namedScores')?.entries().length ?? 0);
    const all = grading?.maybe('componentResults')?.list() ?? [];
    const components = all.filter(({ missing }) => !missing);
    this.#leftOut.add('components that are null', all.length - components.length);
    if (grading === undefined || components.length === 0)
      return this.#leftOut.add(withoutComponents(grading, failed));

    const output = outputOf(row, evalId);
    const before = this.#people.length + this.#judges.length;
    for (const component of components) this.#component(component, row, output, failed);
    if (this.#people.length + this.#judges.length > before) this.#items.add(output.item, output.fields, row);
  }

  #component(component: RecordField, row: RecordField, { item, cluster }: Output, failed: boolean): void {
    const assertion = component.maybe('assertion');
    const type = assertion?.maybe('type')?.text() ?? '';
    // A set of assertions stands in the list beside its members: it is their sum, no verdict of its own.
    if (assertion === undefined || type === '') return this.#leftOut.add('results of assertion sets');
    const plain = type.replace(/^not-/, '');
    const unsaid = component.maybe('pass') === undefined;
    if (plain === 'human') {
      if (unsaid) return this.#leftOut.add('manual ratings without a pass');
      return void this.#people.push({
        item,
        cluster,
        rater: person,
        kind: 'human',
        ...verdict(component, false),
      });
    }
    if (!judgedTypes.has(plain) && !plain.startsWith('promptfoo:redteam:'))
      return this.#leftOut.add(`by assertions that are no judge: ${type}`);
    const graderFailed =
      component.maybe('metadata')?.maybe('graderError')?.value === true || gaveNoVerdict(component);
    if (unsaid && !failed && !graderFailed) return this.#leftOut.add('verdicts without a pass');
    const given = verdict(component, failed || graderFailed);
    if (given.status === 'invalid') this.#invalid++;
    const rubric = assertion.get('value').cell();
    const rater = assertion.maybe('metric')?.id() ?? type;
    this.#judges.push({
      item,
      cluster,
      rater,
      kind: 'judge',
      model: graderOf(assertion, row),
      ...given,
      rubric,
    });
  }
}

function withoutComponents(grading: RecordField | undefined, failed: boolean): string {
  if (failed) return 'results without an output: the provider gave an error';
  if (grading?.maybe('reason')?.value === 'Manual result (overrides all other grading results)')
    return 'manual ratings of an old promptfoo, which kept them only in the pass of the whole result';
  return 'results without graded assertions';
}

/**
 * Raters that are told apart. One name is one rater, whatever its rubric says: rubrics often name what this
 * very test expects. Only where an output has two verdicts of one name, or one name had two graders, are they
 * separate raters.
 */
function namedApart(judges: readonly JudgeRating[]): Pick<Imported, 'ratings' | 'notes'> {
  const graders = valuesOf(judges, ({ model }) => model ?? '');
  const named = judges.map((rating) =>
    (graders.get(rating.rater)?.size ?? 0) < 2
      ? rating
      : { ...rating, rater: `${rating.rater} by ${rating.model ?? 'the default grader'}` },
  );
  const rubrics = new Map<string, string>();
  const several = new Set<string>();
  for (const { item, rater, rubric } of named) {
    const key = JSON.stringify([item, rater]);
    if (rubrics.has(key) && rubrics.get(key) !== rubric) several.add(rater);
    rubrics.set(key, rubric);
  }
  const meanings = new Map<string, string>();
  const ratings = named.map(({ rubric, ...rating }) => {
    if (!several.has(rating.rater)) return rating;
    const rater = `${rating.rater} #${textHash(rubric)}`;
    meanings.set(rater, rubric);
    return { ...rating, rater };
  });
  const notes = [...meanings]
    .slice(0, 12)
    .map(([rater, rubric]) => `${rater} is the rubric ${quoted(rubric)}.`);
  if (several.size > 0)
    notes.push(
      `${listed([...several].sort())}: several assertions of this name on one output. Give each a ` +
        'metric in promptfoo to name it yourself.',
    );
  return { ratings, notes };
}

function valuesOf(
  judges: readonly JudgeRating[],
  value: (rating: JudgeRating) => string,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const rating of judges)
    found.set(rating.rater, (found.get(rating.rater) ?? new Set()).add(value(rating)));
  return found;
}
