/** Every rater's agreement with the others, lowest first: a chart of the ends, a table of all. */
import type { Analysis, RaterAnalysis } from '../../analysis/index.ts';
import { dataTable, h, intervalChart, type Content, type IntervalRow } from '../../charts/index.ts';
import { name, plainName, prose } from '../page/clean-text.ts';
import { valueCell } from '../page/estimate-cells.ts';
import { coefficient, count, counted, percent } from '../page/format.ts';
import { disclosure, note, paragraph, refusalBox, type Section } from '../page/page-parts.ts';

/** More raters than this, and the chart shows the two ends only. */
const chartedRaters = 60;
const lowestShown = 30;
const highestShown = 10;
const tableRows = 500;

export function ratersSection({ raters, options }: Analysis): Section {
  const sorted = [...raters].sort(byAgreement);
  const known = sorted.filter(({ agreementWithConsensus }) => Number.isFinite(agreementWithConsensus.value));
  return {
    id: 'raters',
    heading: 'Every rater',
    short: 'Raters',
    body: [
      paragraph(
        'How often each person agrees with the other people on the same items, and how often a judge ' +
          'agrees with the people. ' +
          'Nobody is compared with a label they helped to make.',
      ),
      known.length === 0
        ? refusalBox(
            'No rater can be compared',
            sorted[0]?.agreementWithConsensus.reason?.text ?? 'no item was labeled by two raters',
          )
        : raterChart(known, options.level),
      known.length > 0 && known.length < sorted.length
        ? note(
            `${counted(sorted.length - known.length, 'rater')} cannot be compared with others and ` +
              `${sorted.length - known.length === 1 ? 'is' : 'are'} in the table only.`,
          )
        : null,
      cautionCount(raters),
      raterTable(sorted, options.level),
    ],
  };
}

/**
 * Few ratings make many alike warnings: how many figures carry one stands here, the words beside each rater
 * in the table.
 */
function cautionCount(raters: readonly RaterAnalysis[]): Content {
  const warned = raters.filter(
    ({ agreementWithConsensus }) => agreementWithConsensus.warnings.length > 0,
  ).length;
  if (warned === 0) return null;
  return h(
    'p',
    { class: 'cautions' },
    `${count(warned)} of these ${count(raters.length)} figures come${warned === 1 ? 's' : ''} with a ` +
      'caution: the table names it beside the rater.',
  );
}

/** Ascending; unknown last; equal values by name, so that the order of rows in a file changes nothing. */
function byAgreement(a: RaterAnalysis, b: RaterAnalysis): number {
  const [one, other] = [a.agreementWithConsensus.value, b.agreementWithConsensus.value];
  if (Number.isNaN(one) !== Number.isNaN(other)) return Number.isNaN(one) ? 1 : -1;
  if (!Number.isNaN(one) && one !== other) return one - other;
  return a.id < b.id ? -1 : 1;
}

function raterChart(known: readonly RaterAnalysis[], level: number): Content {
  const split = known.length > chartedRaters;
  // Judges are few, and what the report is about: never left out.
  const shown = split
    ? known.filter(
        (rater, index) =>
          index < lowestShown || index >= known.length - highestShown || rater.kind === 'judge',
      )
    : known;
  const rows = shown.map((rater, index): IntervalRow => {
    const skipped = index > 0 ? known.indexOf(rater) - known.indexOf(shown[index - 1]) - 1 : 0;
    return {
      ...chartRow(rater),
      ...(skipped > 0 ? { gapBefore: `${counted(skipped, 'rater')} between, in the table` } : {}),
    };
  });
  return intervalChart({
    id: 'rater-agreement',
    title: split
      ? 'The lowest, the highest and every judge'
      : 'Agreement with the other people, lowest first',
    description:
      `${counted(known.length, 'rater')}, from ${percent(known[0].agreementWithConsensus.value)} to ` +
      `${percent(known.at(-1)!.agreementWithConsensus.value)}. People are circles, judges diamonds. ` +
      `A line is the ${percent(level)} interval: a long one means few ratings.`,
    rows,
    axisLabel: 'agreement with the other people',
    format: percent,
    bounds: [0, 1],
    table: null,
  });
}

function chartRow({ id, kind, agreementWithConsensus: { value, interval } }: RaterAnalysis): IntervalRow {
  return {
    label: plainName(id),
    mark: kind === 'human' ? 'people' : kind,
    value,
    lower: interval.lower,
    upper: interval.upper,
  };
}

function raterTable(sorted: readonly RaterAnalysis[], level: number): Content {
  const scored = sorted.some(({ quality }) => Number.isFinite(quality));
  const grouped = sorted.some(({ group }) => group !== null);
  const cautioned = sorted.some(({ agreementWithConsensus }) => agreementWithConsensus.warnings.length > 0);
  const shown = sorted.slice(0, tableRows);
  return disclosure(
    `All ${counted(sorted.length, 'rater')} as a table`,
    dataTable({
      caption: 'Raters, lowest agreement first',
      captionHidden: true,
      tall: true,
      columns: [
        { name: 'Rater' },
        { name: 'Kind' },
        ...(grouped ? [{ name: 'Group' }] : []),
        { name: 'Ratings', numeric: true },
        { name: `Agreement and ${percent(level)} interval`, numeric: true },
        ...(scored
          ? [
              { name: 'Mean quality of items', numeric: true },
              { name: 'Weight', numeric: true },
            ]
          : []),
        { name: 'Differs most on' },
        { name: 'Abstained', numeric: true },
        { name: 'Invalid', numeric: true },
        { name: 'Not asked', numeric: true },
        ...(cautioned ? [{ name: 'Caution' }] : []),
      ],
      rows: shown.map((rater) => raterRow(rater, { scored, grouped, cautioned })),
    }),
    sorted.length > tableRows
      ? note(`${count(sorted.length - tableRows)} more raters are in raters.csv.`)
      : null,
    scored
      ? note(
          'Quality and weight come from CROWDLAB; they are not probabilities. A weight at the floor is ' +
            'the least there is: the rater hardly counts.',
        )
      : null,
  );
}

interface Columns {
  readonly scored: boolean;
  readonly grouped: boolean;
  readonly cautioned: boolean;
}

function raterRow(rater: RaterAnalysis, { scored, grouped, cautioned }: Columns): Content[] {
  return [
    name(rater.id, 60),
    `${rater.kind === 'human' ? 'person' : rater.kind} (${plainName(rater.kindFrom)})`,
    ...(grouped ? [rater.group === null ? '' : name(rater.group, 30)] : []),
    count(rater.ratings),
    valueCell(rater.agreementWithConsensus),
    ...(scored
      ? [coefficient(rater.quality), rater.atFloor ? 'at the floor' : coefficient(rater.weight)]
      : []),
    rater.worstLabel === null ? '' : name(rater.worstLabel, 30),
    count(rater.abstain),
    count(rater.invalid),
    count(rater.notAsked),
    ...(cautioned ? [rater.agreementWithConsensus.warnings.map(prose)] : []),
  ];
}
