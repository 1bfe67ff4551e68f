/**
 * What commands print and what reports say, as files to be read: a change of words is seen in a diff. `npx
 * vitest run test/reviewed-outputs -u` writes them anew; read them before you commit them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from './fixtures/command-line.ts';
import { canary, judgeStudies } from './fixtures/judge-study.ts';
import { reportText } from './fixtures/report-text.ts';
import { reviewedStudies } from './fixtures/reviewed-studies.ts';

const line = commandLine({ TEST_KEY: canary });
const { study: judgeStudy } = judgeStudies(line);
const snapshot = (name: string): string => `./snapshots/outputs/${name}.txt`;

describe.each(reviewedStudies)('the study $name', ({ name, ratings, options }) => {
  test('doctor, calibrate and its report, estimate', { timeout: 60_000 }, async () => {
    await line.write('ratings.csv', ratings);
    for (const command of ['doctor', 'calibrate', 'estimate']) {
      const own = command === 'doctor' ? [] : ['--out', 'results'];
      const { code, out, err } = await line.assize(command, 'ratings.csv', ...options, ...own);
      expect(err).toBe('');
      await expect(`exit code ${code}\n\n${out}`).toMatchFileSnapshot(snapshot(`${name}-${command}`));
    }
    const report = reportText(await line.read('results/report.html')).replaceAll(
      /assize \d+\.\d+\.\d+/g,
      'assize X.Y.Z',
    );
    await expect(report).toMatchFileSnapshot(snapshot(`${name}-report`));
  });
});

describe('commands', () => {
  test('demo', { timeout: 60_000 }, async () => {
    const { out } = await line.assize('demo');
    await expect(out).toMatchFileSnapshot(snapshot('demo'));
    // README.md shows parts of it; `…` stands for lines left out.
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    const shown = /^```text\n(SIMULATED DATA[\s\S]*?)^```/m.exec(readme)![1];
    for (const part of shown.split('…\n')) expect(out).toContain(part.trim());
  });

  test('init, judge and what is stored', { timeout: 60_000 }, async () => {
    const made = await line.assize('init', 'mine', '--yes');
    await expect(made.out).toMatchFileSnapshot(snapshot('init'));
    const server = await judgeStudy();
    const host = (text: string): string =>
      text.replaceAll(new URL(server.url).host, '127.0.0.1:8000').replaceAll(line.folder, '…');
    for (const [name, ...argv] of [['judge-dry-run', '--dry-run'], ['judge'], ['judge-status', '--status']]) {
      const { out } = await line.assize('judge', ...argv);
      await expect(host(out)).toMatchFileSnapshot(snapshot(name));
    }
  });

  test('import', async () => {
    const lines = Array.from({ length: 6 }, (_, i) =>
      JSON.stringify({
        question_id: 81 + (i % 3),
        model_a: 'alpha',
        model_b: 'beta',
        winner: ['model_a', 'model_b', 'tie'][i % 3],
        judge: i < 3 ? 'expert_1' : ['author', 0],
        turn: 1,
        conversation_a: [],
        conversation_b: [],
      }),
    );
    await line.write('votes.jsonl', `${lines.join('\n')}\n`);
    const { out } = await line.assize('import', 'mt-bench', 'votes.jsonl', '--out', 'imported');
    await expect(out).toMatchFileSnapshot(snapshot('import'));
  });

  test('what cannot be read, in a line and a hint', async () => {
    await line.write('ratings.csv', 'item,grade\na,1\n');
    const { code, err } = await line.assize('calibrate', 'ratings.csv');
    await expect(`exit code ${code}\n\n${err}`).toMatchFileSnapshot(snapshot('error'));
  });
});
