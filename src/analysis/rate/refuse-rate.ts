/**
 * Question 4 needs an event to count, and labeled items whose choice allows a conclusion about the others.
 */
import type { Selection, Study } from '../../data/index.ts';
import { notice } from '../../stats/index.ts';
import type { Context } from '../context.ts';
import { type Refusal, refusal } from '../questions.ts';
import { noPeople, nothingShared } from '../views/shared-items.ts';
import type { JudgeView } from '../views/judge-view.ts';

export function refuseRate(
  { study, event, pool: poolOf }: Context,
  judge: JudgeView | undefined,
): Refusal | undefined {
  if (event === undefined) return noEvent(study);
  const pool = poolOf(event, judge);
  const labeled = pool.labeled.length;
  if (labeled === 0) return noPeople;
  if (judge !== undefined && pool.compared.length === 0) return nothingShared(judge);
  const { how, declared } = selectionOf(study, pool.withoutLabel);
  if (how === 'all') return pool.withoutLabel === 0 ? undefined : notAllLabeled(pool.withoutLabel);
  if (how === 'chosen') return handPicked(labeled, declared);
  if (how === 'separate') return refuseSeparate(judge, pool.unlabeled.length);
  if (how === 'random')
    return hasUnequalChances(study, pool.labeled)
      ? refusal(notice('unequal-chances'), notice('equal-chances'))
      : undefined;
  return refusal(notice('unequal-selection', { selection: how }), notice('label-random-items-for-now'), 50);
}

/**
 * How the labeled items were chosen, as declared or as the data imply. Nobody said: `chosen`, the one that
 * promises nothing. `withoutLabel`: items that the rate is about and no person labeled, judged or not.
 */
export function selectionOf(study: Study, withoutLabel: number): { how: Selection; declared: boolean } {
  if (study.selection !== null) return { how: study.selection, declared: true };
  return { how: withoutLabel === 0 ? 'all' : 'chosen', declared: false };
}

function noEvent({ codebook }: Study): Refusal {
  const labels = codebook.labels.slice(0, 6).map(({ name }) => name);
  return refusal(notice('no-event', { labels }), notice('name-the-event'));
}

/** A calibration set says how a judge errs, and nothing of other items by itself. */
function refuseSeparate(judge: JudgeView | undefined, unlabeled: number): Refusal | undefined {
  const fix = notice('add-verdicts-of-target');
  if (judge === undefined) return refusal(notice('calibration-set-without-judge'), fix);
  return unlabeled > 0
    ? undefined
    : refusal(notice('calibration-set-without-target', { judge: judge.name }), fix);
}

function hasUnequalChances({ items }: Study, labeled: Int32Array): boolean {
  const chances = items.fields.find(({ name }) => name === 'inclusion_probability');
  if (chances === undefined) return false;
  return new Set(Array.from(labeled, (item) => chances.code[item]).filter((code) => code >= 0)).size > 1;
}

function notAllLabeled(items: number): Refusal {
  return refusal(notice('not-all-labeled', { items }), notice('declare-the-choice'), items);
}

function handPicked(items: number, declared: boolean): Refusal {
  return declared
    ? refusal(notice('hand-picked', { items }), notice('label-random-items', { items: 50 }), 50)
    : refusal(notice('choice-not-declared', { items }), notice('declare-or-label'));
}
