/**
 * Who the raters are: kinds, families and groups, from columns, from `assize.json` and from what a rater's
 * rows hold.
 */
import { DataError } from '../data-error.ts';
import type { Notice } from '../notice.ts';
import { sortedWords } from '../intake/dictionary.ts';
import { listed, nearestWord, quoted } from '../words/nearest-word.ts';
import { requireKnownKinds } from './known-kinds.ts';
import type { RatingRows, TextColumn } from '../intake/rating-rows.ts';
import type { RaterKind } from '../study/rater-kind.ts';
import type { Decision, Rater } from '../study/study.ts';

export interface RaterDeclaration {
  readonly kind?: RaterKind | undefined;
  readonly family?: string | undefined;
  readonly group?: string | undefined;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
}

export interface RaterOptions {
  readonly raters?: Readonly<Record<string, RaterDeclaration>> | undefined;
  /** Names of raters that are judges, people, or references. */
  readonly judges?: readonly string[] | undefined;
  readonly humans?: readonly string[] | undefined;
  readonly references?: readonly string[] | undefined;
  readonly excludeGroups?: readonly string[] | undefined;
}

/** The code of a rater that was taken out. */
export const takenOut = -2;

/** Takes raters out, by their codes in the rows: their ratings have no code any more. */
export function withoutRaters(settled: SettledRaters, codes: ReadonlySet<number>): SettledRaters {
  if (codes.size === 0) return settled;
  const gone = new Set(Array.from(codes, (code) => settled.newCode[code]));
  const left = settled.raters.map((_, at) => at).filter((at) => !gone.has(at));
  const leftCode = new Int32Array(settled.raters.length).fill(takenOut);
  left.forEach((at, index) => (leftCode[at] = index));
  const newCode = settled.newCode.map((at) => (at < 0 ? -1 : leftCode[at]));
  return { ...settled, raters: left.map((at) => settled.raters[at]), newCode };
}

export interface SettledRaters {
  readonly raters: readonly Rater[];
  /**
   * Rater code of the rows → code in `raters`; −1 for a rater without ratings, or of an excluded group,
   * `takenOut` for one that was taken out.
   */
  readonly newCode: Int32Array;
  /** Names of all that rated something, those left out included. */
  readonly present: readonly string[];
  readonly decisions: readonly Decision[];
}

export function settleRaters(rows: RatingRows, options: RaterOptions): SettledRaters {
  const names = rows.raters.values;
  const { rated, withProbabilities, withConfidence } = usage(rows);
  const group = attribute(rows, 'group', options);
  const excluded = excludedRaters(names, group, options);
  const present = names.filter((_, code) => rated[code] === 1);
  const named = namedKinds(present, options);

  const kind = attribute(rows, 'kind', options);
  const family = attribute(rows, 'family', options);
  const model = attribute(rows, 'model', options);
  const prompt = attribute(rows, 'prompt', options);
  const codes = names.flatMap((_, code) => (rated[code] === 1 && !excluded.has(code) ? [code] : []));
  const sorted = sortedWords(codes.map((code) => names[code]));
  const raters: Rater[] = Array.from({ length: codes.length });
  const newCode = new Int32Array(names.length).fill(-1);
  codes.forEach((code, at) => {
    const id = names[code];
    const settled = kindOf(
      id,
      kind[code] as RaterKind | undefined,
      named.get(id),
      withProbabilities[code] === 1,
    );
    newCode[code] = sorted.newCode[at];
    raters[sorted.newCode[at]] = Object.freeze({
      id,
      ...settled,
      family: family[code] ?? id,
      familyDeclared: family[code] !== undefined,
      ...(model[code] !== undefined && { model: model[code] }),
      ...(prompt[code] !== undefined && { prompt: prompt[code] }),
      ...(group[code] !== undefined && { group: group[code] }),
    });
  });
  requireKnownKinds(raters, new Set(names.filter((_, code) => withConfidence[code] === 1)));
  return { raters, newCode, present, decisions: exclusion(rows, excluded, options) };
}

function kindOf(
  id: string,
  declared: RaterKind | undefined,
  named: RaterKind | undefined,
  withProbabilities: boolean,
): Pick<Rater, 'kind' | 'kindFrom'> {
  if (named !== undefined && declared !== undefined && declared !== named)
    throw new DataError(`rater ${quoted(id)} is named as ${named}, and the data say that it is ${declared}`);
  if (declared !== undefined) return { kind: declared, kindFrom: 'declared' };
  if (named !== undefined) return { kind: named, kindFrom: `named as ${named}` };
  return withProbabilities
    ? { kind: 'judge', kindFrom: 'has probabilities' }
    : { kind: 'human', kindFrom: 'default' };
}

/** People say how sure they were as well as judges do: a confidence makes nobody a judge. */
function usage(rows: RatingRows): Record<'rated' | 'withProbabilities' | 'withConfidence', Uint8Array> {
  const rated = new Uint8Array(rows.raters.values.length);
  const withProbabilities = new Uint8Array(rated.length);
  const withConfidence = new Uint8Array(rated.length);
  for (let row = 0; row < rows.length; row++) {
    const rater = rows.rater.at(row);
    if (rater < 0) continue;
    if (rows.hasConfidence(row)) withConfidence[rater] = rated[rater] = 1;
    else if (rows.probabilityStart.at(row) >= 0) withProbabilities[rater] = rated[rater] = 1;
    else if (rows.label.at(row) >= 0 || rows.status.at(row) > 0) rated[rater] = 1;
  }
  return { rated, withProbabilities, withConfidence };
}

