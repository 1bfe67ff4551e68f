import { Command } from 'commander';
import { expect, test } from 'vitest';
import { type InputOptions, addInputOptions, fileMapping, flagsOf, mappedFile } from './options.ts';
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
  '--confidence',
  'sure',
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
  '--wide-items',
  'Q1,Q2',
  '--one-hot',
  'win_a,win_b',
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
  '--rater-name',
  'Ann',
  '--rater-kind',
  'human',
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
      confidence: 'sure',
      kind: 'sort',
      order: 'first',
      cluster: 'prompt',
    },
    where: { split: ['test', 'dev'], q: ['a=b'] },
    wide: ['a', 'b,c'],
    labels: { yes: '1', no: '0', 'A=B': 'tie', 'x,y': 'z' },
    missing: ['0', 'NA'],
    probabilities: 'p_',
    wideItems: ['Q1', 'Q2'],
    oneHot: ['win_a', 'win_b'],
    rater: 'Ann',
    kind: 'human',
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

test('a file carries a mapping of its own, and colons elsewhere are part of its name', () => {
  const mapped = fileMapping('a:b.tsv:item=ASSIGNMENT:task_id:wide=ann,bob:map=y=Yes,n=No:where=split=test');
  expect(mapped).toEqual({
    file: 'a:b.tsv',
    options: {
      item: 'ASSIGNMENT:task_id',
      wide: ['ann', 'bob'],
      map: { y: 'Yes', n: 'No' },
      where: { split: ['test'] },
    },
  });
  expect(fileMapping(mappedFile(mapped.file, mapped.options))).toEqual(mapped);
  expect(fileMapping('plain.csv')).toEqual({ file: 'plain.csv', options: {} });
  expect(() => fileMapping('a.csv:decimal=maybe')).toThrow('decimal');
});
