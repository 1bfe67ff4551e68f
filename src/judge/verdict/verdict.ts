/**
 * Stored answers of a judge as verdicts. Everything is read anew from the raw bodies, so that a better reader
 * needs no new call; what cannot be read is invalid and says why, and nothing stands in for a missing
 * probability that the judge's `sources` do not allow.
 */
import type { CallRecord, JudgeConfig } from '../../data/index.ts';
import { fieldOf, firstChoice, storedBody, textOf } from '../read/answer-text.ts';
import type { ExtractionFailure, ExtractionProblem } from '../read/extraction-failure.ts';
import { labelProbabilities } from '../read/label-probabilities.ts';
import type { PreparedJudge, ProbabilitySource } from '../ask/prepare-judge.ts';
import { sampledProbabilities } from '../read/sampled-probabilities.ts';
import { type AnswerTokens, parseChatLogprobs, parseResponsesLogprobs } from '../read/token-logprobs.ts';
import { parseVerbalizedConfidence } from '../read/verbalized-confidence.ts';
import { type VerdictFormat, labelInText } from '../read/verdict-position.ts';

export interface Verdict {
  readonly item: string;
  /** The label of the side shown first; null for items without sides. */
  readonly order: string | null;
  readonly status: 'given' | 'invalid';
  /** Why it is invalid; null where it is not. */
  readonly problem: ExtractionProblem | 'call failed' | null;
  /** One line about it. */
  readonly detail: string;
  /** Of the codebook, always the physical side; null where two are equally likely, or none was said. */
  readonly label: string | null;
  /** length labels, in the order of the codebook; null where the verdict is invalid. */
  readonly probabilities: Float64Array | null;
  readonly probSource: ProbabilitySource;
  /** What is not on a label; NaN where the source does not show it, or a mask hides it. */
  readonly offLabelMass: number;
  /** How many samples said a label; null where none were drawn. */
  readonly samples: number | null;
  /** What a careful reader minds about it, such as `VerdictWarning`. */
  readonly warnings: readonly string[];
}

export interface VerdictOptions {
  /**
   * Whether a schema masks the probabilities that the endpoint reports, as its probe found; undefined where
   * that is not known.
   */
  readonly constrained?: boolean | undefined;
}

/** What is read of a call: one that is stored, or an answer on its way there. */
export type CallAnswer = Pick<CallRecord, 'item' | 'order' | 'status' | 'response' | 'error'>;

/**
 * One verdict for each item and order, from all calls that belong together: one, or as many as samples were
 * to be drawn.
 */
export function readVerdict(
  judge: AnsweringJudge,
  records: readonly CallAnswer[],
  options: VerdictOptions = {},
): Verdict {
  const [{ item, order }] = records;
  const place = { item, order, probSource: judge.source, samples: null };
  const answered = records.filter(({ status }) => status === 'answered');
  if (answered.length === 0) return invalid(place, 'call failed', records[0].error ?? 'no answer');
  if (judge.source === 'samples') return bySamples(judge, records, place);
  const body = storedBody(answered[0].response);
  if (!body.ok) return invalid(place, body.problem, body.detail);
  return judge.source === 'verbalized'
    ? byWords(judge, body.value, place)
    : byLogprobs(judge, body.value, place, options);
}

/** What reading an answer needs to know of the judge that gave it. */
export interface AnsweringJudge extends Pick<PreparedJudge, 'codebook' | 'words' | 'tokens' | 'source'> {
  readonly config: Pick<JudgeConfig, 'endpoint' | 'mode' | 'marker' | 'verdictKey' | 'sides'> & {
    /** How many alternatives were asked for; undefined where nobody knows. */
    readonly sampling: { readonly topLogprobs?: number | undefined };
  };
}

export type Place = Pick<Verdict, 'item' | 'order' | 'probSource' | 'samples'>;

/** The verdict of one answer, by the probabilities of its tokens. */
export function byLogprobs(
  judge: AnsweringJudge,
  body: unknown,
  place: Place,
  { constrained }: VerdictOptions = {},
): Verdict {
  const { sampling, mode } = judge.config;
  const answer = answerTokens(judge, body);
  const format = answer.ok ? formatOf(judge, answer.text) : formatOf(judge, '');
  // A schema that the endpoint enforces is taken for a mask until a probe has shown otherwise.
  const masked = mode === 'structured' && constrained !== false;
  const read = labelProbabilities(answer, format, judge.tokens, {
    asked: sampling.topLogprobs,
    constrained: masked,
  });
  if (!read.ok) return invalid(place, read.problem, read.detail, 1 - (read.labelMass ?? NaN));
  return given(judge, place, read.probabilities, read.offLabelMass, read.warnings);
}

/**
 * A sample that failed for good is one without a label: dropping it would leave a judge surer than its
 * answers.
 */
function bySamples(
  judge: AnsweringJudge,
  records: readonly CallAnswer[],
  { item, order, probSource }: Place,
): Verdict {
  const codes = records.map(({ response }) => {
    const body = storedBody(response);
    const said = body.ok ? saidLabel(judge, body.value) : body;
    return said.ok ? said.answered : -1;
  });
  const place = { item, order, probSource, samples: codes.filter((code) => code >= 0).length };
  const read = sampledProbabilities(codes, judge.words.length);
  if (!read.ok) return invalid(place, read.problem, read.detail, 1 - (read.labelMass ?? NaN));
  return given(judge, place, read.probabilities, read.invalid / codes.length, []);
}

