/** The binning that the calibration errors and the reliability diagram share. */
import { ascendingOrder } from '../../numeric/ascending-order.ts';
import { InputError } from '../../numeric/errors.ts';
import type { BinaryEvent } from '../event.ts';

export type Binning = 'equal mass' | 'equal width';

/**
 * Bins as pieces of tie blocks. Rows of one probability are a block, and a block that a boundary of equal
 * mass cuts gives each bin its part of the block's average: which of the tied rows comes first would
 * otherwise decide the answer.
 */
export interface CalibrationBins {
  readonly binCount: number;
  readonly binning: Binning;
  /** Row numbers by rising probability, ties by weight, whatever order they came in. */
  readonly order: Int32Array;
  /** length blocks + 1: block b holds order[blockStart[b]] … order[blockStart[b + 1] − 1]. */
  readonly blockStart: Int32Array;
  readonly pieceBlock: Int32Array;
  readonly pieceBin: Int32Array;
  /** The part of the block's rows that lie in the bin, in (0, 1]. */
  readonly pieceShare: Float64Array;
  /** length bins: items in each. */
  readonly size: Int32Array;
}

/**
 * `equal width`: bin b holds probabilities in (b / binCount, (b + 1) / binCount], the first one also 0.
 * `equal mass`: the sorted items in parts whose sizes differ by one at most, the larger first (the rule of
 * numpy's array_split).
 */
export function calibrationBins(
  caller: string,
  event: BinaryEvent,
  binCount: number,
  binning: Binning,
): CalibrationBins {
  if (!Number.isInteger(binCount) || binCount < 1)
    throw new InputError(`${caller} requires a whole number of bins, at least 1; received ${binCount}`);
  const { probability } = event;
  const order = sortedRows(event);
  const blockStart = blocksOf(probability, order);
  const size = new Int32Array(binCount);
  const pieceBlock: number[] = [];
  const pieceBin: number[] = [];
  const pieceShare: number[] = [];
  for (let block = 0; block + 1 < blockStart.length; block++) {
    const end = blockStart[block + 1];
    const rows = end - blockStart[block];
    for (let from = blockStart[block]; from < end;) {
      const bin =
        binning === 'equal mass'
          ? massBin(from, order.length, binCount)
          : widthBin(probability[order[from]], binCount);
      const to = binning === 'equal mass' ? Math.min(end, massEnd(bin, order.length, binCount)) : end;
      pieceBlock.push(block);
      pieceBin.push(bin);
      pieceShare.push((to - from) / rows);
      size[bin] += to - from;
      from = to;
    }
  }
  return {
    binCount,
    binning,
    order,
    blockStart,
    pieceBlock: Int32Array.from(pieceBlock),
    pieceBin: Int32Array.from(pieceBin),
    pieceShare: Float64Array.from(pieceShare),
    size,
  };
}

/**
 * Sums over the rows of each bin, length bins: of the weight, and of the weight or its square times what it
 * says.
 */
export interface BinSums {
  readonly weight: Float64Array;
  readonly probability: Float64Array;
  readonly outcome: Float64Array;
  readonly squaredWeight: Float64Array;
  /** Of the squared weight times the outcome, and times its square. */
  readonly squaredOutcome: Float64Array;
  readonly squaredOutcomeSquared: Float64Array;
}

export function binSums(bins: CalibrationBins, { probability, outcome, weight }: BinaryEvent): BinSums {
  const { order, blockStart, binCount, pieceBlock, pieceBin, pieceShare } = bins;
  const [w, wp, wy, ww, wwy, wwyy] = Array.from({ length: 6 }, () => new Float64Array(binCount));
  let own = [0, 0, 0, 0, 0, 0];
  for (let piece = 0; piece < pieceBlock.length; piece++) {
    const block = pieceBlock[piece];
    if (piece === 0 || block !== pieceBlock[piece - 1]) {
      let [sum, sumP, sumY, squares, squaresY, squaresYY] = [0, 0, 0, 0, 0, 0];
      for (let at = blockStart[block]; at < blockStart[block + 1]; at++) {
        const [one, share] = [weight[order[at]], outcome[order[at]]];
        sum += one;
        sumP += one * probability[order[at]];
        sumY += one * share;
        squares += one ** 2;
        squaresY += one ** 2 * share;
        squaresYY += (one * share) ** 2;
      }
      own = [sum, sumP, sumY, squares, squaresY, squaresYY];
    }
    const [bin, part] = [pieceBin[piece], pieceShare[piece]];
    w[bin] += part * own[0];
    wp[bin] += part * own[1];
    wy[bin] += part * own[2];
    ww[bin] += part * own[3];
    wwy[bin] += part * own[4];
    wwyy[bin] += part * own[5];
  }
  return {
    weight: w,
    probability: wp,
    outcome: wy,
    squaredWeight: ww,
    squaredOutcome: wwy,
    squaredOutcomeSquared: wwyy,
  };
}

/** length bins: a sum over the rows of each bin, from the sums over each block. */
export function binSumsOfBlocks(
  { binCount, pieceBlock, pieceBin, pieceShare }: CalibrationBins,
  blockSums: Float64Array,
): Float64Array {
  const sums = new Float64Array(binCount);
  for (let piece = 0; piece < pieceBlock.length; piece++)
    sums[pieceBin[piece]] += pieceShare[piece] * blockSums[pieceBlock[piece]];
  return sums;
}

/** Several figures are of one event. */
const sorted = new WeakMap<BinaryEvent, Int32Array>();

/** Row numbers by rising probability, ties by weight. */
export function sortedRows(event: BinaryEvent): Int32Array {
  const known = sorted.get(event);
  if (known !== undefined) return known;
  const order = ascendingOrder(event.probability, ascendingOrder(event.weight));
  sorted.set(event, order);
  return order;
}

/** The starts of the runs of equal values along an order, and its end. */
export function blocksOf(values: ArrayLike<number>, order: Int32Array): Int32Array {
  const starts: number[] = [];
  for (let at = 0; at < order.length; at++)
    if (at === 0 || values[order[at]] !== values[order[at - 1]]) starts.push(at);
  return Int32Array.from([...starts, order.length]);
}

function widthBin(probability: number, binCount: number): number {
  const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(probability * binCount) - 1));
  // The product may round across an edge, and the edge belongs to the bin below.
  if (bin > 0 && probability <= bin / binCount) return bin - 1;
  return bin + 1 < binCount && probability > (bin + 1) / binCount ? bin + 1 : bin;
}

function massBin(position: number, rows: number, binCount: number): number {
  const small = Math.floor(rows / binCount);
  const larger = (rows % binCount) * (small + 1);
  return position < larger
    ? Math.floor(position / (small + 1))
    : (rows % binCount) + Math.floor((position - larger) / small);
}

function massEnd(bin: number, rows: number, binCount: number): number {
  return (bin + 1) * Math.floor(rows / binCount) + Math.min(bin + 1, rows % binCount);
}