/** One value a rater, from its rows and from its declaration; the two must not disagree. */
function attribute(
  rows: RatingRows,
  part: 'kind' | 'family' | 'model' | 'prompt' | 'group',
  options: RaterOptions,
): (string | undefined)[] {
  const names = rows.raters.values;
  const declared = (code: number): string | undefined =>
    Object.hasOwn(options.raters ?? {}, names[code]) ? options.raters?.[names[code]][part] : undefined;
  const column = rows.attributes.get(part);
  if (column === undefined) return names.map((_, code) => declared(code));
  const firstRow = firstRows(rows, part, column);
  if (firstRow === null) return names.map((_, code) => declared(code));
  return names.map((name, code) => {
    const row = firstRow[code];
    const found = row < 0 ? undefined : column.dictionary.values[column.at(row)];
    const said = declared(code);
    if (found !== undefined && said !== undefined && found !== said)
      rows.fail(
        row,
        `rater ${quoted(name)} has the ${part} ${quoted(found)} here and ${quoted(said)} in its declaration`,
      );
    return said ?? found;
  });
}

/**
 * For each rater the first row that has the attribute; null where the column turns out to be about something
 * else.
 */
function firstRows(rows: RatingRows, part: string, column: TextColumn): Int32Array | null {
  const first = new Int32Array(rows.raters.values.length).fill(-1);
  for (let row = 0; row < column.codes.length; row++) {
    const rater = rows.rater.at(row);
    const code = column.at(row);
    if (rater < 0 || code < 0) continue;
    if (first[rater] < 0) first[rater] = row;
    if (column.at(first[rater]) === code) continue;
    if (part === 'kind' || rows.explicitAttributes.has(part)) {
      const [here, there] = [
        column.dictionary.values[code],
        column.dictionary.values[column.at(first[rater])],
      ];
      const message =
        `rater ${quoted(rows.raters.values[rater])} has the ${part} ${quoted(here)} here and ` +
        `${quoted(there)} at ${rows.where(first[rater])}`;
      rows.fail(
        row,
        message,
        'A rater is one of each. Two judges with different prompts or models are two raters.',
      );
    }
    // A column that happens to be called `model` or `prompt` and varies within a rater speaks of items: it is
    // carried.
    carryInstead(rows, part, column);
    return null;
  }
  return first;
}

function carryInstead(rows: RatingRows, part: string, column: TextColumn): void {
  const already = rows.carried.get(part);
  rows.carried.delete(part);
  const both = rows.carriedColumn(part);
  for (let row = 0; row < rows.length; row++) {
    const source = column.at(row) >= 0 ? column : already;
    both.set(row, source?.dictionary.values[source.at(row)] ?? '');
  }
}

function excludedRaters(
  names: readonly string[],
  group: readonly (string | undefined)[],
  { excludeGroups }: RaterOptions,
): Set<number> {
  const wanted = excludeGroups ?? [];
  const groups = [...new Set(group.filter((name) => name !== undefined))];
  for (const name of wanted)
    if (!groups.includes(name))
      throw new DataError(
        `no rater is of the group ${quoted(name)}; ` +
          (groups.length === 0 ? 'the raters have no groups' : `the groups are ${listed(groups)}`),
      );
  return new Set(
    names.flatMap((_, code) => (group[code] !== undefined && wanted.includes(group[code]) ? [code] : [])),
  );
}

function exclusion(
  rows: RatingRows,
  excluded: ReadonlySet<number>,
  { excludeGroups }: RaterOptions,
): Decision[] {
  if (excluded.size === 0) return [];
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (excluded.has(rows.rater.at(row))) count++;
  return [{ code: 'excluded-group', facts: { groups: [...(excludeGroups ?? [])].sort(), count }, count }];
}

/** Rater → the kind that the caller named it. */
function namedKinds(
  present: readonly string[],
  { judges, humans, references }: RaterOptions,
): Map<string, RaterKind> {
  const all = [
    ...(judges ?? []).map((name) => ({ name, kind: 'judge' as const, what: 'a judge' })),
    ...(humans ?? []).map((name) => ({ name, kind: 'human' as const, what: 'a person' })),
    ...(references ?? []).map((name) => ({ name, kind: 'reference' as const, what: 'a reference' })),
  ];
  const named = new Map<string, RaterKind>();
  for (const { name, kind, what } of all) {
    const id = name.trim();
    const before = named.get(id);
    if (before !== undefined && before !== kind)
      throw new DataError(`rater ${quoted(id)} is named as ${before} and as ${kind}`);
    if (!present.includes(id)) throw noSuchRater(name, what, present);
    named.set(id, kind);
  }
  return named;
}

function noSuchRater(name: string, what: string, present: readonly string[]): DataError {
  const nearest = nearestWord(name, present);
  const sorted = sortedWords(present).values;
  return new DataError(
    `no rater ${quoted(name)} to be ${what}; the raters are ${listed(sorted)}`,
    {},
    nearest && `Did you mean ${listed([nearest])}?`,
  );
}

export function raterWarnings({ raters, present }: SettledRaters, options: RaterOptions): Notice[] {
  const strangers = raters
    .filter(({ kind, familyDeclared }) => kind === 'judge' && !familyDeclared)
    .map(({ id }) => id);
  const absent = Object.keys(options.raters ?? {})
    .filter((name) => !present.includes(name))
    .sort();
  return [
    ...(strangers.length === 0 ? [] : [{ code: 'no-family', facts: { judges: strangers } }]),
    ...(absent.length === 0 ? [] : [{ code: 'raters-without-ratings', facts: { raters: absent } }]),
  ];
}
