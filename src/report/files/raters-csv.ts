/** `raters.csv`: one row for each person and judge. */
import type { Analysis } from '../../analysis/index.ts';
import { type Cell, toCsv } from '../../data/index.ts';

const header = [
  'rater',
  'kind',
  'kind_from',
  'group',
  'ratings',
  'abstain',
  'invalid',
  'not_asked',
  'agreement_with_consensus',
  'agreement_lower',
  'agreement_upper',
  'agreement_level',
  'agreement_items',
  'agreement_reason',
  'quality',
  'weight',
  'at_floor',
  'worst_label',
];

/**
 * The raters as CSV. `agreement_with_consensus` is a person against the soft vote of the other people, and a
 * judge against people only; the interval belongs to it. `quality` and `weight` are CROWDLAB's, without an
 * interval, empty where it did not run.
 */
export function renderRatersCsv({ raters }: Analysis): Iterable<string> {
  return toCsv(
    header,
    raters.map((rater): Cell[] => {
      const { value, interval, n, reason } = rater.agreementWithConsensus;
      return [
        rater.id,
        rater.kind,
        rater.kindFrom,
        rater.group ?? '',
        rater.ratings,
        rater.abstain,
        rater.invalid,
        rater.notAsked,
        value,
        interval.lower,
        interval.upper,
        interval.level,
        n,
        reason?.text ?? '',
        rater.quality,
        rater.weight,
        Number.isFinite(rater.weight) ? rater.atFloor : '',
        rater.worstLabel ?? '',
      ];
    }),
  );
}
