/**
 * Bodies of answers with an end. An endpoint may send a few kilobytes that unpack to gigabytes, or never
 * stop: what is counted is what comes out of the decompression, as it comes out.
 */
import { hint, option } from '../../data/index.ts';
import { JudgeError } from './provider.ts';

const megabyte = 2 ** 20;

export interface BodyLimits {
  /** Bytes of one answer, after decompression. */
  readonly answer: number;
  /** Of an answer that is an error: a line of it is shown. */
  readonly error: number;
  /** Of all answers of an endpoint that are being read. */
  readonly together: number;
  /** Of one line in a file of results. */
  readonly line: number;
}

/** An answer of 4,000 tokens with 20 alternatives each has 10 MB. */
export const bodyLimits: BodyLimits = {
  answer: 32 * megabyte,
  error: megabyte,
  together: 256 * megabyte,
  line: 32 * megabyte,
};

/**
 * A short body that says how long it is, and is not packed, needs no watching: no more of it is read than it
 * says.
 */
const shortBody = 128 * 1024;

/**
 * Hands on responses whose body ends with a JudgeError where it has more bytes than it may. `where`: how the
 * endpoint is called.
 */
export function boundedBodies(
  where: string,
  limits: BodyLimits = bodyLimits,
): (response: Response) => Response {
  let together = 0;
  return (response) => {
    const { body, status, statusText, headers } = response;
    if (
      body === null ||
      (!headers.has('content-encoding') && Number(headers.get('content-length') ?? NaN) <= shortBody)
    )
      return response;
    const most = response.ok ? limits.answer : limits.error;
    let size = 0;
    const settle = (): void => {
      together -= size;
      size = 0;
    };
    const reader = body.getReader();
    const watched = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            settle();
            controller.close();
            return;
          }
          size += value.length;
          together += value.length;
          const fault =
            size > most
              ? tooLong(where, most, status)
              : together > limits.together
                ? tooMuch(where, limits.together)
                : undefined;
          if (fault === undefined) return controller.enqueue(value);
          settle();
          controller.error(fault);
          await reader.cancel(fault);
        } catch (error) {
          settle();
          controller.error(error);
        }
      },
      cancel(reason) {
        settle();
        return reader.cancel(reason);
      },
    });
    return new Response(watched, { status, statusText, headers });
  };
}

function tooLong(where: string, most: number, status: number): JudgeError {
  return new JudgeError(
    `${where} sends more than ${most / megabyte} MB in one answer; the rest was not read`,
    {
      kind: 'call',
      status,
      hint: 'Lower "maxTokens" or "topLogprobs" of the judge. If that is not it, do not trust the endpoint.',
    },
  );
}

function tooMuch(where: string, most: number): JudgeError {
  return new JudgeError(`${where} sends more than ${most / megabyte} MB in answers at a time`, {
    kind: 'retry',
    hint: 'Lower "concurrency" in the limits of the judge.',
  });
}

/** The lines of a file as its bytes come. Throws JudgeError for a line without end. */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  where: string,
  { line: most }: Pick<BodyLimits, 'line'> = bodyLimits,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let size = 0;
  for await (const bytes of body) {
    const [first, ...lines] = decoder.decode(bytes, { stream: true }).split('\n');
    begun.push(first);
    size += first.length;
    for (const line of lines) {
      if (size > most) break;
      yield begun.join('');
      begun = [line];
      size = line.length;
    }
    if (size > most)
      throw new JudgeError(`${where} sends a line of more than ${most / megabyte} MB in a file of results`, {
        kind: 'run',
        hint: hint`The batch stays open: end it with ${option('batch')} ${option('cancel')}, or look at its
          file at the endpoint.`,
      });
  }
  begun.push(decoder.decode());
  const last = begun.join('');
  if (last !== '') yield last;
}
