/** The formats of other tools that are read, by name. */
import { DataError } from '../data-error.ts';
import { listed, nearestWord, quoted } from '../words/nearest-word.ts';
import { argilla } from './formats/argilla.ts';
import { chatbotArena } from './formats/chatbot-arena.ts';
import { fastchat } from './formats/fastchat.ts';
import type { Importer } from './frame/importer.ts';
import { labelStudio } from './formats/label-studio.ts';
import { langfuse } from './formats/langfuse.ts';
import { langsmith } from './formats/langsmith.ts';
import { mtBench } from './formats/mt-bench.ts';
import { openaiEvals } from './formats/openai/openai-evals.ts';
import { phoenix } from './formats/phoenix.ts';
import { promptfoo } from './formats/promptfoo.ts';

/** In the order in which the help lists them. */
export const importers: readonly Importer[] = Object.freeze([
  mtBench,
  fastchat,
  chatbotArena,
  promptfoo,
  labelStudio,
  langfuse,
  langsmith,
  phoenix,
  argilla,
  openaiEvals,
]);

/**
 * The importer of that name. Throws DataError for an unknown format, with the names there are; `others` are
 * those that are read elsewhere.
 */
export function importerNamed(name: string, others: readonly string[] = []): Importer {
  const found = importers.find((importer) => importer.name === name);
  if (found !== undefined) return found;
  const names = [...importers.map((importer) => importer.name), ...others];
  const nearest = nearestWord(name, names);
  throw new DataError(
    `unknown format ${quoted(name)}; the formats are ${listed(names)}`,
    {},
    nearest === undefined
      ? 'A table of ratings needs no import: assize doctor FILE.'
      : `Did you mean ${nearest}?`,
  );
}
