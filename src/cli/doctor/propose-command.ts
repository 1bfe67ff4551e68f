/** A command that may read files, by what their columns suggest; tried before anybody sees it. */
import type { DataError, Proposal, ProposedMapping, Study } from '../../data/index.ts';
import { joinList, joinMap } from '../input/lists.ts';
import { type InputOptions, flagsOf, given, mappedFile } from '../input/options.ts';
import { followHints } from './follow-hint.ts';
import { readInput } from '../input/read-input.ts';
import { tried } from '../shell/tried.ts';
import type { World } from '../shell/world.ts';

export interface Command {
  readonly files: readonly string[];
  readonly options: InputOptions;
}

/** Null where nothing is left to propose. */
export function commandOf(
  { mappings, options: ofStudy }: Proposal,
  file: string,
  options: InputOptions,
): Command | null {
  const proposed = mappings.map((mapping) => withoutClashes(optionsOf(mapping), options));
  const study = given<InputOptions>({
    scale: ofStudy.scale,
    abstain: ofStudy.abstain,
    judge: ofStudy.judge,
    reference: ofStudy.reference,
  });
  const [first] = proposed;
  if (first === undefined) return null;
  // What the user has said is how the file is read: no second reading beside it.
  const said = Object.keys(options).length > 0;
  if (proposed.length > 1 && !said)
    return { files: proposed.map((own) => mappedFile(file, own)), options: study };
  const whole = { ...first, ...study, ...options };
  return flagsOf(whole).length === flagsOf(options).length ? null : { files: [file], options: whole };
}

/**
 * One command for several files, each with its mapping; null where one file needs none, or there is nothing
 * to map.
 */
export function jointCommand(
  found: readonly { readonly file: string; readonly proposal: Proposal | null }[],
  options: InputOptions,
): Command | null {
  if (found.length < 2 || found.every(({ proposal }) => (proposal?.mappings ?? []).length === 0)) return null;
  const files = found.flatMap(({ file, proposal }) => {
    const mappings = proposal?.mappings ?? [];
    return mappings.length === 0
      ? [file]
      : mappings.map((mapping) => mappedFile(file, withoutClashes(optionsOf(mapping), options)));
  });
  const all = (name: 'abstain' | 'judge' | 'reference'): readonly string[] | undefined => {
    const words = found.flatMap(({ proposal }) => proposal?.options[name] ?? []);
    return words.length === 0 ? undefined : [...new Set(words)];
  };
  const study = given<InputOptions>({
    scale: found.find(({ proposal }) => proposal?.options.scale !== undefined)?.proposal?.options.scale,
    abstain: all('abstain'),
    judge: all('judge'),
    reference: all('reference'),
  });
  return { files, options: { ...study, ...options } };
}

export function optionsOf(mapping: ProposedMapping): InputOptions {
  const { item, probs, ...same } = mapping;
  return given<InputOptions>({
    ...same,
    item: item === undefined ? undefined : joinList(item),
    probs: typeof probs === 'object' ? joinMap(probs) : probs,
  });
}

/** One table has one column a rater, or one that names the rater. */
const excludes: Readonly<Partial<Record<keyof InputOptions, readonly (keyof InputOptions)[]>>> = {
  wide: ['rater', 'raterName', 'label', 'probs', 'confidence', 'oneHot', 'wideItems'],
  rater: ['wide', 'raterName'],
  raterName: ['wide', 'rater'],
  label: ['wide', 'oneHot', 'wideItems'],
  probs: ['wide', 'confidence'],
  confidence: ['wide', 'wideItems', 'probs'],
  oneHot: ['wide', 'label', 'wideItems'],
  wideItems: ['wide', 'label', 'item', 'oneHot'],
  item: ['wideItems'],
};

/** What the user has said is not proposed again, nor what excludes it. */
function withoutClashes(proposed: InputOptions, options: InputOptions): InputOptions {
  const said = Object.keys(options) as (keyof InputOptions)[];
  const clashing = new Set([...said, ...said.flatMap((name) => excludes[name] ?? [])]);
  return Object.fromEntries(
    Object.entries(proposed).filter(([name]) => !clashing.has(name as keyof InputOptions)),
  );
}

export interface TriedCommand {
  readonly command: Command;
  /** The study that it reads, or why it reads none. */
  readonly found: Study | DataError;
  readonly notes: readonly string[];
}

/** Spellings of one label are mapped, where a refusal says how. */
export async function tryOut({ files, options }: Command, world: World): Promise<TriedCommand> {
  const followed = await followHints(options, ['map'], (own) =>
    tried(world, async (progress) => (await readInput(files, own, world, progress)).study),
  );
  return { command: { files, options: followed.options }, found: followed.found, notes: followed.notes };
}
