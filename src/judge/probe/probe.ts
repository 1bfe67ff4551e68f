/**
 * What a probe found out about an endpoint. Whether reported probabilities are those before temperature, bias
 * and schema is documented nowhere and differs from server to server: it is tried once, the answers are
 * stored as they came, and read here.
 */
import type { EndpointProbe, ProbeFinding } from '../../data/index.ts';
import { type ListedAlternatives, listedAlternatives } from '../read/listed-alternatives.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import { type ProbeQuestion, schemaWords, usualTemperature } from './probe-requests.ts';
import { bytesOfText } from '../ask/byte-strings.ts';
import { type ExtractionProblem, showsNoProbabilities } from '../read/extraction-failure.ts';
import { labelTokens } from '../ask/label-tokens.ts';
import { type TokenOffsets, tokenOffsets } from '../read/token-offsets.ts';
import type { AnswerTokens, TokenLogprob } from '../read/token-logprobs.ts';
import { readToken } from '../read/token-reading.ts';
import { storedBody } from '../read/answer-text.ts';
import { answerTokens } from '../verdict/verdict.ts';
import { findVerdict } from '../read/verdict-position.ts';

/** What is stored of a probe: for each question the body of the answer as it came, or why there is none. */
export interface StoredProbe {
  readonly at: string;
  readonly answers: Readonly<
    Partial<Record<ProbeQuestion, { readonly body: string } | { readonly refused: string }>>
  >;
}

/**
 * Where two answers to one request differ by this part of the probability and more, a change cannot be told
 * from chance.
 */
const noisy = 0.1;
/** Beyond what repeats differ by, this part of the probability has to move to count as a change. */
const moved = 0.05;
/** Servers write a probability of 0 as −9999 or as some other number too small to be one: a natural log. */
const nothing = -50;

/** Reads the stored answers of a probe. Whatever they do not show is unknown, with a reason. */
export function readProbe(judge: PreparedJudge, { at, answers }: StoredProbe): EndpointProbe {
  const listAt = (question: ProbeQuestion): List => firstList(judge, answers[question]);
  const [first, again] = [listAt('first'), listAt('again')];
  const noise = first.known && again.known ? distance(first.list, again.list) : NaN;
  const words = (Object.keys(answers) as ProbeQuestion[]).filter((question) => question.startsWith('word '));
  const found = {
    at,
    alternatives: first.known ? first.list.entries.length : NaN,
    repeatDifference: noise,
    temperature: temperatureFinding(first, listAt('cooler'), noise),
    logitBias:
      judge.config.endpoint.api === 'chat'
        ? biasFinding(judge, first, answers.biased)
        : unknown('the Responses API has no logit bias'),
    schemaMask: maskFinding(judge, answers['schema']),
    words: words.map((question) => tokensOfWord(judge, question.slice('word '.length), answers[question])),
  };
  return { ...found, warnings: warningsOf(judge, found) };
}

/**
 * Why the plainest question of the probe shows no token probabilities; null where it does, or was refused.
 */
export function probeProblem(judge: PreparedJudge, { answers }: StoredProbe): ExtractionProblem | null {
  const first = firstList(judge, answers.first);
  return first.known ? null : first.problem;
}

/**
 * Whether the endpoint gives no token probabilities: none in any answer, and several plain questions were
 * answered. One answer without them may be a hiccup, and under a bias or a schema a single token may be all
 * there is.
 */
export function probeShowsNoProbabilities(judge: PreparedJudge, { answers }: StoredProbe): boolean {
  const questions = Object.keys(answers) as ProbeQuestion[];
  if (questions.some((question) => firstList(judge, answers[question]).known)) return false;
  const plain = questions.filter(
    (question) => ['first', 'again', 'cooler'].includes(question) || question.startsWith('word '),
  );
  const problems = plain
    .map((question) => problemOf(firstList(judge, answers[question])))
    .filter((problem) => problem !== null);
  return problems.length > 1 && problems.every(showsNoProbabilities);
}

