/** How far people agree with each other: several measures, since each alone can mislead (METHODS D), and kappa of pairs. */
import type { Study } from '../data/index.ts';
import {
  type AgreementEstimate,
  type IntervalRequest,
  type KrippendorffsAlphaOptions,
  cohensKappa,
  gwetsAc1,
  krippendorffsAlpha,
  percentAgreement,
} from '../stats/index.ts';
import type { Analysis } from './analysis.ts';
import { estimateOf } from './estimates.ts';
import type { PeopleView } from './views.ts';

/** Pairs beyond this many are counted, not listed. */
const listedPairs = 50;

type Measure = Analysis['people']['measures'][number];
type Pair = Analysis['people']['pairs'][number];

export function analyzePeople(study: Study, people: PeopleView, interval: IntervalRequest): Analysis['people'] {
  return { measures: agreementMeasures(study, people, interval), ...kappaPairs(study, people) };
}

function agreementMeasures({ codebook }: Study, { table }: PeopleView, interval: IntervalRequest): Measure[] {
  const alpha = (options: KrippendorffsAlphaOptions): AgreementEstimate => krippendorffsAlpha(table, { ...options, interval });
  const measures = [
    measure(
      'Percent agreement',
      percentAgreement(table, { interval }),
      'Chance that two people give one label to an item. Easy to read; high by luck where one label is common.',
    ),
    measure(
      "Krippendorff's alpha, nominal",
      alpha({ metric: 'nominal' }),
      '0 is chance, 1 is full agreement. Falls where one label is common, however well people agree.',
    ),
    measure("Gwet's AC1", gwetsAc1(table, { interval }), 'Corrected for chance in a way that holds up where one label is common.'),
  ];
  if (codebook.scale !== 'nominal')
    measures.push(
      measure(
        "Krippendorff's alpha, ordinal",
        alpha({ metric: 'ordinal' }),
        'A near miss counts less than a far one: the measure to read for an ordered scale.',
      ),
    );
  const values = codebook.labels.map((label) => label.value ?? NaN);
  if (codebook.scale === 'interval' && values.every(Number.isFinite))
    measures.push(
      measure("Krippendorff's alpha, interval", alpha({ metric: 'interval', values }), 'Distances between label values count squared.'),
    );
  return measures;
}

/** Cohen's kappa of every two people with items in common, most shared items first. */
function kappaPairs(study: Study, people: PeopleView): { pairs: Pair[]; pairsLeftOut: number } {
  const all = sharedItems(people);
  const pairs = all.slice(0, listedPairs).map(({ first, second, items }): Pair => {
    const kappa = cohensKappa(labelColumn(people, first), labelColumn(people, second), people.table.labelCount);
    return {
      first: study.raters[people.raters[first]].id,
      second: study.raters[people.raters[second]].id,
      items,
      agreement: kappa.observed,
      kappa: kappa.value,
      ...(kappa.reason === undefined ? {} : { reason: kappa.reason }),
    };
  });
  return { pairs, pairsLeftOut: all.length - pairs.length };
}

function sharedItems({ table }: PeopleView): { first: number; second: number; items: number }[] {
  const { itemStart, rater, raterCount } = table;
  const counts = new Map<number, number>();
  for (let i = 0; i < table.itemCount; i++)
    for (let a = itemStart[i]; a < itemStart[i + 1]; a++)
      for (let b = a + 1; b < itemStart[i + 1]; b++) {
        const pair = rater[a] * raterCount + rater[b];
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
  return [...counts]
    .map(([pair, items]) => ({ first: Math.floor(pair / raterCount), second: pair % raterCount, items }))
    .sort((a, b) => b.items - a.items || a.first - b.first || a.second - b.second);
}

function labelColumn({ table }: PeopleView, rater: number): Int32Array {
  const column = new Int32Array(table.itemCount).fill(-1);
  for (let i = 0; i < table.itemCount; i++)
    for (let at = table.itemStart[i]; at < table.itemStart[i + 1]; at++) if (table.rater[at] === rater) column[i] = table.label[at]!;
  return column;
}

function measure(name: string, estimate: AgreementEstimate, note: string): Measure {
  return { name, estimate: estimateOf(estimate), note };
}
