/**
 * What a body under a status of success holds. Proxies send errors under 200, and servers that are no endpoint answer with any JSON: none
 * of that may be stored as an answer, since an answer is never asked again.
 */
export type AnswerBody =
  | { readonly holds: 'answer' }
  /** `status`: the number that the error itself names; NaN where it names none. */
  | { readonly holds: 'error'; readonly message: string; readonly code: string; readonly status: number }
  | { readonly holds: 'nothing' };

/** The answer is `choices[0]` of a chat completion, or the `output` of a Response. */
export function readAnswerBody(value: unknown): AnswerBody {
  const { choices, output, error }: Fields = fieldsOf(value) ?? {};
  const choice = Array.isArray(choices) ? fieldsOf(choices[0]) : undefined;
  // Some routers hang the error of the server behind them on the choice.
  const told = errorOf(error) ?? errorOf(choice?.['error']);
  if (told !== undefined) return { holds: 'error', ...told };
  return { holds: choice !== undefined || Array.isArray(output) ? 'answer' : 'nothing' };
}

type Fields = Readonly<Record<string, unknown>>;

function errorOf(error: unknown): { message: string; code: string; status: number } | undefined {
  if (typeof error === 'string' && error !== '') return { message: error, code: '', status: NaN };
  const fields = fieldsOf(error);
  const { message, code, status }: Fields = fields ?? {};
  if (typeof message !== 'string' && typeof code !== 'string') return undefined;
  const number = [code, status].map(Number).find((candidate) => candidate >= 400 && candidate < 600) ?? NaN;
  return { message: typeof message === 'string' ? message : String(code), code: typeof code === 'string' ? code : '', status: number };
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
