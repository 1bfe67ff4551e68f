/**
 * How far people agree with each other: several measures, since each alone can mislead.
 */
import type { Study } from '../../data/index.ts';
import {
  type AgreementEstimate,
  type IntervalRequest,
  type KrippendorffsAlphaOptions,
  gwetsAc1,
  krippendorffsAlpha,
  percentAgreement,
} from '../../stats/index.ts';
import type { Analysis } from '../schema/analysis.ts';
import { estimateOf } from '../words/estimates.ts';
import { kappaPairs } from './kappa-pairs.ts';
import { peopleOnScale } from './scale-agreement.ts';
import type { PeopleView } from '../views/people-view.ts';

type Measure = Analysis['people']['measures'][number];

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

function measure(
  name: string,
  estimate: AgreementEstimate,
  note: string,
  unit: Measure['estimate']['unit'] = 'coefficient',
): Measure {
  return { name, estimate: estimateOf(estimate, { role: 'measure', unit }), note };
}
