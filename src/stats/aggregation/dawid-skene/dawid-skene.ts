import { InputError } from '../../numeric/errors.ts';
import { type Notice, notice } from '../../numeric/estimate.ts';
import type { RatingTable } from '../../numeric/rating-table.ts';
import {
  type Consensus,
  type Contributors,
  consensusOf,
  consensusStatuses,
  topLabels,
} from '../consensus.ts';
import { type Emissions, emissionsOf } from './emissions.ts';
import { type DawidSkeneFit, type DawidSkeneKind, type DawidSkeneSettings, fitDawidSkene } from './fit.ts';
import { type DawidSkeneJudge, type DawidSkeneRaters, ratersOf } from './raters.ts';
import { exchangedLabels } from './exchanged-labels.ts';
import type { JudgeCells } from './judge-cells.ts';

/**
 * Dawid and Skene's model: a consensus of raters with different errors, which are learned from where they
 * meet.
 *
 * For nominal labels and raters of whom each has rated ten items or more, several an item. It assumes that
 * given the true label ratings are independent; items that are hard for everybody break that, and no count of
 * ratings shows it. `hierarchical` lets raters with few ratings borrow the errors of all; `map` adds fixed
 * pseudo-counts; `maximum-likelihood` is the paper's, and far too sure. A judge may be one more rater
 * (`judgeCells`), then with a strength of 10. Prefer the soft majority for few raters or a scale with an
 * order (`chooseConsensus`).
 *
 * posterior_k ∝ prevalence_k · Π_j chance_j[k, label_j]
 * chance_j[k, l] = (count_j[k, l] + prior[k, l]) / Σ_l (count_j[k, l] + prior[k, l]), count_j[k, l] the sum
 * of posterior_k over the items that j called l prior = 0 (`maximum-likelihood`); pseudo-counts (`map`);
 * strength · pool (`hierarchical`), pool[k, l] ∝ Σ_j count_j[k, l] + 0.1, and 1 more on the diagonal
 *
 * The two lines alternate from the shares of people's labels. Without the pool it ends where the (penalized)
 * log-likelihood gains less than 1e-9 of itself, after 500 steps at most; chances are at least 1e-10 and not
 * normalized again. With the pool it ends at a change below 1e-8, after 300 at most, one pseudo-count is
 * added to each label's prevalence, and a fit that goes round in circles is replaced by `map`. The judge's
 * cells share what a label has of the prior, by size.
 *
 * `table`: ratings of people. `gold`: length items, the label that is known; negative for none. `strength`:
 * ratings a row that the pool is worth. `pseudoCounts`: of the right and of each wrong label.
 *
 * Returns posteriors as `consensus.numbers`: the model's own, not chances of being right. Items without
 * rating, verdict and gold are `unrated` and NaN. `notices`: `did-not-converge`, `fell-back-to-map`,
 * `labels-may-be-switched`, `raters-may-switch-labels`, `judge-may-switch-labels`.
 *
 * Throws InputError for fewer than 2 labels, nothing to start from, gold, judge or options that do not fit.
 *
 * @example
 * const table = ratingTable({ itemCount: 3, raterCount: 3, labelCount: 2, item: [0, 0, 0, 1, 1, 1, 2, 2], rater: [0, 1, 2, 0, 1, 2, 0, 1], label: [0, 0, 1, 1, 1, 1, 0, 0] });
 * Array.from(dawidSkene(table).consensus.label); // [0, 1, 0]
 *
 * Source: [dawid-1979], equations 2.3 to 2.5.
 */
