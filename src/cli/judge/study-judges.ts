/** The judges of a study folder, made ready: their prompts read, their words checked, and what they may be asked about. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type Codebook,
  DataError,
  type EndpointProbe,
  type JudgeConfig,
  type JudgeRun,
  type StudyConfig,
  type StudyInput,
  type VerdictStore,
} from '../../data/index.ts';
import {
  type JudgeItem,
  type PreparedJudge,
  type Price,
  type ProbabilitySource,
  type StoredProbe,
  type Verdict,
  type VerdictRow,
  judgeRunCounter,
  limitPriceOf,
  planCalls,
  prepareJudge,
  priceOf,
  probeKey,
  readProbe,
  verdictNotes,
  verdictRow,
  verdictsOf,
} from '../../judge/index.ts';
import { readStudyText } from '../../storage/index.ts';

/** SHA-256 in hex: what keys of calls and versions of prompts are made of. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface StudyJudge {
  readonly name: string;
  readonly config: JudgeConfig;
  readonly price: Price | undefined;
  /** Whose word the price is, behind a cost in the plan; empty for the list of assize. */
  readonly pricedBy: string;
  /** Ready to ask for one of the sources that its declaration allows. */
  prepared(source: ProbabilitySource): PreparedJudge;
}

/** The judges that `assize.json` declares, or those of them that are named. Throws DataError for a codebook that is missing and a name that is none. */
export async function studyJudges(folder: string, config: StudyConfig, names: readonly string[] = []): Promise<StudyJudge[]> {
  const { judges = {}, codebook } = config;
  const file = join(folder, 'assize.json');
  const unknown = names.find((name) => !Object.hasOwn(judges, name));
  if (unknown !== undefined)
    throw new DataError(`no judge ${JSON.stringify(unknown)}; there are ${Object.keys(judges).join(', ') || 'none'}`, { file });
  const wanted = Object.entries(judges).filter(([name]) => names.length === 0 || names.includes(name));
  if (wanted.length === 0) return [];
  if (codebook === undefined)
    throw new DataError('a judge needs a codebook: the labels it may give', { file }, 'Add "codebook" with its labels to assize.json.');
  return Promise.all(wanted.map(([name, declared]) => studyJudge(folder, name, declared, codebook, config)));
}

async function studyJudge(
  folder: string,
  name: string,
  config: JudgeConfig,
  codebook: Codebook,
  { prices }: StudyConfig,
): Promise<StudyJudge> {
  const promptText = typeof config.prompt === 'string' ? undefined : await promptFile(folder, name, config.prompt.file);
  return {
    name,
    config,
    price: priceOf(config.model, config.endpoint.baseURL, prices),
    pricedBy: Object.hasOwn(prices ?? {}, config.model) ? studysWord : '',
    prepared: (source) => prepareJudge(name, config, codebook, { hash: sha256, promptText, source }),
  };
}

const studysWord = ', by the price in assize.json';

/** The judge as a limit in dollars sees it: its price is the higher of what the study says and what the list says. */
export function pricedForLimit(judge: StudyJudge, { prices }: StudyConfig): StudyJudge {
  const { model, endpoint } = judge.config;
  const price = limitPriceOf(model, endpoint.baseURL, prices);
  const isHigher =
    price !== undefined && judge.price !== undefined && (price.input > judge.price.input || price.output > judge.price.output);
  return { ...judge, price, pricedBy: isHigher ? ', by the list price, which is above the one in assize.json' : judge.pricedBy };
}

async function promptFile(folder: string, judge: string, file: string): Promise<string> {
  try {
    return await readStudyText(folder, file);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { message, hint = 'Check "prompt" in assize.json.' } = error;
    throw new DataError(`the prompt of judge ${JSON.stringify(judge)} cannot be read: ${message}`, {}, hint);
  }
}

/** Which source a judge uses: the one that was found to work at its endpoint, kept as a note; else the first it allows. */
export function sourceOfJudge(judge: StudyJudge, store: Pick<VerdictStore, 'note'>): ProbabilitySource {
  const found = store.note('probe', sourceKey(judge))?.value;
  const { sources } = judge.config;
  return sources.find((source) => JSON.stringify(source) === found) ?? sources[0];
}

export function keepSourceOfJudge(judge: StudyJudge, source: ProbabilitySource, store: Pick<VerdictStore, 'putNote'>): void {
  store.putNote({ kind: 'probe', key: sourceKey(judge), value: JSON.stringify(source) });
}

/** Another endpoint may give what this one does not. */
function sourceKey({ name, config: { model, endpoint } }: StudyJudge): string {
  const { api, baseURL = null, query = null } = endpoint;
  return `source of ${name}, ${model} at ${JSON.stringify([api, baseURL, query])}`;
}

/** What was found when the endpoint was tried out; null where it was not, or other words are read than its tokens. */
function probeOf(prepared: PreparedJudge, store: Pick<VerdictStore, 'note'>): EndpointProbe | null {
  const note = prepared.source === 'logprobs' ? store.note('probe', probeKey(prepared, sha256)) : undefined;
  if (note === undefined) return null;
  try {
    return readProbe(prepared, JSON.parse(note.value) as StoredProbe);
  } catch {
    // A store that came from somebody else may hold anything: then nothing is known of the endpoint.
    return null;
  }
}

/** What a judge has done and cost so far, by what is stored; null where nothing is. `see` is shown each verdict on the way. */
export function storedRun(
  judge: StudyJudge,
  items: readonly JudgeItem[],
  store: VerdictStore,
  see: (verdict: Verdict, prepared: PreparedJudge) => void = () => {},
): JudgeRun | null {
  const prepared = judge.prepared(sourceOfJudge(judge, store));
  const probe = probeOf(prepared, store);
  const mask = probe?.schemaMask.answer ?? 'unknown';
  const constrained = mask === 'unknown' ? undefined : mask === 'yes';
  const counter = judgeRunCounter(prepared, judge.price, probe);
  for (const settled of verdictsOf(prepared, planCalls(prepared, items, sha256), store, { constrained })) {
    counter.add(settled);
    if (settled.verdict !== null) see(settled.verdict, prepared);
  }
  const run = counter.result();
  return run.calls === 0 ? null : run;
}

/** The stored verdicts of a judge as a file of ratings, and what it has done and cost. Null where nothing is stored. */
export function storedVerdicts(
  judge: StudyJudge,
  items: readonly JudgeItem[],
  store: VerdictStore,
): { readonly file: StudyInput; readonly run: JudgeRun; readonly rows: VerdictRow[] } | null {
  const rows: VerdictRow[] = [];
  const run = storedRun(judge, items, store, (verdict, prepared) => rows.push(verdictRow(prepared, verdict)));
  if (run === null) return null;
  const bytes = function* (): Generator<Uint8Array> {
    for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
  };
  // A field of the items may have the name of a column here: it stays the items'.
  const ignore = verdictNotes.filter((name) => items.some(({ fields }) => Object.hasOwn(fields, name)));
  return { file: { name: `verdicts of ${judge.name}`, format: 'jsonl', source: { ignore }, open: bytes }, run, rows };
}
