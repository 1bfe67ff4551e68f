/** Text in another encoding as UTF-8, piece by piece. */
import type { Encoding } from '../config/source.ts';
import { DataError } from '../data-error.ts';

/** Throws DataError for bytes that are no text in this encoding. */
export async function* inUtf8(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const decoded = (piece?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true }));
    } catch {
      throw new DataError(
        `is not text in ${encoding.toUpperCase()}`,
        { file },
        'The file may be cut, or mix encodings: save it as UTF-8.',
      );
    }
  };
  for await (const piece of bytes) yield decoded(piece);
  yield decoded();
}
