/** What a judge would be asked, what of it is paid for already, and what the rest may cost. */
import { DataError, hint, option } from '../../data/index.ts';
import type { Plan } from '../ask/plan.ts';
import { batchPrice, costOf } from '../ask/prices.ts';
import { waitingKeys } from '../batch/batch-notes.ts';
import { isLoopback } from '../endpoint/key-pair.ts';
import { probeCalls } from '../probe/probe-requests.ts';
import type { JudgePlan } from './events.ts';
import type { StudyJudge } from './study-judge.ts';
import type { StudyRun } from './study-run.ts';
import { probeIsDue } from './try-endpoint.ts';

/** Tells the plan of a judge, and returns it. */
export function toldPlan(judge: StudyJudge, plan: Plan, run: StudyRun): JudgePlan {
  const made = judgePlan(judge, plan, run);
  const { items, batch, tell } = run;
  tell({
    kind: 'planned',
    judge,
    prepared: plan.judge,
    plan: made,
    inBatches: batch !== null,
    firstItem: items[0],
  });
  return made;
}

function judgePlan(judge: StudyJudge, plan: Plan, run: StudyRun): JudgePlan {
  const { store, items, batch, probe } = run;
  const price = batch === null ? judge.price : batchPrice(judge.price);
  const waiting = waitingKeys(store);
  const sum = { calls: 0, stored: 0, waiting: 0, likelyInput: 0, input: 0, output: 0 };
  for (const { key, likelyInputTokens, inputTokens, outputTokens } of plan.calls) {
    sum.calls++;
    if (store.statusOf(key) === 'answered') sum.stored++;
    else if (waiting.has(key)) sum.waiting++;
    else {
      sum.likelyInput += likelyInputTokens;
      sum.input += inputTokens;
      sum.output += outputTokens;
    }
  }
  const { calls, stored, likelyInput, input, output } = sum;
  const { judge: prepared } = plan;
  const asks = calls > stored + sum.waiting || probe;
  const questions = asks && probeIsDue(prepared, run) ? probeCalls(prepared) : [];
  return {
    judge: prepared.name,
    model: prepared.config.model,
    prompt: prepared.version,
    probSource: prepared.source,
    items: items.length,
    calls,
    stored,
    waiting: sum.waiting,
    tokens: likelyInput + output,
    cost: costOf(price, likelyInput, output),
    mostCost: costOf(price, input, output),
    probeCalls: questions.length,
    mostProbeCost: questions.reduce(
      (total, call) => total + costOf(judge.price, call.inputTokens, call.outputTokens),
      costOf(judge.price, 0, 0),
    ),
  };
}

/**
 * A limit in dollars means nothing where nobody knows what a call costs, or where a study says that calls
 * elsewhere are free.
 */
export function requirePriceForLimit({ config, price }: StudyJudge, { purse }: StudyRun): void {
  if (purse.limit === Infinity) return;
  const { model, endpoint } = config;
  if (price === undefined)
    throw new DataError(
      `a limit in dollars needs a price for ${model}`,
      {},
      hint`Add it to "prices" in assize.json: { "input": dollars, "output": dollars } for a million tokens.
        Or leave ${option('maxCost')} out.`,
    );
  const isHere = endpoint.baseURL !== undefined && isLoopback(new URL(endpoint.baseURL));
  if ((price.input === 0 || price.output === 0) && !isHere)
    throw new DataError(
      `a limit in dollars limits nothing where assize.json says that ${model} costs 0`,
      {},
      hint`Write what it costs into "prices" of assize.json, or leave ${option('maxCost')} out.`,
    );
}
