import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';

const place = commandLine();
const { assize, write, read, list } = place;
const words = (text: string): string => text.replace(/\s+/g, ' ');

const people = `text_id,annotator_id,score\n${['t1', 't2', 't3', 't4']
  .flatMap((id, at) => [`${id},7,${at < 2 ? 'good' : 'bad'}`, `${id},8,${at < 3 ? 'good' : 'bad'}`])
  .join('\n')}\n`;
const judge = 'row,gpt-4o,p_good\nt1,good,0.8\nt2,good,0.9\nt3,bad,0.2\nt4,bad,0.4\n';

test('doctor proposes one command for two files, each with its mapping', async () => {
  await write('people.csv', people);
  await write('judge.csv', judge);
  const { out } = await assize('doctor', 'people.csv', 'judge.csv');
  expect(words(out)).toContain(
    'people.csv:item=text_id:rater=annotator_id:label=score \\ ' +
      'judge.csv:item=row:label=gpt-4o:probs=good=p_good:rater-name=gpt-4o:rater-kind=judge',
  );
  expect(words(out)).toContain('It reads 4 items, 2 people (7, 8), 1 judge (gpt-4o), the labels bad, good.');
  expect(await list()).toEqual(['judge.csv', 'people.csv']);
});

test('--write turns the proposal into a study that gives the same numbers as the command', async () => {
  await write('people.csv', people);
  await write('judge.csv', judge);
  const written = await assize('doctor', 'people.csv', 'judge.csv', '--pass', 'good', '--write');
  expect([written.err, written.code]).toEqual(['', 0]);
  expect(words(written.out)).toContain('written: assize.json: read it, and correct what is not so');
  expect(JSON.parse(await read('assize.json'))).toEqual({
    schema: 1,
    codebook: { scale: 'nominal', labels: [{ name: 'bad' }, { name: 'good', pass: true }] },
    raters: { 'gpt-4o': { kind: 'judge' } },
    sources: [
      { path: 'people.csv', columns: { item: 'text_id', rater: 'annotator_id', label: 'score' } },
      {
        path: 'judge.csv',
        columns: { item: 'row', label: 'gpt-4o' },
        rater: 'gpt-4o',
        kind: 'judge',
        probabilities: { good: 'p_good' },
      },
    ],
  });
  const flags = await assize(
    'calibrate',
    'people.csv:item=text_id:rater=annotator_id:label=score',
    'judge.csv:item=row:label=gpt-4o:probs=good=p_good:rater-name=gpt-4o:rater-kind=judge',
    '--pass',
    'good',
    '--json',
  );
  const study = await assize('calibrate', '.', '--json');
  const judged = (text: string): unknown => (JSON.parse(text) as { judges: unknown }).judges;
  expect(judged(study.out)).toEqual(judged(flags.out));
});

test('--write needs files of this folder, and overwrites nothing', async () => {
  await write('people.csv', people);
  await write('assize.json', '{"title": "mine"}');
  const there = await assize('doctor', 'people.csv', '--write');
  expect([there.code, words(there.err)]).toEqual([
    1,
    'error: this folder has an assize.json already, and existing files are never overwritten ' +
      'hint: change it by hand, or move it away ',
  ]);
  expect(await read('assize.json')).toBe('{"title": "mine"}');
});

test('a file outside the folder is no part of a study', async () => {
  await mkdir(place.configFolder);
  const elsewhere = join(place.configFolder, 'elsewhere.csv');
  await writeFile(elsewhere, 'item,rater,label\n1,ann,a\n1,bob,b\n2,ann,a\n');
  const { code, err } = await assize('doctor', elsewhere, '--write');
  expect(code).toBe(1);
  expect(words(err)).toContain('the file lies outside this folder, and a study holds its files');
  expect(await list()).toEqual([]);
});

test('options that have no place in the file go to the next command', async () => {
  await write('pairs.csv', 'item,model_a,model_b,rater,label\n1,x,y,ann,model_a\n2,x,y,ann,model_b\n');
  const { out } = await assize('doctor', 'pairs.csv', '--win', 'x', '--write');
  expect(words(out)).toContain('assize calibrate . --win x');
});

test('--write says that the export of a tool is imported, and writes nothing beside it', async () => {
  await write('people.csv', people);
  await write('promptfoo.jsonl', '{"promptIdx":0,"testIdx":0,"gradingResult":{"pass":true}}\n');
  const { code, err } = await assize('doctor', 'people.csv', 'promptfoo.jsonl', '--write');
  expect(code).toBe(1);
  expect(words(err)).toContain('promptfoo.jsonl is read by an import, which writes the study itself');
  expect(await list()).toEqual(['people.csv', 'promptfoo.jsonl']);
});

test('a link that leads out of the folder is found before anything is written', async () => {
  await mkdir(place.configFolder, { recursive: true });
  const elsewhere = join(place.configFolder, 'elsewhere.csv');
  await writeFile(elsewhere, 'item,rater,label\n1,ann,a\n1,bob,b\n2,ann,a\n');
  await symlink(elsewhere, join(place.folder, 'link.csv'));
  const { code, err } = await assize('doctor', 'link.csv', '--write');
  expect(code).toBe(1);
  expect(words(err)).toContain('this file lies outside the study folder');
  expect(await list()).toEqual(['link.csv']);
});
