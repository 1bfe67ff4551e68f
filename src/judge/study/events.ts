/** What happens while the judges of a study are asked, in the order it does, for whoever shows it. */
import type { EndpointProbe, Hint, JudgeRun } from '../../data/index.ts';
import type { JudgeItem } from '../ask/items.ts';
import type { PreparedJudge, ProbabilitySource } from '../ask/prepare-judge.ts';
import type { BatchNote } from '../batch/batch-notes.ts';
import type { SeenBatch } from '../batch/wait-for-batches.ts';
import type { ExtractionProblem } from '../read/extraction-failure.ts';
import type { RunProgress, RunSummary } from '../verdict/run-summary.ts';
import type { StudyJudge } from './study-judge.ts';

export type JudgeEvent =
  /** What a judge will be asked; nothing is yet. */
  | {
      readonly kind: 'planned';
      readonly judge: StudyJudge;
      readonly prepared: PreparedJudge;
      readonly plan: JudgePlan;
      readonly inBatches: boolean;
      /** To show what is sent. */
      readonly firstItem: JudgeItem;
    }
  /** The probe of an endpoint begins. */
  | { readonly kind: 'probing'; readonly judge: string }
  | {
      readonly kind: 'probed';
      readonly judge: string;
      readonly probe: EndpointProbe;
      readonly summary: RunSummary;
    }
  /**
   * A probe that showed nothing, for a reason that may pass: the next run probes again. `failed`: questions
   * that failed for now.
   */
  | {
      readonly kind: 'probe put off';
      readonly judge: string;
      readonly failed: number;
      readonly problem: ExtractionProblem | null;
    }
  /** The endpoint gives no token probabilities, and the judge allows another source. */
  | { readonly kind: 'fell back'; readonly judge: string; readonly source: ProbabilitySource }
  /** Of `total` calls that are left. */
  | {
      readonly kind: 'progress';
      readonly judge: string;
      readonly total: number;
      readonly progress: RunProgress;
    }
  /** Calls of a judge ended, whether all or some. */
  | { readonly kind: 'asked'; readonly judge: string; readonly summary: RunSummary }
  /** Of the calls that go out by themselves before a batch, one gave a verdict. */
  | { readonly kind: 'first verdict'; readonly judge: string; readonly answers: number }
  /** The user asked to stop: so many calls are under way, and awaited. */
  | { readonly kind: 'interrupted'; readonly underWay: number }
  | { readonly kind: 'submitted'; readonly note: BatchNote }
  | { readonly kind: 'waiting'; readonly batches: number }
  /** A round of looks at batches that are under way: `wait` milliseconds to the next. */
  | { readonly kind: 'looked'; readonly open: readonly BatchNote[]; readonly wait: number }
  /** `judge`: undefined where the study no longer declares it. */
  | { readonly kind: 'collected'; readonly seen: SeenBatch; readonly judge: StudyJudge | undefined }
  /** The user ended a run in batches: so many go on at the endpoint. */
  | { readonly kind: 'batches go on'; readonly batches: number }
  /** A judge, or all of them (null), will not be asked any more in this run. */
  | { readonly kind: 'stopped'; readonly stop: JudgeStop };

/** What a judge would be asked, what of it is paid for already, and what the rest may cost. */
export interface JudgePlan {
  readonly judge: string;
  readonly model: string;
  /** Version of the prompt. */
  readonly prompt: string;
  readonly probSource: ProbabilitySource;
  readonly items: number;
  readonly calls: number;
  readonly stored: number;
  /** In a batch that is under way. */
  readonly waiting: number;
  /** Of the calls that are left, an estimate. */
  readonly tokens: number;
  /** Dollars, by that estimate and at most; NaN where the model has no price. */
  readonly cost: number;
  readonly mostCost: number;
  /** Of the probe that goes before them, at the full price: 0 where none does. */
  readonly probeCalls: number;
  readonly mostProbeCost: number;
}

export interface JudgeStop {
  /** Null where it was about all of them. */
  readonly judge: string | null;
  readonly reason: string;
  readonly hint: string | Hint | null;
}

/** What came of a run. */
export interface JudgeOutcome {
  /** It did what it was to do: nothing stopped it early. */
  readonly ended: boolean;
  /** And nothing is left to ask or to collect. */
  readonly complete: boolean;
  /** What stopped it early, for each judge. */
  readonly stopped: readonly JudgeStop[];
  /** What each judge was to be asked, before it was. */
  readonly plan: readonly JudgePlan[];
}

/** What a run left in the store. */
export interface JudgedStudy extends JudgeOutcome {
  /** Judges that were to give verdicts and have none, and why: in `stopped` too. */
  readonly silent: readonly JudgeStop[];
  readonly runs: readonly JudgeRun[];
  /** Batches that are under way. */
  readonly batches: readonly BatchNote[];
}
