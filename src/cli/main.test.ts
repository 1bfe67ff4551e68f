import { describe, expect, test } from 'vitest';
import { commandLine } from '../../test/fixtures/command-line.ts';

const { assize, list } = commandLine();

describe('help', () => {
  test.each([
    ['--help'],
    ['demo', '--help'],
    ['init', '--help'],
    ['doctor', '--help'],
    ['calibrate', '--help'],
    ['estimate', '--help'],
    ['judge', '--help'],
  ])('assize %s %s', async (...argv) => {
    const { code, out, err } = await assize(...argv.filter((word) => word !== undefined));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    await expect(out).toMatchFileSnapshot(
      `../../test/snapshots/help-${argv.length > 1 ? argv[0] : 'assize'}.txt`,
    );
  });

  test('without arguments the help is the answer', async () => {
    expect(await assize()).toEqual(await assize('--help'));
  });

  test('--version prints a version', async () => {
    expect((await assize('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage is one line and a hint, exit 1, and writes nothing', () => {
  test.each([
    [
      'an unknown command',
      ['calibrte'],
      /^error: unknown command 'calibrte'\nhint: {2}Did you mean calibrate\?\n$/,
    ],
    [
      'an unknown option',
      ['calibrate', '--jugde', 'x'],
      /^error: unknown option '--jugde'\nhint: {2}Did you mean --judge\?\n$/,
    ],
    ['a level in percent', ['calibrate', '--level', '95'], /level.*0\.95/],
    ['a seed that is no number', ['demo', '--seed', 'x'], /seed.*whole number/],
    [
      'a consensus that does not exist',
      ['calibrate', '--consensus', 'best'],
      /consensus.*auto, majority, dawid-skene, crowdlab, crowdlab-calibrated/,
    ],
    ['a condition without a value', ['calibrate', '--where', 'column'], /where.*column=value/],
    ['no files and no study', ['calibrate'], /^error: .*assize\.json\nhint: /],
    ['too many arguments', ['demo', 'x'], /^error: too many arguments/],
  ])('%s', async (_, argv, message) => {
    const { code, out, err } = await assize(...argv);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(await list()).toEqual([]);
  });
});
