/** What can be refused of the options of `assize init` without asking anything. */
import { listed } from '../../data/index.ts';
import { UsageError } from '../shell/failure.ts';
import { baseUrlFault, keyFault, labelsFault, modelFault, passFault } from './init-faults.ts';
import { openaiKey, openaiModels } from './judge-servers.ts';
import { type StudyKind, grades } from './new-study.ts';

export interface InitCommandOptions {
  readonly kind?: 'pass-fail' | 'one-to-five' | 'pairwise' | 'own';
  readonly labels?: readonly string[];
  readonly scale?: 'nominal' | 'ordinal';
  readonly pass?: readonly string[];
  readonly model?: string;
  readonly baseUrl?: string;
  /** False by `--no-key`. */
  readonly key?: string | false;
  /** `--key` and `--no-key`, of which the later would win. */
  readonly bothKeys?: boolean;
  readonly title?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * Whoever names labels, or says how they are ordered, means other labels than the ready ones. Undefined where
 * it is open.
 */
export function kindOf({ kind, labels, scale }: InitCommandOptions): StudyKind | undefined {
  return kind ?? (labels === undefined && scale === undefined ? undefined : 'own');
}

/** Throws UsageError for options that contradict each other, and for values that break a rule. */
export function checkInitOptions(options: InitCommandOptions): void {
  const { labels, scale, pass, model, baseUrl, key, bothKeys } = options;
  const kind = kindOf(options);
  const stray = labels !== undefined ? '--labels' : scale !== undefined ? '--scale' : undefined;
  if (stray !== undefined && kind !== 'own')
    throw new UsageError(
      `${stray} is for labels of your own; received --kind ${kind}`,
      `leave out ${stray}, or give --kind own`,
    );
  if (pass !== undefined && (kind === 'pass-fail' || kind === 'pairwise'))
    throw new UsageError(
      `--pass is for one-to-five and for labels of your own; received --kind ${kind}`,
      kind === 'pass-fail'
        ? 'leave it out: Pass counts as pass'
        : 'leave it out: of pairs, assize estimate --win MODEL counts the wins',
    );
  if (bothKeys === true)
    throw new UsageError('--key and --no-key contradict each other', 'give one of the two');
  refuse(
    '--labels',
    labels && labelsFault(labels),
    'such as --labels Poor,Fair,Good; a comma inside a name is written \\,',
  );
  const known = kind === 'one-to-five' ? grades : labels;
  if (pass !== undefined && known !== undefined)
    refuse('--pass', passFault(pass, known), `the labels are ${listed(known)}`);
  refuse(
    '--model',
    model === undefined ? undefined : modelFault(model.trim()),
    `such as --model ${openaiModels[0].value}`,
  );
  refuse(
    '--base-url',
    baseUrl === undefined ? undefined : baseUrlFault(baseUrl.trim()),
    'it ends with the version of the API; a key goes into a variable, and its name into --key',
  );
  refuse(
    '--key',
    typeof key === 'string' ? keyFault(key) : undefined,
    `export ${openaiKey}=… in the shell, and --key ${openaiKey} here`,
  );
}

function refuse(flag: string, fault: string | undefined, hint: string): void {
  if (fault !== undefined) throw new UsageError(`${flag} needs ${fault}`, hint);
}

/** Where nobody is asked, whatever has no default must be given. Throws UsageError where it is not. */
export function requireGiven(options: InitCommandOptions): void {
  const { labels, model, baseUrl, yes = false, json = false } = options;
  const kind = kindOf(options);
  const missing = [
    ...(kind === undefined && !yes ? ['--kind'] : []),
    ...(kind === 'own' && labels === undefined ? ['--labels'] : []),
    // At OpenAI alone a model can be taken for granted.
    ...(model === undefined && (!yes || baseUrl !== undefined) ? ['--model'] : []),
  ];
  if (missing.length === 0) return;
  const flags = missing.join(' and ');
  throw new UsageError(
    yes
      ? `--yes has no default for ${flags}`
      : `nothing can be asked ${json ? 'with --json' : 'without a terminal'}: give ${flags}`,
    `such as ${missing.map((flag) => examples[flag]).join(' ')}${yes ? '' : '; or --yes for the defaults'}`,
  );
}

const examples: Readonly<Record<string, string>> = {
  '--kind': '--kind pass-fail',
  '--labels': '--labels Poor,Fair,Good',
  '--model': `--model ${openaiModels[0].value}`,
};
