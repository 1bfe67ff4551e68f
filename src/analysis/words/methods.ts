/** Which methods made the figures, with their sources. */
import type { Analysis, RateAnalysis } from '../schema/analysis.ts';
import { listed } from './figures.ts';
import { comparedNames } from './sentences/rate.ts';

type Method = Analysis['methods'][number];

export function methodsOf({
  judges,
  comparison,
  rates,
  consensus,
}: Pick<Analysis, 'judges' | 'comparison' | 'rates' | 'consensus'>): Method[] {
  const calibrated = judges.some((judge) => judge.calibration !== null);
  return [
    {
      name: 'Human ceiling',
      what: 'one person with another, and the judge with one person, on the same items',
      source: 'docs/methods/human-ceiling',
    },
    {
      name: 'Agreement',
      what: "percent, Krippendorff's alpha, Gwet's AC1; on a scale also AC2 and weighted kappa",
      source: 'Krippendorff 2011; Gwet 2008, 2014; Cohen 1968',
    },
    {
      name: 'Intervals of shares',
      what: 'Student’s t on the log odds, each cluster left out once',
      source: 'Efron and Tibshirani 1993; Cameron and Miller 2015',
    },
    {
      name: 'Intervals of coefficients and differences',
      what: 'Student’s t, each cluster left out once; coefficients on Fisher’s scale, ratios on the logarithm',
      source: 'Efron and Tibshirani 1993; Cameron and Miller 2015',
    },
    ...(judges.some(({ orders }) => orders !== null && !Number.isNaN(orders.bias.value))
      ? [
          {
            name: 'Interval of the lean of orders',
            what: 'BCa bootstrap, whole clusters drawn with replacement',
            source: 'Efron 1987',
          },
        ]
      : []),
    ...(rates.some(({ otherPeople }) => otherPeople !== null)
      ? [
          {
            name: 'Interval for other people',
            what: 'the variance over people and over items, less what both count; t on the log odds',
            source: 'Cameron, Gelbach and Miller 2011',
          },
        ]
      : []),
    ...(consensus.method === 'dawid-skene'
      ? [
          {
            name: 'Dawid-Skene',
            what: 'the errors of each rater learned from where they meet, drawn toward those of all',
            source: 'Dawid and Skene 1979',
          },
        ]
      : []),
    ...(consensus.collapse?.collapsed === false
      ? [
          {
            name: 'CROWDLAB',
            what: 'people and the judge’s probabilities, weighted by how well each agrees',
            source: 'Goh, Tkachenko and Mueller 2022',
          },
        ]
      : []),
    { name: 'Soft majority', what: 'shares of people; ties stay ties', source: 'Zheng et al. 2023' },
    ...(calibrated
      ? [
          {
            name: 'Calibration',
            what:
              'temperature, Platt scaling or label bias, chosen inside the folds and cross-fitted by ' +
              'cluster',
            source: 'Guo et al. 2017; Platt 1999',
          },
          {
            name: 'Reliability',
            what: 'CORP: isotonic curve, miscalibration and discrimination',
            source: 'Dimitriadis, Gneiting and Jordan 2021',
          },
          {
            name: 'Smooth calibration error',
            what:
              'misses smoothed along the probability by a width equal to the error, beside what a ' +
              'calibrated judge would show',
            source: 'Błasiok and Nakkiran 2023',
          },
          {
            name: 'Calibration error in bins',
            what: 'equal-width bins, debiased, beside what a calibrated judge would show',
            source: 'Kumar, Liang and Ma 2019',
          },
        ]
      : []),
    ...comparisonMethods(comparison),
    ...rateMethods(rates),
  ];
}

export function comparisonMethods(comparison: Analysis['comparison']): Method[] {
  if (comparison === null || comparison.pairs.length === 0) return [];
  const isTango = comparison.pairs[0].difference.interval.method.startsWith('Tango');
  return [
    {
      name: 'Judges beside one another',
      what:
        'the difference on the same items, ' +
        (isTango ? 'Tango’s score interval' : 'Student’s t by cluster, each cluster left out once') +
        (comparison.pairs.length > 1 ? '; intervals that hold for all pairs at once' : ''),
      source: isTango ? 'Tango 1998' : 'Efron and Tibshirani 1993',
    },
  ];
}

const estimators: Readonly<Record<RateAnalysis['method'], Method | undefined>> = {
  Tenenbein: {
    name: 'Tenenbein',
    what: 'the rate among people, by what the judge said; draws from the posterior',
    source: 'Tenenbein 1970',
  },
  'PPI++': {
    name: 'PPI++',
    what:
      "the people's rate, sharpened by the judge's calibrated and cross-fitted probabilities; variance " +
      'by cluster',
    source: 'Angelopoulos, Duchi and Zrnic 2023',
  },
  'Rogan-Gladen': {
    name: 'Rogan-Gladen',
    what: "the judge's rate, corrected by its error rates on a set of its own; draws from the posterior",
    source: 'Rogan and Gladen 1978; Lang and Reiczigel 2014',
  },
  'people alone': undefined,
  none: undefined,
};

function checkOfTheDraw(rates: readonly RateAnalysis[]): Method | undefined {
  const compared = new Set(rates.flatMap(({ drawCheck }) => drawCheck?.compared ?? []));
  if (compared.size === 0) return undefined;
  return {
    name: 'Check of the random draw',
    what:
      `the judge's ${listed([...compared].map((what) => comparedNames[what]))} on labeled and unlabeled ` +
      'items, compared with what a ' +
      'random draw would give',
    source: 'Hansen and Bowers 2008',
  };
}

export function rateMethods(rates: readonly RateAnalysis[]): Method[] {
  const used = [...new Set(rates.map(({ method }) => method))];
  return [...used.map((method) => estimators[method]), checkOfTheDraw(rates)].filter(
    (method) => method !== undefined,
  );
}
