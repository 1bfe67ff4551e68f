/** How long the command line takes to start and to do a small job, beside a bare Node in the same run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../src/stats/index.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const built = join(repository, 'dist/cli/main.js');
const program = existsSync(built) ? join(repository, 'bin/assize.js') : join(repository, 'src/cli/dev.ts');

/** Median wall time of a fresh process, in seconds. */
function seconds(args: readonly string[], runs: number, cwd?: string): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stderr}`);
    return (performance.now() - start) / 1000;
  }).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)];
}

/** 1,000 rows: 250 items, three people and a judge with probabilities. */
function bareFile(): string {
  const random = createRandom(1);
  const rows = ['item,rater,label,prob_Pass,prob_Fail'];
  for (let item = 0; item < 250; item++) {
    const chance = random.next();
    for (const person of ['anna', 'bob', 'chen'])
      rows.push(`item-${item},${person},${random.next() < chance ? 'Pass' : 'Fail'},,`);
    rows.push(`item-${item},judge,${chance > 0.5 ? 'Pass' : 'Fail'},${chance},${1 - chance}`);
  }
  return `${rows.join('\n')}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'));
try {
  writeFileSync(join(folder, 'ratings.csv'), bareFile());
  const bare = seconds(['-e', '0'], 11);
  const help = seconds([program, '--help'], 11);
  const calibrate = seconds([program, 'calibrate', 'ratings.csv'], 5, folder);
  console.log(
    `cli start (${existsSync(built) ? 'built' : 'from sources: types are stripped at each start'})`,
  );
  console.log(`  node -e 0                  ${bare.toFixed(3)} s`);
  console.log(
    `  assize --help              ${help.toFixed(3)} s   ${(help / bare).toFixed(1)} × bare node   ` +
      'aim: under 0.120 s',
  );
  console.log(
    `  assize calibrate 1,000 rows ${calibrate.toFixed(3)} s  ${(calibrate / bare).toFixed(1)} × ` +
      'bare node   aim: under 1 s',
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
