/** Settings that are in every request of a judge, and what an endpoint says where it does not take them. */
import type { RefusedSetting } from './provider.ts';

export interface SettingRefusal {
  readonly setting: RefusedSetting;
  /** What the endpoint refuses, to follow its name. */
  readonly words: string;
  readonly hint: string;
}

/**
 * Undefined where the endpoint does not speak of one of them, or the request has none. `said`: its words;
 * `body`: the request.
 */
export function refusedSetting(
  said: string,
  body: Readonly<Record<string, unknown>>,
): SettingRefusal | undefined {
  if ('max_tokens' in body && /\bmax_tokens\b/.test(said) && /\bmax_completion_tokens\b/.test(said))
    return {
      setting: 'maxTokens',
      words: 'wants max_completion_tokens instead of max_tokens',
      hint: 'Run the judge without batches: then it is asked that way.',
    };
  const asked = body['top_logprobs'];
  // Some repeat the whole request, whatever they refuse of it.
  const own = said.replace(/["'](?:top_)?logprobs["']\s*:\s*(?:true|false|null|\d+)/gi, '');
  if (typeof asked !== 'number' || !/log_?probs?\b|log probabilit/i.test(own)) return undefined;
  if (!limitWords.test(own))
    return {
      setting: 'logprobs',
      words: 'gives no token probabilities of this model',
      hint:
        'Use a model that gives them, or allow other sources for the judge: "sources": ["logprobs", ' +
        '"samples"].',
    };
  const most = Math.max(0, ...[...own.matchAll(/\d+/g)].map(Number).filter((number) => number < asked));
  return {
    setting: 'topLogprobs',
    words:
      most === 0
        ? `refuses ${asked} alternatives of a token`
        : `gives at most ${most} alternatives of a token, and ${asked} were asked for`,
    hint: `Set sampling.topLogprobs of the judge to ${most === 0 ? 'what the endpoint allows' : most}.`,
  };
}

const limitWords =
  /(?:less|lower|fewer|greater|more|larger|higher) than|at most|max(?:imum)?\b|exceed|between|up to|range|<=|≤/i;
