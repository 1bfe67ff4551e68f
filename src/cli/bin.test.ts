import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/assize.js', import.meta.url));

/** Runs the published entry on this Node, which says it is another one. */
function onNode(version: string): { status: number | null; stdout: string; stderr: string } {
  const pretend = `data:text/javascript,Object.defineProperty(process,'version',{value:'v${version}'})`;
  return spawnSync(process.execPath, ['--import', pretend, bin, '--version'], { encoding: 'utf8' });
}

test.each(['18.20.4', '20.20.2', '22.17.1'])(
  'on Node %s the entry says in one line what it needs, and ends with 1',
  (version) => {
    const { status, stdout, stderr } = onNode(version);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `assize requires Node 22.18 or newer; received Node ${version}\n`,
    });
  },
);

test.each(['22.18.0', '24.1.0', '100.0.0'])('Node %s is new enough', (version) => {
  expect(onNode(version).stderr).not.toContain('requires Node');
});

test('in a clone that was never built the entry says in one line what to run', async () => {
  const clone = await mkdtemp(join(tmpdir(), 'assize-bin-'));
  try {
    await mkdir(join(clone, 'bin'));
    await copyFile(bin, join(clone, 'bin/assize.js'));
    await writeFile(join(clone, 'package.json'), '{ "type": "module" }');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(clone, 'bin/assize.js'), '--version'],
      { encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'assize is not built yet: run npm run build, or use npm run assize -- COMMAND\n',
    });
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
});
