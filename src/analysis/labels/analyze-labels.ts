/**
 * The consensus: which method, who may enter it, and why; and beside it what the soft majority and CROWDLAB
 * would have said. Where nobody asks for a method the written rule decides, by the shape of the data alone.
 */
import type { Notice, SayOption } from '../../data/index.ts';
import { type CrowdlabResult, type Random, notice } from '../../stats/index.ts';
import type { JudgeResult } from '../ceiling/analyze-judge.ts';
import type { Context } from '../context.ts';
import type { ResolvedOptions } from '../options.ts';
import type { ConsensusAnalysis, ConsensusItem } from '../schema/analysis.ts';
import type { ReadonlyList } from '../views/lazy-list.ts';
import { type Said, said } from '../words/notices.ts';
import { type Deciding, consensusItems } from './consensus-items.ts';
import { type CrowdlabRun, crowdlabOf, shownJudge } from './crowdlab-run.ts';
import { choiceAsAsked, chosenByRule, runDawidSkene } from './dawid-skene-run.ts';

export interface BuiltConsensus {
  readonly analysis: ConsensusAnalysis;
  /**
   * What CROWDLAB says of the people, in the order of `PeopleView.raters`; null where it did not run or the
   * judge would decide alone.
   */
  readonly raters: CrowdlabResult | null;
}

export interface ConsensusOptions extends Pick<ResolvedOptions, 'consensus' | 'judge'> {
  readonly say: SayOption;
}

/** What was decided: by which method, and why. */
interface Decision {
  readonly deciding: Deciding | null;
  readonly reason: Notice;
  readonly judge: string | null;
  readonly notices?: readonly Notice[];
}

export function buildConsensus(
  context: Context,
  judges: readonly JudgeResult[],
  { say, ...options }: ConsensusOptions,
  random: Random,
): BuiltConsensus {
  const { study, people } = context;
  const requested = options.consensus;
  if (people.table.label.length === 0)
    return emptyConsensus(requested, 'none', said(notice('no-label-of-people')));

  const method = requested === 'crowdlab-calibrated' ? requested : 'crowdlab';
  const ran = crowdlabOf(study, people, judges, { judge: options.judge, method }, random);
  const run = 'code' in ran ? null : ran;
  const guard = run === null ? null : guardOf(run);
  // Labels of a judge alone are no other opinion: they are not compared.
  const crowdlab = guard?.collapsed === true ? null : run;
  const judge = shownJudge(judges, options.judge);
  const decision = decide();
  if ('code' in decision) return refused(decision, requested, guard, say);

  const { deciding, reason, notices = [] } = decision;
  const items = consensusItems(study, people, deciding, crowdlab, judge?.view.label ?? null);
  const tally = tallied(items);
  const analysis: ConsensusAnalysis = {
    requested,
    method: deciding?.method ?? 'majority',
    reason: said(reason, say),
    contributors: { people: people.raters.length, judge: decision.judge },
    collapse: guard,
    notices: notices.map((one) => said(one)),
    beside: besideOf(tally, deciding?.method ?? 'majority', crowdlab, ran, say),
    counts: tally.counts,
    items,
  };
  return { analysis, raters: crowdlab?.result ?? null };

  function decide(): Decision | Notice {
    if (requested === 'majority') return byMajority(notice('majority-as-asked'));
    if (requested === 'crowdlab' || requested === 'crowdlab-calibrated') {
      if ('code' in ran) return notice('crowdlab-cannot-run', { requested, why: { ...ran } });
      if (crowdlab === null) return collapseOf(ran);
      const reason = notice('crowdlab-as-asked', { requested, judge: ran.judge });
      return {
        deciding: { method, items: ran.items, consensus: ran.result.consensus },
        reason,
        judge: ran.judge,
      };
    }
    if (requested === 'dawid-skene') {
      const asked = choiceAsAsked(people, judge);
      return 'code' in asked
        ? notice('model-cannot-run', { why: { ...asked } })
        : byModel(asked, notice('model-as-asked', { judge: asked.judge ? judge!.view.name : null }));
    }
    const choice = chosenByRule(study, people, judge);
    return choice.method === 'Dawid-Skene'
      ? byModel(choice, choice.why)
      : byMajority(notice('majority-because', { why: { ...choice.why } }));
  }

  function byModel(choice: { readonly judge: boolean; readonly strength: number }, reason: Notice): Decision {
    const entering = choice.judge ? judge : undefined;
    const { consensus, notices } = runDawidSkene(study, people, entering, choice.strength);
    const all = Int32Array.from(people.perItem.keys());
    return {
      deciding: { method: 'dawid-skene', items: all, consensus },
      reason,
      judge: entering?.view.name ?? null,
      notices,
    };
  }
}

