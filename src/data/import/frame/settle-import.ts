/**
 * What every import needs before it is a study: a name is one kind of rater, and a rater who labeled an item
 * twice has repeats.
 */
import type { Codebook } from '../../study/codebook.ts';
import { requireOneStep } from '../../words/label-map.ts';
import { listed } from '../../words/nearest-word.ts';
import type { Imported, ImportedRating } from './importer.ts';

export function settleImport(imported: Imported): Imported {
  const kinds = separateKinds(imported.ratings);
  const repeats = numberRepeats(kinds.ratings);
  return Object.freeze({
    ...imported,
    ratings: Object.freeze(repeats.ratings),
    items: Object.freeze([...imported.items]),
    leftOut: Object.freeze([...imported.leftOut]),
    notes: Object.freeze([...imported.notes, ...kinds.notes, ...repeats.notes]),
  });
}

interface Step {
  readonly ratings: readonly ImportedRating[];
  readonly notes: readonly string[];
}

/** A person with the id 5 and a judge of version 5 are two raters. */
function separateKinds(ratings: readonly ImportedRating[]): Step {
  const kinds = new Map<string, Set<string>>();
  for (const { rater, kind } of ratings) kinds.set(rater, (kinds.get(rater) ?? new Set()).add(kind));
  const shared = [...kinds].flatMap(([rater, found]) => (found.size > 1 ? [rater] : []));
  if (shared.length === 0) return { ratings, notes: [] };
  const free = (name: string): string => (kinds.has(name) ? free(`${name}'`) : name);
  const renamed = (rating: ImportedRating): ImportedRating =>
    rating.kind === 'human' || (kinds.get(rating.rater)?.size ?? 0) < 2
      ? rating
      : { ...rating, rater: free(`${rating.rater} (${rating.kind})`) };
  const note =
    `${listed(shared)}: the name of a person and of something else; what is no person has its kind ` +
    'behind its name.';
  return { ratings: ratings.map(renamed), notes: [note] };
}

/**
 * Two ratings of one rater for one item: the same twice is a duplicate, which the reader of the study
 * collapses; two that differ are repeats.
 */
function numberRepeats(ratings: readonly ImportedRating[]): Step {
  const known = new Map<string, string[]>();
  let count = 0;
  const numbered = ratings.map((rating) => {
    if (rating.repeat !== undefined) return rating;
    const key = JSON.stringify([rating.item, rating.rater, rating.order ?? '']);
    const said = JSON.stringify([rating.label, rating.status ?? '', rating.probabilities ?? null]);
    const before = known.get(key);
    if (before === undefined) {
      known.set(key, [said]);
      return rating;
    }
    const index = before.indexOf(said);
    const repeat = index >= 0 ? index : before.push(said) - 1;
    if (index < 0) count++;
    return repeat === 0 ? rating : { ...rating, repeat };
  });
  if (count === 0) return { ratings, notes: [] };
  const note =
    `${count} ${count === 1 ? 'rating differs' : 'ratings differ'} from an earlier one of the same ` +
    'rater for the same item: kept as repeats, which count for self-consistency only.';
  return { ratings: numbered, notes: [note] };
}

/**
 * Words of an export that mean another label: in ratings, probabilities and the codebook.
 *
 * Throws DataError for a map of two steps. A map of words that do not occur changes nothing.
 */
export function mappedLabels(imported: Imported, map: Readonly<Record<string, string>>): Imported {
  requireOneStep(map);
  const words = new Map(Object.entries(map).map(([word, label]) => [word.trim(), label.trim()]));
  const meant = (word: string): string => words.get(word.trim()) ?? word;
  const { codebook } = imported;
  return {
    ...imported,
    ratings: imported.ratings.map((rating) => mappedRating(rating, meant)),
    codebook: codebook === undefined ? undefined : mappedCodebook(codebook, meant),
  };
}

function mappedRating(rating: ImportedRating, meant: (word: string) => string): ImportedRating {
  const { label, order, probabilities } = rating;
  const sums: Record<string, number> = Object.create(null) as Record<string, number>;
  for (const [word, p] of Object.entries(probabilities ?? {}))
    sums[meant(word)] = Math.min(1, (sums[meant(word)] ?? 0) + p);
  return {
    ...rating,
    label: meant(label),
    ...(order === undefined ? {} : { order: meant(order) }),
    ...(probabilities === undefined ? {} : { probabilities: sums }),
  };
}

/** Words of one label are that label, which passes where one of them did. */
function mappedCodebook(codebook: Codebook, meant: (word: string) => string): Codebook {
  const labels = Map.groupBy(codebook.labels, ({ name }) => meant(name));
  return {
    ...codebook,
    labels: Array.from(labels, ([name, group]) => Object.assign({}, ...group, { name }) as (typeof group)[0]),
  };
}
