/** A judge's silence beside its agreement: what it did not answer is counted, and is no agreement. */
import { describe, expect, test } from 'vitest';
import { type Block, type Row, notAsked, silences, studyOf } from '../../../test/fixtures/silent-judge.ts';
import { calibrate } from '../calibrate.ts';

describe('agreement', () => {
  const silent: readonly Block[] = [
    [60, 'Pass', 'Pass'],
    [10, 'Fail', 'Fail'],
    [10, 'Fail', 'Pass'],
    [5, 'Pass', null],
    [35, 'Fail', null],
  ];
  const agreementOf = async (
    how: Row,
  ): Promise<{
    agreement: ReturnType<typeof calibrate>['analysis']['judges'][number]['agreement'];
    text: string;
  }> => {
    const { analysis } = calibrate(await studyOf(silent, how, { people: 2 }), {
      version: 'test',
      pass: ['Pass'],
      replicates: 200,
    });
    const index = analysis.judges.findIndex(({ name }) => name === 'judge');
    return {
      agreement: analysis.judges[index].agreement,
      text: analysis.answers.filter(({ question }) => question === 1)[index].text,
    };
  };

  test.each(['it abstained', 'its answer was no label'])(
    '%s: shown on answered items, and with silence as disagreement',
    async (how) => {
      const { agreement, text } = await agreementOf(silences[how]);
      expect([agreement.judgeOnCeilingItems.value, agreement.judgeOnCeilingItems.n]).toEqual([70 / 80, 80]);
      const { asDisagreement, ...counts } = agreement.silence;
      expect(counts).toEqual({ labeledItems: 120, withoutLabel: 40, withoutRow: 0, notAsked: 0 });
      expect([asDisagreement!.judgeOnCeilingItems.value, asDisagreement!.judgeOnCeilingItems.n]).toEqual([
        70 / 120,
        120,
      ]);
      expect(asDisagreement!.judgeWithPerson.value).toBe(70 / 120);
      // People agree on all of them.
      expect([asDisagreement!.ceiling.value, asDisagreement!.finding]).toEqual([1, 'below']);
      expect(asDisagreement!.difference.interval.upper).toBeLessThan(-0.2);
      expect(text).toContain('On the items it answered: ');
      expect(text).toContain(
        'It gave no label on 40 of 120 labeled items it was asked about. Counted as disagreement, ' +
          'judge agrees 58% of the time',
      );
    },
  );

  test.each([
    ['it has no row', silences['it has no row'], { withoutRow: 40, notAsked: 0 }],
    ['it was not asked', notAsked, { withoutRow: 0, notAsked: 40 }],
  ] as const)('%s: no disagreement, and counted', async (_, how, counts) => {
    const { agreement, text } = await agreementOf(how);
    expect(agreement.silence).toEqual({ labeledItems: 80, withoutLabel: 0, ...counts, asDisagreement: null });
    expect(text.includes('It has no row on 40 labeled items: no figure here counts them.')).toBe(
      counts.withoutRow > 0,
    );
  });

  test('a judge that answers the easy items alone is not said to be as good as a person without what it left', async () => {
    const easy: readonly Block[] = [
      [50, 'Pass', 'Pass'],
      [50, 'Fail', 'Fail'],
      [100, 'Fail', null],
    ];
    const { analysis } = calibrate(await studyOf(easy, silences['it abstained'], { people: 2 }), {
      version: 'test',
      pass: ['Pass'],
      replicates: 200,
    });
    const { agreement } = analysis.judges[0];
    expect(agreement.judgeOnCeilingItems.value).toBe(1);
    expect(agreement.silence.asDisagreement!.judgeOnCeilingItems.value).toBe(0.5);
    expect(analysis.answers[0].text).toMatch(
      /On the items it answered: .*It gave no label on 100 of 200 labeled items.*agrees 50% of the time.*worse than a person/,
    );
  });
});
