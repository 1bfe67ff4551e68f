/**
 * Where the probabilities of a judge come from: kept in the store once it is known what its endpoint gives.
 */
import type { VerdictStore } from '../../data/index.ts';
import type { ProbabilitySource } from '../ask/prepare-judge.ts';
import type { StudyJudge } from './study-judge.ts';

/** The one that was found to work at its endpoint; else the first that the judge allows. */
export function sourceOfJudge(judge: StudyJudge, store: Pick<VerdictStore, 'note'>): ProbabilitySource {
  const found = store.note('source', keyOf(judge))?.value;
  const { sources } = judge.config;
  return sources.find((source) => JSON.stringify(source) === found) ?? sources[0];
}

export function keepSourceOfJudge(
  judge: StudyJudge,
  source: ProbabilitySource,
  store: Pick<VerdictStore, 'putNote'>,
): void {
  store.putNote({ kind: 'source', key: keyOf(judge), value: JSON.stringify(source) });
}

/** Another endpoint may give what this one does not. */
function keyOf({ name, config: { model, endpoint } }: StudyJudge): string {
  const { api, baseURL = null, query = null } = endpoint;
  return `source of ${name}, ${model} at ${JSON.stringify([api, baseURL, query])}`;
}
