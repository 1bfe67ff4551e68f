import { describe, expect, test } from 'vitest';
import { type Study, type StudyInput, readStudy } from '../index.ts';

function read(text: string, source: StudyInput['source']): Promise<Study> {
  return readStudy([{ name: 'a.csv', open: () => [Buffer.from(text)], source }]);
}

const labelsOf = ({ ratings, items, raters, codebook }: Study): string[] =>
  Array.from(ratings.item, (item, row) =>
    [items.ids[item], raters[ratings.rater[row]].id, codebook.labels[ratings.label[row]]?.name ?? '-'].join(
      ' ',
    ),
  ).toSorted();

describe('one-hot labels', () => {
  const columns = ['winner_model_a', 'winner_model_b', 'winner_tie'];
  const source = { columns: { item: 'id', rater: 'who' }, oneHot: columns };
  const header = `id,who,${columns.join()}\n`;

  test('the column with the 1 is the label, without what the names share', async () => {
    const study = await read(`${header}1,ann,1,0,0\n2,ann,0,0,1\n3,ann,False,True,\n`, source);
    expect(labelsOf(study)).toEqual(['1 ann model_a', '2 ann tie', '3 ann model_b']);
  });

  test('none is no label, several are invalid and counted', async () => {
    const study = await read(`${header}1,ann,1,0,0\n2,ann,0,0,0\n3,ann,1,1,0\n4,ann,0,1,0\n`, source);
    expect(labelsOf(study)).toEqual(['1 ann model_a', '3 ann -', '4 ann model_b']);
    expect(study.decisions.map(({ code }) => code)).toContain('several-in-list');
  });

  test('anything but 1 and 0 is an error with its column', async () => {
    await expect(read(`${header}1,ann,0.7,0.2,0.1\n`, source)).rejects.toThrow(
      'a.csv line 2 column winner_model_a: a column of one-hot labels holds 1 or 0; received "0.7"',
    );
  });

  test('names that share no mark stay whole', async () => {
    const study = await read('id,who,Good,Great\n1,ann,1,0\n2,ann,0,1\n', {
      ...source,
      oneHot: ['Good', 'Great'],
    });
    expect(study.codebook.labels.map(({ name }) => name)).toEqual(['Good', 'Great']);
  });
});

describe('one column an item, one row a rater', () => {
  const form = 'Timestamp,Email,Rate [Q1],Rate [Q2]\n9:01,a@x.org,Good,Bad\n9:05,b@x.org,Good,\n';
  const source = { columns: { rater: 'Email' }, wideItems: ['Rate [Q1]', 'Rate [Q2]'] };

  test('is read as the ratings of its rows', async () => {
    const study = await read(form, source);
    expect(labelsOf(study)).toEqual([
      'Rate [Q1] a@x.org Good',
      'Rate [Q1] b@x.org Good',
      'Rate [Q2] a@x.org Bad',
    ]);
  });

  test('takes no item and no label', async () => {
    const both = { ...source, columns: { rater: 'Email', item: 'Timestamp' } };
    await expect(read(form, both)).rejects.toThrow('it takes no item, label, wide or oneHot');
  });
});

test('a file read twice: people as columns, and a judge with its probability', async () => {
  const text = ',id,ann,bob,judge,judge_prob\n0,p0,1,,1,0.9\n1,p1,0,1,1,0.6\n2,p2,0,0,0,0.2\n';
  const open = (): Uint8Array[] => [Buffer.from(text)];
  const item = 'id';
  const study = await readStudy([
    { name: 'a.csv', open, source: { columns: { item }, wide: ['ann', 'bob'] } },
    {
      name: 'a.csv',
      open,
      source: {
        columns: { item, label: 'judge' },
        rater: 'judge',
        kind: 'judge',
        probabilities: { 1: 'judge_prob' },
      },
    },
  ]);
  expect(labelsOf(study)).toHaveLength(8);
  expect(study.raters.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    'ann human',
    'bob human',
    'judge judge',
  ]);
  expect(study.decisions.map(({ code }) => code)).not.toContain('identical-duplicates');
});
