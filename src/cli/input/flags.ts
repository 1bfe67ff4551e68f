/** Options back into the words of a command line, so that a command printed is the very command to run. */
import type { InputOptions } from './input-options.ts';
import { mapText } from '../../data/index.ts';
import { joinList } from './lists.ts';

export function flagsOf(options: InputOptions): string[] {
  return [
    ...one('--item', options.item),
    ...one('--rater', options.rater),
    ...one('--label', options.label),
    ...one('--kind', options.kind),
    ...one('--cluster', options.cluster),
    ...one('--order', options.order),
    ...one('--probs', options.probs),
    ...list('--wide', options.wide),
    ...Object.entries(options.where ?? {}).flatMap(([column, values]) => values.flatMap((value) => ['--where', `${column}=${value}`])),
    ...one('--codebook', options.codebook),
    ...one('--scale', options.scale),
    ...list('--pass', options.pass),
    ...one('--win', options.win),
    ...(options.map === undefined ? [] : ['--map', mapText(Object.entries(options.map))]),
    ...list('--missing', options.missing),
    ...list('--abstain', options.abstain),
    ...list('--invalid', options.invalid),
    ...list('--judge', options.judge),
    ...list('--human', options.human),
    ...list('--reference', options.reference),
    ...list('--exclude-group', options.excludeGroup),
    ...one('--duplicates', options.duplicates),
    ...one('--selection', options.selection),
    ...one('--title', options.title),
  ];
}

function one(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [flag, value];
}

function list(flag: string, value: readonly string[] | undefined): string[] {
  return value === undefined ? [] : [flag, joinList(value)];
}
