import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonValueSpan } from './json-value-span.ts';

function found(text: string): unknown {
  const span = jsonValueSpan(text, 'verdict');
  return span.ok
    ? [span.value, text.slice(span.from, span.start), text.slice(span.start, span.end)]
    : span.problem;
}

describe('jsonValueSpan', () => {
  test.each([
    ['{"verdict":"A"}', 'A', '', '"A"'],
    ['{ "why": "a \\"verdict\\": \\"B\\" }", "verdict" :\n "A" }', 'A', '\n ', '"A"'],
    ['{"inner":{"verdict":"B"},"list":["}",{"verdict":"C"}],"verdict":4}', '4', '', '4'],
    ['{"verdict":true,"x":1}', 'true', '', 'true'],
    ['{"v\\u0065rdict":"A\\n"}', 'A\n', '', '"A\\n"'],
    ['```json\n{"verdict": "A"}\n``` {"verdict": "B"}', 'A', ' ', '"A"'],
    ['{"verdict":["A"]}', '["A"]', '', '["A"]'],
    ['{"verdict":"A","why":"because it', 'A', '', '"A"'],
    ['{"verdict":"A",', 'A', '', '"A"'],
    ['{"verdict":"A"', 'A', '', '"A"'],
  ])('%j has %j', (text, value, before, source) => {
    expect(found(text)).toEqual([value, before, source]);
  });

  test.each([
    ['A', 'not JSON'],
    ["{'verdict':'A'}", 'not JSON'],
    ['{"verdict" "A"}', 'not JSON'],
    ['{"verdict":A}', 'not JSON'],
    ['{"verdict":"A" "x":1}', 'not JSON'],
    ['{}', 'no key'],
    ['{"Verdict":"A"}', 'no key'],
    ['{"verdict":"A","verdict":"B"}', 'key twice'],
    ['{"verdict', 'cut short'],
    ['{"verdict":', 'cut short'],
    ['{"verdict":"A', 'cut short'],
    ['{"verdict":1', 'cut short'],
    ['{"verdict":tr', 'cut short'],
    ['{', 'cut short'],
    ['{"why":"x", ', 'cut short'],
  ])('%j has %s', (text, problem) => {
    expect(found(text)).toBe(problem);
  });

  test('finds in what JSON.stringify writes what JSON.parse reads, and names the characters it stands at', () => {
    const objects = fc.dictionary(
      fc.string({ maxLength: 4 }).filter((key) => key !== 'verdict' && key !== '__proto__'),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(objects, fc.string(), objects, fc.nat(2), (before, value, after, indent) => {
        const text = JSON.stringify({ ...before, verdict: value, ...after }, null, indent);
        const span = jsonValueSpan(text, 'verdict');
        expect(span).toMatchObject({ ok: true, value, quoted: true });
        if (span.ok) expect(JSON.parse(text.slice(span.start, span.end))).toBe(value);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
