/** What a reader should know of a rate before reporting it. */
import type { Notice } from '../../data/index.ts';
import { notice } from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';

// docs/traps.md, 8: a correction holds for the design it was made for, and says where it does not.
export function warnRates(rates: readonly RateAnalysis[]): Notice[] {
  return rates.flatMap(({ status, judge, event, selection, corrected, counts, drawCheck }) => {
    if (status === 'refused') return [];
    const doubted = drawCheck?.doubt !== undefined;
    const about = { event, judge };
    return [
      ...corrected.warnings.map(({ code, facts }) =>
        notice('rate', { ...about, doubted, separate: selection === 'separate', why: { code, facts } }),
      ),
      ...(status === 'corrected' && counts.withoutVerdict > 0
        ? [notice('without-verdict', { ...about, items: counts.withoutVerdict })]
        : []),
      ...(counts.notAsked > 0 ? [notice('not-asked', { ...about, items: counts.notAsked })] : []),
    ];
  });
}
