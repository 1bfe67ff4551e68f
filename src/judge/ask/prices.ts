/**
 * What calls cost, from a table that goes out of date: every price is the user's to change, and a model that
 * is not in it has no cost.
 */
import { isOpenaiAddress } from '../../data/index.ts';

export interface Price {
  /** Dollars for a million tokens. */
  readonly input: number;
  readonly output: number;
  /** What the batch API charges of that, in [0, 1]. */
  readonly batchShare?: number | undefined;
}

/** List prices of OpenAI's models as of June 2025; `prices` in `assize.json` goes before it. */
const listPrices: Readonly<Record<string, Price>> = {
  'gpt-4o': { input: 2.5, output: 10, batchShare: 0.5 },
  'gpt-4o-mini': { input: 0.15, output: 0.6, batchShare: 0.5 },
  'gpt-4.1': { input: 2, output: 8, batchShare: 0.5 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6, batchShare: 0.5 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4, batchShare: 0.5 },
};

/**
 * The price of a model at an endpoint: the user's own, or the list price where the endpoint is OpenAI's.
 * Undefined where nobody knows.
 */
export function priceOf(
  model: string,
  baseURL: string | undefined,
  own: Readonly<Record<string, Price>> = {},
): Price | undefined {
  return Object.hasOwn(own, model) ? own[model] : listPriceOf(model, baseURL);
}

/**
 * The price that a limit in dollars is kept by: of each part the higher of the study's word and the list,
 * since a study may come from a stranger.
 */
export function limitPriceOf(
  model: string,
  baseURL: string | undefined,
  own: Readonly<Record<string, Price>> = {},
): Price | undefined {
  const [price, listed] = [priceOf(model, baseURL, own), listPriceOf(model, baseURL)];
  if (price === undefined || listed === undefined) return price;
  return {
    input: Math.max(price.input, listed.input),
    output: Math.max(price.output, listed.output),
    batchShare: Math.max(price.batchShare ?? 1, listed.batchShare ?? 1),
  };
}

function listPriceOf(model: string, baseURL: string | undefined): Price | undefined {
  return isOpenaiAddress(baseURL) && Object.hasOwn(listPrices, model) ? listPrices[model] : undefined;
}

/**
 * Dollars for the tokens; NaN without a price, 0 for no tokens of a priced model.
 *
 * @example
 * costOf({ input: 2, output: 8 }, 1_000_000, 0); // 2
 */
export function costOf(price: Price | undefined, inputTokens: number, outputTokens: number): number {
  return price === undefined ? NaN : (price.input * inputTokens + price.output * outputTokens) / 1e6;
}

/**
 * What a call in a batch costs: the full price where nobody said what share of it the endpoint asks, so that
 * a limit holds.
 *
 * @example
 * batchPrice({ input: 2, output: 8, batchShare: 0.5 }); // { input: 1, output: 4 }
 */
export function batchPrice(price: Price | undefined): Price | undefined {
  const share = price?.batchShare ?? 1;
  return price === undefined ? undefined : { input: price.input * share, output: price.output * share };
}
