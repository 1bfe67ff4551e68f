/**
 * The one seam to an endpoint: a request in, the body of its answer out, or a failure that says whether to
 * try again.
 */
import type { Hint } from '../../data/index.ts';

export interface ProviderRequest {
  readonly api: 'chat' | 'responses';
  /** The JSON body, without key and headers. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ProviderAnswer {
  /** The body as it came: JSON text. */
  readonly body: string;
  /** The same, read. */
  readonly value: unknown;
  /** Lower-case names; only those about limits are looked at. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Provider {
  /** Throws JudgeError, and nothing else, where no whole answer came. */
  send(request: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer>;
}

/** What to do about a failure: try again, give this call up, or stop the whole run. */
export type FailureKind = 'retry' | 'call' | 'run';

/** A setting that every request of a judge has. */
export type RefusedSetting = 'logprobs' | 'topLogprobs' | 'maxTokens';

interface FailureFacts {
  readonly kind: FailureKind;
  readonly about?: 'item' | 'settings' | undefined;
  readonly setting?: RefusedSetting | undefined;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly hint?: string | Hint;
  readonly cause?: unknown;
}

export class JudgeError extends Error {
  override readonly name = 'JudgeError';
  readonly kind: FailureKind;
  /**
   * What the endpoint refused by its own word: this item, whatever the others are, or a setting of the judge.
   * Undefined for anything else.
   */
  readonly about: 'item' | 'settings' | undefined;
  /** Which setting, where every request has it. */
  readonly setting: RefusedSetting | undefined;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  /** How long the endpoint asks to wait, in milliseconds; NaN where it did not say. */
  readonly retryAfter: number;
  readonly hint: string | Hint | undefined;

  constructor(message: string, facts: FailureFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = facts.kind;
    this.about = facts.about;
    this.setting = facts.setting;
    this.status = facts.status ?? 0;
    this.retryAfter = facts.retryAfter ?? NaN;
    this.hint = facts.hint;
  }
}