function problemOf(list: List): ExtractionProblem | null {
  return list.known ? null : list.problem;
}

function warningsOf({ config }: PreparedJudge, probe: Omit<EndpointProbe, 'warnings'>): string[] {
  const { temperature = usualTemperature, topLogprobs } = config.sampling;
  const warnings: string[] = [];
  if (probe.temperature.answer === 'yes' && temperature !== usualTemperature)
    warnings.push(
      'the endpoint reports probabilities after temperature, and this judge is asked at ' +
        `${temperature}: they are ${temperature < usualTemperature ? 'sharper' : 'flatter'} than the ` +
        "model's own",
    );
  if (probe.repeatDifference >= noisy)
    warnings.push(
      'the same request asked twice gave probabilities that differ by ' +
        `${percent(probe.repeatDifference)}: every verdict carries that much chance`,
    );
  if (probe.alternatives < Math.min(5, topLogprobs))
    warnings.push(
      `the endpoint lists ${probe.alternatives} alternatives where ${topLogprobs} were asked: labels ` +
        'that are not listed stand at a bound',
    );
  const long = probe.words.filter(({ tokens }) => tokens > 1);
  if (long.length > 0)
    warnings.push(
      `${long.map(({ word, tokens }) => `${JSON.stringify(word)} is ${tokens} tokens`).join(', ')}: ` +
        'the probability is that of the first tokens that tell the words apart. Words of one token, ' +
        'such as letters, are exact',
    );
  return warnings;
}

type Answer = StoredProbe['answers'][ProbeQuestion];

type List =
  | { readonly known: true; readonly list: ListedAlternatives; readonly tokens: readonly TokenLogprob[] }
  | { readonly known: false; readonly problem: ExtractionProblem | null; readonly reason: string };

function unknown(reason: string): ProbeFinding {
  return { answer: 'unknown', reason };
}

interface Unread {
  readonly ok: false;
  /** Null where there is no answer to read. */
  readonly problem: ExtractionProblem | null;
  readonly detail: string;
}

/** The tokens of an answer of the probe. */
function tokensIn(judge: PreparedJudge, answer: Answer): AnswerTokens | Unread {
  if (answer === undefined) return { ok: false, problem: null, detail: 'it was not asked' };
  if ('refused' in answer) return { ok: false, problem: null, detail: answer.refused };
  const body = storedBody(answer.body);
  return body.ok ? answerTokens(judge, body.value) : body;
}

/** The alternatives of the first token of an answer. */
function firstList(judge: PreparedJudge, answer: Answer): List {
  const read = tokensIn(judge, answer);
  if (!read.ok) return unlisted(read);
  const offsets = tokenOffsets(read.tokens, read.text);
  if (!offsets.ok) return unlisted(offsets);
  // Some servers list the tokens of the reasoning too.
  const tokens = read.tokens.filter((_, at) => isInText(read, offsets, at));
  if (tokens.length === 0)
    return unlisted({ problem: 'tokens differ from text', detail: 'no token is known to be of the answer' });
  const list = listedAlternatives(tokens[0], offsets.bytesOf);
  return list.ok ? { known: true, list, tokens } : unlisted(list);
}

function unlisted({ problem, detail }: Omit<Unread, 'ok'>): List {
  return { known: false, problem, reason: detail };
}

/**
 * Half the sum of the differences over all tokens that either lists: the part of the probability that is
 * elsewhere.
 */
function distance(a: ListedAlternatives, b: ListedAlternatives): number {
  const [ofA, ofB] = [a, b].map(massByText);
  let sum = 0;
  for (const token of new Set([...ofA.keys(), ...ofB.keys()]))
    sum += Math.abs((ofA.get(token) ?? 0) - (ofB.get(token) ?? 0));
  return Math.min(1, sum / 2);
}

