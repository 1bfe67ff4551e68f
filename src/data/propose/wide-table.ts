/** Tables with a row an item: columns of labels, one a rater; or columns of 1 and 0 that are one label. */
import { type ColumnProfile, columnOfItems } from './column-profile.ts';
import { isJudge, oneHotColumns, wideColumns } from './column-roles.ts';
import { type Guess, noRater } from './guess.ts';
import { judgeBeside, judgeOtherwise, probabilityBeside } from './judge-beside.ts';
import type { Proposal } from './proposal.ts';
import { gradesInOrder, promptfooStatus } from './study-parts.ts';

/** `small`: the free columns of few values. Null where they are no such table. */
export function wideTable(guess: Guess, small: readonly ColumnProfile[]): Proposal | null {
  const marks = oneHotColumns(small, guess.sample);
  if (marks.length > 1) return oneLabel(guess, marks);
  const raters = wideColumns(small.filter(({ name }) => name !== 'Status'));
  if (raters.length < 2) return null;
  takeItem(guess, raters);
  guess.take({ wide: raters }, raters);
  guess.notes.push(wideNote(raters, 'rater'));
  if (raters.length > guess.sample.rows.length)
    guess.notes.push('there are more raters than items: if each row is a rater, read each column as an item');
  const status = promptfooStatus(guess.columns, guess.mapping);
  if (status !== undefined)
    return {
      mappings: [guess.mapping, status],
      options: {},
      notes: [...guess.notes, 'judge: Status is what promptfoo decided: PASS and FAIL'],
    };
  return columnPerRater(
    guess,
    raters,
    small.find(({ name }) => name === raters[0])!,
  );
}

function oneLabel(guess: Guess, marks: readonly string[]): Proposal {
  guess.take({ oneHot: marks, raterName: 'rater' }, marks);
  return {
    mappings: [guess.mapping],
    options: {},
    notes: [...guess.notes, `label: of ${marks.join(', ')} one is 1 in each row`, noRater],
  };
}

/** In a wide table each row is an item: a column that repeats is none. */
function takeItem(guess: Guess, raters: readonly string[]): void {
  const { item } = guess.mapping;
  const unique = columnOfItems(guess.columns, item, raters, guess.sample.rows.length);
  if (unique === undefined) return;
  guess.notes[0] = `item: ${unique.name} has another value in each row`;
  guess.take({ item: [unique.name] }, [unique.name]);
}

/** A judge may be one of the columns that look alike, or a column beside them. */
function columnPerRater(guess: Guess, raters: readonly string[], profile: ColumnProfile): Proposal {
  const judge = raters.map((name) => guess.columns.find((column) => column.name === name)!).find(isJudge);
  const { wide: _, ...ofItem } = guess.mapping;
  const [label, mapping] = judge === undefined ? [profile, ofItem] : [judge, guess.mapping];
  const beside = judgeBeside(label, mapping, guess.free(), guess.sample);
  if (beside === null) return judgeAmongRaters(guess, raters, profile, judge);
  const people = raters.filter((name) => name !== judge?.name);
  return {
    mappings: [{ ...guess.mapping, wide: people }, beside.mapping],
    options: guess.noted(gradesInOrder(profile)),
    notes: [
      ...guess.notes.map((said) => (said === wideNote(raters, 'rater') ? wideNote(people, 'person') : said)),
      ...beside.notes,
    ],
  };
}

function wideNote(columns: readonly string[], who: 'rater' | 'person'): string {
  return `wide: ${columns.join(', ')} hold the same few values: one column a ${who}?`;
}

/** All columns are read in one way, or none of them is a judge and a column of another kind is one. */
function judgeAmongRaters(
  guess: Guess,
  raters: readonly string[],
  profile: ColumnProfile,
  judge: ColumnProfile | undefined,
): Proposal {
  const other = judge === undefined ? judgeOtherwise(profile, guess.mapping, guess.free()) : null;
  const asRater = other === null || other.mapping !== undefined ? [] : [other.column];
  const named = [...(judge === undefined ? [] : [judge.name]), ...asRater];
  return {
    mappings: [
      { ...guess.mapping, wide: [...raters, ...asRater] },
      ...(other?.mapping ? [other.mapping] : []),
    ],
    options: {
      ...guess.noted(gradesInOrder(profile)),
      ...(named.length === 0 ? {} : { judge: named }),
    },
    notes: [
      ...guess.notes,
      ...(other === null ? [] : [other.note]),
      ...(judge === undefined ? [] : probabilityBeside(judge, guess.free(), guess.sample).notes),
    ],
  };
}
