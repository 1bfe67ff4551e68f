/** Saved answers whose labels nobody has named yet: read for the words they say, to be named. */
import {
  counted,
  DataError,
  endpointSchema,
  type Hint,
  hint,
  type Imported,
  type ImportReader,
  option,
  quoted,
  RecordField,
  spellingMap,
} from '../../data/index.ts';
import { answerInRecord } from './answer-in-record.ts';
import { idBeside } from './item-of-record.ts';
import { fieldOf, textOf, wordOf } from '../read/answer-text.ts';

/** Beyond these a text is no word of a verdict, and so many words are no labels. */
const longestWord = 30;
const mostWords = 12;

/** Its end is an error that says which words the answers begin with, and proposes them. */
export class WordsInAnswers implements ImportReader {
  readonly #words = new Map<string, number>();
  /** How many records hold an answer. */
  answers = 0;
  /** The field that says the item; undefined where records have none of the usual names. */
  item: string | undefined;

  /** The words that may be all labels, sorted; none where they are too many, or sentences. */
  get words(): string[] {
    const words = [...this.#words.keys()].sort();
    return words.length <= mostWords ? words : [];
  }

  record(record: RecordField): void {
    const held = answerInRecord(record.object());
    if (held.found !== 'answer') return;
    this.answers++;
    this.item ??= idBeside(record);
    for (const word of held.kind === 'decisions'
      ? decisionWords(held.body)
      : [firstWord(held.kind, held.body)])
      if (word !== '') this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
  }

  end(): Imported {
    const words = [...this.#words].sort(([, a], [, b]) => b - a);
    throw new DataError(
      this.answers === 0
        ? 'no answer of an endpoint in it'
        : `which labels the judge chooses from is not in the answers; ${saidWords(words)}`,
      {},
      this.answers === 0 ? 'An answer has "choices", "output" or "answers".' : proposal(this.words),
    );
  }
}

/**
 * What the rows of a table show of saved answers, so that a command can be proposed; null where there are
 * none.
 */
export function lookAtAnswers(
  rows: readonly Readonly<Record<string, string>>[],
): Pick<WordsInAnswers, 'words' | 'answers' | 'item'> | null {
  const reader = new WordsInAnswers();
  for (const row of rows) reader.record(new RecordField(row, { file: '', cells: true }));
  return reader.answers === 0 ? null : reader;
}

function saidWords(words: readonly (readonly [string, number])[]): string {
  if (words.length === 0) return 'none of them begins with a word';
  const shown = words.slice(0, 5).map(([word, count]) => `${quoted(word)} (${counted(count)})`);
  return `they begin with ${shown.join(', ')}${words.length > 5 ? ' and others' : ''}`;
}

function proposal(names: readonly string[]): Hint {
  const twice = spellingMap(names);
  const map = hint` ${option('map', twice)} makes one label of its spellings.`;
  return names.length >= 2
    ? hint`Name all of them, also those that no answer chose, with ${option('labels', names)}.${
        Object.keys(twice).length === 0 ? '' : map
      }`
    : hint`Name them with ${option('labels', ['A', 'B', 'C'])}; where the verdict comes behind other text,
      say what stands before it with ${option('marker')}.`;
}

/** Empty for an answer that is a sentence, or none. */
function firstWord(api: 'chat' | 'responses', body: object): string {
  const said = textOf({ endpoint: endpointSchema.parse({ api, key: null }) }, body);
  const [word = ''] = said.ok ? said.text.trim().split(/\n|(?<=\S)[.:;,](?=\s|$)/) : [];
  return word.length <= longestWord ? word.trim() : '';
}

function decisionWords(body: object): string[] {
  const answers = fieldOf(body, 'answers');
  const all: unknown[] = Array.isArray(answers) ? answers : Object.values(answers as object);
  return all.flatMap((answer) => {
    return wordOf(fieldOf(answer, 'choice')) ?? [];
  });
}
