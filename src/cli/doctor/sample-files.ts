/**
 * The first rows of each file, to show its columns. Nothing is checked here: that is the reader's part, with
 * its own words.
 */
import { DataError, type Sample, readRows } from '../../data/index.ts';
import { openFile } from '../../storage/index.ts';
import type { InputOptions } from '../input/options.ts';
import { isFile, pathIn } from '../input/read-input.ts';
import { declaredOf } from '../input/source-of.ts';
import type { World } from '../shell/world.ts';

export interface FileSample {
  readonly file: string;
  /** null where the file cannot be read as rows. */
  readonly sample: Sample | null;
  /** False where the file goes on behind the sample. */
  readonly complete: boolean;
}

const rowsLookedAt = 2000;

/** Bare files only: the columns of a study are written down in its assize.json. */
export async function sampleFiles(
  files: readonly string[],
  options: InputOptions,
  world: World,
): Promise<FileSample[]> {
  const bare = await Promise.all(files.map(async (file) => isFile(pathIn(world, file))));
  return Promise.all(files.filter((_, index) => bare[index]).map((file) => sampleFile(file, options, world)));
}

async function sampleFile(file: string, options: InputOptions, world: World): Promise<FileSample> {
  let header: readonly string[] = [];
  const rows: string[][] = [];
  const enough = new Error('enough rows');
  const sink = {
    columns: (names: readonly string[]): void => {
      header = [...names];
    },
    row: (cells: readonly string[]): void => {
      if (rows.length === rowsLookedAt) throw enough;
      rows.push([...cells]);
    },
  };
  let complete = true;
  try {
    const opened = await openFile(pathIn(world, file));
    await readRows({ name: file, open: () => opened.open() }, sink, declaredOf(options));
  } catch (error) {
    if (error === enough) complete = false;
    else if (!(error instanceof DataError)) throw error;
  }
  return { file, sample: header.length === 0 ? null : { header, rows }, complete };
}
