/** A judge as a column beside people: its verdicts are read in a second reading of the file. */
import { isNamedConfidence } from '../words/confidence-name.ts';
import { respelled } from '../words/label-spelling.ts';
import { isNumeric } from '../words/number-text.ts';
import { isJudge } from './column-roles.ts';
import { type ColumnProfile, type Sample, isSmall, overlap } from './column-profile.ts';
import type { Proposal, ProposedMapping } from './proposal.ts';
import { gradesInOrder } from './study-parts.ts';

export interface BesideLabel {
  readonly part: Pick<ProposedMapping, 'probs' | 'confidence'>;
  readonly notes: readonly string[];
}

/**
 * `label`: the column of people's labels, or the judge's itself; `mapping`: how people are read; `free`:
 * columns that mean nothing yet. Null where no judge is there.
 */
export function judgeBeside(
  label: ColumnProfile,
  mapping: ProposedMapping,
  free: readonly ColumnProfile[],
  sample: Sample,
): { readonly mapping: ProposedMapping; readonly notes: readonly string[] } | null {
  const isOwn = mapping.wide?.includes(label.name) === true;
  const judge = isOwn
    ? label
    : free.find(
        (column) =>
          (named.test(column.name) || isJudge(column)) && isSmall(column) && overlap(column, label) >= 0.5,
      );
  if (judge === undefined) return null;
  const { part, notes } = probabilityBeside(judge, free, sample);
  if (isOwn && Object.keys(part).length === 0) return null;
  const name =
    judge.name.replace(/[ _.-]*(?:label|verdict|answer|score|pred(?:iction)?)$/i, '') || judge.name;
  return {
    mapping: {
      ...(mapping.item === undefined ? {} : { item: mapping.item }),
      label: judge.name,
      raterName: name,
      raterKind: 'judge',
      ...part,
    },
    notes: [
      `judge: ${judge.name} holds what ${name} said of each item, so the file is read a second time for it`,
      ...notes,
    ],
  };
}

/**
 * What a column of probabilities beside the labels says: with two labels the probability of the one in its
 * name, or of the one that says yes; or that of the label given, where it is called a confidence or never
 * falls below one half.
 */
export function probabilityBeside(
  label: ColumnProfile,
  free: readonly ColumnProfile[],
  { header, rows }: Sample,
): BesideLabel {
  const column = free.find(({ probability, name }) => probability && name !== label.name);
  if (column === undefined) return { part: {}, notes: [] };
  const { name } = column;
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const inName = label.values.find((value) => words.includes(value.toLowerCase()));
  const yes = inName ?? yesOf(label);
  const [own, beside] = [header.indexOf(label.name), header.indexOf(name)];
  const given = rows
    .map((row) => ({ word: (row[own] ?? '').trim(), p: Number((row[beside] ?? '').trim() || NaN) }))
    .filter(({ word, p }) => word !== '' && !Number.isNaN(p));
  const isSure = given.every(({ p }) => p >= 0.5) && new Set(given.map(({ word }) => word)).size > 1;
  const isConfidence = inName === undefined && (/conf|certain/i.test(name) || isSure);
  if (label.values.length > 2)
    return isConfidence || isNamedConfidence(name)
      ? {
          part: {},
          notes: [
            `${name} is not used: of more than two labels it says nothing of those a judge did not choose`,
          ],
        }
      : { part: {}, notes: [] };
  if (isConfidence)
    return {
      part: { confidence: name },
      notes: [`${name} is taken for the probability of the label given: check it`],
    };
  if (yes === undefined) return { part: {}, notes: [] };
  return {
    part: { probs: { [asLabel(yes)]: name } },
    notes: [`${name} is taken for the probability of ${yes}: check it`],
  };
}

function yesOf({ values }: ColumnProfile): string | undefined {
  return values.find((value) => /^(?:1(?:\.0)?|true|yes|ja|pass)$/i.test(value));
}

/** 1.0 is the label 1. */
function asLabel(word: string): string {
  return String(Number.isFinite(Number(word)) ? Number(word) : word);
}

/**
 * A column named like a model whose values are not the labels of the `people` beside it: a probability of
 * what says yes, or labels of another kind, which are read so that what is wrong with them is said.
 */
export function judgeOtherwise(
  people: ColumnProfile,
  mapping: ProposedMapping,
  free: readonly ColumnProfile[],
): { readonly column: string; readonly mapping?: ProposedMapping; readonly note: string } | null {
  const judge = free.find(
    (column) => isJudge(column) && (isNumbers(column) || (isSmall(column) && speaksOf(column, people))),
  );
  if (judge === undefined) return null;
  const { name } = judge;
  const yes = people.values.length === 2 ? yesOf(people) : undefined;
  if (!judge.probability || yes === undefined)
    return { column: name, note: `judge: ${name} is named like a model, and its values are others` };
  const { item } = mapping;
  return {
    column: name,
    mapping: {
      ...(item === undefined ? {} : { item }),
      probs: { [asLabel(yes)]: name },
      raterName: name,
      raterKind: 'judge',
    },
    note:
      `judge: ${name} lies in [0, 1] and is taken for a probability of ${asLabel(yes)}: check it. A score of ` +
      'another meaning is made a label by a threshold',
  };
}

/** A table of one judge: its verdicts in a column named like a model, perhaps a probability beside. */
export function judgeAlone(
  small: readonly ColumnProfile[],
  mapping: ProposedMapping,
  free: readonly ColumnProfile[],
  sample: Sample,
): Proposal | null {
  const [judge, ...others] = small.filter(isJudge);
  if (judge === undefined || others.length > 0) return null;
  const { name } = judge;
  const read = judgeBeside(judge, { ...mapping, wide: [name] }, free, sample);
  const scale = gradesInOrder(judge);
  return {
    mappings: [read?.mapping ?? { ...mapping, label: name, raterName: name, raterKind: 'judge' }],
    options: scale.options,
    notes: [
      ...scale.notes,
      `judge: ${name} is named like a model, and holds labels`,
      ...(read?.notes.slice(1) ?? []),
    ],
  };
}

function isNumbers({ values }: ColumnProfile): boolean {
  return values.length > 0 && values.every((value) => isNumeric(value.replace(',', '.')));
}

function speaksOf({ values }: ColumnProfile, people: ColumnProfile): boolean {
  return respelled(values, people.values, true).size > 0;
}

/** Who has something in the column. */
export function namesWith({ rows }: Sample, rater: number, column: number): string[] {
  const filled = rows.filter((row) => (row[column] ?? '').trim() !== '');
  return [...new Set(filled.map((row) => (row[rater] ?? '').trim()))];
}

const named = /(?:^|[ _.-])(?:judge|llm|model|gpt|predicted|prediction|auto)(?:$|[ _.-])/i;
