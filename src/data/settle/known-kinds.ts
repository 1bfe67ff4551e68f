/** Raters whose names say that they are no people, where nothing else says what they are: asked about at once. */
import { DataError } from '../data-error.ts';
import { type Hint, hint, option } from '../hint.ts';
import type { Rater } from '../study/study.ts';
import { listed } from '../words/nearest-word.ts';
import { kindByName } from '../words/rater-names.ts';

/**
 * A model that is counted among the people makes every figure about people false, and so does the right
 * answer itself: where a name suggests one, it is asked.
 */
export function requireKnownKinds(raters: readonly Rater[]): void {
  const doubtful = raters.flatMap(({ id, kindFrom }) => {
    const suggested = kindFrom === 'default' ? kindByName(id) : undefined;
    return suggested === undefined ? [] : [{ id, suggested }];
  });
  if (doubtful.length === 0) return;
  const asked = (['judge', 'reference'] as const)
    .map((kind) => ({
      kind,
      names: doubtful.flatMap((rater) => (rater.suggested === kind ? [rater.id] : [])),
    }))
    .filter(({ names }) => names.length > 0);
  const [one, other] = asked;
  const all = asked.flatMap(({ names }) => names);
  throw new DataError(
    asked
      .map(({ kind, names }) => `${listed(names)} ${verb(names)} named like ${likeOf(kind, names)}`)
      .join('; ') +
      (all.length === 1
        ? ', and nothing says whether it is one or a person'
        : ', and nothing says whether they are that or people'),
    {},
    hint`${settling(one, other === undefined)}${other === undefined ? '' : hint` ${settling(other, false)}`} (A
      column kind or raters in assize.json settles it too.)`,
  );
}

interface Asked {
  readonly kind: 'judge' | 'reference';
  readonly names: readonly string[];
}

function settling({ kind, names }: Asked, alone: boolean): Hint {
  const single = names.length === 1;
  const it = `${alone ? (single ? 'it' : 'they') : listed(names)} ${verb(names)}`;
  return hint`If ${it} ${kind === 'reference' ? 'the reference' : single ? 'a model' : 'models'}:
    ${option(kind, names)}. If ${it} ${single ? 'a person' : 'people'}: ${option('human', names)}.`;
}

function verb(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

function likeOf(kind: Asked['kind'], { length }: readonly string[]): string {
  if (kind === 'reference') return length === 1 ? 'a reference' : 'references';
  return length === 1 ? 'a model or a judge' : 'models or judges';
}
