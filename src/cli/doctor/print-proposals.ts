/** A command for a file that assize does not read by itself: tried before it is printed. */
import { counted } from '../../analysis/index.ts';
import {
  DataError,
  type Proposal,
  type ProposedMapping,
  type Study,
  proposeMapping,
} from '../../data/index.ts';
import { joinList, joinMap } from '../input/lists.ts';
import { type InputOptions, flagsOf, given, mappedFile } from '../input/options.ts';
import { someNames } from '../input/print-study.ts';
import { readInput } from '../input/read-input.ts';
import { createProgress } from '../shell/progress.ts';
import type { Terminal } from '../shell/terminal.ts';
import type { World } from '../shell/world.ts';
import { printImport } from './print-import.ts';
import { type PeopleTable, proposeAnswers, proposeImport } from './propose-import.ts';
import type { FileSample } from './sample-files.ts';

/** A command for each file whose columns suggest one; what was said on the command line is not proposed again. */
export async function printProposals(
  samples: readonly FileSample[],
  options: InputOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const found = samples.map(({ file, sample }) => ({
    file,
    sample,
    proposal: sample === null ? null : proposeMapping(sample),
  }));
  const tables = found.flatMap(({ file, proposal }) => peopleIn(file, proposal));
  const printed = new Set<string>();
  for (const { file, sample, proposal } of found) {
    const people = tables.find((table) => table.file !== file && !printed.has(table.file));
    const answers = sample === null ? null : await proposeAnswers(file, sample, people);
    const exported =
      answers ?? (proposal?.importer === undefined ? null : proposeImport(file, proposal, people));
    if (exported === null) continue;
    const takesPeople = await printImport(exported, world, terminal);
    printed.add(file);
    if (takesPeople) printed.add(people!.file);
  }
  for (const { file, proposal } of found)
    if (proposal !== null && !printed.has(file)) await printCommand(proposal, file, options, world, terminal);
}

/** A table whose columns say who labeled what: it may go into the study of an import. */
function peopleIn(file: string, proposal: Proposal | null): PeopleTable[] {
  const [mapping] = proposal?.mappings ?? [];
  if (proposal?.importer !== undefined || mapping === undefined) return [];
  return [{ file, options: optionsOf(mapping) }];
}

async function printCommand(
  proposal: Proposal,
  file: string,
  options: InputOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const command = commandOf(proposal, file, options);
  if (command === null) return printNotes(proposal.notes, terminal);
  const tried = await tryOut(command, world);
  if (tried instanceof DataError) {
    terminal.paragraph(
      'No command is proposed: what the shapes of the columns suggest cannot be read either.',
      {
        tone: 'bold',
      },
    );
    terminal.paragraph(tried.message, { lead: '- ' });
    return printNotes(proposal.notes, terminal);
  }
  terminal.paragraph(
    'A command that reads it, by the shapes of the columns. Check it: assize does not guess.',
    {
      tone: 'bold',
    },
  );
  terminal.command(['assize', 'calibrate', ...command.files, ...flagsOf(command.options)]);
  terminal.paragraph(`It reads ${holds(tried)}.`, { indent: 4 });
  printNotes(proposal.notes, terminal);
}

function printNotes(notes: readonly string[], terminal: Terminal): void {
  for (const note of notes) terminal.paragraph(note, { lead: '- ', indent: 4, tone: 'dim' });
  terminal.blank();
}

interface Command {
  readonly files: readonly string[];
  readonly options: InputOptions;
}

/** Null where nothing is left to propose. */
function commandOf(
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
  wide: ['rater', 'raterName', 'label', 'probs', 'oneHot', 'wideItems'],
  rater: ['wide', 'raterName'],
  raterName: ['wide', 'rater'],
  label: ['wide', 'oneHot', 'wideItems'],
  probs: ['wide'],
  oneHot: ['wide', 'label', 'wideItems'],
  wideItems: ['wide', 'label', 'item', 'oneHot'],
  item: ['wideItems'],
};

function withoutClashes(proposed: InputOptions, options: InputOptions): InputOptions {
  const clashing = new Set(
    Object.keys(options).flatMap((name) => excludes[name as keyof InputOptions] ?? []),
  );
  return Object.fromEntries(
    Object.entries(proposed).filter(([name]) => !clashing.has(name as keyof InputOptions)),
  );
}

async function tryOut({ files, options }: Command, world: World): Promise<Study | DataError> {
  const progress = createProgress(world);
  try {
    return (await readInput(files, options, world, progress)).study;
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  } finally {
    progress.end();
  }
}

function holds({ items, raters, codebook, setAside }: Study): string {
  const named = (kind: string): string[] => raters.filter((rater) => rater.kind === kind).map(({ id }) => id);
  const [people, judges] = [named('human'), named('judge')];
  const parts = [
    counted(items.ids.length, 'item'),
    people.length === 0
      ? 'no people'
      : `${counted(people.length, 'person', 'people')} (${someNames(people)})`,
    ...(judges.length === 0 ? ['no judge'] : [`${counted(judges.length, 'judge')} (${someNames(judges)})`]),
    ...(setAside.length === 0
      ? []
      : [`${counted(setAside.length, 'judge')} set aside, since its labels are others`]),
    `the labels ${someNames(codebook.labels.map(({ name }) => name))}`,
  ];
  return parts.join(', ');
}
