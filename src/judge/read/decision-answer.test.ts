import { expect, test } from 'vitest';
import { readDecision } from './decision-answer.ts';

const passFail = { words: ['Fail', 'Pass'], yes: 1 };
const abc = { words: ['A', 'B', 'C'] };

function probabilities(answer: unknown, labels: Parameters<typeof readDecision>[1]): number[] {
  const read = readDecision(answer, labels);
  if (!read.ok) throw new Error(`${read.problem}: ${read.detail}`);
  return Array.from(read.probabilities);
}

function problem(answer: unknown, labels: Parameters<typeof readDecision>[1]): string {
  const read = readDecision(answer, labels);
  return read.ok ? 'read' : read.problem;
}

test('a yes/no answer is the probability of the label that is asked about, on either wire', () => {
  expect(probabilities({ type: 'predicate', name: 'q', probability: 0.93 }, passFail)[1]).toBe(0.93);
  expect(probabilities({ noul: 0.07 }, { words: ['Pass', 'Fail'], yes: 0 })[0]).toBe(0.07);
});

test('a rounded 0 stands at half a step, so that no answer is certain', () => {
  expect(probabilities({ probability: 0 }, passFail)[1]).toBe(0.005);
  expect(probabilities({ probability: 1 }, passFail)[1]).toBe(0.995);
  // Three decimals are seen, so half a step is a tenth of that.
  const three = { choice: 'A', probabilities: { A: 0.995, B: 0.005, C: 0 } };
  expect(probabilities(three, abc)[2]).toBeCloseTo(0.0005 / 1.0005, 12);
});

test('a choice is read by the names of its labels, in whatever order they come', () => {
  const listed = [
    { value: 'C', probability: 0.2 },
    { value: 'A', probability: 0.7 },
    { value: 'B', probability: 0.1 },
  ];
  expect(probabilities({ type: 'choice', choice: 'A', probabilities: listed }, abc)).toEqual([
    expect.closeTo(0.7, 12),
    expect.closeTo(0.1, 12),
    expect.closeTo(0.2, 12),
  ]);
  // An object sorts keys that look like numbers: the order of the labels is that of the codebook.
  const grades = { choice: '2', probabilities: { '1': 0.25, '2': 0.75 } };
  expect(probabilities(grades, { words: ['2', '1'] })[0]).toBeCloseTo(0.75, 12);
});

test('a grade is read by the number of its level, and a legend must say the same levels', () => {
  const grade = { score: 1.6, probabilities: { '0': 0.1, '1': 0.2, '2': 0.7 } };
  expect(probabilities(grade, { words: ['bad', 'fair', 'good'] })[2]).toBeCloseTo(0.7, 12);
  const legend = { '0': 'good', '1': 'fair', '2': 'bad' };
  expect(problem({ ...grade, legend }, { words: ['bad', 'fair', 'good'] })).toBe('off label');
  const wired = [
    { value: 0, label: 'bad', probability: 0.1 },
    { value: 1, label: 'fair', probability: 0.2 },
    { value: 2, label: 'good', probability: 0.7 },
  ];
  const read = { type: 'score', score: 1.6, probabilities: wired };
  expect(probabilities(read, { words: ['bad', 'fair', 'good'] })[2]).toBeCloseTo(0.7, 12);
});

test('a sum may be off by half a step a label, and no more', () => {
  expect(problem({ choice: 'A', probabilities: { A: 0.34, B: 0.33, C: 0.34 } }, abc)).toBe('read');
  expect(problem({ choice: 'A', probabilities: { A: 0.34, B: 0.34, C: 0.34 } }, abc)).toBe('impossible sum');
  expect(problem({ probability: 1.2 }, passFail)).toBe('impossible sum');
  expect(problem({ choice: 'A', probabilities: { A: null, B: 0.5, C: 0.5 } }, abc)).toBe('impossible sum');
});

test('of equal probabilities the choice decides, else nothing', () => {
  const even = { A: 0.4, B: 0.4, C: 0.2 };
  expect(readDecision({ choice: 'B', probabilities: even }, abc)).toMatchObject({ ok: true, code: 1 });
  expect(readDecision({ probabilities: even }, abc)).toMatchObject({ ok: true, code: -1 });
  // The choice never outvotes the probabilities.
  expect(readDecision({ choice: 'C', probabilities: { A: 0.5, B: 0.3, C: 0.2 } }, abc)).toMatchObject({
    code: 0,
  });
  expect(readDecision({ probability: 0.5 }, passFail)).toMatchObject({ ok: true, code: -1 });
});

test('a refused question, other labels and a yes/no answer to more labels are no verdict', () => {
  expect(problem({ type: 'refusal', name: 'q' }, abc)).toBe('refusal');
  expect(problem({ choice: 'A', probabilities: { A: 0.5, B: 0.5 } }, abc)).toBe('off label');
  expect(problem({ choice: 'D', probabilities: { A: 0.5, B: 0.2, D: 0.3 } }, abc)).toBe('off label');
  expect(problem({ probability: 0.5 }, abc)).toBe('off label');
  expect(problem({ choice: 'A' }, abc)).toBe('no alternatives');
});
