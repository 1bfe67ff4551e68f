/** A world for tests: what was written is kept, and nothing outside the folder it is given is touched. */
import type { Asker } from './asker.ts';
import type { World } from './world.ts';

export interface FakeWorld extends World {
  out(): string;
  err(): string;
  readonly opened: readonly string[];
}

export interface FakeWorldOptions {
  readonly isTTY?: boolean;
  readonly env?: Record<string, string>;
  /** Loopback servers are called by the real one, which is the default. */
  readonly fetch?: typeof globalThis.fetch;
  /** Of the user; a folder of its own beside the working folder where not given. */
  readonly configFolder?: string;
  /** Who answers questions; nobody where not given. */
  readonly asker?: Asker;
}

export function fakeWorld(
  cwd: string,
  { isTTY = false, env = {}, configFolder = `${cwd}-config`, fetch = globalThis.fetch, asker }: FakeWorldOptions = {},
): FakeWorld {
  const out: string[] = [];
  const err: string[] = [];
  const opened: string[] = [];
  return {
    stdout: { write: (text) => out.push(text), isTTY, columns: 80 },
    stderr: { write: (text) => err.push(text), isTTY, columns: 80 },
    env,
    cwd,
    configFolder,
    fetch,
    openInBrowser: (path) => opened.push(path),
    onInterrupt: () => () => {},
    undisturbed: (work) => work(new AbortController().signal),
    ...(asker === undefined ? {} : { openAsker: async () => asker }),
    out: () => out.join(''),
    err: () => err.join(''),
    opened,
  };
}
