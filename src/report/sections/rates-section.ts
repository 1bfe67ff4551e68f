/**
 * The true rate: corrected, by people alone and by the judge alone, side by side, with what the correction
 * stands on.
 */
import { type Analysis, type RateAnalysis, questions } from '../../analysis/index.ts';
import { dataTable, h, intervalChart, type Content, type IntervalRow } from '../../charts/index.ts';
import { name, onceEach, plainName, prose } from '../page/clean-text.ts';
import {
  estimateTable,
  inWords,
  unknownCell,
  type Estimate,
  type EstimateRow,
} from '../page/estimate-cells.ts';
import { counted, figureText, percent, range, unknownText } from '../page/format.ts';
import { disclosure, paragraph, refusalBox, type Section } from '../page/page-parts.ts';
import { otherPeopleRow, otherPeopleSentence } from './other-people.ts';
import {
  besideSentences,
  caution,
  isSeparate,
  judgeSentence,
  leadSentence,
  savedSentence,
  withoutWarnings,
} from './rate-sentences.ts';
import { isDoubted, standing } from './rate-standing.ts';

export function ratesSection(analysis: Analysis): Section {
  const { rates, options } = analysis;
  return {
    id: 'rates',
    heading: questions.rate.title,
    short: 'True rate',
    body:
      rates.length === 0
        ? [noRate(analysis)]
        : [
            paragraph(
              'The true rate is what people would say if they labeled every item. People labeled ' +
                'some of them. The judge labeled many more, ' +
                'and makes mistakes. Where the labeled items allow it, they show how far the judge ' +
                'is off, and its rate is corrected by that.',
            ),
            ...rates.map((rate, index) => ratePart(rate, index, options.level)),
          ],
  };
}

/** The answer to question 4 knows best why there is nothing to count. */
function noRate({ answers }: Analysis): Content {
  const refused = answers.find(({ question, status }) => question === 4 && status === 'refused');
  return refusalBox(
    'No rate was estimated',
    refused?.reason?.text ?? 'nothing says which label to count',
    refused?.fix?.text,
  );
}

function ratePart(rate: RateAnalysis, index: number, level: number): Content {
  return h(
    'section',
    { class: 'part', 'aria-labelledby': `rate-${index}` },
    h('h3', { id: `rate-${index}` }, rate.judge === null ? 'People alone' : name(rate.judge)),
    ...(rate.status === 'refused' ? refusedRate(rate, level) : answeredRate(rate, index, level)),
  );
}

/** Nothing is said of the items nobody labeled; what people said of the others is still worth seeing. */
function refusedRate(rate: RateAnalysis, level: number): Content[] {
  const { humanOnly, judgeOnly, counts, event } = rate;
  const known = Number.isFinite(humanOnly.value);
  return [
    refusalBox('The true rate is not estimated', (rate.reason ?? rate.methodReason).text, rate.fix?.text),
    known
      ? paragraph(
          `On the ${counted(counts.labeled, 'labeled item')} alone, by people: `,
          h('strong', null, inWords(humanOnly)),
          ', the rate of ',
          name(event, 120),
          '. This holds for these items only. It says nothing of any other.',
        )
      : paragraph('By people: ', unknownCell(humanOnly.reason)),
    Number.isFinite(judgeOnly.value) ? paragraph(...judgeSentence(rate)) : null,
    rateTable(rate, [humanRow(humanOnly, 'On the labeled items only.'), ...judgeRow(rate)], level),
    standing(rate),
  ];
}

