/**
 * The judges of a study, made ready: their prompts read, their words checked, and what they may be asked
 * about.
 */
import { type Codebook, DataError, type JudgeConfig, type StudyConfig, quoted } from '../../data/index.ts';
import { type PreparedJudge, type ProbabilitySource, prepareJudge } from '../ask/prepare-judge.ts';
import { type Price, limitPriceOf, priceOf } from '../ask/prices.ts';

export interface StudyJudge {
  readonly name: string;
  readonly config: JudgeConfig;
  /** What a call is taken to cost in this run. */
  readonly price: Price | undefined;
  /** By the study's own word, or the list's where it has none: what stored calls have cost. */
  readonly statedPrice: Price | undefined;
  /**
   * Whose word `price` is: the list of assize, the study, or the list because it is above what the study
   * says.
   */
  readonly pricedBy: 'list' | 'study' | 'list above study';
  /** Ready to ask for one of the sources that its declaration allows. */
  prepared(source: ProbabilitySource): PreparedJudge;
}

export interface StudyJudgeOptions {
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  /** Judge → the text of its prompt file; judges with a ready prompt need none. */
  readonly promptTexts: ReadonlyMap<string, string>;
  /** Only these, where any are named. */
  readonly names?: readonly string[] | undefined;
  /**
   * Calls cost the higher of the study's own price and the list's: for a limit, since a study may come from a
   * stranger.
   */
  readonly pricedForLimit?: boolean;
}

/**
 * The judges that a study declares, or those of them that are named. Throws DataError for a missing codebook
 * and an unknown name.
 */
export function studyJudges(config: StudyConfig, options: StudyJudgeOptions): StudyJudge[] {
  const { judges = {}, codebook } = config;
  const { names = [], pricedForLimit = false } = options;
  const file = 'assize.json';
  const unknown = names.find((name) => !Object.hasOwn(judges, name));
  if (unknown !== undefined)
    throw new DataError(
      `no judge ${quoted(unknown)}; there are ${Object.keys(judges).join(', ') || 'none'}`,
      { file },
    );
  const wanted = Object.entries(judges).filter(([name]) => names.length === 0 || names.includes(name));
  if (wanted.length === 0) return [];
  if (codebook === undefined)
    throw new DataError(
      'a judge needs a codebook: the labels it may give',
      { file },
      'Add "codebook" with its labels to assize.json.',
    );
  return wanted.map(([name, declared]) => {
    const judge = studyJudge(name, declared, codebook, config.prices, options);
    return pricedForLimit ? atLimitPrice(judge, config) : judge;
  });
}

function studyJudge(
  name: string,
  config: JudgeConfig,
  codebook: Codebook,
  prices: StudyConfig['prices'],
  { hash, promptTexts }: StudyJudgeOptions,
): StudyJudge {
  const price = priceOf(config.model, config.endpoint.baseURL, prices);
  return {
    name,
    config,
    price,
    statedPrice: price,
    pricedBy: Object.hasOwn(prices ?? {}, config.model) ? 'study' : 'list',
    prepared: (source) =>
      prepareJudge(name, config, codebook, { hash, promptText: promptTexts.get(name), source }),
  };
}

function atLimitPrice(judge: StudyJudge, { prices }: StudyConfig): StudyJudge {
  const { model, endpoint } = judge.config;
  const price = limitPriceOf(model, endpoint.baseURL, prices);
  const isHigher =
    price !== undefined &&
    judge.price !== undefined &&
    (price.input > judge.price.input || price.output > judge.price.output);
  return { ...judge, price, pricedBy: isHigher ? 'list above study' : judge.pricedBy };
}
