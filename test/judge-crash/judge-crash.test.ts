/**
 * A run of 2,000 items with 32 calls under way, killed without warning at 50 random moments: afterwards no
 * verdict is missing and none is doubled, and at each kill at most the calls under way were paid for twice.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openVerdictStore } from '../../src/storage/index.ts';
import { createRandom } from '../../src/stats/index.ts';

const items = 2000;
const inFlight = 32;
const kills = 50;
const folder = mkdtempSync(join(tmpdir(), 'assize-crash-'));
const path = join(folder, 'verdicts.sqlite');
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(script: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** The lines a process prints, one after the other. */
function linesOf(child: ChildProcess): AsyncIterator<string> {
  return createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const next = await lines.next();
  if (next.done === true) throw new Error('the process ended without a line');
  return next.value;
}

/** What the server was asked. */
interface Counts {
  readonly bodies: number;
  readonly calls: number;
  readonly most: number;
  readonly mostInFlight: number;
}

const answeredCount = (): number => {
  const store = openVerdictStore(path);
  const count = [...store.records()].filter(({ status }) => status === 'answered').length;
  store.close();
  return count;
};

test('fifty kills lose nothing and pay for nothing twice but what was under way', async () => {
  const server = start('../judge-server/main.ts', '150');
  const { url, seen } = JSON.parse(await nextLine(linesOf(server))) as { url: string; seen: string };
  const random = createRandom('kills');
  const run = (): ChildProcess => start('run-judge.ts', path, url, String(items), String(inFlight));

  const counted = async (): Promise<Counts> => (await (await fetch(seen)).json()) as Counts;

  let killed = 0;
  let progressed = 0;
  let before = 0;
  let asked = await counted();
  while (killed < kills) {
    const child = run();
    const ended = once(child, 'exit');
    // One in ten before it asks anything; the others after some calls, counted and not timed, so that a fast
    // machine is not done too soon.
    if (killed % 10 === 9) await sleep(300 * random.next());
    else {
      await nextLine(linesOf(child));
      const share = (items - before) / (kills - killed + 1);
      const target = asked.calls + Math.floor(1.5 * random.next() * share);
      while ((await counted()).calls < target && child.exitCode === null) await sleep(2);
      await sleep(20 * random.next());
    }
    if (child.exitCode !== null)
      throw new Error(`the run was done after ${killed} kills: too few items for this machine`);
    child.kill('SIGKILL');
    await ended;
    killed++;
    // What this run asked again is what was under way when the last one was killed.
    const now = await counted();
    expect(now.calls - now.bodies - (asked.calls - asked.bodies)).toBeLessThanOrEqual(inFlight);
    asked = now;
    const answered = answeredCount();
    if (answered > before) progressed++;
    before = answered;
  }
  const last = linesOf(run());
  await nextLine(last);
  const summary = JSON.parse(await nextLine(last)) as { answered: number; failed: number; stopped: unknown };
  expect(summary).toMatchObject({ answered: items - before, failed: 0, stopped: null });

  const store = openVerdictStore(path);
  const records = [...store.records()];
  store.close();
  expect(records).toHaveLength(items);
  expect(new Set(records.map(({ item }) => item)).size).toBe(items);
  expect(
    records.every(
      ({ status, response }) => status === 'answered' && response !== null && JSON.parse(response) !== null,
    ),
  ).toBe(true);

  const counts = await counted();
  console.log(
    `${killed} kills, ${progressed} of them in mid-run; ${counts.calls} calls for ${items} verdicts; ` +
      `most asked ${counts.most} times`,
  );
  expect(counts.bodies).toBe(items);
  expect(counts.calls - items).toBeLessThanOrEqual(killed * inFlight);
  // The kills have to have met a run under way, or they prove nothing.
  expect(progressed).toBeGreaterThan(kills / 3);
  expect(counts.calls).toBeGreaterThan(items);
});
