/** What `calibrate` may be asked; every default is resolved here and echoed in the result. */
import { type SayOption, plainOption } from '../data/index.ts';
import type { ConsensusAnalysis } from './schema/analysis.ts';

export interface CalibrateOptions {
  /** Version of the program, for the record in the result. */
  readonly version: string;
  readonly seed?: number;
  /** Resamples of the one bootstrap there is: of the lean of a judge in both orders. */
  readonly replicates?: number;
  /** Nominal coverage of every interval. */
  readonly level?: number;
  readonly consensus?: ConsensusAnalysis['requested'];
  /** The judge that may enter the consensus; null or absent: the only one there is, or none. */
  readonly judge?: string | null;
  /** Labels that count as pass, where the codebook does not say. */
  readonly pass?: readonly string[];
  /** The model whose wins are counted, by the item fields `model_a` and `model_b`. */
  readonly win?: string | null;
  /**
   * How options are said in what is to be done: a command line says its flags. Their names in a program where
   * nobody says otherwise.
   */
  readonly say?: SayOption;
  /** Known truth of a simulated study, shown beside each estimate. */
  readonly simulatedTruth?: SimulatedTruth;
}

export interface SimulatedTruth {
  /** Item name → the label it truly has. */
  readonly labels: ReadonlyMap<string, string>;
  /** Chance that two people drawn at random agree, on the labeled items. */
  readonly ceiling: number;
  /** Chance that the judge and one person agree, on the labeled items. */
  readonly judgeWithPerson: number;
  /** The rate of the event that is counted, over all items. */
  readonly rate: number;
  /** The temperature that makes the judge's probabilities honest. */
  readonly temperature: number;
  /** The judge's shift toward the side shown first, in logits. */
  readonly sideBias: number;
}

export type ResolvedOptions = Required<Omit<CalibrateOptions, 'simulatedTruth'>> &
  Pick<CalibrateOptions, 'simulatedTruth'>;

export function resolvedOptions(options: CalibrateOptions): ResolvedOptions {
  return {
    version: options.version,
    seed: options.seed ?? 1,
    replicates: options.replicates ?? 2000,
    level: options.level ?? 0.95,
    consensus: options.consensus ?? 'auto',
    judge: options.judge ?? null,
    pass: options.pass ?? [],
    win: options.win ?? null,
    say: options.say ?? plainOption,
    ...(options.simulatedTruth === undefined ? {} : { simulatedTruth: options.simulatedTruth }),
  };
}