/**
 * A stated confidence is a score: the rest is shared among the other labels, and calibration says what it is
 * worth.
 */
function byWords(judge: AnsweringJudge, body: unknown, place: Place): Verdict {
  const said = saidLabel(judge, body);
  if (!said.ok) return invalid(place, said.problem, said.detail);
  if (said.answered < 0) return invalid(place, 'off label', 'the answer says none of the words');
  const text = textOf(judge.config, body);
  const confidence = text.ok ? confidenceOf(text.text, formatOf(judge, text.text)) : text;
  if (!confidence.ok) return invalid(place, confidence.problem, confidence.detail);
  const others = (1 - confidence.score) / (judge.words.length - 1);
  const probabilities = Float64Array.from(judge.words, (_, code) =>
    code === said.answered ? confidence.score : others,
  );
  return given(judge, place, probabilities, NaN, []);
}

/** On a line after the verdict: a judge that answers `4` and no more has not said that it is 4 % sure. */
function confidenceOf(text: string, format: VerdictFormat): ReturnType<typeof parseVerbalizedConfidence> {
  if (format.kind === 'json') {
    const stated = parsedObject(text)?.['confidence'];
    return parseVerbalizedConfidence(
      typeof stated === 'number' || typeof stated === 'string' ? String(stated) : '',
      'percent',
    );
  }
  const verdict = format.kind === 'first' ? text.search(/\S/) : text.lastIndexOf(format.marker);
  const lineEnd = text.indexOf('\n', Math.max(0, verdict));
  return parseVerbalizedConfidence(lineEnd < 0 ? '' : text.slice(lineEnd + 1), 'percent');
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The code of the word that was written, as it was shown. */
export function saidLabel(judge: AnsweringJudge, body: unknown): ReturnType<typeof labelInText> {
  const text = textOf(judge.config, body);
  return text.ok ? labelInText(text.text, formatOf(judge, text.text), judge.tokens) : text;
}

/** A verdict whose probabilities are turned from the sides as shown to the sides as they are. */
function given(
  judge: AnsweringJudge,
  place: Place,
  shown: Float64Array,
  offLabelMass: number,
  warnings: readonly string[],
): Verdict {
  const probabilities = physicalSides(judge, shown, place.order);
  const highest = Math.max(...probabilities);
  const top = [...probabilities.keys()].filter((code) => probabilities[code] >= highest * (1 - 1e-12));
  const label = top.length === 1 ? judge.codebook.labels[top[0]].name : null;
  return {
    ...place,
    status: 'given',
    problem: null,
    detail: '',
    label,
    probabilities,
    offLabelMass,
    warnings,
  };
}

/**
 * length labels: with room left for what was not on a label, so that a reader counts it; null where invalid.
 */
export function openProbabilities({
  probabilities,
  offLabelMass,
}: Pick<Verdict, 'probabilities' | 'offLabelMass'>): Float64Array | null {
  if (probabilities === null || Number.isNaN(offLabelMass)) return probabilities;
  return probabilities.map((p) => p * (1 - offLabelMass));
}

/** The code of the label as it is, for the code of a word as it was shown. */
export function physicalCode(judge: AnsweringJudge, shown: number, order: string | null): number {
  const one = Float64Array.from(judge.words, (_, code) => (code === shown ? 1 : 0));
  return physicalSides(judge, one, order).indexOf(1);
}

/**
 * The word of labelA stands for the side shown first. Where that is the other side, the two change places.
 */
function physicalSides(
  { config: { sides }, codebook }: AnsweringJudge,
  shown: Float64Array,
  order: string | null,
): Float64Array {
  if (sides === undefined || order === sides.labelA) return shown;
  const [a, b] = [sides.labelA, sides.labelB].map((name) =>
    codebook.labels.findIndex((label) => label.name === name),
  );
  const turned = Float64Array.from(shown);
  turned[a] = shown[b];
  turned[b] = shown[a];
  return turned;
}

function invalid(
  place: Place,
  problem: NonNullable<Verdict['problem']>,
  detail: string,
  offLabelMass = NaN,
): Verdict {
  return {
    ...place,
    status: 'invalid',
    problem,
    detail,
    label: null,
    probabilities: null,
    offLabelMass,
    warnings: [],
  };
}

/**
 * Where the verdict stands: in `both` mode an answer that begins with a brace is an object, any other is
 * text.
 */
function formatOf({ config: { mode, marker, verdictKey } }: AnsweringJudge, text: string): VerdictFormat {
  if (mode === 'structured' || (mode === 'both' && /^\s*\{/.test(text)))
    return { kind: 'json', key: verdictKey };
  return marker === undefined ? { kind: 'first' } : { kind: 'after marker', marker, occurrence: 'last' };
}

/** The tokens of an answer, whichever API it is of. */
export function answerTokens(
  { config }: { readonly config: Pick<JudgeConfig, 'endpoint'> },
  body: unknown,
): AnswerTokens | ExtractionFailure {
  if (config.endpoint.api === 'responses') return parseResponsesLogprobs(fieldOf(body, 'output'));
  return parseChatLogprobs(firstChoice(body));
}
