/** What `assize init` does: ask, check, write a study, and say what to do with it. */
import { join } from 'node:path';
import { judgeNameOf } from '../../data/index.ts';
import { isFreeOfAsking, keyPairOf } from '../../judge/index.ts';
import { requireNoFiles, writeNewFiles } from '../../storage/index.ts';
import { keepHosts } from '../judge/allowed-hosts.ts';
import { printJson, terminalFor } from '../input/printing.ts';
import { Cancelled, silentAsker } from '../shell/asker.ts';
import type { InitCommandOptions } from './init-options.ts';
import { initAnswers } from './init-answers.ts';
import { checkInitOptions, requireGiven } from './init-options.ts';
import { type NewStudy, type StudyAnswers, newStudy, newStudyFiles } from './new-study.ts';
import { pathIn } from '../input/read-input.ts';
import { type Terminal, createTerminal } from '../shell/terminal.ts';
import type { Session, World } from '../shell/world.ts';

export async function runInit(
  named: string,
  options: InitCommandOptions,
  { world }: Session,
): Promise<number> {
  const folder = pathIn(world, named);
  const openAsker = options.yes === true || options.json === true ? undefined : world.openAsker;
  checkInitOptions(options);
  if (openAsker === undefined) requireGiven(options);
  await requireNoFiles(folder, newStudyFiles);

  const answers = await askedAnswers(options, openAsker);
  if (answers === null) {
    createTerminal(world, world.stderr).paragraph('Stopped: nothing was written.');
    return 1;
  }
  const study = newStudy(answers);
  await writeNewFiles(folder, study.files);

  const terminal = terminalFor(world, options);
  printWritten(named, answers, study, terminal);
  await keepHostOf(answers, world, terminal);
  printNext(named, answers, world, terminal);
  if (options.json === true) printJson(summary(named, answers, study), world);
  return 0;
}

/** Whoever types an address has allowed it. */
async function keepHostOf({ baseURL, key }: StudyAnswers, world: World, terminal: Terminal): Promise<void> {
  if (isFreeOfAsking({ baseURL, key })) return;
  const pair = keyPairOf({ baseURL, key });
  await keepHosts([pair], world, terminal);
  if (key !== null && pair.host.startsWith('http://'))
    terminal.paragraph('this address is not encrypted: others on the way can read the key', {
      lead: '! ',
      leadTone: 'yellow',
    });
}

/** Null where the person gave up. */
async function askedAnswers(
  options: InitCommandOptions,
  openAsker: World['openAsker'],
): Promise<StudyAnswers | null> {
  const asker = openAsker === undefined ? silentAsker : await openAsker();
  try {
    asker.begin('A new study. Enter takes what is shown, Esc stops.');
    const answers = await initAnswers(options, asker);
    asker.end();
    return answers;
  } catch (error) {
    if (error instanceof Cancelled) return null;
    throw error;
  }
}

const purposes: readonly (readonly [name: (typeof newStudyFiles)[number], purpose: string])[] = [
  ['assize.json', 'the labels, the judge and where it runs'],
  ['prompt.txt', 'what the judge is asked about each item: edit it'],
  ['items.jsonl', '3 examples: put your own items in their place'],
  ['ratings.csv', 'only a header yet: a row for each label a person gives'],
];

function printWritten(
  named: string,
  { model, baseURL }: StudyAnswers,
  { codebook, words }: NewStudy,
  terminal: Terminal,
): void {
  const names = codebook.labels.map(({ name, pass }) => (pass === true ? `${name} [pass]` : name));
  terminal.heading('Written');
  terminal.table(
    purposes.map(([name, purpose]) => [join(named, name), purpose]),
    { indent: 2 },
  );
  terminal.blank();
  terminal.paragraph(`${names.join(', ')} · ${codebook.scale}`, { lead: 'labels:  ', leadTone: 'bold' });
  const other = codebook.labels.flatMap(({ name }, code) =>
    words[code] === name ? [] : [`${words[code]} = ${name}`],
  );
  if (other.length > 0)
    terminal.paragraph(`${other.join(', ')}: the first token of an answer must say which label it is`, {
      lead: 'answers: ',
      leadTone: 'bold',
    });
  terminal.paragraph(`${model} at ${baseURL ?? 'the OpenAI API'}`, { lead: 'judge:   ', leadTone: 'bold' });
}

function printNext(named: string, { key }: StudyAnswers, { env }: World, terminal: Terminal): void {
  const folder = named === '.' ? [] : [named];
  terminal.blank();
  terminal.paragraph('Next: see what will be asked, then ask', { tone: 'bold' });
  if (key !== null && (env[key] ?? '') === '') terminal.whole(`export ${key}=…`, { indent: 2, tone: 'cyan' });
  terminal.command(['assize', 'judge', ...folder, '--dry-run']);
  terminal.command(['assize', 'judge', ...folder]);
  terminal.paragraph('Then, with labels of people in ratings.csv', { tone: 'bold' });
  terminal.command(['assize', 'calibrate', ...folder]);
}

function summary(
  folder: string,
  { kind, model, baseURL, key }: StudyAnswers,
  { codebook, words }: NewStudy,
): unknown {
  const files = purposes.map(([name]) => join(folder, name));
  return {
    schema: 1,
    folder,
    files,
    kind,
    codebook,
    judge: { name: judgeNameOf(model), model, baseURL: baseURL ?? null, key, words },
  };
}
