/** Which graders of an OpenAI eval are the judges: several that ask one question, or the one there is. */
import { hint, option } from '../../hint.ts';
import { DataError } from '../../data-error.ts';
import { listed, nearestWord, quoted } from '../../words/nearest-word.ts';
import { chosenQuestion, type ImportOptions } from './importer.ts';

export interface Grader {
  readonly name: string;
  /**
   * A language model gave the verdict. A string check or a script did otherwise, which is taken only by name.
   */
  readonly model: boolean;
}

/**
 * The names of the graders to take. Throws DataError that lists them where a choice is needed or finds
 * nothing.
 */
export function chosenGraders(
  graders: readonly Grader[],
  { question, judges }: ImportOptions,
  what: string,
): ReadonlySet<string> {
  const all = [...new Set(graders.map(({ name }) => name))].sort();
  if (judges !== undefined) {
    for (const judge of judges) requireName(judge, all, what);
    return new Set(judges);
  }
  const models = new Set(graders.flatMap(({ name, model }) => (model ? [name] : [])));
  if (question === undefined && models.size > 1)
    throw new DataError(
      `the export has ${models.size} ${what}s that are a model: ${listed([...models].sort())}`,
      {},
      hint`Name one with ${option('question', [...models].sort()[0])}, or with ${option('judges')} several that answer the same
        question.`,
    );
  const chosen = chosenQuestion(question === undefined ? models : all, question, what);
  return new Set(chosen === undefined ? [] : [chosen]);
}

/** Throws DataError where a named column is in no record. */
export function requireName(name: string, known: readonly string[], what: string): void {
  if (known.includes(name)) return;
  const nearest = nearestWord(name, known);
  const found = known.length === 0 ? 'the export has none' : `the export has ${listed(known)}`;
  throw new DataError(
    `no ${what} ${quoted(name)}; ${found}`,
    {},
    nearest && `Did you mean ${listed([nearest])}?`,
  );
}
