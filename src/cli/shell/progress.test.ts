import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { createProgress, progressBar } from './progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('no progress where nobody looks', () => {
  const world = fakeWorld('/');
  const progress = createProgress(world);
  vi.advanceTimersByTime(5000);
  progress.step('working');
  progress.end();
  expect(world.err() + world.out()).toBe('');
});

test('on a terminal a step is shown after half a second, on stderr, and taken away at the end', () => {
  const world = fakeWorld('/', { isTTY: true });
  const progress = createProgress(world);
  vi.advanceTimersByTime(400);
  progress.step('quick');
  expect(world.err()).toBe('');
  vi.advanceTimersByTime(200);
  progress.step('slow \u001B[2Jname');
  expect(world.err()).toBe('\r\u001B[2Kslow name…');
  progress.end();
  expect(world.err().endsWith('\r\u001B[2K')).toBe(true);
  expect(world.out()).toBe('');
});

test('what is urgent is shown at once', () => {
  const world = fakeWorld('/', { isTTY: true });
  createProgress(world).step('waiting until noon', { urgent: true });
  expect(world.err()).toContain('waiting until noon');
});

test.each([
  [0, 10, '░░░░░░░░░░'],
  [199, 400, '████░░░░░░'],
  [399, 400, '█████████░'],
  [400, 400, '██████████'],
  [0, 0, '░░░░░░░░░░'],
])('%i of %i is %s: only the whole is a full bar', (done, total, bar) => {
  expect(progressBar(done, total)).toBe(bar);
});