/** One text may be several tokens. */
function massByText({ entries }: ListedAlternatives): Map<string, number> {
  const masses = new Map<string, number>();
  for (const { bytes, logprob } of entries) masses.set(bytes, (masses.get(bytes) ?? 0) + Math.exp(logprob));
  return masses;
}

function temperatureFinding(first: List, cooler: List, noise: number): ProbeFinding {
  if (!first.known) return unknown(first.reason);
  if (!cooler.known) return unknown(cooler.reason);
  if (Math.max(...first.list.entries.map(({ logprob }) => logprob)) > Math.log(0.99))
    return unknown('the answer was certain, at any temperature');
  if (!(noise < noisy)) return unknown('the same request asked twice gave other probabilities');
  return { answer: distance(first.list, cooler.list) > noise + moved ? 'yes' : 'no' };
}

/**
 * A bias of 100 makes one token certain, whichever it is: the answer is that token again and again. Where it
 * is then reported as improbable as it was, the report is from before the bias.
 */
function biasFinding(judge: PreparedJudge, first: List, biased: Answer): ProbeFinding {
  const list = firstList(judge, biased);
  if (!first.known) return unknown(first.reason);
  if (!list.known) return unknown(list.reason);
  const { tokens } = list;
  if (tokens.length < 3 || tokens.some(({ token }) => token !== tokens[0].token))
    return unknown('the endpoint passes over logit_bias');
  return { answer: list.list.chosenLogprob > Math.log(0.5) ? 'yes' : 'no' };
}

/**
 * An open question under a schema of two words: probabilities before the mask list what the model wanted to
 * say.
 */
function maskFinding(judge: PreparedJudge, answer: Answer): ProbeFinding {
  const tokens = tokensIn(judge, answer);
  if (!tokens.ok) return unknown(tokens.detail);
  const words = labelTokens(schemaWords.map((name) => ({ name })));
  const place = findVerdict(tokens, { kind: 'json', key: judge.config.verdictKey }, words);
  if (!place.ok) return unknown(`the schema was not followed: ${place.detail}`);
  if (place.answered < 0) return unknown('the schema was not followed: the answer is not one of its words');
  let before = '';
  for (const token of tokens.tokens.slice(place.token)) {
    const list = listedAlternatives(token, place.offsets.bytesOf);
    // Nothing but the one token that may come.
    const entries = list.ok ? list.entries : list.problem === 'no alternatives' ? [] : undefined;
    if (entries === undefined) return unknown('the list of alternatives cannot be read');
    const read = (bytes: string): string => readToken(words, place.grammar, before, bytes).kind;
    if (entries.some(({ bytes, logprob }) => logprob > nothing && read(bytes) === 'other'))
      return { answer: 'no' };
    const chosen = place.offsets.bytesOf(token);
    if (read(chosen) === 'label') return { answer: 'yes' };
    before += chosen;
  }
  return unknown('the answer ends before its verdict');
}

/** NaN where the model did not repeat the word. */
function tokensOfWord(judge: PreparedJudge, word: string, answer: Answer): EndpointProbe['words'][number] {
  const read = tokensIn(judge, answer);
  if (!read.ok || read.text.trim() !== word) return { word, tokens: NaN };
  const offsets = tokenOffsets(read.tokens, read.text);
  if (!offsets.ok) return { word, tokens: NaN };
  // A token that ends the answer, separate spaces and what was thought before are no part of the word.
  const tokens = read.tokens.filter(
    (token, at) => offsets.bytesOf(token).trim() !== '' && isInText(read, offsets, at),
  );
  return { word, tokens: tokens.filter(({ token }) => !/^<.*>$/.test(token)).length };
}

/** Whether a token has a part in the text of the answer. One whose place is not known has none. */
function isInText({ tokens, text }: AnswerTokens, { starts, bytesOf }: TokenOffsets, at: number): boolean {
  return starts[at] + bytesOf(tokens[at]).length > 0 && starts[at] < bytesOfText(text).length;
}

function percent(part: number): string {
  return `${Math.round(100 * part)}%`;
}
