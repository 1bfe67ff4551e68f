import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../analysis/index.ts';
import { estimate } from '../../../test/fixtures/example-estimates.ts';
import { sectionWords } from '../../../test/fixtures/report-text.ts';

type Agreement = Analysis['judges'][number]['agreement'];

const words = (change: (agreement: Agreement) => void): string =>
  sectionWords('judges', ({ judges }) => change(judges[0].agreement), { items: 20, people: 4, judges: 1 });

describe('a judge that gave no label on some items', () => {
  const silence = (agreement: Agreement, finding: Agreement['finding']): void => {
    agreement.silence = {
      labeledItems: 290,
      withoutLabel: 40,
      withoutRow: 7,
      notAsked: 3,
      asDisagreement: {
        ceiling: estimate(0.66, 0.62, 0.7),
        judgeOnCeilingItems: estimate(0.55, 0.51, 0.59),
        difference: estimate(-0.11, -0.14, -0.08, 'points'),
        judgeWithPerson: estimate(0.56, 0.52, 0.6),
        finding,
      },
    };
  };

  test('is judged on what it answered and with silence as disagreement, in the lead too', () => {
    const page = words((agreement) => silence(agreement, 'below'));
    expect(page).toContain(
      'On the items it answered: as good as a person. With no label as disagreement: not as good as ' +
        'a person.',
    );
    expect(page).toContain(
      'It gave no label on 40 of 290 labeled items it was asked about. It has no row on 7 labeled ' +
        'items: no figure counts them. It was not asked about 3 labeled items.',
    );
    for (const row of [
      'No label as disagreement: the judge with one person',
      '55% 51% to 59%',
      '−11 points',
      '56% 52% to 60%',
    ])
      expect(page).toContain(row);
  });

  test('has its finding once where both are the same', () => {
    const page = words((agreement) => silence(agreement, 'as good'));
    expect(page).toContain('On the items it answered: as good as a person. 1,200 items judged');
  });
});

test('says nothing of silence where there is none', () => {
  expect(words(() => {})).not.toMatch(
    /No label as disagreement|On the items it answered|no row on|not asked/u,
  );
});
