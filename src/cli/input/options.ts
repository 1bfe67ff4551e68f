/**
 * The one table of the options that say how files are read: flag, help, how a value is read and how it is
 * written back.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { collectList, collectMap, joinList, joinMap } from './lists.ts';

/** What was given on the command line. Absent options are absent. */
export interface InputOptions {
  readonly item?: string;
  readonly rater?: string;
  readonly label?: string;
  readonly confidence?: string;
  readonly kind?: string;
  readonly cluster?: string;
  readonly order?: string;
  readonly probs?: string;
  readonly wide?: readonly string[];
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly codebook?: string;
  readonly scale?: string;
  readonly pass?: readonly string[];
  readonly win?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
  readonly abstain?: readonly string[];
  readonly invalid?: readonly string[];
  readonly judge?: readonly string[];
  readonly human?: readonly string[];
  readonly reference?: readonly string[];
  readonly excludeGroup?: readonly string[];
  readonly duplicates?: string;
  readonly selection?: string;
  readonly title?: string;
  readonly format?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly decimal?: string;
  readonly wideItems?: readonly string[];
  readonly oneHot?: readonly string[];
  readonly raterName?: string;
  readonly raterKind?: string;
}

/** What an option holds: one text, a list, a map of words to labels, or values by column. */
type Holds = 'text' | 'list' | 'map' | 'where';

interface InputOption {
  readonly argument: string;
  readonly help: string;
  readonly holds: Holds;
  readonly choices?: readonly string[];
}

const columns: Table<
  | 'item'
  | 'rater'
  | 'label'
  | 'confidence'
  | 'kind'
  | 'cluster'
  | 'order'
  | 'probs'
  | 'wide'
  | 'wideItems'
  | 'oneHot'
  | 'where'
> = {
  item: { argument: 'column', holds: 'text', help: 'item; several, joined, as a,b' },
  rater: { argument: 'column', holds: 'text', help: 'who rated' },
  label: { argument: 'column', holds: 'text', help: 'the label given' },
  confidence: {
    argument: 'column',
    holds: 'text',
    help: 'the probability of the label given, of two labels',
  },
  kind: { argument: 'column', holds: 'text', help: 'human, judge or reference' },
  cluster: { argument: 'column', holds: 'text', help: 'what belongs together, such as a prompt' },
  order: { argument: 'column', holds: 'text', help: 'the side shown first' },
  probs: {
    argument: 'columns',
    holds: 'text',
    help: 'what probability columns start with, a pattern such as p_*_raw, or Pass=p1,Fail=p2',
  },
  wide: { argument: 'columns', holds: 'list', help: 'one column for each rater, as a,b,c' },
  wideItems: { argument: 'columns', holds: 'list', help: 'one column for each item, as forms have it' },
  oneHot: { argument: 'columns', holds: 'list', help: 'columns of 0 and 1: the one with the 1 is the label' },
  where: { argument: 'column=value', holds: 'where', help: 'only rows with this value; may be repeated' },
};

const labels: Table<'codebook' | 'scale' | 'pass' | 'win' | 'map' | 'missing' | 'abstain' | 'invalid'> = {
  codebook: { argument: 'file', holds: 'text', help: 'labels in order, as JSON' },
  scale: {
    argument: 'scale',
    holds: 'text',
    help: 'how the labels are ordered',
    choices: ['nominal', 'ordinal', 'interval'],
  },
  pass: { argument: 'labels', holds: 'list', help: 'labels that count as pass' },
  win: {
    argument: 'model',
    holds: 'text',
    help: 'count the comparisons this model wins, by the columns model_a and model_b',
  },
  map: { argument: 'word=label', holds: 'map', help: 'read this word as that label; several as a=b,c=d' },
  missing: {
    argument: 'words',
    holds: 'list',
    help: 'words that mean no label, in place of nan, None, n/a and the like',
  },
  abstain: { argument: 'words', holds: 'list', help: 'words that mean the rater declined' },
  invalid: { argument: 'words', holds: 'list', help: 'words that mean the answer was unusable' },
};

const raters: Table<'judge' | 'human' | 'reference' | 'excludeGroup' | 'duplicates' | 'selection' | 'title'> =
  {
    judge: {
      argument: 'names',
      holds: 'list',
      help: 'raters that are judges; one name is also the one that may enter the consensus',
    },
    human: { argument: 'names', holds: 'list', help: 'raters that are people, though named like a model' },
    reference: {
      argument: 'names',
      holds: 'list',
      help: 'raters that are the reference (the adjudicated or gold label)',
    },
    excludeGroup: { argument: 'groups', holds: 'list', help: 'leave out the raters of these groups' },
    duplicates: {
      argument: 'rule',
      holds: 'text',
      help: 'two different labels by one rater for one item',
      choices: ['error', 'first', 'drop'],
    },
    selection: {
      argument: 'how',
      holds: 'text',
      help: 'how labeled items were chosen',
      choices: ['random', 'stratified', 'logged', 'separate', 'chosen', 'all'],
    },
    title: { argument: 'text', holds: 'text', help: 'title of the report' },
  };

