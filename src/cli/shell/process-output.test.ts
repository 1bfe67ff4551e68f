import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { holdOutput } from './held-output.ts';
import { processOutput } from './process-output.ts';

/** A stream whose every write fails with `code`, or is kept. */
function stream(code?: string): { stream: NodeJS.WriteStream; kept: string[]; tried: () => number } {
  const kept: string[] = [];
  let tried = 0;
  const writable = new Writable({
    autoDestroy: false,
    write: (chunk: Buffer, _, done) => {
      tried++;
      if (code === undefined) kept.push(chunk.toString());
      done(code === undefined ? null : Object.assign(new Error(`${code}: it broke`), { code }));
    },
  });
  return { stream: writable as unknown as NodeJS.WriteStream, kept, tried: () => tried };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test.each(['EPIPE', 'ECONNRESET'])('after %s nothing more is written, and it is no failure', async (code) => {
  const { stream: broken, tried } = stream(code);
  const output = processOutput(broken);
  output.write('one');
  await turn();
  for (let i = 0; i < 100; i++) output.write('more');
  await output.flushed();
  expect({ tried: tried(), failure: output.failure }).toEqual({ tried: 1, failure: undefined });
});

test('a full disk is a failure, known once everything is flushed', async () => {
  const { stream: full } = stream('ENOSPC');
  const output = processOutput(full);
  output.write('one');
  await output.flushed();
  await turn();
  expect(output.failure?.message).toBe('ENOSPC: it broke');
});

test('an output that works keeps everything in order', async () => {
  const { stream: sound, kept } = stream();
  const output = processOutput(sound);
  for (const text of ['a', 'b', 'c']) output.write(text);
  await output.flushed();
  expect({ text: kept.join(''), failure: output.failure }).toEqual({ text: 'abc', failure: undefined });
});

test('what is held is written when it is released, in order; on a terminal nothing is held', () => {
  const written: string[] = [];
  const held = holdOutput({ write: (text) => written.push(text) });
  held.write('first ');
  held.write('second ');
  expect(written).toEqual([]);
  held.release();
  held.release();
  held.write('third');
  expect(written.join('')).toBe('first second third');
  const terminal: string[] = [];
  holdOutput({ write: (text) => terminal.push(text), isTTY: true }).write('at once');
  expect(terminal).toEqual(['at once']);
});
