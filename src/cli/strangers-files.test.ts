/** What a study that came from somebody hostile may make assize read, write and print. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { at, strangersStudy } from '../../test/fixtures/strangers-study.ts';

const stranger = strangersStudy();
const { inStudy, study, assize } = stranger;

describe('a file outside the study', () => {
  beforeEach(() => {
    mkdirSync(join(stranger.place, 'home'));
    writeFileSync(join(stranger.place, 'home', 'id_rsa'), 'PRIVATE KEY');
  });

  test.each([
    '../home/id_rsa',
    '/dev/zero',
    '/dev/stdin',
    '/proc/self/environ',
    'deep/../../home/id_rsa',
    'linked.txt',
    'linked/id_rsa',
  ])('is sent to nobody as the prompt %s', async (file) => {
    symlinkSync('../home/id_rsa', inStudy('linked.txt'));
    symlinkSync('../home', inStudy('linked'));
    study({ j: { ...at('http://127.0.0.1:8000/v1'), prompt: { file } } });
    const { code, err, out, sent } = await assize(['judge']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toMatch(/the prompt of judge "j" cannot be read: .*(outside the study folder|no such file)/);
    expect(err + out).not.toContain('PRIVATE');
  });

  test('is read neither as items nor as ratings, and its lines are not shown', async () => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    rmSync(inStudy('items.jsonl'));
    symlinkSync('../home/id_rsa', inStudy('items.jsonl'));
    for (const argv of [['judge'], ['doctor', '.'], ['calibrate', '.'], ['estimate', '.']]) {
      const { code, err, out, sent } = await assize(argv);
      expect([code, sent]).toEqual([1, []]);
      expect(err + out).not.toContain('PRIVATE');
    }
  });

  test('is not written: neither the store nor results go through a link of the study', async () => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    const written = (): string[] => readdirSync(join(stranger.place, 'home'));
    for (const name of [
      'verdicts.sqlite',
      'verdicts.sqlite-run',
      'verdicts.sqlite-wal',
      'verdicts.sqlite-shm',
      'verdicts.sqlite-journal',
    ]) {
      rmSync(inStudy(name), { force: true });
      symlinkSync(`../home/${name}`, inStudy(name));
      const { code, err, sent } = await assize(['judge']);
      expect([name, code, sent]).toEqual([name, 1, []]);
      expect(err).toMatch(/this is a link, and nothing is written through it|assize never makes this file/);
      rmSync(inStudy(name));
    }
    expect(written()).toEqual(['id_rsa']);

    writeFileSync(
      inStudy('ratings.csv'),
      ['item,rater,label', 'a,ann,Pass', 'a,bo,Pass', 'b,ann,Fail', 'b,bo,Pass'].join('\n'),
    );
    symlinkSync('../home', inStudy('out'));
    for (const command of ['calibrate', 'estimate']) {
      const { code, err } = await assize([command, '.', '--pass', 'Pass']);
      expect([command, code]).toEqual([command, 1]);
      expect(err).toContain('this is a link, and results would be written where it leads');
    }
    expect(written()).toEqual(['id_rsa']);
    // Whoever names a folder means it.
    mkdirSync(join(stranger.place, 'results'));
    expect(
      (await assize(['calibrate', '.', '--replicates', '100', '--out', join(stranger.place, 'results')])).err,
    ).toBe('');
    expect(readdirSync(join(stranger.place, 'results'))).toContain('report.html');
  });

  test.each(['out', '.'])(
    'that a manifest of a stranger calls ours is not removed: only results are (%s)',
    async (target) => {
      study({ j: at('http://127.0.0.1:8000/v1') });
      writeFileSync(
        inStudy('ratings.csv'),
        ['item,rater,label', 'a,ann,Pass', 'a,bo,Pass', 'b,ann,Fail', 'b,bo,Pass'].join('\n'),
      );
      if (target === 'out') mkdirSync(inStudy('out'));
      const names = ['notes.txt', 'ratings.csv', 'assize.json', 'items.jsonl', 'raters.csv'];
      if (target === 'out') for (const name of names) writeFileSync(inStudy(`out/${name}`), 'mine');
      else for (const name of ['notes.txt', 'raters.csv']) writeFileSync(inStudy(name), 'mine');
      const files = Object.fromEntries(
        names.map((name) => [
          name,
          createHash('sha256')
            .update(readFileSync(inStudy(`${target}/${name}`)))
            .digest('hex'),
        ]),
      );
      writeFileSync(inStudy(`${target}/manifest.json`), JSON.stringify({ program: 'assize', files }));
      const { err } = await assize(['calibrate', '.', '--replicates', '100', '--out', target]);
      expect(err).toBe('');
      expect(readdirSync(inStudy(target))).toEqual(expect.arrayContaining(['report.html', ...names]));
      expect(readFileSync(inStudy(`${target}/ratings.csv`), 'utf8')).not.toContain('posterior');
    },
  );

  test('is the user’s own where the user names it on the command line', async () => {
    writeFileSync(join(stranger.place, 'home', 'ratings.csv'), 'item,rater,label\na,ann,Pass\na,bo,Fail\n');
    expect((await assize(['doctor', '../home/ratings.csv'])).err).toBe('');
  });

  test.skipIf(process.platform === 'win32')(
    'nor is a pipe waited for, wherever the study has one',
    { timeout: 60_000 },
    async () => {
      const pipe = (name: string): void => expect(spawnSync('mkfifo', [inStudy(name)]).status).toBe(0);
      study({ j: { ...at('http://127.0.0.1:8000/v1'), prompt: { file: 'prompt.txt' } } });
      for (const name of ['prompt.txt', 'items.jsonl', 'assize.json', 'verdicts.sqlite']) {
        rmSync(inStudy(name), { force: true });
        pipe(name);
        const { code, err } = await assize(['judge']);
        expect([name, code]).toEqual([name, 1]);
        expect(err).toContain('a device or a pipe');
        rmSync(inStudy(name));
        study({ j: at('http://127.0.0.1:8000/v1') });
      }
      writeFileSync(inStudy('ratings.csv'), 'item,rater,label\na,ann,Pass\na,bo,Pass\n');
      mkdirSync(inStudy('out'));
      pipe('out/manifest.json');
      expect((await assize(['calibrate', '.', '--replicates', '100'])).code).toBe(1);
    },
  );
});

describe('what would never end', () => {
  test('items that are nested without end are told in one line', async () => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    const depth = 400_000;
    writeFileSync(
      inStudy('items.jsonl'),
      `{"item":"a","question":${'['.repeat(depth)}${']'.repeat(depth)},"answer":"x"}\n`,
    );
    const { code, err, sent } = await assize(['judge']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toMatch(
      /^error: .*items\.jsonl line 1: (?:a value is nested too deeply to be read|not a JSON object)/,
    );
    expect(err.trim().split('\n')).toHaveLength(2);
  });

  test.each([
    { requestsPerMinute: 1e-300 },
    { tokensPerMinute: 1e-300 },
    { timeoutSeconds: 1e300 },
    { timeoutSeconds: 1e-300 },
  ])('%j is no limit of a judge', async (limits) => {
    study({ j: { ...at('http://127.0.0.1:8000/v1'), limits } });
    const { code, err, sent } = await assize(['judge']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toContain(`limits.${Object.keys(limits)[0]}`);
  });
});

describe('the names in a study', () => {
  test.each([
    'a/b',
    'a\\b',
    '../x',
    '..',
    '.',
    'a\u001B[2Jb',
    'a\nb',
    'a\u202Eb',
    'a\u0000',
    'a'.repeat(201),
  ])('%j is no name of a judge', async (name) => {
    study({ [name]: at('http://127.0.0.1:8000/v1') });
    const { code, err, sent } = await assize(['judge']);
    expect([code, sent]).toEqual([1, []]);
    expect(err).toMatch(
      /assize\.json: a judge requires a name .*\nhint: {2}Call it "[^/]+": its stored answers are found under any name\.\n$/,
    );
  });

  test('steer no terminal: escapes and turned directions reach no line that is printed', async () => {
    const wild = 'x\u001B[2J\u001B]0;owned\u0007\u009B31m\u202Ey\u2066\u200Bz';
    study({ j: { ...at('http://127.0.0.1:8000/v1'), model: wild, family: wild } }, { title: wild });
    writeFileSync(
      inStudy('items.jsonl'),
      `${JSON.stringify({ item: wild, question: wild, answer: wild })}\n`,
    );
    writeFileSync(
      inStudy('ratings.csv'),
      ['item,rater,label', ...['ann', 'bo', wild].map((rater) => `"${wild}","${rater}","Pass"`)].join('\n'),
    );
    // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
    const steers = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
    for (const argv of [
      ['judge', '--dry-run'],
      ['judge'],
      ['judge', '--status'],
      ['judge', '--status', '--json'],
      ['doctor', '.'],
      ['calibrate', '.', '--replicates', '100'],
    ]) {
      const { out, err } = await assize(argv);
      expect([argv, steers.exec(out)?.[0].codePointAt(0), steers.exec(err)?.[0].codePointAt(0)]).toEqual([
        argv,
        undefined,
        undefined,
      ]);
      expect(out + err).not.toContain('this is a bug');
    }
  });
});

describe('a store that somebody made', () => {
  const damage: readonly (readonly [what: string, sql: string])[] = [
    ['a trigger', "CREATE TRIGGER t AFTER INSERT ON calls BEGIN UPDATE calls SET response = 'x'; END"],
    ['a view in place of a table', 'DROP TABLE calls; CREATE VIEW calls AS SELECT 1 AS key'],
    [
      'a column that computes',
      'ALTER TABLE calls ADD COLUMN more TEXT GENERATED ALWAYS AS (replace(hex(zeroblob(1000000)), ' +
        "'00', 'x')) VIRTUAL",
    ],
    ['bytes for an answer', "UPDATE calls SET response = x'ff00'"],
    ['no JSON for an answer', "UPDATE calls SET response = '{'"],
    ['JSON of another kind for an answer', "UPDATE calls SET response = '[[null, 1e999]]'"],
    ['a text for a number', "UPDATE calls SET input_tokens = 'many', sample = 'x'"],
    ['a note that is no JSON', "INSERT INTO notes VALUES ('batch', 'b', '{')"],
    ['a note of another kind', "INSERT INTO notes VALUES ('batch', 'b', '{\"state\":\"open\"}')"],
    [
      'a batch of calls without number',
      "INSERT INTO notes VALUES ('batch', 'b', " +
        `'${JSON.stringify({ name: 'b', judge: 'j', model: 'm', prompt: 'p', input: 'f', state: 'open', askedAt: '', endpoint: {}, calls: 1e308, id: 'b', status: null, reason: null, seenAt: null, done: null })}')`,
    ],
    ['calls of a batch that are none', "INSERT INTO notes VALUES ('batch calls', 'b', '[1]')"],
    ['a table that is missing', 'DROP TABLE notes'],
    ['another program', 'PRAGMA application_id = 7'],
    ['another version', 'PRAGMA user_version = 99'],
  ];

  test.each(damage)('with %s ends in one line, or is read as far as it is sound', async (_, sql) => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    writeFileSync(inStudy('ratings.csv'), 'item,rater,label\na,ann,Pass\na,bo,Pass\n');
    expect((await assize(['judge'])).code).toBe(0);
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const database = new DatabaseSync(inStudy('verdicts.sqlite'));
    database.exec(`PRAGMA ignore_check_constraints = ON; ${sql}`);
    database.close();
    for (const argv of [
      ['judge', '--status'],
      ['judge'],
      ['judge', '--batch', '--no-wait'],
      ['calibrate', '.', '--replicates', '100'],
      ['judge', '--export', 'v.csv'],
    ]) {
      const { err } = await assize(argv);
      expect([argv, err]).toEqual([argv, expect.not.stringContaining('this is a bug')]);
      expect(err.split('\n').length).toBeLessThanOrEqual(3);
    }
  });

  test.each(damage.slice(0, 3))('with %s is not used', async (_, sql) => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    await assize(['judge']);
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const database = new DatabaseSync(inStudy('verdicts.sqlite'));
    database.exec(sql);
    database.close();
    for (const argv of [['judge', '--status'], ['judge']]) {
      const { code, err } = await assize(argv);
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(/this store holds "\w+" otherwise than assize makes it/),
      ]);
    }
  });

  test('with a number of calls in a batch that none can be is refused', async () => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    await assize(['judge']);
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const database = new DatabaseSync(inStudy('verdicts.sqlite'));
    database.exec(damage.find(([what]) => what === 'a batch of calls without number')![1]);
    database.close();
    expect((await assize(['judge', '--status'])).err).toContain('a note about a batch that cannot be read');
  });

  test('that is no database ends in one line', async () => {
    study({ j: at('http://127.0.0.1:8000/v1') });
    for (const bytes of [
      'no database',
      Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 255)]),
    ]) {
      writeFileSync(inStudy('verdicts.sqlite'), bytes);
      const { code, err } = await assize(['judge', '--status']);
      expect(code).toBe(1);
      expect(err.trim().split('\n')).toHaveLength(2);
    }
  });
});
