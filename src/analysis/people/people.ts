/**
 * How far people agree with each other: several measures, since each alone can mislead, and kappa of pairs.
 */
import type { Study } from '../../data/index.ts';
import {
  type AgreementEstimate,
  type IntervalRequest,
  type KrippendorffsAlphaOptions,
  cohensKappa,
  gwetsAc1,
  krippendorffsAlpha,
  percentAgreement,
} from '../../stats/index.ts';
import type { Analysis } from '../schema/analysis.ts';
import { estimateOf } from '../words/estimates.ts';
import { said } from '../words/notices.ts';
import { labelColumn, peopleOnScale } from './scale-agreement.ts';
import type { PeopleView } from '../views/people-view.ts';

/** Pairs beyond this many are counted, not listed. */
const listedPairs = 50;

type Measure = Analysis['people']['measures'][number];
type Pair = Analysis['people']['pairs'][number];

export function analyzePeople(
  study: Study,
  people: PeopleView,
  interval: IntervalRequest,
): Analysis['people'] {
  return { measures: agreementMeasures(study, people, interval), ...kappaPairs(study, people) };
}

function agreementMeasures({ codebook }: Study, { table }: PeopleView, interval: IntervalRequest): Measure[] {
  const alpha = (options: KrippendorffsAlphaOptions): AgreementEstimate =>
    krippendorffsAlpha(table, { ...options, interval });
  const measures = [
    measure(
      'Percent agreement',
      percentAgreement(table, { interval }),
      'Chance that two people give an item the same label. Easy to read; high by luck where one label ' +
        'is common.',
      'share',
    ),
    measure(
      "Krippendorff's alpha, nominal",
      alpha({ metric: 'nominal' }),
      '0 is chance, 1 is full agreement. Can be low where one label is common, although people mostly agree.',
    ),
    measure(
      "Gwet's AC1",
      gwetsAc1(table, { interval }),
      'Corrected for chance in a way that holds up where one label is common.',
    ),
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
      measure(
        "Krippendorff's alpha, interval",
        alpha({ metric: 'interval', values }),
        'Distances between label values count squared.',
      ),
    );
  return [...measures, ...peopleOnScale(codebook, table, interval)];
}

/** Cohen's kappa of every two people with items in common, most shared items first. */
function kappaPairs(study: Study, people: PeopleView): { pairs: Pair[]; pairsLeftOut: number } {
  const { most, count } = pairsOfPeople(people);
  const pairs = most.map(({ first, second, items }): Pair => {
    const kappa = cohensKappa(
      labelColumn(people.table, first),
      labelColumn(people.table, second),
      people.table.labelCount,
    );
    return {
      first: study.raters[people.raters[first]].id,
      second: study.raters[people.raters[second]].id,
      items,
      agreement: kappa.observed,
      kappa: kappa.value,
      ...(kappa.reason === undefined ? {} : { reason: said(kappa.reason) }),
    };
  });
  return { pairs, pairsLeftOut: count - pairs.length };
}

interface SharedItems {
  readonly first: number;
  readonly second: number;
  readonly items: number;
}

/** Up to this many people a count for every pair is held; beyond, one for each pair that occurs. */
const mostPeopleInFull = 4000;
/** Beyond, no pair is listed: ten thousand people on one item are fifty million pairs. */
const mostPairs = 8_000_000;

/**
 * The pairs with the most shared items, and how many pairs share any. Thousands of people make millions of
 * pairs: only those listed are made.
 */
function pairsOfPeople({ table }: PeopleView): { most: SharedItems[]; count: number } {
  const { itemStart, rater, raterCount } = table;
  const shared = sharedPairs(itemStart);
  if (raterCount > mostPeopleInFull && shared > mostPairs) return { most: [], count: shared };
  const counts =
    raterCount <= mostPeopleInFull ? new Int32Array(raterCount * raterCount) : new Map<number, number>();
  for (let i = 0; i < table.itemCount; i++)
    for (let a = itemStart[i]; a < itemStart[i + 1]; a++)
      for (let b = a + 1; b < itemStart[i + 1]; b++) {
        const pair = rater[a] * raterCount + rater[b];
        if (counts instanceof Map) counts.set(pair, (counts.get(pair) ?? 0) + 1);
        else counts[pair]++;
      }
  const most: SharedItems[] = [];
  let count = 0;
  for (const [pair, items] of counts.entries()) {
    if (items === 0) continue;
    count++;
    if (most.length === listedPairs && items < most[listedPairs - 1].items) continue;
    most.push({ first: Math.floor(pair / raterCount), second: pair % raterCount, items });
    most.sort((a, b) => b.items - a.items || a.first - b.first || a.second - b.second).splice(listedPairs);
  }
  return { most, count };
}

/** Two people on one item, over all items. */
function sharedPairs(itemStart: Int32Array): number {
  let pairs = 0;
  for (let i = 1; i < itemStart.length; i++) {
    const people = itemStart[i] - itemStart[i - 1];
    pairs += (people * (people - 1)) / 2;
  }
  return pairs;
}

function measure(
  name: string,
  estimate: AgreementEstimate,
  note: string,
  unit: Measure['estimate']['unit'] = 'coefficient',
): Measure {
  return { name, estimate: estimateOf(estimate, { role: 'measure', unit }), note };
}