const files: Table<'raterName' | 'raterKind' | 'format' | 'delimiter' | 'encoding' | 'decimal'> = {
  raterName: { argument: 'name', holds: 'text', help: 'one rater gave all rows' },
  raterKind: {
    argument: 'kind',
    holds: 'text',
    help: 'what all its raters are',
    choices: ['human', 'judge', 'reference'],
  },
  format: {
    argument: 'format',
    holds: 'text',
    help: 'what the file is',
    choices: ['csv', 'tsv', 'jsonl', 'json', 'parquet'],
  },
  delimiter: { argument: 'mark', holds: 'text', help: 'what separates the columns; tab for a tab' },
  encoding: {
    argument: 'encoding',
    holds: 'text',
    help: 'how its text is written',
    choices: ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'],
  },
  decimal: {
    argument: 'mark',
    holds: 'text',
    help: 'whether 0,5 is a half',
    choices: ['point', 'comma'],
  },
};

/** By the name in code: the flag is the same word with hyphens. */
type Table<Names extends keyof InputOptions> = Readonly<Record<Names, InputOption>>;

/** All of them; a name that is in none of the groups does not compile. */
const table: Table<keyof InputOptions> = { ...columns, ...labels, ...raters, ...files };

/** In the order of the help. */
const groups: readonly (readonly [title: string, options: Readonly<Record<string, InputOption>>])[] = [
  ['Columns (for all files; for one of several: FILE:item=id:rater=who):', columns],
  ['Labels (lists as a,b; a comma inside a name as \\,):', labels],
  ['Raters and items:', raters],
  ['Files:', files],
];

export function addInputOptions(command: Command): Command {
  for (const [title, options] of groups) {
    command.optionsGroup(title);
    for (const [name, { argument, help, holds, choices }] of Object.entries(options)) {
      const option = new Option(`${flagOf(name)} <${argument}>`, help);
      if (choices !== undefined) option.choices(choices);
      else if (holds !== 'text')
        option.argParser(readers[holds] as (text: string, before: unknown) => unknown);
      command.addOption(option);
    }
  }
  return command;
}

/** Options back into the words of a command line, so that a command printed is the very command to run. */
export function flagsOf(given: InputOptions): string[] {
  return Object.entries(table).flatMap(([name, { holds }]) => {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? [] : writers[holds](value as never).flatMap((text) => [flagOf(name), text]);
  });
}

/** `excludeGroup` → `--exclude-group`. */
export function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const readers = { list: collectList, map: collectMap, where: collectWhere };

const writers: Readonly<Record<Holds, (value: never) => string[]>> = {
  text: (value: string) => [value],
  list: (value: readonly string[]) => [joinList(value)],
  map: (value: Readonly<Record<string, string>>) => [joinMap(value)],
  where: (value: Where) =>
    Object.entries(value).flatMap(([column, values]) => values.map((wanted) => `${column}=${wanted}`)),
};

type Where = NonNullable<InputOptions['where']>;

function collectWhere(text: string, before: Where = {}): Where {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is written column=value.');
  const column = text.slice(0, at);
  return { ...before, [column]: [...(before[column] ?? []), text.slice(at + 1)] };
}

/** Options that were not given are absent, rather than undefined. */
export function given<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** The part of a file's name that says how it is read: `human.csv:item=id:wide=ann,bob`. */
export interface FileMapping {
  readonly file: string;
  readonly options: InputOptions;
}

/** Options of one file; a study has the others. */
const ofOneFile: readonly (keyof InputOptions)[] = [
  ...(Object.keys(columns) as (keyof InputOptions)[]),
  ...(Object.keys(files) as (keyof InputOptions)[]),
  'map',
  'missing',
];

/**
 * Splits at each `:option=`; a colon elsewhere is part of a name. Throws InvalidArgumentError for a wrong
 * value.
 */
export function fileMapping(text: string): FileMapping {
  const names = ofOneFile.map((name) => flagOf(name).slice(2));
  const parts = text.split(new RegExp(`:(?=(?:${names.join('|')})=)`));
  const argv = parts.slice(1).flatMap((part) => {
    const at = part.indexOf('=');
    return [`--${part.slice(0, at)}`, part.slice(at + 1)];
  });
  const command = addInputOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  return { file: parts[0], options: command.parse(argv, { from: 'user' }).opts() };
}

/** The other way. */
export function mappedFile(file: string, options: InputOptions): string {
  const words = flagsOf(options);
  const pairs = words.flatMap((word, at) => (at % 2 === 0 ? [`:${word.slice(2)}=${words[at + 1]}`] : []));
  return `${file}${pairs.join('')}`;
}
