/** For simulated studies: every figure beside the truth that made the data. */
import { type Analysis, truthInside } from '../../analysis/index.ts';
import { dataTable, h } from '../../charts/index.ts';
import { plainName } from '../page/clean-text.ts';
import { figureRange, figureText, percent } from '../page/format.ts';
import { note, paragraph, type Section } from '../page/page-parts.ts';

export function truthSection({ truth, options }: Analysis): Section | null {
  if (truth === undefined || truth.length === 0) return null;
  return {
    id: 'truth',
    heading: 'Beside the known truth',
    short: 'Known truth',
    body: [
      paragraph('These data were simulated, so each figure can be checked against the truth that made them.'),
      dataTable({
        caption: 'Estimates and the truth',
        captionHidden: true,
        className: 'key',
        columns: [
          { name: 'Figure' },
          { name: `Estimate and ${percent(options.level)} interval`, numeric: true },
          { name: 'Truth', numeric: true },
        ],
        rows: truth.map((row) => [
          plainName(row.what),
          [
            h('strong', null, figureText(row.unit, row.estimate)),
            ' ',
            h('small', null, figureRange(row.unit, row, 'no interval')),
          ],
          [h('strong', null, figureText(row.unit, row.truth)), ' ', h('small', null, truthInside(row))],
        ]),
      }),
      note(
        `An honest ${percent(options.level)} interval still misses the truth about ` +
          `${percent(1 - options.level)} of the time.`,
      ),
    ],
  };
}
