import { mkdir } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { commandLine } from '../../../test/fixtures/command-line.ts';
import { verdict } from '../../../test/judge-server/replies.ts';
import { type AskedRequest, type JudgeServer, startJudgeServer } from '../../../test/judge-server/server.ts';
import { type StudyConfig, parseStudyConfig } from '../../data/index.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { joinList } from '../input/lists.ts';
import { run } from '../main.ts';
import { studyKinds } from './new-study.ts';
import {
  type ScriptedAnswer,
  type ScriptedAsker,
  scriptedAsker,
} from '../../../test/fixtures/scripted-asker.ts';

const canary = 'sk-canary-0123456789abcdef';
const line = commandLine({ TEST_KEY: canary });
const { assize, read, write, list } = line;
const servers: JudgeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const words = (text: string): string => text.replace(/\s+/g, ' ');
const written = ['assize.json', 'items.jsonl', 'prompt.txt', 'ratings.csv'];

async function config(folder = 'study'): Promise<StudyConfig> {
  return parseStudyConfig(await read(`${folder}/assize.json`), 'assize.json');
}

async function texts(folder: string): Promise<string[]> {
  return Promise.all(written.map((name) => read(`${folder}/${name}`)));
}

/** At a terminal, with somebody who answers. */
async function asked(
  answers: readonly ScriptedAnswer[],
  ...argv: string[]
): Promise<ScriptedAsker & { code: number; out: string; err: string }> {
  const asker = scriptedAsker(answers);
  const world = fakeWorld(line.folder, { asker });
  const code = await run(['init', ...argv], world);
  return { ...asker, code, out: world.out(), err: world.err() };
}

/**
 * A judge that knows nothing but the prompt: it finds the word for the label it means there, and says that. A
 * prompt and a declaration that disagree about the words give it no valid verdict.
 */
async function obedientJudge(means: (text: string) => string): Promise<JudgeServer> {
  const reply = ({ body }: AskedRequest): ReturnType<typeof verdict> => {
    const text = (body['messages'] as { content: string }[])[0].content;
    return verdict({ [wordFor(text, means(text))]: 0.9, Hm: 0.02 });
  };
  const server = await startJudgeServer({ reply, key: canary, models: ['m'] });
  servers.push(server);
  return server;
}

function wordFor(text: string, label: string): string {
  const request = text.slice(text.indexOf('Reply with'));
  if (label === 'tie') return /or (\w+) if neither is better/.exec(request)![1];
  const listed = text.split('\n').find((row) => row.endsWith(` = ${label}`));
  const word = listed === undefined ? label : listed.slice(0, listed.indexOf(' = '));
  const offered =
    request.includes(word) || (/^[1-5]$/.test(word) && request.includes('from 1 (useless) to 5'));
  return offered ? word : '?';
}

/** `example-1 Pass`: item and label of each verdict of the study. */
async function verdicts(): Promise<string[]> {
  expect(await assize('judge', 'study', '--export', 'verdicts.jsonl')).toMatchObject({ code: 0, err: '' });
  const rows = (await read('verdicts.jsonl')).trim().split('\n');
  const said = rows.map((row) => {
    const { item, label, status, prob_source } = JSON.parse(row) as Record<string, string>;
    expect({ status, prob_source }).toEqual({ status: 'given', prob_source: 'logprobs' });
    return `${item} ${label}`;
  });
  return said.sort();
}

const awkward = ['Very good', 'Very bad', 'No, thanks', '1', '10', '好', 'a "quote"', '{{question}}', 'A'];

