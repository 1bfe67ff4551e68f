/** For a simulated study: each figure of the Analysis beside the truth that made the data. */
import type { Analysis } from '../schema/analysis.ts';
import type { SimulatedTruth } from '../options.ts';

type TruthRow = NonNullable<Analysis['truth']>[number];

export function truthRows(
  truth: SimulatedTruth,
  { judges, rates, consensus }: Pick<Analysis, 'judges' | 'rates' | 'consensus'>,
): TruthRow[] {
  const judge = judges[0];
  const rows: TruthRow[] = [];
  if (judge !== undefined) {
    const { agreement, calibration, orders } = judge;
    rows.push(row('One person agrees with another', agreement.ceiling, truth.ceiling));
    rows.push(row('The judge agrees with one person', agreement.judgeOnCeilingItems, truth.judgeWithPerson));
    const temperature =
      calibration?.calibrator.method === 'temperature'
        ? calibration.calibrator.parameters['temperature']
        : undefined;
    if (typeof temperature === 'number')
      rows.push(
        row(
          'Temperature of the judge (1: none needed)',
          { value: temperature, unit: 'factor' },
          truth.temperature,
        ),
      );
    if (orders !== null)
      rows.push(row('Shift toward the side shown first (logits)', orders.bias, truth.sideBias));
  }
  for (const { event, corrected, humanOnly, judgeOnly } of rates) {
    rows.push(row(`Rate: ${event}`, corrected, truth.rate));
    rows.push(row('… by people alone', humanOnly, truth.rate));
    rows.push(row('… by the judge alone', judgeOnly, truth.rate));
  }
  const given = [...consensus.items].filter((item) => item.label !== null);
  const right = given.filter((item) => truth.labels.get(item.item) === item.label).length;
  const quality = given.reduce((sum, item) => sum + item.quality, 0) / given.length;
  rows.push(
    row(
      'Quality of the labels, on average; truth: the share right',
      { value: quality, unit: 'share' },
      right / given.length,
    ),
  );
  return rows;
}

/** Whether the interval holds the truth; empty where there is no interval. */
export function truthInside({ truth, lower, upper }: TruthRow): 'inside' | 'outside' | '' {
  if (![truth, lower, upper].every((end) => Number.isFinite(end))) return '';
  return truth >= lower && truth <= upper ? 'inside' : 'outside';
}

type Found = Pick<TruthRow, 'unit'> & {
  readonly value: number;
  readonly interval?: { readonly lower: number; readonly upper: number };
};

function row(
  what: string,
  { value, unit, interval = { lower: NaN, upper: NaN } }: Found,
  truth: number,
): TruthRow {
  return { what, unit, estimate: value, lower: interval.lower, upper: interval.upper, truth };
}
