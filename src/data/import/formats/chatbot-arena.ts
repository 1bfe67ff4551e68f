/** Votes of Chatbot Arena: each is one person's, on one conversation. */
import {
  type Imported,
  type ImportReader,
  ImportedItems,
  type ImportedRating,
  type Importer,
  LeftOutCounts,
} from '../frame/importer.ts';
import { pairCodebook } from '../frame/pair-votes.ts';
import type { RecordField } from '../frame/record-field.ts';

export const chatbotArena: Importer = Object.freeze({
  name: 'chatbot-arena',
  title: 'Chatbot Arena votes',
  reads:
    'Parquet, JSONL, JSON or CSV with model_a, model_b, and winner or winner_model_a, winner_model_b, ' +
    'winner_tie',
  from: 'data sets such as lmsys/chatbot_arena_conversations and lmsys/arena-human-preference-55k',
  options: [] as const,
  start: () => new ArenaReader(),
});

/** All ways in which the sets write that neither answer was good. */
const bothBad = ['tie (bothbad)', 'both_bad', 'bothbad', 'tie (both bad)'] as const;
const winners = ['model_a', 'model_b', 'tie', ...bothBad] as const;

class ArenaReader implements ImportReader {
  readonly #ratings: ImportedRating[] = [];
  readonly #items = new ImportedItems();
  readonly #leftOut = new LeftOutCounts();
  #bothBad = 0;
  #unnamed = 0;

  record(record: RecordField): void {
    const item =
      record.either('question_id', 'id', 'conversation_id')?.id() ?? record.get('question_id').id();
    const [a, b] = [record.get('model_a').id(), record.get('model_b').id()];
    const winner = winnerOf(record);
    if (winner === undefined) return this.#leftOut.add('votes without a winner');
    const isBad = (bothBad as readonly string[]).includes(winner);
    if (isBad) this.#bothBad++;
    const person = record.maybe('judge')?.id();
    if (person === undefined) this.#unnamed++;
    const language = record.maybe('language')?.cell();
    this.#items.keep(item, { model_a: a, model_b: b, ...(language === undefined ? {} : { language }) });
    this.#ratings.push({
      item,
      rater: person ?? 'arena user',
      kind: 'human',
      label: isBad ? 'tie' : winner,
      ...(isBad ? { note: 'both answers are bad' } : {}),
    });
  }

  end(): Imported {
    const notes = [
      this.#bothBad > 0 &&
        `${this.#bothBad} votes say that both answers are bad: their label is tie, with a note.`,
      this.#unnamed > 0 &&
        `${this.#unnamed} votes do not say whose they are: they are all by "arena user", so nothing can be ` +
          'said about agreement among people.',
    ].filter((note) => note !== false);
    return {
      ratings: this.#ratings,
      items: this.#items.list(),
      leftOut: this.#leftOut.list(),
      notes,
      codebook: pairCodebook,
    };
  }
}

function winnerOf(record: RecordField): (typeof winners)[number] | undefined {
  const winner = record.maybe('winner');
  if (winner !== undefined) return winner.oneOf(winners);
  const marked = (['model_a', 'model_b', 'tie'] as const).filter((side) => {
    const mark = record.maybe(`winner_${side}`);
    return mark !== undefined && (mark.is('boolean') ? mark.boolean() : mark.number() === 1);
  });
  return marked.length === 1 ? marked[0] : undefined;
}
