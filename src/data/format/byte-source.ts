/** Bytes that somebody else opened: as a stream, and where a format needs it in parts. */

/** Parts of a file in any order, for a format that is not read from front to end. */
export interface ByteAccess {
  /** In bytes. */
  readonly size: number;
  /** The bytes from `start` to before `end`. */
  slice(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * A file that somebody opens when it is asked for: the room reads the bytes it is handed and never the disk.
 */
export interface ByteSource {
  readonly name: string;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Where parts can be read: a file without it is held as a whole, if its format needs parts. */
  access?: (() => Promise<ByteAccess>) | undefined;
}
