/**
 * Texts as their UTF-8 bytes, one character a byte (U+0000 … U+00FF). Tokens are cut between bytes, not
 * between letters: compared this way, half of a ✅ is what it is, and slices and prefixes are those of
 * JavaScript's own strings.
 */

export function bytesOfText(text: string): string {
  // Most texts are ASCII, and those are their own bytes.
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text) ? text : joined(new TextEncoder().encode(text));
}

export function bytesOfToken({
  token,
  bytes,
}: {
  readonly token: string;
  readonly bytes: Uint8Array | null;
}): string {
  return bytes === null ? bytesOfText(token) : joined(bytes);
}

/** The text of these bytes; what is only a part of a letter comes as U+FFFD. */
export function textOfBytes(bytes: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

/** Folds the case of ASCII letters, alike in a text and in its bytes. */
export function foldedCase(value: string): string {
  return value.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function joined(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return characters;
}
