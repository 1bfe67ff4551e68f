/** Several judges beside one another on the same items: which agrees with people more. */
import type { Analysis, ComparisonAnalysis } from '../../analysis/index.ts';
import { type Content, type IntervalRow, dataTable, intervalChart } from '../../charts/index.ts';
import { clause, name, plainName, sentence, shortText } from '../page/clean-text.ts';
import { cautions, valueCell } from '../page/estimate-cells.ts';
import { count, counted, percent, points, pointsRange, signedPoints } from '../page/format.ts';
import { type Section, note, paragraph, refusalBox } from '../page/page-parts.ts';

/** As many as one chart can show; the table has all. */
const mostInChart = 15;

export function comparisonSection({ comparison, options }: Analysis): Section | null {
  if (comparison === null) return null;
  const { reason, fix } = comparison;
  return {
    id: 'comparison',
    heading: `Which judge agrees with ${comparison.against} more?`,
    short: 'Judge and judge',
    body:
      reason === undefined
        ? comparedBody(comparison, options.level)
        : [refusalBox('Unknown', reason.text, fix?.text)],
  };
}

function comparedBody(comparison: ComparisonAnalysis, level: number): Content[] {
  const { pairs, items, otherItems } = comparison;
  const isOne = pairs.length === 1;
  return [
    ...(isOne ? pairs.map(({ text }) => paragraph(clause(sentence(text)))) : []),
    note(
      `All judges are held against the same ${counted(items, 'item')}, so what is hard for all of them ` +
        'falls out of a difference. Where a judge gave no label, that counts as disagreement.' +
        (otherItems === 0
          ? ''
          : ` Left out: ${counted(otherItems, 'labeled item')} without an answer of every judge.`),
    ),
    ...(isOne ? [] : [rankTable(comparison)]),
    pairChart(comparison, level),
    pairTable(comparison, level),
    cautions(
      pairs.map(({ first, second, difference }) => ({
        label: `${plainName(first)} and ${plainName(second)}`,
        estimate: difference,
      })),
    ),
  ];
}

function rankTable({ judges }: ComparisonAnalysis): Content {
  return dataTable({
    caption: 'Ranks that the intervals of all pairs leave open',
    className: 'key',
    columns: [
      { name: 'Judge' },
      { name: 'Agreement', numeric: true },
      { name: 'Rank', numeric: true },
      { name: 'No label', numeric: true },
    ],
    rows: judges.map(({ name: judge, agreement, best, worst, withoutLabel }) => [
      name(judge),
      percent(agreement),
      best === worst ? count(best) : `${count(best)} to ${count(worst)}`,
      count(withoutLabel),
    ]),
  });
}

function pairChart({ pairs }: ComparisonAnalysis, level: number): Content {
  const rows = pairs
    .filter(({ difference }) => Number.isFinite(difference.interval.lower))
    .slice(0, mostInChart)
    .map(({ first, second, difference: { value, interval } }): IntervalRow => {
      const label = `${shortText(first, 13)} − ${shortText(second, 13)}`;
      return { label, mark: 'judge', value, lower: interval.lower, upper: interval.upper };
    });
  if (rows.length === 0) return null;
  const left = pairs.length - rows.length;
  const inText = rows.map(
    ({ label, value, lower, upper }) => `${label}: ${points(value)}, interval ${pointsRange(lower, upper)}`,
  );
  return intervalChart({
    id: 'judge-differences',
    title: 'Difference of agreement, on the same items',
    description:
      `${inText.join('. ')}. ` +
      `A line is the ${percent(level)} ` +
      `interval${pairs.length > 1 ? ', which holds for all pairs at once' : ''}.` +
      (left > 0 ? ` ${counted(left, 'pair')} more in the table.` : ''),
    rows,
    axisLabel: 'difference of agreement, in points',
    format: signedPoints,
    bounds: [-1, 1],
    baseline: { value: 0, label: 'alike' },
    table: null,
  });
}

function pairTable({ pairs }: ComparisonAnalysis, level: number): Content {
  return dataTable({
    caption: 'Every two judges',
    columns: [
      { name: 'First' },
      { name: 'Second' },
      { name: `First minus second, and ${percent(level)} interval`, numeric: true },
      { name: 'First agrees more', numeric: true },
      { name: 'Second agrees more', numeric: true },
      { name: 'Found' },
    ],
    rows: pairs.map(({ first, second, difference, onlyFirst, onlySecond, finding }) => [
      name(first),
      name(second),
      valueCell(difference),
      counted(onlyFirst, 'item'),
      counted(onlySecond, 'item'),
      found[finding],
    ]),
  });
}

const found: Readonly<Record<ComparisonAnalysis['pairs'][number]['finding'], string>> = {
  first: 'the first agrees more',
  second: 'the second agrees more',
  unclear: 'undecided',
  unknown: 'unknown',
};
