/** The options that say how files are read: shared by `doctor` and `calibrate`, so that what one proposes the other takes. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { collectList, collectMap, splitList } from './lists.ts';

export interface InputOptions {
  readonly item?: string;
  readonly rater?: string;
  readonly label?: string;
  readonly kind?: string;
  readonly cluster?: string;
  readonly order?: string;
  readonly probs?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
  readonly abstain?: readonly string[];
  readonly invalid?: readonly string[];
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly wide?: readonly string[];
  readonly judge?: readonly string[];
  readonly human?: readonly string[];
  readonly reference?: readonly string[];
  readonly pass?: readonly string[];
  readonly win?: string;
  readonly selection?: string;
  readonly scale?: string;
  readonly codebook?: string;
  readonly duplicates?: string;
  readonly excludeGroup?: readonly string[];
  readonly title?: string;
}

export function addInputOptions(command: Command): Command {
  return command
    .optionsGroup('Columns (with several files, the same for each; otherwise use assize.json):')
    .option('--item <column>', 'item; several, joined, as a,b')
    .option('--rater <column>', 'who rated')
    .option('--label <column>', 'the label given')
    .option('--kind <column>', 'human, judge or reference')
    .option('--cluster <column>', 'what belongs together, such as a prompt')
    .option('--order <column>', 'the side shown first')
    .option('--probs <columns>', 'what probability columns start with, a pattern such as p_*_raw, or Pass=p1,Fail=p2')
    .option('--wide <columns>', 'one column for each rater, as a,b,c', collectList)
    .option('--where <column=value>', 'only rows with this value; may be repeated', collectWhere)
    .optionsGroup('Labels (lists as a,b; a comma inside a name as \\,):')
    .option('--codebook <file>', 'labels in order, as JSON')
    .addOption(new Option('--scale <scale>', 'how the labels are ordered').choices(['nominal', 'ordinal', 'interval']))
    .option('--pass <labels>', 'labels that count as pass', collectList)
    .option('--win <model>', 'count the comparisons this model wins, by the columns model_a and model_b')
    .option('--map <word=label>', 'read this word as that label; several as a=b,c=d', collectMap)
    .option('--missing <words>', 'words that mean no label, in place of nan, None, n/a and the like', collectList)
    .option('--abstain <words>', 'words that mean the rater declined', collectList)
    .option('--invalid <words>', 'words that mean the answer was unusable', collectList)
    .optionsGroup('Raters and items:')
    .option('--judge <names>', 'raters that are judges; one name is also the one that may enter the consensus', collectList)
    .option('--human <names>', 'raters that are people, though named like a model', collectList)
    .option('--reference <names>', 'raters that are the adjudicated or gold label', collectList)
    .option('--exclude-group <groups>', 'leave out the raters of these groups', collectList)
    .addOption(new Option('--duplicates <rule>', 'two different labels by one rater for one item').choices(['error', 'first', 'drop']))
    .addOption(
      new Option('--selection <how>', 'how labeled items were chosen').choices([
        'random',
        'stratified',
        'logged',
        'separate',
        'chosen',
        'all',
      ]),
    )
    .option('--title <text>', 'title of the report');
}

/** The part of the options that belongs to one file, in the shape of a source of `assize.json`. Absent options are absent. */
export function sourceOf(options: InputOptions): Record<string, unknown> {
  const columns = {
    ...(options.item === undefined ? {} : { item: oneOrMore(options.item) }),
    ...(options.rater === undefined ? {} : { rater: options.rater }),
    ...(options.label === undefined ? {} : { label: options.label }),
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.order === undefined ? {} : { order: options.order }),
    ...(options.cluster === undefined ? {} : { cluster: oneOrMore(options.cluster) }),
  };
  return {
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
    ...(options.where === undefined ? {} : { where: options.where }),
    ...(options.wide === undefined ? {} : { wide: options.wide }),
    ...(options.map === undefined ? {} : { labels: options.map }),
    ...(options.missing === undefined ? {} : { missing: options.missing }),
    ...(options.probs === undefined ? {} : { probabilities: probabilitiesOf(options.probs) }),
  };
}

function oneOrMore(text: string): string | string[] {
  const names = splitList(text);
  return names.length === 1 ? names[0] : names;
}

function probabilitiesOf(text: string): string | Record<string, string> {
  if (!text.includes('=')) return text;
  return Object.fromEntries(splitList(text).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

function collectWhere(text: string, before: Readonly<Record<string, readonly string[]>> = {}): Record<string, readonly string[]> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is written column=value.');
  const column = text.slice(0, at);
  return { ...before, [column]: [...(before[column] ?? []), text.slice(at + 1)] };
}
