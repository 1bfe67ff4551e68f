/** Who a tool's source types are: a person, a judge, or nobody says. */
import { hint, option } from '../../hint.ts';
import { DataError } from '../../data-error.ts';
import { listed, nearestWord, quoted } from '../../words/nearest-word.ts';
import { chosenQuestion, type ImportOptions } from './importer.ts';

export type SourceKind = 'human' | 'judge';

/** The tool's own types and what whoever imports says of them (`humans`, `judges`). Case does not matter. */
export class SourceKinds {
  readonly #kinds: Map<string, SourceKind>;

  /** Throws DataError for a type that is named twice or that the tool does not have. */
  constructor(
    known: Readonly<Record<string, SourceKind>>,
    { humans = [], judges = [] }: ImportOptions,
    types: readonly string[],
  ) {
    this.#kinds = new Map(Object.entries(known).map(([type, kind]) => [type.toLowerCase(), kind]));
    const both = humans.find((type) => judges.some((other) => same(type, other)));
    if (both !== undefined)
      throw new DataError(`${quoted(both)} is named among the people and among the judges`);
    for (const type of [...humans, ...judges]) {
      if (types.some((other) => same(type, other))) continue;
      const nearest = nearestWord(type, types);
      throw new DataError(
        `no source type ${quoted(type)}; the types are ${listed(types)}`,
        {},
        nearest && `Did you mean ${nearest}?`,
      );
    }
    for (const type of humans) this.#kinds.set(type.toLowerCase(), 'human');
    for (const type of judges) this.#kinds.set(type.toLowerCase(), 'judge');
  }

  /** Undefined where it is not known who that is. */
  of(type: string): SourceKind | undefined {
    return this.#kinds.get(type.toLowerCase());
  }
}

/** One answer under a name, by a person or by a judge. */
interface Named {
  readonly name: string;
  readonly kind: SourceKind;
}

/**
 * Those of the asked name. People and judges may have answered one question under two names: then each has
 * its own choice.
 * Throws DataError that lists the names where a choice is needed or finds nothing.
 */
export function chosenOfKinds<Answer extends Named>(
  answers: readonly Answer[],
  { question, judgeQuestion }: ImportOptions,
  what: string,
): ReadonlySet<Answer> {
  const named = (kind: SourceKind): string[] =>
    [...new Set(answers.flatMap((answer) => (answer.kind === kind ? [answer.name] : [])))].sort();
  const [people, judges] = [named('human'), named('judge')];
  if (judgeQuestion === undefined && question === undefined && people.length > 0 && judges.length > 0)
    requireSharedName(people, judges, what);
  const one =
    judgeQuestion === undefined ? chosenQuestion([...people, ...judges], question, what) : undefined;
  const ofPeople = judgeQuestion === undefined ? one : chosenQuestion(people, question, `${what} of people`);
  const ofJudges =
    judgeQuestion === undefined ? one : chosenQuestion(judges, judgeQuestion, `${what} of judges`);
  return new Set(answers.filter(({ name, kind }) => name === (kind === 'judge' ? ofJudges : ofPeople)));
}

function requireSharedName(people: readonly string[], judges: readonly string[], what: string): void {
  if (people.some((name) => judges.includes(name))) return;
  throw new DataError(
    `people and judges share no ${what}; people have ${listed(people)}, judges have ${listed(judges)}`,
    {},
    hint`If two of them are one question: ${option('question', people[0])}
      ${option('judgeQuestion', judges[0])}. Else ${option('question')} for one of them.`,
  );
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
