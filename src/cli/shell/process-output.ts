/** The two outputs of the process, to which nothing that happens at the other end is fatal. */
/** Where a command writes: one of the outputs of the process, or what a test hands in. */
export interface Output {
  write(text: string): unknown;
  /** Present and true where a person is looking. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface ProcessOutput extends Output {
  /**
   * Why what was written could not be kept, as on a full disk; undefined where it could, and where the reader
   * had seen enough.
   */
  readonly failure: Error | undefined;
  /** Resolves when everything written so far has been handed on, or cannot be. */
  flushed(): Promise<void>;
}

/** A reader that stops early (`assize … | head`): what it is not sent any more is no failure of ours. */
const readerLeft = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

export function processOutput(stream: NodeJS.WriteStream): ProcessOutput {
  let closed = false;
  let failure: Error | undefined;
  // A listener that stays: without one an error of a stream ends the process.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (!readerLeft.has(error.code ?? '')) failure ??= error;
  });
  return {
    write: (text) => closed || stream.write(text),
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    get failure() {
      return failure;
    },
    // The callback comes after the pieces before it, with an error or without.
    flushed: () =>
      closed ? Promise.resolve() : new Promise((resolve) => void stream.write('', () => resolve())),
  };
}
