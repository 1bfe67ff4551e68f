/**
 * MT-Bench judgments in the columns of the Hugging Face data set lmsys/mt_bench_human_judgments [zheng-2023].
 */
import {
  type ImportOptions,
  type Imported,
  type ImportReader,
  ImportedItems,
  type ImportedRating,
  type Importer,
  LeftOutCounts,
} from '../frame/importer.ts';
import { judgeOf, pairCodebook } from '../frame/pair-votes.ts';
import type { RecordField } from '../frame/record-field.ts';

export const mtBench: Importer = Object.freeze({
  name: 'mt-bench',
  title: 'MT-Bench judgments',
  reads: 'Parquet, JSONL, JSON or CSV with question_id, model_a, model_b, winner, judge, turn',
  from:
    'the splits human and gpt4_pair of lmsys/mt_bench_human_judgments on Hugging Face, in one file or ' +
    'several',
  options: ['turn', 'humans', 'judges'] as const,
  start: (options: ImportOptions) => new MtBenchReader(options),
});

/**
 * `tie (inconsistent)`: the judge changed its mind when the sides were swapped. `error`: no verdict could be
 * read.
 */
const winners = ['model_a', 'model_b', 'tie', 'tie (inconsistent)', 'error'] as const;

class MtBenchReader implements ImportReader {
  readonly #options: ImportOptions;
  readonly #ratings: ImportedRating[] = [];
  readonly #items = new ImportedItems();
  readonly #leftOut = new LeftOutCounts();
  #swapped = 0;
  #inconsistent = 0;
  #invalid = 0;
  #otherText = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  record(record: RecordField): void {
    const turn = turnOf(record);
    const comparison = sortedSides(record);
    const { rater, prompt } = judgeOf(record.get('judge'));
    const winner = record.get('winner').oneOf(winners);
    if (this.#options.turn !== undefined && turn !== this.#options.turn)
      return this.#leftOut.add(`of turn ${turn}`);
    if (comparison.a.model === comparison.b.model) return this.#leftOut.add('compares a model with itself');

    const item = [comparison.question, comparison.a.model, comparison.b.model, turn].join(' | ');
    if (
      !this.#items.keep(item, {
        question_id: comparison.question,
        turn: String(turn),
        ...sideFields(comparison, turn),
      })
    )
      this.#otherText++;
    if (comparison.swapped) this.#swapped++;
    if (winner === 'tie (inconsistent)') this.#inconsistent++;
    if (winner === 'error') this.#invalid++;
    this.#ratings.push({
      item,
      rater,
      ...this.#kindOf(rater),
      ...labelOf(winner, comparison.swapped),
      cluster: comparison.question,
      prompt,
      fields: { listed_first: comparison.swapped ? 'model_b' : 'model_a' },
    });
  }

  end(): Imported {
    const notes = [
      this.#swapped > 0 &&
        `${this.#swapped} records name the two models the other way round: model_a is the first name ` +
          'in code-unit order, and the winner and the answers go with their model.',
      this.#inconsistent > 0 &&
        `${this.#inconsistent} verdicts changed when the sides were swapped, written "tie ` +
          '(inconsistent)": their label is tie, as in the paper, with a note.',
      this.#invalid > 0 &&
        `${this.#invalid} verdicts could not be read by whoever made the file (winner error): they ` +
          'have the status invalid.',
      this.#otherText > 0 &&
        `${this.#otherText} records have other text for a comparison than an earlier record: the ` +
          'first text stays.',
    ].filter((note) => note !== false);
    return {
      ratings: this.#ratings,
      items: this.#items.list(),
      leftOut: this.#leftOut.list(),
      notes,
      codebook: pairCodebook,
    };
  }

  /** `expert_12` and `author_3` are people; every other name is a judge. */
  #kindOf(rater: string): Pick<ImportedRating, 'kind' | 'group'> {
    const group = /^(expert|author)_\w+$/.exec(rater)?.[1];
    const { humans = [], judges = [] } = this.#options;
    const human = humans.includes(rater) || (group !== undefined && !judges.includes(rater));
    return human ? { kind: 'human', group } : { kind: 'judge' };
  }
}

interface Side {
  readonly model: string;
  readonly conversation: RecordField | undefined;
}

interface Comparison {
  readonly question: string;
  /** In code-unit order of their names. */
  readonly a: Side;
  readonly b: Side;
  /** The record named them the other way round. */
  readonly swapped: boolean;
}

/** One comparison has one key, whichever side its record names first. */
function sortedSides(record: RecordField): Comparison {
  const question = record.get('question_id').id();
  const first: Side = { model: record.get('model_a').id(), conversation: record.maybe('conversation_a') };
  const second: Side = { model: record.get('model_b').id(), conversation: record.maybe('conversation_b') };
  const swapped = first.model > second.model;
  return swapped ? { question, a: second, b: first, swapped } : { question, a: first, b: second, swapped };
}

function turnOf(record: RecordField): 1 | 2 {
  const field = record.get('turn');
  const turn = field.wholeNumber();
  if (turn === 1 || turn === 2) return turn;
  return field.requires('1 or 2');
}

function labelOf(
  winner: (typeof winners)[number],
  swapped: boolean,
): Pick<ImportedRating, 'label' | 'status' | 'note'> {
  if (winner === 'error') return { label: '', status: 'invalid' };
  if (winner === 'tie (inconsistent)')
    return { label: 'tie', note: 'inconsistent when the sides were swapped' };
  if (winner === 'tie' || !swapped) return { label: winner };
  return { label: winner === 'model_a' ? 'model_b' : 'model_a' };
}

/**
 * What was compared: the question and the two answers of the turn, and for the second turn what came before.
 */
function sideFields({ a, b }: Comparison, turn: 1 | 2): Record<string, string> {
  const [textsA, textsB] = [a, b].map(
    ({ conversation }) => conversation?.list().map((message) => message.maybe('content')?.cell() ?? '') ?? [],
  );
  const at = 2 * (turn - 1);
  const fields = {
    model_a: a.model,
    model_b: b.model,
    question: textsA[at] ?? textsB[at] ?? '',
    answer_a: textsA[at + 1] ?? '',
    answer_b: textsB[at + 1] ?? '',
    ...(turn === 1
      ? {}
      : {
          first_question: textsA[0] ?? textsB[0] ?? '',
          first_answer_a: textsA[1] ?? '',
          first_answer_b: textsB[1] ?? '',
        }),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}