function answeredRate(rate: RateAnalysis, index: number, level: number): Content[] {
  const { corrected, humanOnly, status, claimed } = rate;
  const correctedRow: EstimateRow = {
    label: 'Corrected',
    estimate: claimed ? corrected : withoutWarnings(corrected),
    note: 'What the judge says, shifted by how far it misses people on the labeled items.',
  };
  const alone = status === 'people alone';
  const people = humanRow(
    (alone && !claimed) || isDoubted(rate) ? withoutWarnings(humanOnly) : humanOnly,
    'What people said of the labeled items; the judge has no part in it.',
  );
  // Where the interval of the correction may not hold, the eye meets the people's figure first.
  const own = alone
    ? [people]
    : isSeparate(rate)
      ? [correctedRow]
      : claimed
        ? [correctedRow, people]
        : [people, correctedRow];
  const rows = [...own, ...otherPeopleRow(rate), ...judgeRow(rate)];
  return [
    claimed ? null : caution(rate),
    h('p', { class: 'lead' }, ...leadSentence(rate)),
    paragraph(...besideSentences(rate)),
    otherPeopleSentence(rate),
    savedSentence(rate),
    rateChart(rate, rows, index, level),
    rateTable(rate, rows, level),
    standing(rate),
    detailTable(rate),
    assumptionList(own),
  ];
}

function humanRow(estimate: Estimate, words: string): EstimateRow {
  return { label: 'People alone', estimate, note: words };
}

/** No row where there is no judge. */
function judgeRow({ judge, judgeOnly }: RateAnalysis): EstimateRow[] {
  if (judge === null) return [];
  // Why it has no interval is a warning of the estimate; here it explains the row.
  const why =
    judgeOnly.warnings.map(({ text }) => text).join('; ') ||
    'no interval: more verdicts would not take its mistakes away';
  return [
    {
      label: 'The judge alone',
      estimate: withoutWarnings(judgeOnly),
      note: why,
      withoutInterval: true,
    },
  ];
}

const marks: Partial<Record<Estimate['role'], IntervalRow['mark']>> = {
  'rate-corrected': 'corrected',
  'rate-by-people': 'people',
  'rate-of-other-people': 'people',
};

function rateChart(
  { event, judge }: RateAnalysis,
  rows: readonly EstimateRow[],
  index: number,
  level: number,
): Content {
  const points = rows.map(({ label, estimate: { role, value, interval } }): IntervalRow => {
    return { label, mark: marks[role] ?? 'judge', value, lower: interval.lower, upper: interval.upper };
  });
  if (points.every(({ value }) => !Number.isFinite(value))) return null;
  const inText = points.map(({ label, value, lower, upper }) => {
    const ends = range(lower, upper, percent);
    return `${label}: ${percent(value)}, ${ends === unknownText ? 'no interval' : `interval ${ends}`}`;
  });
  return intervalChart({
    id: `rate-chart-${index}`,
    title: judge === null ? 'The rate among people' : 'One rate, seen in several ways',
    description:
      `${inText.join('. ')}. A line is the ${percent(level)} interval. The rate is that of: ` +
      `${plainName(event)}.`,
    rows: points,
    axisLabel: plainName(event).length > 48 ? 'rate' : `rate of: ${plainName(event)}`,
    format: percent,
    bounds: [0, 1],
    legend: false,
    table: null,
  });
}

function rateTable({ event }: RateAnalysis, rows: readonly EstimateRow[], level: number): Content {
  return estimateTable(`The rate of: ${plainName(event)}`, rows, level);
}

/** What the method worked with: an engineer can skip it, a statistician looks here first. */
function detailTable({ details, method }: RateAnalysis): Content {
  if (details.length === 0) return null;
  return disclosure(
    `What ${method} worked with`,
    dataTable({
      caption: `What ${method} worked with`,
      captionHidden: true,
      columns: [{ name: 'Figure' }, { name: 'Value', numeric: true }, { name: 'What it is' }],
      rows: details.map(({ name: figure, value, unit, what }) => [
        plainName(figure),
        figureText(unit, value),
        prose(what),
      ]),
    }),
  );
}

function assumptionList(rows: readonly EstimateRow[]): Content {
  const assumptions = onceEach(rows.flatMap(({ estimate }) => estimate.assumptions));
  if (assumptions.length === 0) return null;
  return disclosure(
    'What these figures assume',
    h('ul', null, ...assumptions.map((said) => h('li', null, prose(said)))),
  );
}
