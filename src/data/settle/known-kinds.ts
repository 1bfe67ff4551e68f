/**
 * Raters whose names say that they are no people, where nothing else says what they are: asked about at once.
 */
import { DataError } from '../data-error.ts';
import { type Hint, hint, option } from '../hint.ts';
import type { RaterKind } from '../study/rater-kind.ts';
import type { Rater } from '../study/study.ts';
import { listed } from '../words/nearest-word.ts';
import { kindByName } from '../words/rater-names.ts';

/**
 * A model that is counted among the people makes every figure about people false, and so does the right
 * answer itself: where a name suggests one, it is asked.
 */
export function requireKnownKinds(raters: readonly Rater[], confident: ReadonlySet<string>): void {
  const byName = new Map(
    raters.flatMap(({ id, kindFrom }) => (kindFrom === 'default' ? [[id, kindByName(id)] as const] : [])),
  );
  const like = (kind: RaterKind): string[] => [...byName.keys()].filter((id) => byName.get(id) === kind);
  const questions: readonly Asked[] = [
    {
      kind: 'judge',
      why: ['named like a model or a judge', 'named like models or judges'],
      meant: ['a model', 'models'],
      names: like('judge'),
    },
    {
      kind: 'reference',
      why: ['named like a reference', 'named like references'],
      meant: ['the reference', 'the reference'],
      names: like('reference'),
    },
    {
      kind: 'judge',
      why: ['sure by a confidence, as a judge is', 'sure by a confidence, as judges are'],
      meant: ['a judge', 'judges'],
      names: [...byName.keys()].filter((id) => confident.has(id) && byName.get(id) === undefined),
    },
  ];
  const asked = questions.filter(({ names }) => names.length > 0);
  if (asked.length === 0) return;
  const all = asked.flatMap(({ names }) => names);
  throw new DataError(
    asked.map(({ why, names }) => `${listed(names, 6)} ${verb(names)} ${of(why, names)}`).join('; ') +
      (all.length === 1
        ? ', and nothing says whether it is one or a person'
        : ', and nothing says whether they are that or people'),
    {},
    [
      ...asked.flatMap((part) => [...settling(part, asked.length === 1), ' ']),
      '(A column kind or raters in assize.json settles it too.)',
    ],
  );
}

interface Asked {
  readonly kind: 'judge' | 'reference';
  /** Of one, and of several. */
  readonly why: readonly [string, string];
  readonly meant: readonly [string, string];
  readonly names: readonly string[];
}

function settling({ kind, meant, names }: Asked, alone: boolean): Hint {
  const single = names.length === 1;
  const it = `${alone ? (single ? 'it' : 'they') : listed(names, 6)} ${verb(names)}`;
  return hint`If ${it} ${of(meant, names)}: ${option(kind, names)}. If ${it} ${single ? 'a person' : 'people'}:
    ${option('human', names)}.`;
}

function of([one, several]: readonly [string, string], { length }: readonly string[]): string {
  return length === 1 ? one : several;
}

function verb(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
