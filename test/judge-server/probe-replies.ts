/** How an endpoint answers the probe: as servers that exist do, one way or the other. */
import { openPrompt, wordPrompt } from '../../src/judge/probe/probe-requests.ts';
import type { AnswerReply, LogprobTrouble, Reply, TokenStep } from './replies.ts';

export interface ProbeManners {
  /** Reported probabilities are those after temperature (the default), or before. */
  readonly temperature?: 'after' | 'before' | 'refused';
  readonly bias?: 'after' | 'before' | 'ignored' | 'refused';
  readonly schema?: 'after' | 'before' | 'ignored' | 'refused' | 'overloaded';
  /** How much of the probability moves to the last animal when the same is asked again. */
  readonly noise?: number;
  /** No animal but one comes to its mind. */
  readonly certain?: boolean;
  /** Letters of a word that are one token; all of them where not given. */
  readonly letters?: number;
  /** In place of every answer. */
  readonly instead?: Reply;
  /** Troubles of the lists, in every answer. */
  readonly logprobs?: LogprobTrouble;
}

const animals: Readonly<Record<string, number>> = {
  Cat: 0.3,
  Dog: 0.25,
  Fox: 0.2,
  Owl: 0.15,
  Elk: 0.06,
  Emu: 0.03,
  Yak: 0.01,
};

type Request = Readonly<Record<string, unknown>>;

/**
 * The reply to a request of a probe; undefined for any other request. `before`: how often it was asked
 * before.
 */
export function probeReply(request: Request, before: number, manners: ProbeManners = {}): Reply | undefined {
  const messages = request['messages'] ?? request['input'];
  const content = Array.isArray(messages) ? (messages as { content?: unknown }[])[0]?.content : messages;
  if (typeof content !== 'string') return undefined;
  if (manners.instead !== undefined && (content.startsWith(wordPrompt) || content === openPrompt))
    return manners.instead;
  if (content.startsWith(wordPrompt))
    return answer(wordSteps(content.slice(wordPrompt.length), manners), manners);
  if (content !== openPrompt) return undefined;
  if (request['response_format'] !== undefined || request['text'] !== undefined) return schemaReply(manners);
  if (request['logit_bias'] !== undefined) return biasReply(manners);
  const temperature = request['temperature'] as number;
  if (manners.temperature === 'refused')
    return refused("Unsupported value: 'temperature' does not support this with this model.");
  return answer([animalStep(manners.temperature === 'before' ? 1 : temperature, before, manners)], manners);
}

function answer(steps: readonly TokenStep[], { logprobs }: ProbeManners): AnswerReply {
  return { kind: 'answer', steps, ...(logprobs === undefined ? {} : { logprobs }) };
}

function refused(message: string): Reply {
  return { kind: 'error', status: 400, message, code: 'unsupported_value' };
}

function animalStep(
  temperature: number,
  before: number,
  { noise = 0, certain = false }: ProbeManners,
): TokenStep {
  if (certain) return { token: 'Cat', distribution: { Cat: 0.999, Dog: 0.0005 } };
  const powers = Object.entries(animals).map(([animal, p]) => [animal, p ** (1 / temperature)] as const);
  const sum = powers.reduce((total, [, power]) => total + power, 0);
  const moved = before % 2 === 1 ? noise : 0;
  const distribution = Object.fromEntries(
    powers.map(([animal, power]) => [animal, ((1 - moved) * power) / sum]),
  );
  return { token: 'Cat', distribution: { ...distribution, Yak: distribution['Yak'] + moved } };
}

function biasReply(manners: ProbeManners): Reply {
  const { bias = 'after' } = manners;
  if (bias === 'refused') return refused('Unrecognized request argument: logit_bias');
  if (bias === 'ignored') return answer([animalStep(1, 0, manners)], manners);
  const step: TokenStep = {
    token: 'A',
    distribution: bias === 'after' ? { A: 1, Cat: 1e-9 } : { ...animals, A: 1e-6 },
  };
  return answer(
    Array.from({ length: 16 }, () => step),
    manners,
  );
}

function schemaReply(manners: ProbeManners): Reply {
  const { schema = 'after' } = manners;
  if (schema === 'refused')
    return refused(
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    );
  if (schema === 'overloaded') return { kind: 'error', status: 503, message: 'come back later' };
  if (schema === 'ignored') return answer([animalStep(1, 0, manners)], manners);
  const wanted = Object.fromEntries(
    Object.entries(animals).map(([animal, p]) => [animal, schema === 'after' ? 0 : 0.1 * p]),
  );
  const only = (token: string): TokenStep => ({
    token,
    distribution: { [token]: schema === 'after' ? 1 : 0.9, ...wanted },
  });
  const value: TokenStep = {
    token: '1',
    distribution: { 1: 0.5, 2: schema === 'after' ? 0.5 : 0.4, ...wanted },
  };
  return answer([only('{"'), only('verdict'), only('":'), only('"'), value, only('"}')], manners);
}

function wordSteps(word: string, { letters = word.length }: ProbeManners): TokenStep[] {
  const steps: TokenStep[] = [];
  for (let at = 0; at < word.length; at += letters) {
    const token = word.slice(at, at + letters);
    steps.push({ token, distribution: { [token]: 0.99, '\n': 0.005 } });
  }
  return steps;
}