export function dawidSkene(
  table: RatingTable,
  options: DawidSkeneOptions & { readonly judge: JudgeCells },
): DawidSkene<'people and judge'>;
export function dawidSkene(
  table: RatingTable,
  options?: DawidSkeneOptions & { readonly judge?: never },
): DawidSkene<'people'>;
export function dawidSkene(
  table: RatingTable,
  options: DawidSkeneOptions & { readonly judge?: JudgeCells } = {},
): DawidSkene {
  const settings = settingsOf(options);
  const { judge, gold } = options;
  requireInput(table, judge, gold);
  const emissions = emissionsOf(table, judge);
  const fitAs = (as: DawidSkeneSettings): DawidSkeneFit =>
    fitDawidSkene(emissions, firstPosterior(table, gold), gold, as);
  const asked = fitAs(settings);
  const fit = asked.cycles ? fitAs({ ...settings, ...climbing, kind: 'map' }) : asked;
  const { posterior } = fit.state;
  const { raters, judge: judgeRater } = ratersOf(emissions, fit.state);
  return Object.freeze({
    consensus: consensusFrom(emissions, posterior, options),
    kind: fit === asked ? settings.kind : 'map',
    converged: fit.converged,
    iterations: fit.iterations,
    logLikelihood: fit.logLikelihood,
    prevalence: fit.state.logPrevalence.map(Math.exp),
    raters,
    ...(judgeRater === undefined ? {} : { judge: judgeRater }),
    counts: countsOf(table, emissions, gold),
    notices: Object.freeze([
      ...noticesOfFit(asked, fit),
      ...noticesOfLabels(exchangedLabels(table, posterior), raters),
      ...(judge !== undefined && judgeRater!.maySwitchLabels
        ? [notice('judge-may-switch-labels', { judge: judge.judge })]
        : []),
    ]),
  });
}

export interface DawidSkeneOptions {
  /** Default `hierarchical`. */
  readonly kind?: DawidSkeneKind;
  /** `hierarchical`: ratings a row that the pool is worth, above 0; default 2. */
  readonly strength?: number;
  /** `map`, and where it is fallen back to: default 1 and 1. */
  readonly pseudoCounts?: { readonly right: number; readonly wrong: number };
  /** length items: label codes that are known; negative for none. */
  readonly gold?: ArrayLike<number>;
  /** When to stop, other than by default. */
  readonly stop?: { readonly tolerance: number; readonly iterations: number };
}

export interface DawidSkene<From extends Contributors = Contributors> {
  /** Its `numbers` are the model's posteriors, its `quality` that of the label. */
  readonly consensus: Consensus<From>;
  /** What was fitted: `map` where the pool went round in circles. */
  readonly kind: DawidSkeneKind;
  readonly converged: boolean;
  readonly iterations: number;
  /** Natural log; of ratings, verdicts and gold labels, without the prior. */
  readonly logLikelihood: number;
  /** length labels: share of items that have the label, by the model. */
  readonly prevalence: Float64Array;
  readonly raters: DawidSkeneRaters;
  /** Present where a judge is a rater. */
  readonly judge?: DawidSkeneJudge;
  readonly counts: {
    readonly items: number;
    /** Items without rating, verdict and gold label. */
    readonly unrated: number;
    /** Items that the judge alone speaks of. */
    readonly ofJudgeAlone: number;
    readonly gold: number;
    readonly ratings: number;
  };
  readonly notices: readonly Notice[];
}

function settingsOf({ kind = 'hierarchical', ...options }: DawidSkeneOptions): DawidSkeneSettings {
  const { strength = 2, pseudoCounts = { right: 1, wrong: 1 } } = options;
  const pooled = kind === 'hierarchical';
  const stop = options.stop ?? (pooled ? { tolerance: 1e-8, iterations: 300 } : climbing);
  if (!['maximum-likelihood', 'map', 'hierarchical'].includes(kind))
    throw new InputError(
      `dawidSkene requires kind to be maximum-likelihood, map or hierarchical; received ${kind}`,
    );
  if (!(strength > 0 && strength < Infinity))
    throw new InputError(`dawidSkene requires a strength above 0; received ${strength}`);
  const { right, wrong } = pseudoCounts;
  if (!(right > 0 && right < Infinity && wrong >= 0 && wrong < Infinity))
    throw new InputError(
      'dawidSkene requires pseudo-counts above 0 for the right label and of at least 0 for a wrong one; ' +
        `received ${right} and ${wrong}`,
    );
  if (!(stop.tolerance >= 0 && Number.isInteger(stop.iterations) && stop.iterations >= 1))
    throw new InputError(
      'dawidSkene requires a tolerance of at least 0 and at least 1 iteration; ' +
        `received ${stop.tolerance} and ${stop.iterations}`,
    );
  return { kind, strength, pseudoCounts, ...stop };
}

/** Stop rule of the kinds that climb. */
const climbing = { tolerance: 1e-9, iterations: 500 };

/** Shares of people's labels, gold where it is known. An item of the judge alone has no say at first. */
function firstPosterior(table: RatingTable, gold: ArrayLike<number> | undefined): Float64Array {
  const { itemCount, labelCount, itemStart, label } = table;
  const posterior = new Float64Array(itemCount * labelCount);
  for (let i = 0; i < itemCount; i++) {
    const known = gold === undefined ? -1 : gold[i];
    if (known >= 0) posterior[i * labelCount + known] = 1;
    else
      for (let r = itemStart[i]; r < itemStart[i + 1]; r++)
        posterior[i * labelCount + label[r]] += 1 / (itemStart[i + 1] - itemStart[i]);
  }
  return posterior;
}

