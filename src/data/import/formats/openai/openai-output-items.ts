/**
 * The output items of the hosted evals: one row of a data source, what a model answered, and what each grader
 * said of it.
 */
import type { Codebook } from '../../../study/codebook.ts';
import { listed } from '../../../words/nearest-word.ts';
import { chosenGraders, requireName } from '../../frame/chosen-graders.ts';
import { type Imported, ImportedItems, type ImportOptions, LeftOutCounts } from '../../frame/importer.ts';
import {
  type RatingDraft,
  columnsOf,
  labelOf,
  scoreOf,
  settleDrafts,
  textOf,
} from '../../frame/rating-drafts.ts';
import type { RecordField } from '../../frame/record-field.ts';
import { textHash } from '../../frame/text-hash.ts';

interface Verdict {
  readonly grader: string;
  readonly model: boolean;
  readonly passed: boolean | undefined;
  readonly score: number | undefined;
  readonly word: string | undefined;
  readonly failed: boolean;
  readonly draft: Omit<RatingDraft, 'label'>;
}

interface PersonsLabel {
  readonly label: string;
  readonly draft: Omit<RatingDraft, 'label'>;
}

/** What the label of a verdict is, for all chosen graders alike. */
type Scale = 'words' | 'scores' | 'Pass or Fail';

export class OutputItems {
  count = 0;
  readonly #options: ImportOptions;
  readonly #leftOut = new LeftOutCounts();
  readonly #items = new ImportedItems();
  readonly #verdicts: Verdict[] = [];
  readonly #labels: PersonsLabel[] = [];
  readonly #columns = new Set<string>();
  #sampled = false;

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  add(row: RecordField): void {
    this.count++;
    const humans = this.#options.humans ?? [];
    const source = row.get('datasource_item').entries();
    if (this.#columns.size < 1000) for (const [name] of source) this.#columns.add(name);
    const given = columnsOf(source.filter(([name]) => !humans.includes(name)));
    const sample = row.maybe('sample');
    const output = textOfMessages(sample?.maybe('output'));
    const place = row.get('datasource_item_id').id();
    // The number and the content together: the same row of another run, and never another row.
    const own =
      `row ${place} | ` +
      textHash(JSON.stringify(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1))));
    // An answer that this run made is of this run alone; a row that brings its answer is the same thing in
    // every run.
    if (output !== undefined) this.#sampled = true;
    const item = output === undefined ? own : `${row.get('run_id').id()} | ${place}`;
    const cluster = output === undefined ? undefined : own;
    const model = textOf(sample?.maybe('model'));
    this.#items.add(
      item,
      {
        ...given,
        ...(output !== undefined && { output }),
        ...(output !== undefined && model !== undefined && { output_model: model }),
      },
      row,
    );

    for (const [name, field] of source) {
      const label = humans.includes(name) ? labelOf(field) : undefined;
      if (label !== undefined)
        this.#labels.push({ label, draft: { item, cluster, rater: name, kind: 'human' } });
    }
    this.#results(row, { item, cluster, kind: 'judge', at: timeOf(row.maybe('created_at')) }, sample);
  }

  end(): Imported {
    for (const name of this.#options.humans ?? [])
      requireName(name, [...this.#columns].sort(), 'column of datasource_item');
    const graders = this.#verdicts.map(({ grader, model }) => ({ name: grader, model }));
    const chosen = chosenGraders(graders, this.#options, 'grader');
    for (const { grader, model } of this.#verdicts)
      if (!chosen.has(grader))
        this.#leftOut.add(
          model
            ? `verdict of another grader: ${listed([grader])}`
            : `verdict of a grader that is code: ${listed([grader])}`,
        );
    const verdicts = this.#verdicts.filter(({ grader }) => chosen.has(grader));
    const scale = scaleOf(verdicts);
    const people = this.#labels.map(({ label, draft }): RatingDraft => ({
      ...draft,
      label: scale === 'Pass or Fail' ? passOrFail(label) : label,
    }));
    const drafts = [...people, ...verdicts.map((verdict) => judged(verdict, scale))];
    const notes = this.#notes(scale, verdicts, people);
    const ratings = settleDrafts(drafts, this.#leftOut, notes);
    return {
      ratings,
      items: this.#items.list(),
      leftOut: this.#leftOut.list(),
      notes,
      codebook: codebookOf(scale, verdicts, people),
    };
  }

  #notes(scale: Scale, verdicts: readonly Verdict[], people: readonly RatingDraft[]): string[] {
    const notes = [];
    if (verdicts.length > 0) notes.push(scaleNotes[scale]);
    const failed = verdicts.filter(({ failed }) => failed).length;
    if (failed > 0) notes.push(`Errors of the model or of the grader are invalid, and no Fail (${failed}).`);
    if (people.length === 0)
      notes.push(
        'The service keeps no ratings of people. If a column of the data source holds them, name ' +
          'that column as humans.',
      );
    else if (this.#sampled)
      notes.push(
        'The labels of people are columns of the data source, and the answers were made in the run: ' +
          'make sure that people rated these very answers.',
      );
    return notes;
  }

  #results(
    row: RecordField,
    base: Omit<RatingDraft, 'label' | 'rater'>,
    sample: RecordField | undefined,
  ): void {
    const rowFailed = isError(sample?.maybe('error')) || /^error/i.test(textOf(row.maybe('status')) ?? '');
    const results = row.maybe('results')?.list() ?? [];
    if (results.length === 0)
      return this.#leftOut.add(rowFailed ? 'row that failed before it was graded' : 'row without a verdict');
    const id = row.get('id').id();
    results.forEach((result, at) => {
      const grader = result.get('name').text();
      const own = result.maybe('sample');
      const whole = own?.is('object') === true ? own : undefined;
      const type = textOf(result.maybe('type'));
      this.#verdicts.push({
        grader,
        model: isModel(type, own !== undefined),
        passed: result.maybe('passed')?.boolean(),
        score: scoreOf(result.maybe('score')),
        word: labelOf(result.maybe('label')) ?? wordOf(whole),
        failed: rowFailed || isError(whole?.maybe('error')),
        draft: {
          ...base,
          rater: grader,
          model: textOf(whole?.maybe('model')),
          score: scoreOf(result.maybe('score')),
          note: textOf(result.maybe('reason')),
          source: `${id} result ${at}`,
          fields: { ...(type !== undefined && { grader_type: type }) },
        },
      });
    });
  }
}

