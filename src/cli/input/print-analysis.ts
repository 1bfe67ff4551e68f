/**
 * An Analysis on a terminal: what to know first, the answers in words, then what their cautions mean. No
 * figure here that is not in the Analysis.
 */
import {
  type Analysis,
  type Answer,
  type ComparisonAnalysis,
  type SaidWarning,
  counted,
  figureRange,
  figureText,
  percent,
  pointRange,
  points,
  sortedWarnings,
  truthInside,
} from '../../analysis/index.ts';
import { someNames } from './print-study.ts';
import { shortName } from '../shell/terminal-text.ts';
import type { Terminal } from '../shell/terminal.ts';

/** Each question once, with the answer for every judge it is about. */
export function printAnswers(answers: readonly Answer[], terminal: Terminal): void {
  const said: Said = { reasons: new Map(), fixes: new Set() };
  const questions = [...new Set(answers.map((answer) => answer.question))].sort((a, b) => a - b);
  for (const question of questions) {
    const own = answers.filter((answer) => answer.question === question);
    terminal.blank();
    terminal.paragraph(own[0].title, { lead: `${question}  `, leadTone: 'bold', tone: 'bold' });
    // The same refusal for several judges is said once.
    for (const group of Map.groupBy(own, (answer) =>
      answer.status === 'answered' ? answer : `${answer.reason?.text}\n${answer.fix?.text}`,
    ).values())
      printAnswer(
        group[0],
        own.length > 1 ? group.flatMap(({ judge }) => (judge === null ? [] : [judge])) : [],
        said,
        terminal,
      );
  }
}

/**
 * What was printed in full, and is not printed again: reasons with the question they stand under, and what to
 * do.
 */
interface Said {
  readonly reasons: Map<string, number>;
  readonly fixes: Set<string>;
}

function printAnswer(
  answer: Answer,
  judges: readonly string[],
  { reasons, fixes }: Said,
  terminal: Terminal,
): void {
  const lead = judges.length > 0 ? '- ' : '';
  if (answer.status === 'answered') {
    terminal.paragraph(answer.text, { indent: 3, lead });
    return;
  }
  const reason = answer.reason?.text ?? answer.text;
  const about = aboutJudges(judges, reason);
  const before = [...reasons].find(
    ([text, question]) => question !== answer.question && reason.startsWith(text),
  );
  if (before !== undefined) {
    const rest = reason.slice(before[0].length);
    terminal.paragraph(`${about}not answered, for the reason under ${before[1]}${rest}`, {
      indent: 3,
      lead,
      tone: 'yellow',
    });
    return;
  }
  reasons.set(reason, answer.question);
  terminal.paragraph(`${about}not answered: ${reason}`, { indent: 3, lead, tone: 'yellow' });
  const fix = answer.fix?.text ?? '';
  if (fix === '' || fixes.has(fix)) return;
  fixes.add(fix);
  terminal.paragraph(fix, { lead: 'to do: ', indent: 3 + lead.length });
}

/** Whose text it is, where the text does not begin with its judge. */
export function aboutJudges(judges: readonly string[], text: string): string {
  const isNamed = judges.length === 1 && text.startsWith(judges[0]);
  return judges.length === 0 || isNamed ? '' : `${someNames(judges)}: `;
}

/** Which judge agrees with people more: the ranks of several, then every pair. */
export function printComparison(comparison: ComparisonAnalysis, terminal: Terminal): void {
  const { pairs, otherItems, reason, fix } = comparison;
  terminal.blank();
  terminal.heading(`Which judge agrees with ${comparison.against} more?`);
  if (reason !== undefined) {
    terminal.paragraph(`not answered: ${reason.text}`, { indent: 3, tone: 'yellow' });
    terminal.paragraph(fix?.text ?? '', { lead: 'to do: ', indent: 3 });
    return;
  }
  if (pairs.length === 1) terminal.paragraph(pairs[0].text, { indent: 3 });
  else printRanks(comparison, terminal);
  if (otherItems > 0)
    terminal.paragraph(`Left out: ${counted(otherItems, 'labeled item')} without an answer of every judge.`, {
      indent: 3,
    });
}

/** As many lines as anybody reads; the files have every pair. */
const mostPairs = 10;

function printRanks({ judges, pairs, items }: ComparisonAnalysis, terminal: Terminal): void {
  terminal.paragraph(
    `On the same ${counted(items, 'item')}; the intervals hold for all ${counted(pairs.length, 'pair')} at ` +
      'once, and a rank is what they leave open.',
    { indent: 3 },
  );
  for (const { name, agreement, best, worst } of judges)
    terminal.paragraph(
      `${percent(agreement)} ${shortName(name)}: rank ${best === worst ? best : `${best} to ${worst}`}`,
      { indent: 3, lead: '- ' },
    );
  for (const { first, second, difference, finding } of pairs.slice(0, mostPairs)) {
    const { value, interval } = difference;
    const found = finding === 'first' || finding === 'second' ? '' : '; undecided';
    terminal.paragraph(
      `${points(value)} (${pointRange(interval)}): ${shortName(first)} minus ${shortName(second)}${found}`,
      { indent: 3, lead: '- ' },
    );
  }
  const more = pairs.length - mostPairs;
  if (more > 0) terminal.paragraph(`${counted(more, 'pair')} more in the file.`, { indent: 3 });
  const unclaimed = pairs.find(({ claimed }) => !claimed)?.difference.warnings[0];
  if (unclaimed !== undefined)
    terminal.paragraph(`Take the undecided with care: ${unclaimed.text}.`, { indent: 3 });
}

/** Warnings with what they mean; those of nearly every run are notes. */
export function printWarnings(
  warnings: readonly SaidWarning[],
  terminal: Terminal,
  heading = 'Warnings',
): void {
  const { real } = sortedWarnings(warnings);
  if (real.length === 0) return;
  terminal.blank();
  terminal.heading(heading);
  for (const warning of real) {
    terminal.paragraph(warning.text, { lead: '! ', leadTone: 'yellow' });
    terminal.paragraph(warning.meaning, { indent: 2, tone: 'dim' });
  }
}

/** The warnings that stand in nearly every run, in one line. */
export function printNotes(warnings: readonly SaidWarning[], terminal: Terminal): void {
  const { standing } = sortedWarnings(warnings);
  if (standing.length === 0) return;
  terminal.blank();
  terminal.paragraph(standing.map(({ text }) => text).join('; '), { lead: 'notes:   ', leadTone: 'bold' });
}

/** Each figure of a simulated study beside the truth that made it. */
export function printTruth(truth: NonNullable<Analysis['truth']>, terminal: Terminal): void {
  terminal.blank();
  terminal.heading('Beside the truth that made the data');
  for (const row of truth) {
    const { what, unit, estimate } = row;
    const inside = truthInside(row);
    const range = inside === '' ? '' : ` (${figureRange(unit, row)})`;
    terminal.paragraph(what);
    terminal.paragraph(
      `found ${figureText(unit, estimate)}${range}, truth ${figureText(unit, row.truth)}` +
        (inside === '' ? '' : `: ${inside}`),
      { indent: 3 },
    );
  }
}
