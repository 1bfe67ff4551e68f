/**
 * What a body under a status of success holds. Proxies send errors under 200, and servers that are no
 * endpoint answer with any JSON: none of that may be stored as an answer, since an answer is never asked
 * again.
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

export interface ParsedJson {
  /** JSON text: as it came, or with null for anything else. */
  readonly text: string;
  readonly value: unknown;
}

/**
 * Reads JSON. Python writes NaN and Infinity, which JSON does not have: they become null, so that one such
 * number does not lose an answer that was paid for. Throws SyntaxError.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { text, value: JSON.parse(text) };
  } catch (error) {
    const mended = withoutNaN(text);
    if (mended === text) throw error;
    return { text: mended, value: JSON.parse(mended) };
  }
}

/**
 * Every second piece between quotation marks is a string, but for marks behind a backslash, which only
 * strings have.
 */
function withoutNaN(text: string): string {
  let inString = false;
  return text
    .split(/(\\.|")/s)
    .map((piece) => {
      if (piece === '"') inString = !inString;
      return inString ? piece : piece.replace(/-?\b(?:NaN|Infinity)\b/g, 'null');
    })
    .join('');
}

type Fields = Readonly<Record<string, unknown>>;

function errorOf(error: unknown): { message: string; code: string; status: number } | undefined {
  if (typeof error === 'string' && error !== '') return { message: error, code: '', status: NaN };
  const fields = fieldsOf(error);
  const { message, code, status }: Fields = fields ?? {};
  if (typeof message !== 'string' && typeof code !== 'string') return undefined;
  const number = [code, status].map(Number).find((candidate) => candidate >= 400 && candidate < 600) ?? NaN;
  return {
    message: typeof message === 'string' ? message : String(code),
    code: typeof code === 'string' ? code : '',
    status: number,
  };
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
