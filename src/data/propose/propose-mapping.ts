/**
 * From the shapes of columns to a mapping that may read them. A proposal is for a person to check; it is
 * never applied.
 */
import { type ColumnProfile, type Sample, isSmall, profileColumns } from './column-profile.ts';
import { holdsLabels, numberedColumns, raterName } from './column-roles.ts';
import { Guess, noRater } from './guess.ts';
import { judgeAlone, judgeBeside } from './judge-beside.ts';
import { type Proposal, onlyNotes } from './proposal.ts';
import { formProposal, gradesInOrder, nestedVerdicts, severalInACell } from './study-parts.ts';
import {
  kindsByName,
  takeConfidence,
  takeItem,
  takeLabel,
  takePart,
  takeProbabilities,
} from './take-columns.ts';
import { toolProposal } from './tool-shapes.ts';
import { wideTable } from './wide-table.ts';

/**
 * How a file may be read that lacks the column names of assize; null where its shapes say nothing.
 *
 * @example
 * const sample = { header: ['text_id', 'annotator', 'score'], rows: [['a', 'ann', 'good'], ['b', 'ann', 'bad']] };
 * proposeMapping(sample).mappings; // [{ item: ['text_id'], rater: 'annotator', label: 'score' }]
 */
export function proposeMapping(sample: Sample): Proposal | null {
  const columns = profileColumns(sample);
  return (
    nestedVerdicts(columns) ??
    toolProposal(columns) ??
    severalInACell(guessed(new Guess(sample, columns)), columns)
  );
}

function guessed(guess: Guess): Proposal | null {
  const form = formProposal(guess.sample, guess.columns);
  if (form !== null) return form;
  if (!takeItem(guess)) return null;
  const labels = takeProbabilities(guess);
  const small = guess.free().filter(isSmall);
  if (guess.has('rater')) return labeledRows(guess, [], labels);
  const rater = guess.free().find((column) => raterName.test(column.name) && !holdsLabels(column, small));
  if (rater !== undefined) {
    guess.take({ rater: rater.name }, [rater.name]);
    guess.notes.push(`rater: ${rater.name} is named like one`);
    return labeledRows(guess, guess.has('label') ? [] : numberedColumns(small), labels);
  }
  if (!guess.has('label') && labels === null) {
    const otherwise = wideTable(guess, small) ?? tableOfOneJudge(guess, small);
    if (otherwise !== null) return otherwise;
  }
  guess.take({ raterName: 'rater' }, []);
  guess.notes.push(noRater);
  return labeledRows(guess, [], labels);
}

function tableOfOneJudge(guess: Guess, small: readonly ColumnProfile[]): Proposal | null {
  const alone = judgeAlone(small, guess.mapping, guess.free(), guess.sample);
  return alone === null ? null : { ...alone, notes: [...guess.notes, ...alone.notes] };
}

/** A row a rating, or a row of probabilities: item and rater are settled. */
function labeledRows(
  guess: Guess,
  questions: readonly string[],
  probabilities: readonly string[] | null,
): Proposal | null {
  const label = takeLabel(guess, questions, probabilities ?? []);
  if (label === undefined && !guess.has('label') && probabilities === null)
    return Object.keys(guess.mapping).length === 0
      ? null
      : onlyNotes(...guess.notes, 'no column looks like a label');
  takePart(guess);
  let kinds = kindsByName(guess);
  const judge = label === undefined ? null : judgeBeside(label, guess.mapping, guess.free(), guess.sample);
  if (label !== undefined && probabilities === null && judge === null)
    kinds = takeConfidence(guess, label, kinds);
  if (Object.keys(guess.mapping).length === 0 && Object.keys(kinds).length === 0 && judge === null)
    return null;
  return {
    mappings: judge === null ? [guess.mapping] : [guess.mapping, judge.mapping],
    options: { ...guess.noted(gradesInOrder(label)), ...kinds },
    notes: [...guess.notes, ...(judge?.notes ?? [])],
    ...(guess.questions.length > 1 && judge === null ? { questions: guess.questions } : {}),
  };
}
