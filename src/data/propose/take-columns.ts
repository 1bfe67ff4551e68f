/** Columns taken one by one: the item, probabilities, the label, what tells rows apart, who is a judge. */
import { isNamedConfidence } from '../words/confidence-name.ts';
import { type ColumnProfile, columnApart, isSmall } from './column-profile.ts';
import {
  criteria,
  indexColumn,
  isIndex,
  itemColumns,
  labelColumn,
  partName,
  probabilityColumns,
} from './column-roles.ts';
import { type Guess, noRater } from './guess.ts';
import { namesWith, probabilityBeside } from './judge-beside.ts';
import type { Proposal } from './proposal.ts';
import { namedKinds } from './study-parts.ts';

/** False where no column may name items. */
export function takeItem(guess: Guess): boolean {
  if (guess.has('item')) return true;
  const names = itemColumns(guess.columns) ?? indexColumn(guess.sample);
  if (names === null) return false;
  guess.take({ item: names }, names);
  guess.notes.push(
    names.length > 1
      ? `item: ${names.join(', ')} together name what was compared`
      : isIndex(names[0])
        ? `item: ${names[0]} is the one column that may name items`
        : `item: ${names[0]} is named like an id`,
  );
  return true;
}

/** The labels the probabilities are of; null where there are none. */
export function takeProbabilities(guess: Guess): readonly string[] | null {
  if (guess.has('rater') && guess.columns.some((column) => column.name.startsWith('prob_'))) return null;
  const found = probabilityColumns(guess.free());
  if (found === null) return null;
  const { prefix, suffix, members } = found;
  const names = members.map(({ column }) => column);
  guess.take({ probs: suffix === '' ? prefix : `${prefix}*${suffix}` }, names);
  guess.notes.push(`probabilities: ${names.join(', ')} lie in [0, 1]`);
  return members.map(({ label }) => label);
}

/** `questions`: columns that may be labels of one question each; `labels`: those of the probabilities. */
export function takeLabel(
  guess: Guess,
  questions: readonly string[],
  labels: readonly string[],
): ColumnProfile | undefined {
  if (guess.has('label')) return guess.columns.find(({ name }) => name === 'label');
  const small = guess.free().filter(isSmall);
  const label = labelColumn(small, questions, labels);
  if (label === undefined) return undefined;
  guess.take({ label: label.name }, [label.name]);
  const values = `${label.values.slice(0, 6).join(', ')}${label.values.length > 6 ? ', …' : ''}`;
  const several =
    questions.length > 1 && questions.includes(label.name)
      ? questions
      : criteria(label, small, guess.sample.header);
  guess.questions = several;
  guess.notes.push(
    `label: ${label.name} has the values ${values}` +
      (several.length > 1 ? `; ${several.join(', ')} look like several questions: take one at a time` : ''),
  );
  return label;
}

/** Where one rater rates an item in several rows, the column that tells those rows apart. */
export function takePart(guess: Guess): void {
  const { item = ['item'], rater = 'rater' } = guess.mapping;
  const part = columnApart(guess.sample, [...item, rater, 'order', 'repeat'], guess.free());
  if (part === undefined) return;
  const { raterName: nobody, ...rest } = guess.mapping;
  const apart = `items repeat, and ${part.name} tells the rows apart (${part.values.join(', ')})`;
  if (nobody === undefined || rest.probs !== undefined || partName.test(part.name)) {
    guess.take({ where: { [part.name]: [part.values[0]] } }, [part.name]);
    guess.notes.push(`where: ${apart}: take one at a time`);
    return;
  }
  guess.mapping = rest;
  guess.take({ rater: part.name }, [part.name]);
  guess.notes.splice(
    guess.notes.indexOf(noRater),
    1,
    `rater: ${apart}, so it may say who rated. If it says what was asked, take one at a time (where)`,
  );
}

/** Who is named like a judge or a reference, where no column does. */
export function kindsByName(guess: Guess): Proposal['options'] {
  const { rater = 'rater' } = guess.mapping;
  const names = guess.columns.find(({ name }) => name === rater)?.values ?? [];
  return guess.has('kind') ? {} : guess.noted(namedKinds(names));
}

/** A probability beside the labels of judges, and of nobody else; those who have it are judges. */
export function takeConfidence(
  guess: Guess,
  label: ColumnProfile,
  kinds: Proposal['options'],
): Proposal['options'] {
  const { header } = guess.sample;
  const column = guess.free().find(({ probability, name }) => probability && isNamedConfidence(name));
  const rater = header.indexOf(guess.mapping.rater ?? 'rater');
  if (column === undefined || rater < 0) return kinds;
  const who = namesWith(guess.sample, rater, header.indexOf(column.name));
  const known = kinds.judge ?? [];
  if (
    !guess.has('kind') &&
    who.length === namesWith(guess.sample, rater, rater).length &&
    who.some((name) => !known.includes(name))
  ) {
    guess.notes.push(`${column.name} is not used: people say how sure they are, too`);
    return kinds;
  }
  const { part, notes } = probabilityBeside(label, [column], guess.sample);
  guess.take(part, [column.name]);
  guess.notes.push(...notes);
  const judge = [...new Set([...known, ...who])];
  return guess.has('kind') || judge.length === known.length ? kinds : { ...kinds, judge };
}