function consensusFrom(
  { itemCount, labelCount, itemStart }: Emissions,
  posterior: Float64Array,
  { judge, gold }: DawidSkeneOptions & { readonly judge?: JudgeCells },
): Consensus {
  const numbers = posterior.slice();
  const label = new Int32Array(itemCount).fill(-1);
  const status = new Uint8Array(itemCount);
  const quality = new Float64Array(itemCount).fill(NaN);
  for (let i = 0; i < itemCount; i++) {
    const from = i * labelCount;
    if (itemStart[i] === itemStart[i + 1] && !(gold !== undefined && gold[i] >= 0)) {
      numbers.fill(NaN, from, from + labelCount);
      continue;
    }
    const top = topLabels(numbers, from, labelCount);
    quality[i] = numbers[from + top[0]];
    if (top.length === 1) label[i] = top[0];
    status[i] = consensusStatuses.indexOf(top.length === 1 ? 'decided' : 'tied');
  }
  return consensusOf<Contributors>({
    method: 'Dawid-Skene',
    ties: 'soft',
    contributors: { people: true, ...(judge === undefined ? {} : { judge: judge.judge }) },
    itemCount,
    labelCount,
    label,
    numbers,
    kind: 'posteriors',
    status,
    quality,
  });
}

function countsOf(
  table: RatingTable,
  emissions: Emissions,
  gold: ArrayLike<number> | undefined,
): DawidSkene['counts'] {
  const counts = {
    items: table.itemCount,
    unrated: 0,
    ofJudgeAlone: 0,
    gold: 0,
    ratings: table.label.length,
  };
  for (let i = 0; i < table.itemCount; i++) {
    if (gold !== undefined && gold[i] >= 0) counts.gold++;
    else if (emissions.itemStart[i] === emissions.itemStart[i + 1]) counts.unrated++;
    else if (table.itemStart[i] === table.itemStart[i + 1]) counts.ofJudgeAlone++;
  }
  return Object.freeze(counts);
}

function noticesOfFit(asked: DawidSkeneFit, { converged, iterations }: DawidSkeneFit): Notice[] {
  return [
    ...(asked.cycles ? [notice('fell-back-to-map', { iterations: asked.iterations })] : []),
    ...(converged ? [] : [notice('did-not-converge', { iterations })]),
  ];
}

function noticesOfLabels(
  labels: readonly number[],
  { ratings, maySwitchLabels }: DawidSkeneRaters,
): Notice[] {
  const switching = maySwitchLabels.reduce((sum, may) => sum + may, 0);
  return [
    ...(labels.length > 0 ? [notice('labels-may-be-switched', { labels })] : []),
    ...(switching > 0
      ? [
          notice('raters-may-switch-labels', {
            switching,
            raters: ratings.filter((count) => count > 0).length,
          }),
        ]
      : []),
  ];
}

function requireInput(
  { itemCount, labelCount, label }: RatingTable,
  judge: JudgeCells | undefined,
  gold: ArrayLike<number> | undefined,
): void {
  if (labelCount < 2) throw new InputError(`dawidSkene requires at least 2 labels; received ${labelCount}`);
  if (judge !== undefined && (judge.itemCount !== itemCount || judge.labelCount !== labelCount))
    throw new InputError(
      `dawidSkene requires the judge's cells of ${itemCount} items and ${labelCount} labels; ` +
        `received ${judge.itemCount} and ${judge.labelCount}`,
    );
  if (gold !== undefined && gold.length !== itemCount)
    throw new InputError(
      `dawidSkene requires one gold label for each item; received ${gold.length} for ${itemCount} items`,
    );
  let known = label.length > 0;
  for (let i = 0; i < (gold?.length ?? 0); i++) {
    if (!Number.isInteger(gold![i]) || gold![i] >= labelCount)
      throw new InputError(
        `dawidSkene requires gold codes below ${labelCount}; received ${gold![i]} at item ${i}`,
      );
    if (gold![i] >= 0) known = true;
  }
  if (!known) throw new InputError('dawidSkene requires a rating or a gold label; received none');
}
