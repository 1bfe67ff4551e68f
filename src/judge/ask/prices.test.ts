import { expect, test } from 'vitest';
import { limitPriceOf, priceOf } from './prices.ts';

test('a limit is kept by the higher of the price that a study names and the list price, part by part', () => {
  const own = {
    'gpt-4.1': { input: 0, output: 100, batchShare: 0 },
    'gpt-4o': { input: 2.5, output: 10 },
    other: { input: 1, output: 2 },
  };
  expect(limitPriceOf('gpt-4.1', undefined, own)).toEqual({ input: 2, output: 100, batchShare: 0.5 });
  expect(limitPriceOf('gpt-4o', undefined, own)).toEqual({ input: 2.5, output: 10, batchShare: 1 });
  expect(limitPriceOf('other', undefined, own)).toEqual({ input: 1, output: 2 });
  expect(limitPriceOf('gpt-4.1', 'https://llm.example.org/v1', own)).toEqual(own['gpt-4.1']);
  expect(limitPriceOf('nobody', undefined, own)).toBeUndefined();
});

test('the address of OpenAI has the list prices also where it is written out', () => {
  expect(priceOf('gpt-4.1', 'https://api.openai.com/v1')).toEqual(priceOf('gpt-4.1', undefined));
  expect(
    limitPriceOf('gpt-4.1', 'https://API.openai.com:443/v1/', { 'gpt-4.1': { input: 0, output: 0 } }),
  ).toEqual({
    input: 2,
    output: 8,
    batchShare: 1,
  });
});