describe('the prompt runs', { timeout: 30_000 }, () => {
  const single =
    (right: string, wrong: string) =>
    (text: string): string =>
      text.includes('Canberra') ? right : wrong;
  const pair = (text: string): string =>
    !text.includes('Canberra') ? 'tie' : text.indexOf('Canberra') < text.indexOf('Sydney') ? 'A' : 'B';
  const singles = (right: string, wrong: string): string[] => [
    `example-1 ${right}`,
    `example-2 ${wrong}`,
    `example-3 ${wrong}`,
  ];
  const both = singles('A', 'tie').flatMap((verdict) => [verdict, verdict]);
  type Case = readonly [
    kind: string,
    flags: readonly string[],
    means: (text: string) => string,
    verdicts: readonly string[],
  ];
  const ownCase = (name: string, code: number): Case => {
    const other = awkward.at(code - 1)!;
    return [`own label ${name}`, ['--labels', joinList(awkward)], single(name, other), singles(name, other)];
  };

  test.each<Case>([
    ['pass-fail', ['--kind', 'pass-fail'], single('Pass', 'Fail'), singles('Pass', 'Fail')],
    ['one-to-five', ['--kind', 'one-to-five', '--pass', '4,5'], single('5', '2'), singles('5', '2')],
    ['pairwise', ['--kind', 'pairwise'], pair, both],
    ['own labels', ['--labels', 'good,Poor,unclear'], single('good', 'unclear'), singles('good', 'unclear')],
    ...awkward.map(ownCase),
  ])('%s', async (_, flags, means, labels) => {
    const server = await obedientJudge(means);
    const endpoint = ['--model', 'm', '--base-url', server.url, '--key', 'TEST_KEY'];
    expect(await assize('init', 'study', ...flags, ...endpoint)).toMatchObject({ code: 0, err: '' });
    expect(await list('study')).toEqual(written);
    const dry = await assize('judge', 'study', '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toContain('An example, to be replaced');
    expect(server.asked.size).toBe(0);

    const judged = await assize('judge', 'study');
    expect({ code: judged.code, err: judged.err }).toEqual({ code: 0, err: '' });
    expect(words(judged.out)).toContain(`m: ${labels.length} verdicts from logprobs, 0 answers without one`);
    expect(await verdicts()).toEqual(labels);
  });

  test('a judge that writes a name with another first letter is understood', async () => {
    const server = await obedientJudge(() => 'good');
    await assize(
      'init',
      'study',
      '--labels',
      'Good,Poor',
      '--model',
      'm',
      '--base-url',
      server.url,
      '--key',
      'TEST_KEY',
    );
    await write('study/prompt.txt', `${await read('study/prompt.txt')}Reply with good.\n`);
    await assize('judge', 'study');
    expect(await verdicts()).toEqual(singles('Good', 'Good'));
  });

  test('with labels of people the study answers: doctor and calibrate read all of it', async () => {
    const server = await obedientJudge(single('Pass', 'Fail'));
    await assize(
      'init',
      'study',
      '--kind',
      'pass-fail',
      '--model',
      'm',
      '--base-url',
      server.url,
      '--key',
      'TEST_KEY',
    );
    await assize('judge', 'study');
    await write(
      'study/ratings.csv',
      `${await read('study/ratings.csv')}example-1,anna,Pass\nexample-2,anna,Fail\nexample-3,anna,Pass\n`,
    );
    const doctor = await assize('doctor', 'study');
    expect(doctor).toMatchObject({ code: 0, err: '' });
    expect(words(doctor.out)).toContain('people: 1 (anna) judges: m');
    expect(await assize('calibrate', 'study', '--replicates', '100')).toMatchObject({ code: 0, err: '' });
  });
});

describe('the study', () => {
  test.each(studyKinds)(
    '%s declares its labels and leaves open how labeled items were chosen',
    async (kind) => {
      await assize(
        'init',
        'study',
        '--kind',
        kind,
        '--model',
        'gpt-4.1',
        ...(kind === 'own' ? ['--labels', 'Low,Mid,High', '--pass', 'High'] : []),
      );
      const { codebook, judges, selection, schema } = await config();
      expect({ schema, selection }).toEqual({ schema: 1, selection: undefined });
      expect(judges!['gpt-4.1']).toMatchObject({
        model: 'gpt-4.1',
        family: 'gpt-4',
        prompt: { file: 'prompt.txt' },
        orders: 'both',
      });
      expect(judges!['gpt-4.1'].endpoint).toMatchObject({ key: 'OPENAI_API_KEY' });
      const sides = { a: 'answer_a', b: 'answer_b', labelA: 'A', labelB: 'B', tie: 'tie' };
      expect(judges!['gpt-4.1'].sides).toEqual(kind === 'pairwise' ? sides : undefined);
      const labels = {
        'pass-fail': 'nominal: Pass+ Fail',
        'one-to-five': 'ordinal: 1 2 3 4 5',
        pairwise: 'nominal: A B tie=',
        own: 'nominal: Low Mid High+',
      };
      const shown = codebook!.labels.map(
        ({ name, pass, tie }) => `${name}${pass === true ? '+' : ''}${tie === true ? '=' : ''}`,
      );
      expect(`${codebook!.scale}: ${shown.join(' ')}`).toBe(labels[kind]);
    },
  );

  test('the key of OpenAI is not sent to another server, unless it is named', async () => {
    await assize(
      'init',
      'study',
      '--kind',
      'pass-fail',
      '--model',
      'm',
      '--base-url',
      'https://llm.example.org/v1',
    );
    expect((await config()).judges!['m'].endpoint).toMatchObject({
      baseURL: 'https://llm.example.org/v1',
      key: null,
    });
  });

  test('what is said: each file, the key to export where it is not set, and commands that run', async () => {
    const { out } = await assize('init', 'my study', '--yes');
    for (const name of written) expect(out).toContain(`my study/${name}`);
    expect(out).toContain('export OPENAI_API_KEY=…\n');
    expect(out).toContain("  assize judge 'my study' --dry-run\n  assize judge 'my study'\n");
    expect(await assize('judge', 'my study', '--dry-run')).toMatchObject({ code: 0, err: '' });
    expect((await assize('init', 'other', '--yes', '--key', 'TEST_KEY')).out).not.toContain('export');
    expect((await assize('init', '--yes')).out).toContain('  assize judge --dry-run\n');
    expect(await list()).toEqual([...written, 'my study', 'other'].sort());
  });

  test('before anybody has labeled, doctor and calibrate are one line and what to do', async () => {
    await assize('init', 'study', '--yes');
    for (const command of ['doctor', 'calibrate']) {
      const { code, out, err } = await assize(command, 'study');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(
        /^error: \S+ratings\.csv: the file has a header and no rows\nhint: {2}Put a row for each rating under it\.\n$/,
      );
    }
  });

  test('--json is the summary alone on stdout, and asks nothing', async () => {
    const { code, out, err, questions } = await asked(
      [],
      'study',
      '--json',
      '--labels',
      'Very good,Very bad',
      '--model',
      'm',
    );
    expect({ code, questions }).toEqual({ code: 0, questions: [] });
    expect(err).toContain('Next:');
    expect(JSON.parse(out)).toEqual({
      schema: 1,
      folder: 'study',
      files: ['study/assize.json', 'study/prompt.txt', 'study/items.jsonl', 'study/ratings.csv'],
      kind: 'own',
      codebook: { scale: 'nominal', labels: [{ name: 'Very good' }, { name: 'Very bad' }] },
      judge: { name: 'm', model: 'm', baseURL: null, key: 'OPENAI_API_KEY', words: ['A', 'B'] },
    });
  });
});

describe('the questions', () => {
  test('Enter all the way is the same study as --yes', async () => {
    const { code, questions, err } = await asked(Array(5).fill('ENTER') as string[], 'study');
    expect({ code, err, count: questions.length }).toEqual({ code: 0, err: '', count: 5 });
    await assize('init', 'other', '--yes');
    expect(await texts('study')).toEqual(await texts('other'));
  });

  test('answers and options make the same study', async () => {
    const key = 'LLM_KEY';
    const url = 'https://llm.example.org/v1';
    const answers = ['own', 'Poor, Fair,Good', 'ordinal', ['Good'], 'other', url, 'my-model', key, 'A title'];
    expect(await asked(answers, 'study')).toMatchObject({ code: 0, faults: [] });
    const labels = ['--labels', 'Poor,Fair,Good', '--scale', 'ordinal', '--pass', 'Good'];
    await assize(
      'init',
      'other',
      ...labels,
      '--model',
      'my-model',
      '--base-url',
      url,
      '--key',
      key,
      '--title',
      'A title',
    );
    expect(await texts('study')).toEqual(await texts('other'));
    expect(await config()).toMatchObject({ title: 'A title', codebook: { scale: 'ordinal' } });
  });

  test('what an option says is not asked; a server on this machine is asked for no key', async () => {
    const { questions, code } = await asked(['vllm', 'ENTER', 'ENTER'], 'study', '--kind', 'one-to-five');
    expect({ code, questions }).toEqual({
      code: 0,
      questions: ['Where does the judge run?', 'The name of the model there', 'A title for the report'],
    });
    expect(Object.values((await config()).judges!)[0].endpoint).toMatchObject({
      baseURL: 'http://127.0.0.1:8000/v1',
      key: null,
    });
  });

  test('an answer that will not do is asked again, and a key is not repeated', async () => {
    const labels = ['ENTER', 'One', 'Same,Same', '3,3.0', 'Bad,Good'];
    const answers = [
      'own',
      ...labels,
      'nominal',
      ['Bad', 'Good'],
      ['Good'],
      'other',
      'llm.example.org',
      'https://me:secret@x.org/v1',
    ];
    const rest = ['https://x.org/v1', 'ENTER', 'm', canary, 'X_KEY', 'ENTER'];
    const { code, out, err, faults, questions } = await asked([...answers, ...rest], 'study');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(faults).toHaveLength(8);
    expect(questions.filter((question) => question.includes('everything can pass'))).toHaveLength(1);
    expect([out, ...faults, ...(await texts('study'))].join('\n')).not.toMatch(
      new RegExp(`${canary}|secret`),
    );
    expect((await config()).codebook!.labels).toEqual([{ name: 'Bad' }, { name: 'Good', pass: true }]);
  });

  test.each(Array.from({ length: 9 }, (_, index) => index))(
    'giving up at question %i writes nothing',
    async (index) => {
      const answers = [
        'own',
        'Bad,Good',
        'ENTER',
        'ENTER',
        'other',
        'https://x.org/v1',
        'm',
        'ENTER',
        'ENTER',
      ].slice(0, index);
      const { code, out, err, questions } = await asked([...answers, 'ESCAPE'], 'study');
      expect({ code, out, err, count: questions.length }).toEqual({
        code: 1,
        out: '',
        err: 'Stopped: nothing was written.\n',
        count: index + 1,
      });
      expect(await list()).toEqual([]);
    },
  );

  test('an option that does not go with the kind that was chosen is refused there', async () => {
    const { code, err } = await asked(['pairwise'], 'study', '--pass', 'A');
    expect(code).toBe(1);
    expect(err).toMatch(/^error: --pass is for one-to-five .* received --kind pairwise\nhint: /);
    expect(await list()).toEqual([]);
  });
});

describe('nothing is written over', () => {
  test.each(written)('%s', async (name) => {
    await mkdir(`${line.folder}/study`);
    await write(`study/${name}`, 'mine');
    await write('study/notes.txt', 'mine');
    const { code, out, err, questions } = await asked([], 'study');
    // Before the first question: nobody answers five of them for nothing.
    expect({ code, out, questions }).toEqual({ code: 1, out: '', questions: [] });
    expect(err).toContain(`study/${name}: the file is there already`);
    expect(err).toContain('\nhint:  Choose another folder');
    expect(await list('study')).toEqual([name, 'notes.txt'].sort());
    expect(await read(`study/${name}`)).toBe('mine');
  });
});

test.each([
  [
    'no terminal',
    [],
    /^error: nothing can be asked without a terminal: give --kind and --model\nhint: .*--yes/,
  ],
  [
    'no terminal and half the answers',
    ['--kind', 'own', '--model', 'm'],
    /^error: nothing can be asked .* give --labels\nhint: /,
  ],
  ['--json', ['--json', '--model', 'm'], /^error: nothing can be asked with --json: give --kind\n/],
  [
    '--yes without what has no default',
    ['--yes', '--kind', 'own'],
    /^error: --yes has no default for --labels\n/,
  ],
  [
    'another server with the model of OpenAI',
    ['--yes', '--base-url', 'http://x/v1'],
    /^error: --yes has no default for --model\n/,
  ],
  [
    'labels of a pair',
    ['--kind', 'pairwise', '--labels', 'A,B'],
    /^error: --labels is for labels of your own; received --kind pairwise\n/,
  ],
  [
    'a scale of grades',
    ['--kind', 'one-to-five', '--scale', 'nominal'],
    /^error: --scale is for labels of your own; received .*\nhint: /,
  ],
  [
    'pass of pass-fail',
    ['--yes', '--pass', 'Fail'],
    /^error: --pass .* received --kind pass-fail\nhint: {2}leave it out: Pass counts as pass\n/,
  ],
  [
    'a key and none',
    ['--yes', '--key', 'X', '--no-key'],
    /^error: --key and --no-key contradict each other\n/,
  ],
  [
    'none and a key',
    ['--yes', '--no-key', '--key', 'X'],
    /^error: --key and --no-key contradict each other\n/,
  ],
  [
    'OpenAI without a key',
    ['--yes', '--no-key'],
    /^error: --no-key is for a server that needs none; OpenAI needs a key\n/,
  ],
  [
    'the key itself',
    ['--yes', '--key', canary],
    /^error: --key needs the name of an environment variable.*\nhint: .*export OPENAI_API_KEY/,
  ],
  [
    'a password in the URL',
    ['--model', 'm', '--base-url', `http://me:${canary}@x/v1`],
    /^error: --base-url needs a URL without a user/,
  ],
  [
    'a key in the URL',
    ['--model', 'm', '--base-url', `http://x/v1?key=${canary}`],
    /^error: --base-url needs a URL without a user/,
  ],
  [
    'no URL',
    ['--model', 'm', '--base-url', 'localhost:8000'],
    /^error: --base-url needs a URL such as .*received "localhost:8000"\n/,
  ],
  ['one label', ['--labels', 'A', '--model', 'm'], /^error: --labels needs at least 2 labels; received 1\n/],
  [
    'a label twice',
    ['--labels', 'A, A', '--model', 'm'],
    /^error: --labels needs labels that differ; received "A" and "A"\n/,
  ],
  [
    'one label in two encodings',
    ['--labels', '\u00e9,e\u0301', '--model', 'm'],
    /^error: --labels needs labels that differ/,
  ],
  [
    'one number in two spellings',
    ['--labels', '3,3.0', '--model', 'm'],
    /^error: --labels needs labels that differ/,
  ],
  [
    'a label of two lines',
    ['--labels', 'A,B\nC', '--model', 'm'],
    /^error: --labels needs names on one line; received "B\\nC"\n/,
  ],
  [
    '21 labels',
    ['--labels', Array.from({ length: 21 }, (_, i) => `l${i}`).join(), '--model', 'm'],
    /^error: --labels needs at most 20 labels/,
  ],
  [
    'pass of no label',
    ['--labels', 'A,B', '--pass', 'C', '--model', 'm'],
    /^error: --pass needs labels of the study; received "C"\nhint: .*A, B\n/,
  ],
  [
    'everything passes',
    ['--labels', 'A,B', '--pass', 'B,A', '--model', 'm'],
    /^error: --pass needs a label that is left over/,
  ],
  ['an empty model', ['--kind', 'pass-fail', '--model', ' '], /^error: --model needs the name of a model/],
  ['a kind there is not', ['--kind', 'stars'], /^error: .*--kind.*one-to-five/],
])('%s is one line and a hint, exit 1, and writes nothing', async (_, argv, message) => {
  const { code, out, err } = await assize('init', 'study', ...argv);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(2);
  expect(err).not.toContain(canary);
  expect(await list()).toEqual([]);
});