/**
 * The type is written `label_model` or `label-model-grader`. Old rows have none: there a grader that sampled
 * something is a model.
 */
function isModel(type: string | undefined, sampled: boolean): boolean {
  return type === undefined ? sampled : /(?:label|score)[_-]model/i.test(type);
}

/** A label model answers with `{ "steps": […], "result": "the label" }`. */
function wordOf(sample: RecordField | undefined): string | undefined {
  const text = textOfMessages(sample?.maybe('output'));
  if (text === undefined || !text.trimStart().startsWith('{')) return undefined;
  try {
    const { result } = JSON.parse(text) as { result?: unknown };
    return typeof result === 'string' && result.trim() !== '' ? result.trim() : undefined;
  } catch {
    return undefined;
  }
}

function textOfMessages(messages: RecordField | undefined): string | undefined {
  if (messages === undefined) return undefined;
  if (!messages.is('array')) return textOf(messages);
  const texts = messages
    .list()
    .flatMap((message) =>
      message.is('object') ? (textOf(message.maybe('content')) ?? []) : (textOf(message) ?? []),
    );
  return texts.length === 0 ? undefined : texts.join('\n');
}

/** Rows that went well may have an error whose code and message are empty. */
function isError(error: RecordField | undefined): boolean {
  if (error === undefined) return false;
  return error.is('object')
    ? ['code', 'message'].some((key) => textOf(error.maybe(key)) !== undefined)
    : textOf(error) !== undefined;
}

/** Seconds since 1970, as ISO 8601. */
function timeOf(seconds: RecordField | undefined): string | undefined {
  const milliseconds = seconds === undefined ? NaN : seconds.number() * 1000;
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : undefined;
}

/**
 * Words where every verdict has one. Scores where all are whole numbers and not only 0 and 1. Else what the
 * graders' thresholds say.
 */
function scaleOf(verdicts: readonly Verdict[]): Scale {
  const sound = verdicts.filter(({ failed }) => !failed);
  if (sound.length > 0 && sound.every(({ word }) => word !== undefined)) return 'words';
  const whole = sound.length > 0 && sound.every(({ score }) => Number.isInteger(score));
  return whole && sound.some(({ score }) => score !== 0 && score !== 1) ? 'scores' : 'Pass or Fail';
}

const scaleNotes: Readonly<Record<Scale, string>> = {
  words: 'The label of a verdict is the word the grader chose; whether that word passes is in the codebook.',
  scores:
    'The label of a verdict is its score: all scores are whole numbers. The threshold of the grader ' +
    'is not used.',
  'Pass or Fail':
    'The label of a verdict is Pass or Fail, by the rule or threshold of the grader. Its score is ' +
    'carried in the column score.',
};

function judged({ passed, score, word, failed, draft }: Verdict, scale: Scale): RatingDraft {
  const label =
    scale === 'words'
      ? word
      : scale === 'scores'
        ? String(score)
        : passed === undefined
          ? undefined
          : passed
            ? 'Pass'
            : 'Fail';
  return failed || label === undefined ? { ...draft, label: '', status: 'invalid' } : { ...draft, label };
}

/** People write the two labels in several ways; any other word stays as it is. */
function passOrFail(label: string): string {
  if (/^(?:pass|passed|true)$/i.test(label)) return 'Pass';
  return /^(?:fail|failed|false)$/i.test(label) ? 'Fail' : label;
}

/**
 * Undefined where people use a label the graders do not have, or where one word passed here and failed there.
 */
function codebookOf(
  scale: Scale,
  verdicts: readonly Verdict[],
  people: readonly RatingDraft[],
): Codebook | undefined {
  if (scale === 'scores' || verdicts.length === 0) return undefined;
  const passes = new Map<string, boolean>(
    scale === 'words'
      ? []
      : [
          ['Pass', true],
          ['Fail', false],
        ],
  );
  for (const { word, passed, failed } of scale === 'words' ? verdicts : []) {
    if (failed || word === undefined) continue;
    if (passed === undefined || (passes.has(word) && passes.get(word) !== passed)) return undefined;
    passes.set(word, passed);
  }
  if (passes.size < 2 || people.some(({ label }) => !passes.has(label))) return undefined;
  return { scale: 'nominal', labels: [...passes].map(([name, pass]) => (pass ? { name, pass } : { name })) };
}
