/** A judge as a column beside people: its verdicts are read in a second reading of the file. */
import { type ColumnProfile, isSmall, overlap } from './column-profile.ts';
import type { ProposedMapping } from './proposal.ts';

/**
 * `label`: the column of people's labels, or the judge's itself; `mapping`: how people are read; `free`:
 * columns that mean nothing yet. Null where no judge is there.
 */
export function judgeBeside(
  label: ColumnProfile,
  mapping: ProposedMapping,
  free: readonly ColumnProfile[],
): { readonly mapping: ProposedMapping; readonly notes: readonly string[] } | null {
  const isOwn = mapping.wide?.includes(label.name) === true;
  const judge = isOwn
    ? label
    : free.find((column) => named.test(column.name) && isSmall(column) && overlap(column, label) >= 0.5);
  if (judge === undefined) return null;
  const confidence = free.find((column) => column.probability && column.name !== judge.name);
  // With two labels a column of probabilities is that of the one in its name, or of the one that says yes.
  const yes =
    judge.values.find(
      (value) => confidence !== undefined && wordsOf(confidence.name).includes(value.toLowerCase()),
    ) ?? judge.values.find((value) => /^(?:1(?:\.0)?|true|yes|pass)$/i.test(value));
  const isOfYes =
    confidence !== undefined &&
    yes !== undefined &&
    label.values.length <= 2 &&
    !/conf/i.test(confidence.name);
  if (isOwn && !isOfYes) return null;
  const name =
    judge.name.replace(/[ _.-]*(?:label|verdict|answer|score|pred(?:iction)?)$/i, '') || judge.name;
  return {
    mapping: {
      ...(mapping.item === undefined ? {} : { item: mapping.item }),
      label: judge.name,
      raterName: name,
      raterKind: 'judge',
      ...(isOfYes
        ? { probs: { [String(Number.isFinite(Number(yes)) ? Number(yes) : yes)]: confidence.name } }
        : {}),
    },
    notes: [
      `judge: ${judge.name} holds what ${name} said of each item, so the file is read a second time for it`,
      ...(isOfYes ? [`${confidence.name} is taken for the probability of ${yes}: check it`] : []),
      ...(confidence !== undefined && !isOfYes
        ? [
            `${confidence.name} is not used: the probability of the label a judge chose says nothing of ` +
              'the others',
          ]
        : []),
    ],
  };
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}

const named = /(?:^|[ _.-])(?:judge|llm|model|gpt|predicted|prediction|auto)(?:$|[ _.-])/i;
