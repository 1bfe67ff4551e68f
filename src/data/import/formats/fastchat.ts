/**
 * Judgments as FastChat's gen_judgment writes them [zheng-2023]: of pairs, asked in both orders, and of
 * single answers, with a grade.
 */
import {
  type Imported,
  type ImportOptions,
  type ImportReader,
  ImportedItems,
  type ImportedRating,
  type Importer,
  LeftOutCounts,
} from '../frame/importer.ts';
import { judgeOf, pairCodebook } from '../frame/pair-votes.ts';
import type { RecordField } from '../frame/record-field.ts';

export const fastchat: Importer = Object.freeze({
  name: 'fastchat',
  title: 'FastChat judgments',
  reads:
    'JSONL with question_id, model_1, model_2, g1_winner, g2_winner (pairs), or model and score (single)',
  from:
    'the files in model_judgment that gen_judgment writes, such as gpt-4_pair.jsonl or ' +
    'gpt-4_single.jsonl',
  options: ['turn'] as const,
  start: ({ turn }: ImportOptions) => new FastChatReader(turn),
});

const winners = ['model_1', 'model_2', 'tie', 'error'] as const;

class FastChatReader implements ImportReader {
  readonly #turn: number | undefined;
  readonly #ratings: ImportedRating[] = [];
  readonly #items = new ImportedItems();
  readonly #leftOut = new LeftOutCounts();
  #pairs = 0;
  #grades = 0;
  #invalid = 0;

  constructor(turn: number | undefined) {
    this.#turn = turn;
  }

  record(record: RecordField): void {
    const turn = record.maybe('turn')?.wholeNumber() ?? 1;
    if (this.#turn !== undefined && turn !== this.#turn) return this.#leftOut.add(`of turn ${turn}`);
    if (record.maybe('model_1') === undefined) this.#grade(record, turn);
    else this.#pair(record, turn);
  }

  end(): Imported {
    const notes = [
      this.#pairs > 0 && `${this.#pairs} pairs were judged in both orders: order names the side shown first.`,
      this.#grades > 0 &&
        `${this.#grades} single answers were graded: a turn of a model is an item. Grades are a scale: ` +
          'declare them as one.',
      this.#invalid > 0 &&
        `${this.#invalid} verdicts could not be read by FastChat: they have the status invalid.`,
      this.#pairs > 0 && this.#grades > 0 && 'Pairs and grades are two studies: import one of the two files.',
    ].filter((note) => note !== false);
    return {
      ratings: this.#ratings,
      items: this.#items.list(),
      leftOut: this.#leftOut.list(),
      notes,
      codebook: this.#grades === 0 ? pairCodebook : undefined,
    };
  }

  /** `g1`: model_1 was shown first; `g2`: model_2 was. The winner is named by its model in both. */
  #pair(record: RecordField, turn: number): void {
    const question = record.get('question_id').id();
    const models = [record.get('model_1').id(), record.get('model_2').id()];
    if (models[0] === models[1]) return this.#leftOut.add('compares a model with itself');
    const swapped = models[0] > models[1];
    const [a, b] = models.toSorted();
    const item = [question, a, b, turn].join(' | ');
    this.#items.keep(item, { question_id: question, turn: String(turn), model_a: a, model_b: b });
    const sideOf = (model: 'model_1' | 'model_2'): string =>
      (model === 'model_1') === swapped ? 'model_b' : 'model_a';
    this.#pairs++;
    for (const [game, first] of [
      ['g1', 'model_1'],
      ['g2', 'model_2'],
    ] as const) {
      const winner = record.get(`${game}_winner`).oneOf(winners);
      if (winner === 'error') this.#invalid++;
      this.#ratings.push({
        item,
        ...judgeOf(record.get('judge')),
        kind: 'judge',
        order: sideOf(first),
        cluster: question,
        ...(winner === 'error'
          ? { label: '', status: 'invalid' }
          : { label: winner === 'tie' ? winner : sideOf(winner) }),
      });
    }
  }

  /** −1 is written where no grade was found. */
  #grade(record: RecordField, turn: number): void {
    const question = record.get('question_id').id();
    const model = record.get('model').id();
    const item = [question, model, turn].join(' | ');
    const score = record.get('score').number();
    this.#items.keep(item, { question_id: question, turn: String(turn), model });
    this.#grades++;
    if (score < 0) this.#invalid++;
    this.#ratings.push({
      item,
      ...judgeOf(record.get('judge')),
      kind: 'judge',
      cluster: question,
      ...(score < 0 ? { label: '', status: 'invalid' } : { label: String(score) }),
    });
  }
}
