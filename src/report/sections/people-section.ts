/** How far people agree with one another: several measures, since each alone can mislead. */
import type { Analysis } from '../../analysis/index.ts';
import { dataTable } from '../../charts/index.ts';
import { plainName, name } from '../page/clean-text.ts';
import { estimateTable, unknownCell } from '../page/estimate-cells.ts';
import { coefficient, count, percent } from '../page/format.ts';
import { disclosure, note, paragraph, refusalBox, type Section } from '../page/page-parts.ts';

export function peopleSection({ people, options }: Analysis): Section {
  const { measures, pairs, pairsLeftOut } = people;
  const pairTable = disclosure(
    'Pairs of people: ' +
      `${count(pairs.length)}${pairsLeftOut > 0 ? ` of ${count(pairs.length + pairsLeftOut)}` : ''}`,
    dataTable({
      caption: 'Pairs of people, most shared items first',
      captionHidden: true,
      tall: true,
      columns: [
        { name: 'One' },
        { name: 'Other' },
        { name: 'Shared items', numeric: true },
        { name: 'Agreement', numeric: true },
        { name: 'Cohen’s kappa', numeric: true },
      ],
      rows: pairs.map(({ first, second, items, agreement, kappa, reason }) => [
        name(first, 40),
        name(second, 40),
        count(items),
        percent(agreement),
        Number.isFinite(kappa) ? coefficient(kappa) : unknownCell(reason),
      ]),
    }),
    pairsLeftOut > 0 ? note(`${count(pairsLeftOut)} pairs with fewer shared items are left out.`) : null,
  );
  return {
    id: 'people',
    heading: 'Do people agree with one another?',
    short: 'People',
    body: [
      measures.length === 0
        ? refusalBox(
            'Unknown',
            'no item was labeled by two people',
            'let two people label at least 50 of the same items',
          )
        : [
            paragraph(
              'Plain agreement is easy to read, but two people who guess also agree sometimes. The ' +
                'coefficients take that out: 1 is full ' +
                'agreement, 0 is what chance gives. They differ in what they take for chance, and ' +
                'where one label is very frequent ' +
                'they can differ much; so they stand side by side.',
            ),
            estimateTable(
              'Agreement among people',
              measures.map(({ name: measure, estimate, note: text }) => ({
                label: plainName(measure),
                estimate,
                note: text,
              })),
              options.level,
            ),
          ],
      pairs.length > 0 ? pairTable : null,
    ],
  };
}
