/** Two judges in words: which agrees more, by the interval and never by the point alone. */
import type { ComparisonAnalysis } from '../schema/analysis.ts';
import { counted, percent, pointRange, points } from '../words/figures.ts';

type Pair = ComparisonAnalysis['pairs'][number];
type Judge = Pick<ComparisonAnalysis['judges'][number], 'name' | 'agreement' | 'withoutLabel'>;

/** Where the coverage of the interval is not promised, nothing is found. */
export function pairFinding({ value, interval }: Pair['difference'], claimed: boolean): Pair['finding'] {
  if (Number.isNaN(value) || Number.isNaN(interval.lower)) return 'unknown';
  if (!claimed) return 'unclear';
  if (interval.lower > 0) return 'first';
  return interval.upper < 0 ? 'second' : 'unclear';
}

export interface ComparedPair {
  readonly first: Judge;
  readonly second: Judge;
  readonly difference: Pair['difference'];
  readonly finding: Pair['finding'];
  readonly claimed: boolean;
  readonly against: ComparisonAnalysis['against'];
}

export function pairText({ first, second, difference, finding, claimed, against }: ComparedPair): string {
  const { value, interval, n } = difference;
  const figures = `${points(value)} (${pointRange(interval)})`;
  const shares = `${percent(first.agreement)} and ${percent(second.agreement)}`;
  const where = `on the same ${counted(n, 'item')} (${shares})`;
  const silent = [first, second].map((judge) => silenceOf(judge)).join('');
  if (finding === 'first' || finding === 'second') {
    const [more, less] = finding === 'first' ? [first, second] : [second, first];
    const agrees = against === 'people' ? 'agrees with one person' : 'gives the reference label';
    return `${figures}: ${more.name} ${agrees} more often than ${less.name}, ${where}.${silent}`;
  }
  const agreement = against === 'people' ? 'agreement with one person' : 'agreement with the reference';
  return (
    `${figures}: ${agreement}, ${first.name} minus ${second.name}, ${where}. Undecided: ` +
    `${undecided()}.${silent}`
  );

  function undecided(): string {
    if (!claimed) return difference.warnings[0]?.text ?? 'the interval is not tested here';
    if (value === 0) return 'the data lean to neither';
    return `the data lean to ${value > 0 ? first.name : second.name} and do not show it`;
  }
}

function silenceOf({ name, withoutLabel }: Judge): string {
  return withoutLabel === 0
    ? ''
    : ` ${name} gave no label on ${counted(withoutLabel, 'item')}: that counts as disagreement.`;
}
