/**
 * Each judge beside the human ceiling: how often it agrees with a person, where one person agrees with
 * another, on the same items.
 */
import type { Analysis, JudgeAnalysis } from '../../analysis/index.ts';
import { h, intervalChart, type Content, type IntervalRow } from '../../charts/index.ts';
import { plainName, name } from '../page/clean-text.ts';
import { confusionTable } from './confusion-table.ts';
import { cautions, estimateTable, inWords, type Estimate } from '../page/estimate-cells.ts';
import { count, counted, percent, range } from '../page/format.ts';
import { labelTable, scaleNote } from './label-table.ts';
import { judgeRunNote } from './judge-run-note.ts';
import { noJudgeBoxes, setAsideBoxes } from './no-judge.ts';
import { note, paragraph, type Section } from '../page/page-parts.ts';

const findings: Readonly<Record<JudgeAnalysis['agreement']['finding'], string>> = {
  'as good': 'As good as a person.',
  above: 'Closer to a person than people are to one another.',
  below: 'Not as good as a person.',
  unclear: 'Undecided: it may be as good as a person, or worse.',
  unknown: 'Unknown: there is no human ceiling to compare with.',
};

export function judgesSection(analysis: Analysis): Section {
  const { judges, options } = analysis;
  const body =
    judges.length === 0
      ? noJudgeBoxes(analysis)
      : [
          paragraph(
            'People do not always agree with one another. How often one person agrees with another ' +
              'is the ceiling ' +
              'a judge is measured against. The judge is compared with one person at a time, on the ' +
              'same items.',
          ),
          ceilingChart(judges, options.level),
          ...setAsideBoxes(analysis),
          ...judges.map((judge, index) => judgePart(judge, index, analysis)),
        ];
  return {
    id: 'judges',
    heading: judges.length > 1 ? 'The judges beside people' : 'The judge beside people',
    short: 'Judge and people',
    body,
  };
}

/** One axis for all judges. Each has its ceiling beside it, since the items it was asked about may differ. */
function ceilingChart(judges: readonly JudgeAnalysis[], level: number): Content {
  const shared =
    new Set(judges.map(({ agreement: { ceiling } }) => `${ceiling.value} ${ceiling.n}`)).size === 1;
  const rows = judges.flatMap(({ name: judge, agreement }, index): IntervalRow[] => [
    ...(shared && index > 0
      ? []
      : [
          chartRow(
            shared ? 'People with one another' : `People, items of ${plainName(judge)}`,
            'people',
            agreement.ceiling,
          ),
        ]),
    chartRow(plainName(judge), 'judge', agreement.judgeOnCeilingItems),
  ]);
  if (rows.every(({ value }) => !Number.isFinite(value))) return null;
  const inText = rows.map(
    ({ label, value, lower, upper }) =>
      `${label}: ${percent(value)}, interval ${range(lower, upper, percent)}`,
  );
  return intervalChart({
    id: 'ceiling',
    title: 'Agreement with one person, on the same items',
    description: `${inText.join('. ')}. A line is the ${percent(level)} interval.`,
    rows,
    axisLabel: 'agreement with one person',
    format: percent,
    bounds: [0, 1],
    table: {
      caption: 'The chart as a table',
      columns: [
        { name: 'Who' },
        { name: 'Agreement', numeric: true },
        { name: `${percent(level)} interval`, numeric: true },
      ],
      rows: rows.map(({ label, value, lower, upper }) => [
        label,
        percent(value),
        range(lower, upper, percent),
      ]),
    },
  });
}

function chartRow(label: string, mark: IntervalRow['mark'], { value, interval }: Estimate): IntervalRow {
  return { label, mark, value, lower: interval.lower, upper: interval.upper };
}

function judgePart(judge: JudgeAnalysis, index: number, analysis: Analysis): Content {
  const { agreement } = judge;
  const { ceiling, judgeOnCeilingItems, difference, ratio, judgeWithPerson, measures } = agreement;
  const { level } = analysis.options;
  return h(
    'section',
    { class: 'part', 'aria-labelledby': `judge-${index}` },
    h('h3', { id: `judge-${index}` }, name(judge.name)),
    h('p', { class: 'lead' }, leadOf(agreement)),
    note(
      `${counted(judge.items, 'item')} judged, ${count(judge.labeledItems)} of them with a ` +
        'person’s label. Family: ',
      name(judge.family),
      judge.familyDeclared ? '.' : ' (its own name: none was declared).',
    ),
    silenceNote(agreement),
    judgeRunNote(judge),
    estimateTable(
      `${plainName(judge.name)} beside people`,
      [
        { label: 'One person with another: the ceiling', estimate: ceiling },
        { label: 'The judge with one person, same items', estimate: judgeOnCeilingItems },
        {
          label: 'Difference',
          estimate: difference,
          note: 'Below zero: the judge agrees less than a person would.',
        },
        { label: 'Ratio', estimate: ratio, note: 'At 1 the judge agrees as often as a person.' },
        { label: 'The judge with one person, every labeled item', estimate: judgeWithPerson },
        ...(judge.againstReference === null
          ? []
          : [
              {
                label: 'The judge with the reference',
                estimate: judge.againstReference,
                note:
                  'How often it gives the reference label. Do not hold this against the ceiling, which ' +
                  'is about people.',
              },
              ...(judge.againstReference.asDisagreement === null
                ? []
                : [
                    {
                      label:
                        `The same, ${count(judge.againstReference.withoutLabel)} items without a label ` +
                        'as disagreement',
                      estimate: judge.againstReference.asDisagreement,
                    },
                  ]),
            ]),
        ...silenceRows(agreement),
        ...measures.map(({ name: measure, estimate, note: text }) => ({
          label: plainName(measure),
          estimate,
          note: text,
        })),
      ],
      level,
    ),
    orderPart(judge),
    h('h4', null, 'Where they differ'),
    scaleNote(judge),
    labelTable(judge, level),
    confusionTable(judge, analysis.study.codebook.labels),
  );
}

