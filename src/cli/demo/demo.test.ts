import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysisSchema } from '../../analysis/index.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { run } from '../main.ts';
import { textWidth } from '../shell/terminal-text.ts';

let folder: string;
let code: number;
const world = { current: fakeWorld('/') };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assize-demo-'));
  world.current = fakeWorld(folder);
  code = await run(['demo'], world.current);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const files = async (name: string): Promise<Map<string, string>> => {
  const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths
        .sort()
        .map(async (path) => [path.slice(join(folder, name).length), await readFile(path, 'utf8')] as const),
    ),
  );
};

test('demo says that it is simulated, answers, and shows each answer beside the truth', () => {
  const out = world.current.out();
  expect({ code, err: world.current.err() }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^SIMULATED DATA/);
  expect(out).toContain('Beside the truth');
  expect(out).toContain('assize-demo/out/report.html');
  for (const line of out.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
});

test('demo has the size that is promised: 1,200 items, 300 labeled, 80 clusters, 60 people at most, one judge', async () => {
  const { study, judges, truth } = analysisSchema.parse(
    JSON.parse(await readFile(join(folder, 'assize-demo/out/results.json'), 'utf8')),
  );
  expect(study).toMatchObject({
    simulated: true,
    items: 1200,
    labeledItems: 300,
    clusters: { count: 80 },
    judges: 1,
    selection: 'random',
  });
  expect(study.people).toBeLessThanOrEqual(60);
  expect(judges[0].calibration!.status).toBe('fitted');
  expect(truth!.length).toBeGreaterThanOrEqual(4);
});

test('the interval holds the truth, where there is an interval', async () => {
  const { truth } = analysisSchema.parse(
    JSON.parse(await readFile(join(folder, 'assize-demo/out/results.json'), 'utf8')),
  );
  for (const row of truth!.filter(({ lower }) => !Number.isNaN(lower))) {
    expect(row.lower, row.what).toBeLessThanOrEqual(row.truth);
    expect(row.upper, row.what).toBeGreaterThanOrEqual(row.truth);
  }
});

test('demo twice gives the same bytes, in the same folder or another; --open opens the report and nothing else does', async () => {
  const first = await files('assize-demo');
  const second = fakeWorld(folder);
  expect(await run(['demo', '--open'], second)).toBe(0);
  expect(await files('assize-demo')).toEqual(first);
  expect(second.opened).toEqual([join(folder, 'assize-demo/out/report.html')]);
  expect(world.current.opened).toEqual([]);
  await run(['demo', '--out', 'elsewhere'], fakeWorld(folder));
  expect(await files('elsewhere')).toEqual(first);
}, 60_000);
