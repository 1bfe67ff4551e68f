/** The columns of `consensus.csv`, and the refusal to read it as ratings: a consensus is no rater. */
import { DataError } from '../data-error.ts';

/** What the columns of a `consensus.csv` say; null for any other header. */
export interface ConsensusHeader {
  /** Labels in the order of their columns. */
  readonly labels: readonly string[];
  /** `share` for majority, `score` for CROWDLAB. */
  readonly numbers: 'share' | 'score' | 'both';
}

const marks = ['label', 'method', 'quality', 'agreement', 'ratings'];

/**
 * Reads the header of a file that assize wrote as `consensus.csv`.
 *
 * @example
 * parseConsensusHeader(['item', 'label', 'status', 'method', 'quality', 'agreement', 'ratings', 'share_Fail', 'share_Pass']).labels; // ['Fail', 'Pass']
 * parseConsensusHeader(['item', 'rater', 'label']); // null
 */
export function parseConsensusHeader(columns: readonly string[]): ConsensusHeader | null {
  if (!marks.every((mark) => columns.includes(mark))) return null;
  const named = columns.flatMap((name) =>
    [...name.matchAll(/^(share|score)_(.+)$/gs)].map((match) => ({ kind: match[1], label: match[2] })),
  );
  const kinds = new Set(named.map(({ kind }) => kind));
  const numbers = kinds.size === 2 ? 'both' : kinds.has('score') ? 'score' : 'share';
  return { labels: [...new Set(named.map(({ label }) => label))], numbers };
}

export function requireNoConsensus(file: string, columns: readonly string[]): void {
  if (columns.includes('rater') || parseConsensusHeader(columns) === null) return;
  throw new DataError(
    'this is a consensus that assize wrote, not ratings',
    { file },
    'Read the ratings it was made from: a consensus counted as a rater would agree with itself.',
  );
}