/** A judge that answers the easy items alone is good on those: the lead says of which items it speaks. */
function leadOf({ finding, silence: { asDisagreement } }: JudgeAnalysis['agreement']): string {
  if (asDisagreement === null) return findings[finding];
  const answered = `On the items it answered: ${uncapital(findings[finding])}`;
  return asDisagreement.finding === finding
    ? answered
    : `${answered} With no label as disagreement: ${uncapital(findings[asDisagreement.finding])}`;
}

function uncapital(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** What the figures on answered items leave out. */
function silenceNote({ silence }: JudgeAnalysis['agreement']): Content {
  const { labeledItems, withoutLabel, withoutRow, notAsked } = silence;
  const parts = [
    ...(withoutLabel === 0
      ? []
      : [
          `It gave no label on ${count(withoutLabel)} of ${counted(labeledItems, 'labeled item')} it ` +
            'was asked about.',
        ]),
    ...(withoutRow === 0
      ? []
      : [
          `It has no row on ${counted(withoutRow, 'labeled item')}: no figure counts ` +
            `${withoutRow === 1 ? 'it' : 'them'}.`,
        ]),
    ...(notAsked === 0 ? [] : [`It was not asked about ${counted(notAsked, 'labeled item')}.`]),
  ];
  return parts.length === 0 ? null : note(parts.join(' '));
}

function silenceRows({
  silence: { asDisagreement, withoutLabel },
}: JudgeAnalysis['agreement']): Parameters<typeof estimateTable>[1][number][] {
  if (asDisagreement === null) return [];
  const words =
    `With the ${counted(withoutLabel, 'labeled item')} on which the judge gave no label counted as ` +
    'disagreement.';
  const { judgeOnCeilingItems, difference, judgeWithPerson } = asDisagreement;
  return [
    {
      label: 'No label as disagreement: the judge with one person',
      estimate: judgeOnCeilingItems,
      note: words,
    },
    { label: 'No label as disagreement: difference', estimate: difference },
    { label: 'No label as disagreement: every labeled item', estimate: judgeWithPerson },
  ];
}

function orderPart({ orders }: JudgeAnalysis): Content {
  if (orders === null) {
    return [
      h('h4', null, 'Does the order matter?'),
      note('Unknown: the data do not say which side was shown first.'),
    ];
  }
  const { bias, consistency, flips, items, itemsWithBoth } = orders;
  return [
    h('h4', null, 'Does the order matter?'),
    paragraph(
      `${count(itemsWithBoth)} of ${counted(items, 'item')} were judged in both orders. The verdict ` +
        'was the same in both for ',
      h('strong', null, inWords(consistency)),
      '.',
      ...(Number.isNaN(bias.value)
        ? []
        : [
            ' The shift toward the side shown first was ',
            h('strong', null, inWords(bias)),
            ' logits: above 0 the judge favors the side it sees first, below 0 the second.',
          ]),
    ),
    flipsNote(flips),
    consistency.reason === undefined
      ? null
      : note(`How often is unknown: ${plainName(consistency.reason.text)}.`),
    bias.reason === undefined
      ? null
      : note(`The shift toward the side shown first is unknown: ${plainName(bias.reason.text)}.`),
    cautions([
      { label: 'Same verdict in both orders', estimate: consistency },
      { label: 'Shift toward the side shown first', estimate: bias },
    ]),
  ];
}

/** Where the verdicts went that did not survive the swap. */
function flipsNote(flips: NonNullable<JudgeAnalysis['orders']>['flips']): Content {
  if (flips === null || Number.isNaN(flips.leanToFirst.value)) return null;
  const { toFirst, toSecond, other, leanToFirst } = flips;
  return paragraph(
    `Verdicts that changed with the order: ${count(toFirst)} to whichever side was shown first, ` +
      `${count(toSecond)} to whichever was shown second` +
      (other > 0 ? `, ${count(other)} to or from a tie` : '') +
      '. To the first: ',
    h('strong', null, inWords(leanToFirst)),
    '; a judge without a lean has 50%.',
  );
}
