/**
 * What an endpoint is asked once before a judge runs there: small questions about the endpoint, with nothing
 * of the items in them.
 */
import { canonicalJson, mostTokens, requestWith } from '../ask/request.ts';
import type { JudgeCall } from '../ask/judge-call.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import type { ProviderRequest } from '../endpoint/provider.ts';

/** The key of a probe's answer: what was asked. Words of the judge are asked as `word Pass`. */
export type ProbeQuestion = 'first' | 'again' | 'cooler' | 'biased' | 'schema' | `word ${string}`;

export interface ProbeRequest {
  readonly question: ProbeQuestion;
  readonly request: ProviderRequest;
}

/** Open on purpose: many answers are possible, so that a change of the probabilities can be seen. */
export const openPrompt =
  'Reply with the name of one animal, chosen at random, in one word and nothing else.';
/** In front of a word that is to be said again, to see of how many tokens it is made. */
export const wordPrompt = 'Repeat this word and write nothing else: ';

/** The bias pushes this token to the front, whatever it is in the vocabulary of the model. */
const biasedToken = '32';
/** Words the open prompt would never lead to: where they are all that is listed, a schema masks. */
export const schemaWords = ['1', '2'] as const;
/** What `first` and `again` are asked at, and `cooler`. */
export const usualTemperature = 1;
const lowTemperature = 0.25;
/** Room for a word of several tokens, and for a token that is said again and again. */
const leastTokens = 16;

/** The requests of a probe. The same endpoint, model and words give the same requests. */
export function probeRequests(judge: PreparedJudge): ProbeRequest[] {
  const { config } = judge;
  const { temperature: _, topP: __, seed: ___, ...sampling } = config.sampling;
  const plain: PreparedJudge = {
    ...judge,
    source: 'logprobs',
    config: {
      ...config,
      mode: 'text',
      sampling: { ...sampling, maxTokens: Math.max(leastTokens, sampling.maxTokens) },
    },
  };
  const asked = (
    question: ProbeQuestion,
    prompt: string,
    more: Readonly<Record<string, unknown>> = {},
  ): ProbeRequest => {
    const { api, body } = requestWith(plain, [{ role: 'user', content: prompt }]);
    return { question, request: { api, body: { ...body, ...more } } };
  };
  const words = config.mode === 'structured' ? [] : [...new Set(judge.words)];
  return [
    asked('first', openPrompt, { temperature: usualTemperature }),
    asked('again', openPrompt, { temperature: usualTemperature }),
    asked('cooler', openPrompt, { temperature: lowTemperature }),
    // The Responses API has no such setting.
    ...(config.endpoint.api === 'chat'
      ? [asked('biased', openPrompt, { temperature: usualTemperature, logit_bias: { [biasedToken]: 100 } })]
      : []),
    { question: 'schema', request: schemaRequest(judge, sampling) },
    ...words.map((word) => asked(`word ${word}`, `${wordPrompt}${word}`)),
  ];
}

function schemaRequest(judge: PreparedJudge, sampling: PreparedJudge['config']['sampling']): ProviderRequest {
  const asked: PreparedJudge = {
    ...judge,
    source: 'logprobs',
    words: schemaWords,
    config: {
      ...judge.config,
      mode: 'structured',
      sampling: { ...sampling, maxTokens: Math.max(32, sampling.maxTokens) },
    },
  };
  return requestWith(asked, [{ role: 'user', content: openPrompt }]);
}

/** Under this a probe is stored: another model, endpoint or word is another probe. */
export function probeKey(judge: PreparedJudge, hash: (text: string) => string): string {
  const { api, baseURL, query } = judge.config.endpoint;
  const asked = probeRequests(judge).map(({ request }) => request.body);
  return hash(canonicalJson({ api, baseURL: baseURL ?? null, query: query ?? null, asked }));
}

/** The requests of a probe as calls, so that they run under the limits of the judge. */
export function probeCalls(judge: PreparedJudge): JudgeCall[] {
  return probeRequests(judge).map((request) => probeCall(judge, request));
}

function probeCall({ name, config, version }: PreparedJudge, { question, request }: ProbeRequest): JudgeCall {
  const about = { judge: name, item: question, order: null, sample: 0, model: config.model, prompt: version };
  return { key: question, ...about, request, ...mostTokens(request, canonicalJson(request.body)) };
}
