/**
 * Ratings as the records of a tool bring them, and what can be said only when all are there: which are
 * copies, and which came first.
 */
import type { ImportedItem, ImportedRating, LeftOutCounts } from './importer.ts';
import type { RecordField } from './record-field.ts';

export interface RatingDraft extends Omit<ImportedRating, 'repeat'> {
  /**
   * The tool's id of what gave the rating: the same id again is another copy of it, as in pages that overlap.
   */
  readonly source?: string | undefined;
  /** When the tool last changed it: of two copies the later one counts. */
  readonly updated?: string | undefined;
}

/** More labels than this look like free text or a continuous score. */
const manyLabels = 20;

/**
 * The ratings in the order they came in: each source once, repeats of a rater on an item numbered by time
 * (`at`, then order of arrival). Ratings without a source have no ids and mostly no times: the frame settles
 * those. What was done is counted in `leftOut` and said in `notes`.
 */
export function settleDrafts(
  drafts: readonly RatingDraft[],
  leftOut: LeftOutCounts,
  notes: string[],
): ImportedRating[] {
  const single = latestCopies(drafts);
  leftOut.add('another copy of the same rating', drafts.length - single.length);
  const ratings = withRepeats(single, notes);
  const labels = new Set(ratings.map(({ label }) => label));
  if (labels.size > manyLabels)
    notes.push(
      `The ratings have ${labels.size} different labels. If they are free text or a continuous ` +
        'score, put them into a few steps before you calibrate.',
    );
  return ratings;
}

function latestCopies(drafts: readonly RatingDraft[]): RatingDraft[] {
  const kept = new Map<string, RatingDraft>();
  drafts.forEach((draft, at) => {
    const key = draft.source === undefined ? `at ${at}` : `source ${draft.source}`;
    const known = kept.get(key);
    if (known === undefined || moment(draft.updated) > moment(known.updated)) kept.set(key, draft);
  });
  return [...kept.values()];
}

function withRepeats(drafts: readonly RatingDraft[], notes: string[]): ImportedRating[] {
  const groups = new Map<string, number[]>();
  drafts.forEach(({ item, rater, kind, order, source }, at) => {
    if (source === undefined) return;
    const key = JSON.stringify([item, rater, kind, order]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [at]);
    else group.push(at);
  });
  const repeats: (number | undefined)[] = drafts.map(() => undefined);
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const moments = new Map(group.map((at) => [at, moment(drafts[at].at)]));
    group.sort((a, b) => (moments.get(a) as number) - (moments.get(b) as number) || a - b);
    group.forEach((at, repeat) => {
      repeats[at] = repeat;
    });
  }
  const again = repeats.filter((repeat) => repeat !== undefined && repeat > 0).length;
  if (again > 0)
    notes.push(
      'Ratings by somebody who had rated the item before are repeats in order of time, of which the ' +
        `first one counts (${again}).`,
    );
  return drafts.map((draft, at) => ratingOf(draft, repeats[at]));
}

function ratingOf(draft: RatingDraft, repeat: number | undefined): ImportedRating {
  const rating: { -readonly [Part in keyof RatingDraft]: RatingDraft[Part] } = { ...draft };
  delete rating.source;
  delete rating.updated;
  return repeat === undefined ? rating : { ...rating, repeat };
}

/** A time as a number that can be compared. What has no time comes last in its group. */
function moment(time: string | undefined): number {
  const parsed = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(parsed) ? Number.MAX_VALUE : parsed;
}

/** A value that can be a label: a text with something in it, a number, true or false. */
export function labelOf(field: RecordField | undefined): string | undefined {
  const value = field?.value;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value);
  return undefined;
}

/** The text of a field that may be absent or anything: undefined where there is none. */
export function textOf(field: RecordField | undefined): string | undefined {
  const text = field?.cell();
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** A number beside a label; undefined where the field holds none. */
export function scoreOf(field: RecordField | undefined): number | undefined {
  if (field === undefined || field.missing) return undefined;
  return field.is('number') || field.place.cells === true ? field.number() : undefined;
}

/** The entries of an object as columns of an item. */
export function columnsOf(fields: readonly (readonly [string, RecordField])[]): Record<string, string> {
  return Object.fromEntries(fields.flatMap(([name, field]) => (field.missing ? [] : [[name, field.cell()]])));
}

/** The items that have a rating: what an export says of other questions is no part of the study. */
export function ratedItems(
  items: readonly ImportedItem[],
  ratings: readonly ImportedRating[],
): ImportedItem[] {
  const rated = new Set(ratings.map(({ item }) => item));
  return items.filter(({ item }) => rated.has(item));
}
