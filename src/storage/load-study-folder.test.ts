import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataError, type Study, readStudy } from '../data/index.ts';
import { loadCalibrator } from './load-calibrator.ts';
import { loadStudyConfig, loadStudyFolder } from './load-study-folder.ts';
import { openFile } from './open-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assize-study-'));
});

afterEach(async () => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

async function study(): Promise<Study> {
  const { files, options } = await loadStudyFolder(folder);
  return readStudy(files, options);
}

const rows = 'item,rater,label\n1,ann,A\n1,bob,B\n';

test('without assize.json every ratings file is read, and items.jsonl describes the items', async () => {
  await write('ratings.csv', rows);
  await write('ratings-2.jsonl', '{"item":"2","rater":"ann","label":"B"}\n');
  await write('ratings/more.tsv', 'item\trater\tlabel\n3\tann\tA\n');
  await write('notes.csv', 'no ratings');
  await write('items.jsonl', '{"item":"1","prompt":"p"}\n');
  const read = await study();
  expect(read.files.map(({ name }) => name)).toEqual(
    ['ratings-2.jsonl', 'ratings.csv', 'ratings/more.tsv', 'items.jsonl'].map((name) => join(folder, name)),
  );
  expect(read.items.ids).toEqual(['1', '2', '3']);
  expect(read.items.fields.map(({ name }) => name)).toEqual(['prompt']);
  expect(read.title).toBe(basename(folder));
});

test('assize.json maps its sources, declares codebook and raters, and one file may be listed twice', async () => {
  await write('data/all.csv', 'id,who,human_score,model_score\n1,ann,1,0\n2,ann,0,1\n');
  const source = { path: 'data/all.csv', columns: { item: 'id' } };
  const config = {
    title: 'Two raters',
    codebook: { scale: 'nominal', labels: [{ name: '0' }, { name: '1', pass: true }] },
    raters: { gpt: { family: 'openai' } },
    selection: 'random',
    sources: [
      { ...source, columns: { item: 'id', rater: 'who', label: 'human_score' } },
      { ...source, rater: 'gpt', kind: 'judge', columns: { item: 'id', label: 'model_score' } },
    ],
  };
  await write('assize.json', JSON.stringify(config));
  const read = await study();
  expect(read.raters.map(({ id, kind, family }) => [id, kind, family])).toEqual([
    ['ann', 'human', 'ann'],
    ['gpt', 'judge', 'openai'],
  ]);
  expect([...read.ratings.label]).toEqual([1, 0, 0, 1]);
  expect([read.title, read.selection, read.codebookOrigin]).toEqual(['Two raters', 'random', 'declared']);
});

test('what is wrong with a folder is said in one line', async () => {
  await expect(loadStudyFolder(folder)).rejects.toThrow(`${folder}: the folder has no rating files`);
  await expect(loadStudyFolder(join(folder, 'none'))).rejects.toThrow(DataError);
  await write('assize.json', '{"title":');
  await expect(loadStudyFolder(folder)).rejects.toThrow('assize.json: not JSON');
  await write('assize.json', '{"sources":[{"path":"gone.csv"}]}');
  await expect(loadStudyFolder(folder)).rejects.toThrow('gone.csv: there is no such file');
});

test('openFile refuses what is no readable file, and reads the bytes when they are asked for', async () => {
  await write('ratings.csv', rows);
  const opened = await openFile(join(folder, 'ratings.csv'));
  expect(opened.size).toBe(rows.length);
  expect((await readStudy([opened])).ratings.item.length).toBe(2);
  await expect(openFile(join(folder, 'gone.csv'))).rejects.toThrow('gone.csv: there is no such file');
  await expect(openFile(folder)).rejects.toThrow('this is a folder, not a file');
  // A file that goes away in between is one line too.
  await rm(join(folder, 'ratings.csv'));
  await expect(readStudy([opened])).rejects.toThrow(DataError);
});

test('loadCalibrator gives the value, or says in a line why not', async () => {
  await write('calibrator.json', '{"schema":1}');
  expect(await loadCalibrator(join(folder, 'calibrator.json'))).toEqual({ schema: 1 });
  await write('bad.json', '{');
  await expect(loadCalibrator(join(folder, 'bad.json'))).rejects.toThrow('bad.json: this is not JSON');
  await expect(loadCalibrator(join(folder, 'none.json'))).rejects.toThrow(DataError);
});

test('a judge in a file of its own is as good as one in assize.json, and is read by the same rules', async () => {
  const judge = { model: 'm', prompt: 'pass-fail', sampling: { temperature: 0.5 } };
  await write('assize.json', JSON.stringify({ judges: { one: judge } }));
  await write('judges/two.json', JSON.stringify(judge));
  await write('judges/notes.txt', 'no judge');
  const { judges } = await loadStudyConfig(folder);
  expect(Object.keys(judges!)).toEqual(['one', 'two']);
  expect(judges!['two']).toEqual(judges!['one']);

  const errorOf = async (): Promise<string> =>
    loadStudyConfig(folder).then(
      () => 'no error',
      (error: DataError) =>
        `${basename(dirname(error.message.split(':')[0]))}: ${error.message.split(': ').slice(1).join(': ')}`,
    );
  await write('judges/two.json', JSON.stringify({ ...judge, modle: 'm' }));
  expect(await errorOf()).toBe('judges: unknown key "modle"');
  await write('judges/two.json', JSON.stringify({ ...judge, endpoint: { key: 'sk-secret-0123456789' } }));
  expect(await errorOf()).toBe(
    'judges: endpoint.key requires the name of an environment variable, such as OPENAI_API_KEY',
  );
  await write(
    'judges/two.json',
    JSON.stringify({ ...judge, endpoint: { baseURL: 'http://user:secret@127.0.0.1/v1' } }),
  );
  expect(await errorOf()).toBe(
    'judges: endpoint.baseURL requires an address without a user or password: name the variable of a ' +
      'key in "key"; received "http://***@127.0.0.1/v1"',
  );
  await write('judges/two.json', JSON.stringify(judge));
  await write('judges/__proto__.json', JSON.stringify(judge));
  await expect(loadStudyFolder(folder)).rejects.toThrow('"__proto__" cannot be used as a name');
  await rm(join(folder, 'judges/__proto__.json'));
  await write('judges/one.json', JSON.stringify(judge));
  expect(await errorOf()).toMatch(/^judges: judge "one" is declared in .*assize\.json too$/);
});

test('the verdicts of judges are ratings too: then a folder without rating files is none that lacks them', async () => {
  await write('items.jsonl', '{"item":"1"}\n');
  await expect(loadStudyFolder(folder)).rejects.toThrow('the folder has no rating files');
  await write('verdicts.sqlite', '');
  expect((await loadStudyFolder(folder)).files.map(({ name }) => basename(name))).toEqual(['items.jsonl']);
});
