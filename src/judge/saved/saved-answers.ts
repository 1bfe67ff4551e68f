/**
 * Answers of a judge that somebody saved, as an import: read by the code that reads a live answer, joined to
 * items by an id in the record, or by order where nothing else says it.
 */
import {
  DataError,
  type Imported,
  type ImportedRating,
  type Importer,
  type ImportReader,
  ImportedItems,
  LeftOutCounts,
  type RecordField,
  counted,
  hint,
  judgeNameOf,
  listed,
  option,
  quoted,
} from '../../data/index.ts';
import { answerInRecord, type AnswerKind } from './answer-in-record.ts';
import { type SavedLabels, passingLabels, savedJudge } from './saved-labels.ts';
import { type SavedVerdict, savedVerdict } from './saved-verdict.ts';
import { fieldOf } from '../read/answer-text.ts';
import { ListedItems, fieldAt, idBeside } from './item-of-record.ts';
import { WordsInAnswers } from './words-in-answers.ts';

export interface SavedReading extends Omit<SavedLabels, 'labels'> {
  /** Without them the import ends in an error that says which words the answers begin with. */
  readonly labels?: readonly string[] | undefined;
  /** Which field of a record says its item; `metadata.id` is a field of a field. */
  readonly item?: string | undefined;
  /** All items in the order in which they were asked, for records that say none. */
  readonly items?: readonly string[] | undefined;
  /** The records are of the first of `items`. */
  readonly first?: boolean | undefined;
  /** The name of the judge; without it that of the model which answered. */
  readonly rater?: string | undefined;
  /** Of a decision model that was asked several questions: which. */
  readonly question?: string | undefined;
}

/**
 * An importer of saved answers: chat completions, completions, Responses, lines of a batch's output, answers
 * of decision models; each as a record or in a field of one.
 *
 * `labels`: of the codebook, in order. `words`: what the judge answers for a label, where it is not its name.
 * `marker` or `verdictKey`: where in the text the verdict is, if it is not the beginning.
 *
 * Throws DataError, one line, for a record that holds no answer or names no item; for a number of answers
 * that is not that of the items they were given for; and where not one answer gives a verdict.
 *
 * @example
 * const top_logprobs = [{ token: 'A', bytes: [65], logprob: -0.1 }, { token: 'B', bytes: [66], logprob: -2.5 }];
 * const choice = { message: { content: 'A' }, logprobs: { content: [{ ...top_logprobs[0], top_logprobs }] } };
 * const line = JSON.stringify({ custom_id: 'q1', response: { body: { model: 'm', choices: [choice] } } });
 * const file = { name: 'out.jsonl', open: () => [new TextEncoder().encode(line)] };
 * const { ratings } = await readImport(savedAnswers({ labels: ['A', 'B'] }), [file]);
 * ratings[0].probabilities; // { A: 0.905, B: 0.082 }
 */
export function savedAnswers(reading: SavedReading): Importer {
  return {
    name: 'responses',
    title: 'saved answers',
    reads: 'chat completions, Responses, lines of a batch’s output and answers of decision models',
    from: 'one a line or in an array, each alone or in a field of a record',
    options: ['question', 'item'],
    start: ({ question = reading.question, item = reading.item }) =>
      reading.labels === undefined
        ? new WordsInAnswers()
        : new SavedAnswersReader({ ...reading, labels: reading.labels, question, item }),
  };
}

type LabeledReading = SavedReading & SavedLabels;

class SavedAnswersReader implements ImportReader {
  readonly #reading: LabeledReading;
  readonly #judge: ReturnType<typeof savedJudge>;
  readonly #items = new ImportedItems();
  readonly #leftOut = new LeftOutCounts();
  readonly #ratings: ImportedRating[] = [];
  readonly #problems = new Map<string, { count: number; text: string }>();
  readonly #seen = { records: 0, withoutProbabilities: 0, severalChoices: 0 };
  readonly #listed: ListedItems | undefined;
  #joinedBy: string | undefined;

  constructor(reading: LabeledReading) {
    this.#reading = reading;
    this.#judge = savedJudge(reading);
    this.#listed = reading.items === undefined ? undefined : new ListedItems(reading.items);
  }

  record(record: RecordField): void {
    const at = this.#seen.records++;
    const held = answerInRecord(record.object());
    if (held.found === 'nothing')
      record.fail(
        `no answer of an endpoint in it; its fields are ${listed(Object.keys(record.object()).slice(0, 8))}`,
        'An answer has "choices", "output" or "answers".',
      );
    if (held.found === 'several')
      record.fail(
        `${held.fields.length} answers in one record, in the fields ${listed(held.fields)}`,
        'Save one answer a record, so that each is known to be of one item.',
      );
    const item = this.#itemOf(record, at);
    if (held.found === 'error') {
      this.#leftOut.add('calls that failed: an error in place of an answer');
      return;
    }
    this.#items.keep(item, besideAnswer(record));
    this.#add(item, held.kind, held.body, record);
  }