function byMajority(reason: Notice): Decision {
  return { deciding: null, reason, judge: null };
}

type Guard = NonNullable<ConsensusAnalysis['collapse']>;

function guardOf({ result: { collapse } }: CrowdlabRun): Guard {
  const reasons = collapse.collapsed ? collapse.reasons : [notice('people-hold-their-weight')];
  return { ...collapse, reasons: reasons.map((reason) => said(reason)) };
}

function collapseOf({ result: { collapse } }: CrowdlabRun): Notice {
  return notice('crowdlab-collapsed', { why: collapse.reasons.map((reason) => ({ ...reason })) });
}

function refused(
  reason: Notice,
  requested: ConsensusAnalysis['requested'],
  collapse: Guard | null,
  say: SayOption,
): BuiltConsensus {
  const { analysis, raters } = emptyConsensus(requested, 'refused', said(reason, say));
  return { analysis: { ...analysis, collapse }, raters };
}

/** What each of the other methods changes. */
function besideOf(
  tally: Tally,
  method: ConsensusAnalysis['method'],
  crowdlab: CrowdlabRun | null,
  ran: CrowdlabRun | Notice,
  say: SayOption,
): ConsensusAnalysis['beside'] {
  const majority = { method: 'majority' as const, ...tally.majority };
  const crowd =
    crowdlab === null
      ? {
          method: 'crowdlab' as const,
          differs: NaN,
          settles: NaN,
          open: NaN,
          reason: said('code' in ran ? ran : collapseOf(ran), say),
        }
      : { method: crowdlab.method, ...tally.crowdlab };
  return [majority, crowd].filter((one) => one.method !== method);
}

interface Tally {
  readonly counts: ConsensusAnalysis['counts'];
  /** Of the other methods. */
  readonly majority: Readonly<Other>;
  readonly crowdlab: Readonly<Other>;
}

/** In one pass: an item is made when it is asked for. */
function tallied(items: ReadonlyList<ConsensusItem>): Tally {
  const counts = { ...noItems, items: items.length };
  const [majority, crowdlab] = [
    { differs: 0, settles: 0, open: 0 },
    { differs: 0, settles: 0, open: 0 },
  ];
  for (const { label, status, ratings, method, agreement, majorityLabel, crowdlabLabel } of items) {
    compare(majority, majorityLabel, label);
    compare(crowdlab, crowdlabLabel, label);
    if (label !== null && agreement === 0) counts.unsaid++;
    if (status === 'tied') counts.tied++;
    if (ratings === 1) counts.single++;
    if (method === 'majority') counts.majority++;
    else if (method === 'dawid-skene') counts.model++;
    else counts.crowdlab++;
  }
  return { counts, majority, crowdlab };
}

/** How another method does beside the one that decides. */
interface Other {
  differs: number;
  settles: number;
  open: number;
}

function compare(into: Other, other: string | null, label: string | null): void {
  if (other === null) into.open++;
  else if (label === null) into.settles++;
  else if (other !== label) into.differs++;
}

const noItems = { items: 0, tied: 0, single: 0, crowdlab: 0, model: 0, majority: 0, unsaid: 0 };

function emptyConsensus(
  requested: ConsensusAnalysis['requested'],
  method: 'refused' | 'none',
  reason: Said,
): BuiltConsensus {
  return {
    analysis: {
      requested,
      method,
      reason,
      contributors: { people: 0, judge: null },
      collapse: null,
      notices: [],
      beside: [],
      counts: { ...noItems },
      items: [],
    },
    raters: null,
  };
}
