/** Parts of a proposal that hang on no other: who is no person, the scale, a form with a person a row. */
import { isNestedVerdicts } from '../intake/nested-verdicts.ts';
import { kindByName } from '../words/rater-names.ts';
import { type ColumnProfile, type Sample, isScale, isSmall } from './column-profile.ts';
import { wideColumns } from './column-roles.ts';
import { type Proposal, type ProposedMapping, onlyNotes } from './proposal.ts';

export type Part = Pick<Proposal, 'options' | 'notes'>;

/** Raters that are named like a model or like a reference would be asked about. */
export function namedKinds(names: readonly string[]): Part {
  if (names.length > 200) return { options: {}, notes: [] };
  const [judge, reference] = (['judge', 'reference'] as const).map((kind) =>
    names.filter((name) => kindByName(name) === kind),
  );
  return {
    options: { ...(judge.length > 0 ? { judge } : {}), ...(reference.length > 0 ? { reference } : {}) },
    notes: [
      ...(judge.length > 0
        ? [`judge: ${judge.join(', ')}, by name: human instead, if a person is called so`]
        : []),
      ...(reference.length > 0
        ? [`reference: ${reference.join(', ')}, by name: the right answers, and no person`]
        : []),
    ],
  };
}

export function gradesInOrder(label: ColumnProfile | undefined): Part {
  return label === undefined || !isScale(label.values)
    ? { options: {}, notes: [] }
    : {
        options: { scale: 'ordinal' },
        notes: [`scale: ${label.values.toSorted().join(', ')} are grades in order`],
      };
}

/** One row a person, one column an item: questions as column names, a time or an address beside them. */
export function formProposal({ header, rows }: Sample, columns: readonly ColumnProfile[]): Proposal | null {
  const person = header.find((name) =>
    /^(?:e-?mail(?: address)?|respondent(?:[ _]?id)?|username|participant(?:[ _]?id)?)$/i.test(name),
  );
  const time = header.some((name) => /^timestamp$/i.test(name));
  if (person === undefined || !time || header.includes('item') || header.includes('label')) return null;
  const small = columns.filter((column) => column.name !== person && isSmall(column));
  const alike = wideColumns(small);
  if (alike.length < 2) return null;
  const scale = gradesInOrder(small.find(({ name }) => name === alike[0]));
  return {
    mappings: [{ rater: person, wideItems: alike }],
    options: scale.options,
    notes: [
      ...scale.notes,
      `a form: each row is a person (${person}), each column an item (${alike.length} of them, ` +
        `${rows.length} rows)`,
    ],
  };
}

/** What promptfoo decided, beside the columns of people: how that is read. */
export function promptfooStatus(
  columns: readonly ColumnProfile[],
  { item }: ProposedMapping,
): ProposedMapping | undefined {
  const status = columns.find(
    ({ name, values }) => name === 'Status' && values.every((value) => /^(?:PASS|FAIL|ERROR)$/.test(value)),
  );
  if (status === undefined) return undefined;
  return {
    ...(item === undefined ? {} : { item }),
    label: status.name,
    raterName: 'promptfoo',
    raterKind: 'judge',
  };
}

/** Where nothing is proposed, and a column holds the answers of several raters in one cell, that is why. */
export function severalInACell(found: Proposal | null, columns: readonly ColumnProfile[]): Proposal | null {
  const lists = columns.find((column) => column.lists && column.name !== 'label');
  if (lists === undefined || columns.some(({ name }) => name === 'label') || found?.mappings.length)
    return found;
  return onlyNotes(
    ...(found?.notes ?? []),
    `${lists.name} holds several answers in one cell: write one row for each rater and answer`,
  );
}

/** Verdicts that a tool wrote as lists of objects: why nothing is proposed. */
export function nestedVerdicts(columns: readonly ColumnProfile[]): Proposal | null {
  const nested = columns.find(({ name, values }) => values.some((value) => isNestedVerdicts(name, value)));
  if (nested === undefined) return null;
  return onlyNotes(
    `${nested.name} holds the verdicts in nested form, which is not read: write one row for each, with its ` +
      'decision as the label',
    'a label beside nested verdicts is as a rule the right answer: give it a separate rater, and name ' +
      'that as a reference',
  );
}
