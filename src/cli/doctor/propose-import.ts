/**
 * An import line for the export of a tool, or for saved answers, with the table of people that goes with it.
 */
import { DataError, type Proposal, type Sample, importers, spellingMap } from '../../data/index.ts';
import { type ImportCommandOptions, readExport } from '../import/run.ts';
import { savedFormat } from '../import/saved-importer.ts';
import { type InputOptions, given, mappedFile } from '../input/options.ts';
import { tried } from '../shell/tried.ts';
import type { World } from '../shell/world.ts';

export interface PeopleTable {
  readonly file: string;
  readonly options: InputOptions;
}

export interface ProposedImport {
  readonly format: string;
  readonly file: string;
  readonly options: Omit<ImportCommandOptions, 'out'>;
  readonly notes: readonly string[];
}

export function proposeImport(
  file: string,
  { importer, notes }: Proposal,
  people: PeopleTable | undefined,
): ProposedImport {
  return { format: importer!, file, options: given({ people: labelsOf(people) }), notes };
}

/**
 * A file that is no table may be an export all the same, as one object: the importer that reads it, or reads
 * it but for a choice of the question. Null where none does.
 */
export async function proposeByTrial(file: string, world: World): Promise<Proposal | null> {
  for (const { name, title } of importers) {
    const found = await tried(world, (progress) => readExport(name, [file], {}, world, progress));
    if (!(found instanceof DataError) || asksForQuestion(found))
      return { mappings: [], options: {}, notes: [`no table: it is read as ${title}`], importer: name };
  }
  return null;
}

function asksForQuestion({ hint = '' }: DataError): boolean {
  return (
    typeof hint !== 'string' && hint.some((part) => typeof part !== 'string' && part.option === 'question')
  );
}

/**
 * Null where the rows hold no answers of an endpoint. The room that reads them is loaded for a look alike
 * only.
 */
export async function proposeAnswers(
  file: string,
  { header, rows }: Sample,
  people: PeopleTable | undefined,
): Promise<ProposedImport | null> {
  if (!header.some((name, column) => looksLikeAnswers(name, rows[0]?.[column] ?? ''))) return null;
  const { lookAtAnswers } = await import('../../judge/index.ts');
  const seen = lookAtAnswers(
    rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? '']))),
  );
  if (seen === null) return null;
  const twice = spellingMap(seen.words);
  const ordered = seen.item === undefined && people !== undefined;
  return {
    format: savedFormat,
    file,
    options: given<Omit<ImportCommandOptions, 'out'>>({
      labels: seen.words.length < 2 ? undefined : seen.words,
      items: ordered ? mappedFile(people.file, given({ item: people.options.item })) : undefined,
      people: labelsOf(people),
      map: Object.keys(twice).length === 0 ? undefined : twice,
    }),
    notes: [
      'saved answers of a judge',
      seen.words.length < 2
        ? 'the answers do not begin with a label: say what stands before it, and which labels there are'
        : 'the labels are the words that the answers begin with: add those that no answer chose',
      ...Object.entries(twice).map(([word, kept]) => `${word} and ${kept} are taken for one label`),
      ...(seen.item === undefined
        ? [
            people === undefined
              ? 'nothing in a record says its item: name the file of people’s labels too'
              : `nothing in a record says its item: they are taken to be in the order of ${people.file}`,
          ]
        : [`${seen.item} says which item an answer is about`]),
    ],
  };
}

function looksLikeAnswers(name: string, cell: string): boolean {
  const inside = /"(?:choices|output|answers)"\s*:/;
  return ['choices', 'output', 'answers'].includes(name) ? /^\s*[[{]/.test(cell) : inside.test(cell);
}

function labelsOf(people: PeopleTable | undefined): string | undefined {
  return people === undefined ? undefined : mappedFile(people.file, people.options);
}
