/** `assize doctor --write`: how the files are read, written down as the `assize.json` of this folder. */
import { relative, resolve, sep } from 'node:path';
import {
  DataError,
  type Rater,
  type Study,
  type StudyConfig,
  sourceMappingSchema,
} from '../../data/index.ts';
import { renderJson } from '../../report/index.ts';
import { pathInStudy, writeNewFile } from '../../storage/index.ts';
import { type InputOptions, given } from '../input/options.ts';
import { isFile, isFolder, mappingOf, pathIn } from '../input/read-input.ts';
import { sourceOf } from '../input/source-of.ts';
import { UsageError } from '../shell/failure.ts';
import type { World } from '../shell/world.ts';
import type { Command } from './propose-command.ts';

export const studyFileName = 'assize.json';

/** Before anything is looked at. Throws UsageError for a study folder, and where this folder is one. */
export async function requireNoStudyFile(files: readonly string[], world: World): Promise<void> {
  const folders = await Promise.all(files.map((file) => isFolder(pathIn(world, file))));
  const there = await isFile(pathIn(world, studyFileName));
  if (!there && !folders.includes(true) && files.length > 0) return;
  throw new UsageError(
    there
      ? `this folder has an ${studyFileName} already, and existing files are never overwritten`
      : `--write makes an ${studyFileName} from files; received ${files.length === 0 ? 'none' : 'a folder'}`,
    there ? 'change it by hand, or move it away' : 'such as assize doctor ratings.csv --write',
  );
}

/**
 * Writes the file; the study is what the command read. Returns the options that have no place in it.
 *
 * Throws DataError for a file outside this folder, and where there is an `assize.json` already.
 */
export async function writeStudyFile(command: Command, study: Study, world: World): Promise<InputOptions> {
  const { options } = command;
  const sources = [];
  for (const text of command.files) {
    const { file, options: own } = await mappingOf(text, world);
    const path = inFolder(file, world);
    // As the study will be read: a link that leads elsewhere would be refused by every command after this.
    await pathInStudy(world.cwd, path);
    sources.push({
      path,
      ...sourceMappingSchema.parse(sourceOf({ ...options, ...own })),
    });
  }
  const config: StudyConfig = {
    schema: 1,
    ...given<StudyConfig>({
      title: options.title,
      codebook: study.codebook,
      raters: ratersOf(study, options),
      selection: options.selection as StudyConfig['selection'],
      sources,
      abstain: options.abstain === undefined ? undefined : [...options.abstain],
      invalid: options.invalid === undefined ? undefined : [...options.invalid],
    }),
  };
  await writeNewFile(pathIn(world, studyFileName), renderJson(config));
  const { win, excludeGroup, duplicates } = options;
  return given<InputOptions>({ win, excludeGroup, duplicates });
}

function inFolder(file: string, world: World): string {
  const path = relative(resolve(world.cwd), resolve(pathIn(world, file)));
  if (path !== '..' && !path.startsWith(`..${sep}`)) return path.split(sep).join('/');
  throw new DataError(
    'the file lies outside this folder, and a study holds its files',
    { file },
    'Copy it into this folder, or run the command in the folder of the file.',
  );
}

/**
 * Who is no person, and the people somebody had to vouch for; everyone else is a person without being listed.
 */
function ratersOf({ raters }: Study, { human = [] }: InputOptions): StudyConfig['raters'] {
  const said = raters.filter(({ id, kind }) => kind !== 'human' || human.includes(id));
  if (said.length === 0) return undefined;
  return Object.fromEntries(
    said.map((rater: Rater) => [
      rater.id,
      given({ kind: rater.kind, family: rater.familyDeclared ? rater.family : undefined }),
    ]),
  );
}
