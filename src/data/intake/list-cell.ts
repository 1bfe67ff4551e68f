/** A cell that holds a list of answers, as annotation tools and data frames write it. */

/** An answer of a list as Python or JSON writes it: text in either quotation marks, a number or a word. */
const answer = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"[\]{}]+)/g;
const list = /^\[\s*(?:(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,'"[\]{}]+)\s*(?:,\s*(?!\])|(?=\])))*\]$/;

/** A longer cell is no list of answers, and a pattern of it would fill the stack. */
const longestList = 10_000;

/**
 * The answers in a list; undefined for a cell that is none, such as a label in brackets.
 *
 * @example
 * answersIn('["Pass"]'); // ['Pass']
 * answersIn("['Good', 'Bad']"); // ['Good', 'Bad']
 * answersIn('[Pass'); // undefined
 */
export function answersIn(cell: string): string[] | undefined {
  const text = cell.trim();
  if (text.length > longestList || !text.startsWith('[') || !list.test(text)) return undefined;
  return [...text.slice(1, -1).matchAll(answer)].map(([, single, double, bare]) => {
    if (bare !== undefined) return bare;
    return (single ?? double).replaceAll(escape, (_, code: string) => unescaped(code));
  });
}

/** What both JSON and Python write for a character that cannot stand in a string. */
const escape = /\\(u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gi;

function unescaped(code: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
  if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return named[code] ?? code;
}
