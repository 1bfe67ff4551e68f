/** JSON as it comes in files: where an object ends, and its value with every digit of large integers. */

/** Where the object that starts at `at` ends; −1 where the text ends first. */
export function objectEnd(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 34:
        i = stringEnd(text, i);
        if (i < 0) return -1;
        break;
      case 123:
      case 91:
        depth++;
        break;
      case 125:
      case 93:
        depth -= 1;
        if (depth === 0) return i + 1;
    }
  }
  return -1;
}

/** The closing quotation mark: the next one that no backslash guards. */
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

/**
 * The value of JSON text. Ids are often integers past 2^53, and two of them must not become one number: such
 * an integer stays the text of its digits, at any depth. Throws SyntaxError.
 */
export function parseJsonText(text: string): unknown {
  return /[:[,\s]-?\d{16}/.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/**
 * The same of text as Python writes it: NaN and Infinity, which JSON does not have, are null and counted.
 * Throws SyntaxError.
 */
export function parsePythonJson(text: string): { readonly value: unknown; readonly nonNumbers: number } {
  try {
    return { value: parseJsonText(text), nonNumbers: 0 };
  } catch (error) {
    let nonNumbers = 0;
    const mended = text.replace(stringOrNonNumber, (found) => {
      if (found.startsWith('"')) return found;
      nonNumbers++;
      return 'null';
    });
    if (nonNumbers === 0) throw error;
    return { value: parseJsonText(mended), nonNumbers };
  }
}

/** A string is passed over: what stands in it is text. */
const stringOrNonNumber = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? '';
  return typeof value === 'number' && /^-?\d{16,}$/.test(source) && !Number.isSafeInteger(value)
    ? source
    : value;
}
