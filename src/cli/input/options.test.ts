import { Command } from 'commander';
import { expect, test } from 'vitest';
import { type InputOptions, addInputOptions, flagsOf } from './options.ts';
import { sourceOf } from './source-of.ts';

function parsed(...argv: string[]): InputOptions {
  const command = addInputOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  return command.parse(argv, { from: 'user' }).opts();
}

const every = [
  '--item',
  'question,turn',
  '--rater',
  'who',
  '--label',
  'answer',
  '--kind',
  'sort',
  '--cluster',
  'prompt',
  '--order',
  'first',
  '--probs',
  'p_',
  '--wide',
  'a,b\\,c',
  '--where',
  'split=test',
  '--where',
  'split=dev',
  '--where',
  'q=a=b',
  '--codebook',
  'c.json',
  '--scale',
  'ordinal',
  '--pass',
  'Pass,Good',
  '--win',
  'gpt-4',
  '--map',
  'yes=1,no=0,A\\=B=tie,x\\,y=z',
  '--missing',
  '0,NA',
  '--abstain',
  'unsure',
  '--invalid',
  'garbage',
  '--judge',
  'gpt',
  '--human',
  'claude',
  '--reference',
  'gold',
  '--exclude-group',
  'author',
  '--duplicates',
  'first',
  '--selection',
  'random',
  '--title',
  'A title',
  '--format',
  'csv',
  '--delimiter',
  ';',
  '--encoding',
  'windows-1252',
  '--decimal',
  'comma',
];

test('options back into words are the words: the command doctor prints is the very command', () => {
  expect(flagsOf(parsed(...every))).toEqual(every);
});

test('no option is lost on the way: each one of the command has its words', () => {
  const names = addInputOptions(new Command()).options.map((option) => option.long);
  for (const name of names) expect(every, name).toContain(name);
});

test('the part that belongs to a file has the shape of a source', () => {
  expect(sourceOf(parsed(...every))).toEqual({
    columns: {
      item: ['question', 'turn'],
      rater: 'who',
      label: 'answer',
      kind: 'sort',
      order: 'first',
      cluster: 'prompt',
    },
    where: { split: ['test', 'dev'], q: ['a=b'] },
    wide: ['a', 'b,c'],
    labels: { yes: '1', no: '0', 'A=B': 'tie', 'x,y': 'z' },
    missing: ['0', 'NA'],
    probabilities: 'p_',
    format: 'csv',
    delimiter: ';',
    encoding: 'windows-1252',
    decimal: 'comma',
  });
  expect(sourceOf(parsed())).toEqual({});
});

test('probabilities may name a column for each label', () => {
  expect(sourceOf(parsed('--probs', 'Pass=p1,Fail=p2'))).toEqual({
    probabilities: { Pass: 'p1', Fail: 'p2' },
  });
});