  #add(item: string, kind: AnswerKind, body: object, record: RecordField): void {
    const order = this.#orderOf(record);
    const verdict = savedVerdict(this.#judge, kind, body, {
      item,
      order,
      question: this.#reading.question,
      fail: (message, fix) => record.fail(message, fix),
    });
    if (verdict.problem !== undefined) this.#count(verdict);
    else if (verdict.probabilities === undefined) this.#seen.withoutProbabilities++;
    const choices = fieldOf(body, 'choices');
    if (Array.isArray(choices) && choices.length > 1) this.#seen.severalChoices++;
    const model = fieldOf(body, 'model') ?? fieldOf(record.value, 'model');
    const named = typeof model === 'string' && model !== '' ? model : undefined;
    this.#ratings.push({
      item,
      rater: this.#reading.rater ?? (named === undefined ? 'judge' : judgeNameOf(named)),
      kind: 'judge',
      label: verdict.label ?? '',
      ...(verdict.problem !== undefined
        ? { status: 'invalid' as const, note: `${verdict.problem}: ${verdict.text}` }
        : {}),
      ...(order === null ? {} : { order }),
      ...(named === undefined ? {} : { model: named }),
      ...(verdict.probabilities === undefined
        ? {}
        : { probabilities: verdict.probabilities, probSource: verdict.probSource }),
      ...(verdict.warnings.length === 0 ? {} : { fields: { warnings: verdict.warnings.join('; ') } }),
    });
  }

  #count({ problem, text }: SavedVerdict): void {
    const before = this.#problems.get(problem!);
    this.#problems.set(problem!, { count: (before?.count ?? 0) + 1, text: before?.text ?? text });
  }

  #itemOf(record: RecordField, at: number): string {
    const { item } = this.#reading;
    const beside = item ?? (this.#listed === undefined ? idBeside(record) : undefined);
    if (beside !== undefined) {
      this.#joinedBy = beside;
      return fieldAt(record, beside).id();
    }
    if (this.#listed !== undefined) return this.#listed.itemOf(record, at);
    return record.fail(
      'nothing in the record says which item it is about',
      hint`Name the field that does with ${option('item')}, or the file of all items, in the order in which
        they were asked, with ${option('items')}.`,
    );
  }

  #orderOf(record: RecordField): string | null {
    const { order, labels } = this.#reading;
    if (order === undefined) return null;
    const shown = fieldAt(record, order).id();
    if (labels.slice(0, 2).includes(shown)) return shown;
    return record.fail(
      `${order} requires the label of the side shown first, ${listed(labels.slice(0, 2))}; ` +
        `received ${quoted(shown)}`,
    );
  }

  end(): Imported {
    this.#requireCount();
    this.#requireVerdict();
    const notes = [...this.#notes()];
    const { labels, scale = 'nominal' } = this.#reading;
    const passing = passingLabels(this.#reading);
    return {
      ratings: this.#ratings,
      // What an item is called is in its ratings.
      items: this.#items.list().filter(({ fields }) => Object.keys(fields).length > 0),
      leftOut: this.#leftOut.list(),
      notes,
      codebook: {
        scale,
        labels: labels.map((name) => (passing.includes(name) ? { name, pass: true } : { name })),
      },
    };
  }

  #requireCount(): void {
    const { items, first = false } = this.#reading;
    const { records } = this.#seen;
    if (items === undefined || typeof this.#listed?.joinedBy === 'string') return;
    if (records === items.length || (first && records < items.length)) return;
    throw new DataError(
      `${counted(records)} answers and ${counted(items.length)} items: their order does not say which ` +
        'belong together',
      {},
      records < items.length
        ? hint`If they are of the first ${records} items, in that order, add ${option('first')}. Otherwise
          save the id of the item with each answer, and name its field with ${option('item')}.`
        : hint`Save the id of the item with each answer, and name its field with ${option('item')}.`,
    );
  }

  /** A study without one verdict would be one that says nothing, written as if all were well. */
  #requireVerdict(): void {
    if (this.#ratings.length === 0 || this.#ratings.some(({ status }) => status === undefined)) return;
    const [[problem, { count, text }]] = [...this.#problems].sort(([, a], [, b]) => b.count - a.count);
    throw new DataError(
      `no answer gives a verdict; most frequent: ${problem} (${count}), ${text}`,
      {},
      hint`The labels are ${listed(this.#reading.labels)}. Where the judge answers with other words, give
        them with ${option('words')}; where its verdict comes behind other text, say what stands before it
        with ${option('marker')}.`,
    );
  }

  *#notes(): Generator<string> {
    const { items } = this.#reading;
    const { joinedBy, passedOver } = this.#listed ?? {};
    const { records, withoutProbabilities, severalChoices } = this.#seen;
    if (items !== undefined && joinedBy === null)
      yield (
        `Joined by order: the first answer is of item ${quoted(items[0])}, the last of ` +
          `${quoted(items[records - 1])}.` +
          (passedOver === undefined ? '' : ` What ${passedOver} says of them is no id of these items.`)
      );
    else yield `Joined by ${this.#joinedBy ?? joinedBy}.`;
    if (withoutProbabilities > 0)
      yield (
        `${counted(withoutProbabilities)} answers have no token probabilities: their label is that of ` +
          'the text, and says nothing of how sure the judge was.'
      );
    if (severalChoices > 0)
      yield `${counted(severalChoices)} answers hold several choices, of which the first is read.`;
    for (const [problem, { count, text }] of this.#problems)
      yield `${counted(count)} ${count === 1 ? 'answer gives' : 'answers give'} no verdict (${problem}): ${text}`;
  }
}

/** Plain fields of the record are fields of the item; lists, objects and long texts of JSON are not. */
function besideAnswer(record: RecordField): Record<string, string> {
  return Object.fromEntries(
    record
      .entries()
      .filter(([name, field]) => !ofTheCall.has(name) && !field.missing && isPlain(field))
      .map(([name, field]) => [name, field.cell()]),
  );
}

const ofTheCall: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'created_at',
  'model',
  'system_fingerprint',
  'service_tier',
  'status',
  'custom_id',
]);

function isPlain(field: RecordField): boolean {
  if (field.is('string')) return !/^\s*[[{]/.test(String(field.value));
  return field.is('number') || field.is('boolean');
}
