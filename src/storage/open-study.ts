/**
 * A study folder opened for its judges: what they are asked about and with, and the store of what they have
 * said.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DataError, type StudyConfig, type VerdictStore, quoted } from '../data/index.ts';
import { type StoredItem, loadItems } from './load-items.ts';
import { loadStudyConfig } from './load-study-folder.ts';
import { lockVerdictStore } from './store/lock-verdict-store.ts';
import { openVerdictStore, readVerdictStore, verdictStoreName } from './store/verdict-store.ts';
import { readStudyText } from './study-path.ts';
import { systemClock } from './system-clock.ts';

export interface OpenedStudy {
  readonly config: StudyConfig;
  readonly items: readonly StoredItem[];
  /** Judge → the text of its prompt file. */
  readonly promptTexts: ReadonlyMap<string, string>;
  readonly store: VerdictStore;
  readonly hash: typeof sha256;
  readonly clock: typeof systemClock;
  /** Closes the store, and lets others write to it. */
  close(): void;
}

export interface OpenStudyOptions {
  /** To read what is stored: the store need not be there, and nobody is kept out of it. */
  readonly looksOnly?: boolean;
  /** Only the prompts of these are read, where any are named. */
  readonly judges?: readonly string[];
}

/**
 * Opens a study folder with its judges.
 *
 * Throws DataError for a folder without `assize.json`, files that are missing or broken, and a store that
 * another process writes to.
 *
 * @example
 * const study = await openStudy('my-study', { looksOnly: true });
 * study.close();
 */
export async function openStudy(
  folder: string,
  { looksOnly = false, judges = [] }: OpenStudyOptions = {},
): Promise<OpenedStudy> {
  const config = await loadStudyConfig(folder);
  if (Object.keys(config.judges ?? {}).length === 0)
    throw new DataError(
      'the study declares no judge: assize.json has no "judges"',
      { file: folder },
      'docs/guides/judge.md shows one.',
    );
  const promptTexts = await loadPromptTexts(folder, config, judges);
  const items = await loadItems(folder);
  const path = join(folder, verdictStoreName);
  const release = looksOnly ? () => {} : lockVerdictStore(path);
  const store = openStore(path, looksOnly, release);
  const close = (): void => {
    store.close();
    release();
  };
  return { config, items, promptTexts, store, hash: sha256, clock: systemClock, close };
}

/** SHA-256 in hex: what keys of calls and versions of prompts are made of. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Judge → the text of the file with its prompt. Throws DataError for one that cannot be read. */
async function loadPromptTexts(
  folder: string,
  { judges = {} }: StudyConfig,
  only: readonly string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [name, { prompt }] of Object.entries(judges)) {
    if (typeof prompt === 'string' || (only.length > 0 && !only.includes(name))) continue;
    try {
      texts.set(name, await readStudyText(folder, prompt.file));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const { message, hint = 'Check "prompt" in assize.json.' } = error;
      throw new DataError(`the prompt of judge ${quoted(name)} cannot be read: ${message}`, {}, hint);
    }
  }
  return texts;
}

/** A store that cannot be opened is left unlocked. */
function openStore(path: string, looksOnly: boolean, release: () => void): VerdictStore {
  try {
    return looksOnly ? readVerdictStore(path) : openVerdictStore(path);
  } catch (error) {
    release();
    throw error;
  }
}
