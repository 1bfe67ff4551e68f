import { expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { ceilingFinding } from './answer-ceiling.ts';

const line = commandLine();

function finding(lower: number, upper: number, warnings: readonly string[] = []): string {
  return ceilingFinding({ value: (lower + upper) / 2, interval: { lower, upper }, warnings });
}

test('the verdict follows the interval, never the point', () => {
  expect([finding(0.01, 0.1), finding(-0.05, 0.2), finding(-0.2, -0.01), finding(-0.2, 0.2)]).toEqual([
    'above',
    'as good',
    'below',
    'unclear',
  ]);
  expect(finding(NaN, NaN)).toBe('unknown');
});

test('where the interval is not claimed there is no verdict, whatever it is', () => {
  const few = ['few clusters'];
  expect([finding(0.01, 0.1, few), finding(-0.05, 0.2, few), finding(-0.2, -0.01, few)]).toEqual([
    'unclear',
    'unclear',
    'unclear',
  ]);
});

test('three items on which all agree do not make a judge as good as a person, and the answer says why', async () => {
  const rows = ['item,rater,label,prob_a,prob_b'];
  for (const [item, label] of ['a', 'b', 'a'].entries()) {
    rows.push(`${item},ann,${label},,`, `${item},bob,${item === 2 ? 'b' : label},,`);
    rows.push(`${item},gpt-4,${label},${label === 'a' ? '0.9,0.1' : '0.1,0.9'}`);
  }
  await line.write('few.csv', `${rows.join('\n')}\n`);
  const { out } = await line.assize('calibrate', 'few.csv', '--judge', 'gpt-4');
  const text = out.replaceAll(/\s+/g, ' ');
  expect(text).toContain('Undecided: the two differ over only 1 cluster');
  expect(text).not.toContain('as good as a person:');
});
