/** What an answer of either API says, beside its token probabilities. */
import type { JudgeConfig } from '../../data/index.ts';
import { type ExtractionFailure, failure } from './extraction-failure.ts';

/**
 * An answer as it was stored, by whatever version. One that cannot be read is no verdict, and stops nothing.
 */
export function storedBody(
  response: string | null,
): { readonly ok: true; readonly value: unknown } | ExtractionFailure {
  try {
    return { ok: true, value: JSON.parse(response ?? '') };
  } catch {
    return failure('not JSON', 'the stored answer is no JSON');
  }
}

/** The text of an answer, without looking for token probabilities. */
export function textOf(
  { endpoint }: Pick<JudgeConfig, 'endpoint'>,
  body: unknown,
): { ok: true; text: string } | ExtractionFailure {
  if (endpoint.api === 'chat') {
    const message = fieldOf(firstChoice(body), 'message');
    const refusal = fieldOf(message, 'refusal');
    if (typeof refusal === 'string' && refusal !== '') return failure('refusal', refusal.slice(0, 100));
    const content = fieldOf(message, 'content');
    return typeof content === 'string' && content !== ''
      ? { ok: true, text: content }
      : failure('no text', 'the answer is empty');
  }
  const parts = messageParts(body);
  const refused = parts
    .map((part) => fieldOf(part, 'refusal'))
    .find((refusal) => typeof refusal === 'string');
  if (refused !== undefined) return failure('refusal', refused.slice(0, 100));
  const text = parts.map((part) => fieldOf(part, 'text')).filter((piece) => typeof piece === 'string');
  return text.length > 0 ? { ok: true, text: text.join('') } : failure('no text', 'the answer is empty');
}

export interface AnswerParts {
  /** Empty where there is none. */
  readonly text: string;
  /** Where the endpoint put what the model thought; null where nothing is there. */
  readonly reasoning: string | null;
  /** Why the answer ended, in the endpoint's word; null where it does not say. */
  readonly finish: string | null;
}

/** What an answer holds beside its verdict. */
export function answerParts({ endpoint }: JudgeConfig, body: unknown): AnswerParts {
  if (endpoint.api === 'chat') {
    const choice = firstChoice(body);
    const message = fieldOf(choice, 'message');
    const reasoning =
      ['reasoning_content', 'reasoning', 'thinking'].find(
        (name) => stringOf(fieldOf(message, name)).trim() !== '',
      ) ?? null;
    return {
      text: stringOf(fieldOf(message, 'content')),
      reasoning,
      finish: stringOf(fieldOf(choice, 'finish_reason')) || null,
    };
  }
  return {
    text: messageParts(body)
      .map((part) => stringOf(fieldOf(part, 'text')))
      .join(''),
    reasoning: listOf(fieldOf(body, 'output')).some((part) => fieldOf(part, 'type') === 'reasoning')
      ? 'reasoning'
      : null,
    finish: stringOf(fieldOf(fieldOf(body, 'incomplete_details'), 'reason')) || null,
  };
}

export function firstChoice(body: unknown): unknown {
  const choices = fieldOf(body, 'choices');
  return Array.isArray(choices) ? (choices as unknown[])[0] : undefined;
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A word, number or truth value as text; undefined for anything else. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Of a Response: what it says, without what it thought. */
function messageParts(body: unknown): readonly unknown[] {
  const messages = listOf(fieldOf(body, 'output')).filter((part) => fieldOf(part, 'type') === 'message');
  return messages.flatMap((part) => listOf(fieldOf(part, 'content')));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
