/**
 * What every provider of verdicts does, whatever the endpoint behind it does. A new one starts by running
 * this.
 */
import { describe, expect, test } from 'vitest';
import { JudgeError, type Provider, type ProviderRequest } from '../../src/judge/endpoint/provider.ts';

/** What the endpoint is told to do with the next request. */
export type EndpointMood =
  | 'answer'
  | 'overloaded'
  | 'refuse this item'
  | 'refuse the key'
  | 'never answer'
  | 'answer with NaN';

export interface ProviderCase {
  readonly name: string;
  readonly request: ProviderRequest;
  /** A provider whose endpoint is in these moods, one request after the other; the last one stays. */
  provider(moods: readonly EndpointMood[]): Promise<Provider>;
}

export function providerContract({ name, request, provider }: ProviderCase): void {
  const errorOf = async (
    moods: readonly EndpointMood[],
    signal = AbortSignal.timeout(10_000),
  ): Promise<JudgeError> => {
    const sender = await provider(moods);
    const error: unknown = await sender.send(request, signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(JudgeError);
    return error as JudgeError;
  };

  describe(name, () => {
    test('gives the body as it came, and the same read', async () => {
      const sender = await provider(['answer']);
      const { body, value, headers } = await sender.send(request, AbortSignal.timeout(10_000));
      expect(JSON.parse(body)).toEqual(value);
      expect(Object.keys(headers)).toEqual(Object.keys(headers).map((header) => header.toLowerCase()));
    });

    test('gives JSON where the endpoint writes NaN, as JSON has none', async () => {
      const sender = await provider(['answer with NaN']);
      const { body, value } = await sender.send(request, AbortSignal.timeout(10_000));
      expect(JSON.parse(body)).toEqual(value);
      expect(body).toContain('null');
    });

    test.each([
      ['overloaded', 'retry', 429],
      ['refuse this item', 'call', 400],
      ['refuse the key', 'run', 401],
    ] as const)('says what to do where the endpoint is to %s: %s', async (mood, kind, status) => {
      const error = await errorOf([mood]);
      expect(error).toMatchObject({ kind, status });
      expect(error.message).not.toContain('\n');
    });

    test('tries nothing again by itself: that is for the run, under its limits', async () => {
      const sender = await provider(['overloaded', 'answer']);
      await expect(sender.send(request, AbortSignal.timeout(10_000))).rejects.toThrow(JudgeError);
      await expect(sender.send(request, AbortSignal.timeout(10_000))).resolves.toHaveProperty('body');
    });

    test(
      'ends with its signal, before an answer and before it has begun, as a call that may be tried ' +
        'again',
      async () => {
        expect(await errorOf(['never answer'], AbortSignal.timeout(50))).toMatchObject({
          kind: 'retry',
          status: 0,
        });
        expect(await errorOf(['answer'], AbortSignal.abort())).toMatchObject({ kind: 'retry', status: 0 });
      },
    );

    test('leaves the request as it was, and many at once do not mix', async () => {
      const before = structuredClone(request);
      const sender = await provider(['answer']);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sender.send(request, AbortSignal.timeout(10_000))),
      );
      expect(request).toEqual(before);
      for (const { body, value } of answers) expect(JSON.parse(body)).toEqual(value);
    });
  });
}
