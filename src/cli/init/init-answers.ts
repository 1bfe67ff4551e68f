/** The questions of `assize init`: those that no option has answered. */
import type { Asker, Choice } from '../shell/asker.ts';
import type { InitCommandOptions } from './init-options.ts';
import { UsageError } from '../shell/failure.ts';
import { baseUrlFault, keyFault, labelsFault, modelFault, passFault } from './init-faults.ts';
import { checkInitOptions, kindOf } from './init-options.ts';
import { type Server, localServers, openai, serverAt } from './judge-servers.ts';
import { splitList } from '../input/lists.ts';
import type { StudyAnswers, StudyKind } from './new-study.ts';

/** Throws UsageError where an option does not go with an answer, and Cancelled where the person gives up. */
export async function initAnswers(options: InitCommandOptions, asker: Asker): Promise<StudyAnswers> {
  const kind = kindOf(options) ?? (await asker.chooseOne('What does the judge say of an item?', kinds));
  // An option may not go with a kind that is known only now.
  checkInitOptions({ ...options, kind });
  const own =
    kind === 'own'
      ? await ownLabels(options, asker)
      : { labels: [], scale: 'nominal' as const, pass: options.pass ?? [] };
  return { kind, ...own, ...(await judgeOf(options, asker)), title: await titleOf(options, asker) };
}

async function ownLabels(
  options: InitCommandOptions,
  asker: Asker,
): Promise<Pick<StudyAnswers, 'labels' | 'scale' | 'pass'>> {
  const labels = options.labels ?? (await askLabels(asker));
  checkInitOptions({ ...options, labels });
  const scale = options.scale ?? (await asker.chooseOne('Does their order mean anything?', scales));
  return { labels, scale, pass: options.pass ?? (await askPass(labels, asker)) };
}

async function askLabels(asker: Asker): Promise<readonly string[]> {
  const line = await asker.writeLine('The labels, in order, with commas between them', {
    example: 'Poor, Fair, Good',
    fault: (text) => labelsFault(splitList(text)),
  });
  return splitList(line);
}

async function askPass(labels: readonly string[], asker: Asker, again = ''): Promise<readonly string[]> {
  const choices = labels.map((name) => ({ value: name, label: name }));
  const pass = await asker.chooseSome(`Which of them count as pass? None is fine.${again}`, choices);
  const fault = passFault(pass, labels);
  return fault === undefined ? pass : askPass(labels, asker, ` This needs ${fault}.`);
}

/** The endpoint before the model: what a model is called depends on where it runs. */
async function judgeOf(
  options: InitCommandOptions,
  asker: Asker,
): Promise<Pick<StudyAnswers, 'model' | 'baseURL' | 'key'>> {
  const server = options.baseUrl === undefined ? await askServer(asker) : serverAt(options.baseUrl.trim());
  if (options.key === false && server.key !== null)
    throw new UsageError(
      '--no-key is for a server that needs none; OpenAI needs a key',
      'leave it out, or give the --base-url of the server',
    );
  const model = options.model?.trim() ?? (await askModel(server, asker));
  const key = options.key === false ? null : (options.key ?? (await askKey(server, asker)));
  return { model, baseURL: server.baseURL, key };
}

async function askServer(asker: Asker): Promise<Server> {
  const choice = await asker.chooseOne('Where does the judge run?', servers);
  if (choice === 'openai') return openai;
  if (choice !== 'other') return localServers[choice];
  const example = 'https://llm.example.org/v1';
  return serverAt(
    await asker.writeLine('The URL of its API, with the version', { example, fault: baseUrlFault }),
  );
}

async function askModel({ models }: Server, asker: Asker): Promise<string> {
  const another = { value: '', label: 'another' };
  const chosen = models.length < 2 ? '' : await asker.chooseOne('Which model?', [...models, another]);
  if (chosen !== '') return chosen;
  const shown = models.length === 1 ? { preferred: models[0].value } : { example: 'the name it has there' };
  return asker.writeLine('The name of the model there', { ...shown, fault: modelFault });
}

async function askKey({ key, stranger }: Server, asker: Asker): Promise<string | null> {
  const question = 'The environment variable with the key (its name, never the key)';
  if (key !== null) return asker.writeLine(question, { preferred: key, fault: keyFault });
  if (!stranger) return null;
  const named = await asker.writeLine(question, {
    example: 'Enter for none',
    fault: (text) => (text === '' ? undefined : keyFault(text)),
  });
  return named === '' ? null : named;
}

async function titleOf(options: InitCommandOptions, asker: Asker): Promise<string | undefined> {
  const title =
    options.title ??
    (await asker.writeLine('A title for the report', { example: 'Enter for the name of the folder' }));
  return title.trim() === '' ? undefined : title.trim();
}

const kinds: readonly Choice<StudyKind>[] = [
  { value: 'pass-fail', label: 'Pass or Fail', hint: 'is the answer right?' },
  { value: 'one-to-five', label: 'a grade from 1 to 5', hint: 'how good is it?' },
  { value: 'pairwise', label: 'which of two answers is better', hint: 'A, B or a tie' },
  { value: 'own', label: 'labels of your own' },
];

const scales: readonly Choice<StudyAnswers['scale']>[] = [
  { value: 'nominal', label: 'no', hint: 'kinds, such as Billing, Bug, Other' },
  { value: 'ordinal', label: 'yes', hint: 'steps, such as Poor, Fair, Good' },
];

const servers: readonly Choice<'openai' | keyof typeof localServers | 'other'>[] = [
  { value: 'openai', label: 'at OpenAI' },
  { value: 'vllm', label: 'vLLM on this machine', hint: localServers.vllm.baseURL },
  { value: 'llama.cpp', label: 'llama.cpp on this machine', hint: localServers['llama.cpp'].baseURL },
  { value: 'ollama', label: 'Ollama on this machine', hint: localServers.ollama.baseURL },
  { value: 'other', label: 'another server that speaks OpenAI’s API' },
];
