/**
 * Why answers give no verdict, in one line, and what to do: where the text went, why it ended, what stands in
 * its place. Read from the raw body, so that answers of earlier runs are explained too.
 */
import { quoted } from '../../data/index.ts';
import { type AnswerParts, answerParts } from '../read/answer-text.ts';
import { type ExtractionProblem, showsNoProbabilities } from '../read/extraction-failure.ts';
import type { PreparedJudge } from '../ask/prepare-judge.ts';
import { answerTokens } from '../verdict/verdict.ts';

export interface NoVerdict {
  /** The same for answers that lack a verdict for the same reason, whatever each of them says. */
  readonly kind: string;
  readonly reason: string;
  /** What to do; undefined where only prompt and words can be looked at. */
  readonly hint: string | undefined;
}

/** `body`: of an answer that gives no verdict for this `problem`. */
export function whyNoVerdict(
  judge: PreparedJudge,
  body: unknown,
  { problem, detail }: { readonly problem: string | null; readonly detail: string },
): NoVerdict {
  const parts = answerParts(judge.config, body);
  const known =
    refusedAnswer(problem, detail, parts) ?? thoughtAnswer(judge, parts) ?? emptyAnswer(judge, parts);
  if (known !== undefined) return known;
  if (showsNoProbabilities(problem)) return noProbabilities(judge);
  if (isCut(parts) && cutShort.has(problem)) {
    const hint = `Raise "maxTokens" in "sampling" of judge ${judge.name}.`;
    return {
      kind: 'cut',
      reason: `the answer was cut at maxTokens (${judge.config.sampling.maxTokens}) before its verdict`,
      hint,
    };
  }
  if (brokenLists.has(problem)) {
    const hint =
      'The server sends no log probabilities that can be read: try another version of it, or ' +
      `"sources": ["samples"] in judge ${judge.name}.`;
    return { kind: String(problem), reason: `${problem}: ${detail}`, hint };
  }
  const said = problem === 'off label' ? `; one answer is ${shown(parts.text)}` : '';
  return { kind: String(problem), reason: `${problem ?? 'no verdict'}: ${detail}${said}`, hint: undefined };
}

function refusedAnswer(
  problem: string | null,
  detail: string,
  { finish }: AnswerParts,
): NoVerdict | undefined {
  if (problem === 'refusal')
    return {
      kind: 'refusal',
      reason: `the model refuses to answer: ${detail}`,
      hint: 'Change the prompt, or use another model.',
    };
  if (finish !== 'content_filter') return undefined;
  const reason = "the endpoint's content filter ended the answer (finish_reason content_filter)";
  return { kind: 'content filter', reason, hint: 'Change the prompt, or use another endpoint.' };
}

/** The verdict is behind what was thought, or nothing came of it. */
function thoughtAnswer(judge: PreparedJudge, parts: AnswerParts): NoVerdict | undefined {
  const { text, reasoning, finish } = parts;
  const { marker, sampling } = judge.config;
  if (text.trim() === '' && reasoning !== null)
    return isCut(parts)
      ? {
          kind: 'thought to the end',
          reason:
            `the answer is empty: all of maxTokens (${sampling.maxTokens}) went into ${reasoning} ` +
            `(finish_reason ${finish})`,
          hint: moreTokens(judge),
        }
      : {
          kind: 'text in reasoning',
          reason: `the answer is empty: its text is in ${reasoning}, not in the content`,
          hint: reasoningHint(judge),
        };
  if (!/^\s*<think(?:ing)?>/i.test(text)) return undefined;
  const end = /<\/think(?:ing)?>/i.exec(text)?.[0];
  if (end === undefined)
    return {
      kind: 'open think block',
      reason: `the answer is a think block that does not end within maxTokens (${sampling.maxTokens})`,
      hint: moreTokens(judge),
    };
  if (marker !== undefined) return undefined;
  return { kind: 'think block', reason: 'the answer begins with a think block', hint: thinkHint(judge, end) };
}

function emptyAnswer(judge: PreparedJudge, parts: AnswerParts): NoVerdict | undefined {
  if (parts.text.trim() !== '') return undefined;
  const ended = parts.finish === null ? '' : ` (finish_reason ${parts.finish})`;
  return isCut(parts)
    ? {
        kind: 'empty and cut',
        reason: `the answer is empty and was cut at maxTokens (${judge.config.sampling.maxTokens})${ended}`,
        hint: moreTokens(judge),
      }
    : { kind: 'empty', reason: `the answer has no text${ended}`, hint: undefined };
}

function isCut({ finish }: AnswerParts): boolean {
  return finish === 'length' || finish === 'max_output_tokens';
}

/** Of an endpoint that sends none. */
export function noProbabilities({ name, config }: PreparedJudge): NoVerdict {
  return {
    kind: 'no token probabilities',
    reason: `${config.model} gives no token probabilities at this endpoint`,
    hint:
      'Use a model that does, or allow other sources: "sources": ["logprobs", "samples"] in judge ' +
      `${name}.`,
  };
}

/**
 * What an answer to a call for token probabilities lacks: they may be there the next time. Undefined where
 * they came, in whatever state.
 */
export function missingProbabilities(judge: PreparedJudge, body: unknown): string | undefined {
  if (judge.source !== 'logprobs') return undefined;
  const read = answerTokens(judge, body);
  if (read.ok || !['logprobs absent', 'logprobs null', 'logprobs empty'].includes(read.problem))
    return undefined;
  return `the answer has no token probabilities (${read.detail})`;
}

const brokenLists: ReadonlySet<string | null> = new Set<ExtractionProblem>([
  'logprobs malformed',
  'logprob not a number',
  'logprob positive',
  'impossible sum',
  'tokens differ from text',
]);

const cutShort: ReadonlySet<string | null> = new Set<ExtractionProblem>([
  'cut short',
  'no marker',
  'not JSON',
  'no key',
  'no confidence',
]);

function moreTokens({ name }: PreparedJudge): string {
  return `Raise "maxTokens" in "sampling" of judge ${name}, or turn reasoning off.`;
}

function thinkHint({ name, config }: PreparedJudge, end: string): string {
  if (config.mode === 'structured') return `Turn thinking off at the server. ${changedAtServer}`;
  return (
    `Set "marker": "${end}" in judge ${name}: what is stored is read anew, and nothing is asked again. ` +
    'Or turn thinking off at the server, and move verdicts.sqlite away to ask again.'
  );
}

/** The same request is the same call, and its answer is stored. */
const changedAtServer =
  'After a change at the server move verdicts.sqlite away: what is stored is not asked again.';

function reasoningHint({ name, config }: PreparedJudge): string {
  const marker = config.mode === 'text' ? ` and set "marker": "</think>" in judge ${name}` : '';
  return (
    'Turn reasoning off by "reasoningEffort" in "sampling", or at the server, or run that without its ' +
    `reasoning parser${marker}. ${changedAtServer}`
  );
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return quoted(line.length > 40 ? `${line.slice(0, 39)}…` : line);
}
