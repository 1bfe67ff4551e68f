/** The key taken out of answers before they are stored, should an endpoint repeat it. */

/** What is shorter is a placeholder, such as `none` or `EMPTY`, and the letters of it are part of many a word. */
const leastLength = 8;

/** JSON text in which no string holds the key. Names of properties stay as they are: without them the answer could not be read. */
export function jsonWithoutKey(json: string, key: string | undefined): string {
  if (key === undefined || key.length < leastLength) return json;
  // Some servers write a slash as \/.
  if (!json.includes(key) && !json.includes(key.replaceAll('/', '\\/'))) return json;
  return json.replace(/("(?:[^"\\]|\\.)*")(\s*:)?/g, (text, quoted: string, colon: string | undefined) => {
    if (colon !== undefined) return text;
    const value = JSON.parse(quoted) as string;
    return value.includes(key) ? JSON.stringify(value.replaceAll(key, '***')) : text;
  });
}
