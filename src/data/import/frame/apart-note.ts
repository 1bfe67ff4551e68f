/**
 * People and judges who scored different things that belong together never meet, and nothing else in a study
 * would say why.
 */
import { listed } from '../../words/nearest-word.ts';
import type { ImportedItem, ImportedRating } from './importer.ts';

interface Words {
  /** Where things belong together: `trace`. */
  readonly whole: string;
  /** What to do in the tool, as one sentence. */
  readonly remedy: string;
  /** What sort of thing an item is, in the plural; undefined where that is not known. */
  readonly sortOf: (item: ImportedItem) => string | undefined;
}

/** A note where no item has both a person's and a judge's rating although some clusters have both. */
export function apartNote(
  ratings: readonly ImportedRating[],
  items: readonly ImportedItem[],
  words: Words,
): string[] {
  const [people, judges] = (['human', 'judge'] as const).map((kind) =>
    ratings.filter((rating) => rating.kind === kind),
  );
  const [itemsOfPeople, itemsOfJudges] = [people, judges].map((own) => new Set(own.map(({ item }) => item)));
  if ([...itemsOfPeople].some((item) => itemsOfJudges.has(item))) return [];
  const wholes = new Set(people.flatMap(({ cluster }) => cluster ?? []));
  const shared = new Set(
    judges.flatMap(({ cluster }) => (cluster !== undefined && wholes.has(cluster) ? [cluster] : [])),
  ).size;
  if (shared === 0) return [];
  const sorts = (of: ReadonlySet<string>): string =>
    listed(
      [...new Set(items.flatMap((item) => (of.has(item.item) ? (words.sortOf(item) ?? []) : [])))].sort(),
    );
  return [
    `People and judges never scored the same thing, although both scored something in ${shared} ` +
      `${words.whole}${shared === 1 ? '' : 's'}: people scored ${sorts(itemsOfPeople)}, judges ` +
      `${sorts(itemsOfJudges)}. Such scores cannot be compared. ${words.remedy}`,
  ];
}
