/**
 * The world a command may touch. Tests hand in their own, so that a command runs in this process and leaves
 * no trace in it.
 */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Asker } from './asker.ts';
import { type Output, type ProcessOutput, processOutput } from './process-output.ts';

export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Where this user's own settings are kept; it need not be there. */
  readonly configFolder: string;
  /** The way to endpoints. */
  readonly fetch: typeof globalThis.fetch;
  /** Shows a file in the browser of whoever runs this. Only `--open` calls it. */
  openInBrowser(path: string): void;
  /** Calls the listener each time the user asks to stop (Ctrl-C), until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /**
   * Runs work that leaves something half-done if it is cut short. A request to end the process (Ctrl-C,
   * SIGTERM) aborts the signal that the work is handed, and is obeyed when the work has ended.
   */
  undisturbed<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T>;
  /** Somebody to ask; absent where nobody sits at a terminal. */
  readonly openAsker?: () => Promise<Asker>;
}

/** What every command is handed beside its own arguments. */
export interface Session {
  readonly world: World;
  readonly version: string;
  /** Commands report their exit code here: 0 answered, 3 not enough evidence. */
  exitCode: number;
}

export interface ProcessWorld extends World {
  readonly stdout: ProcessOutput;
  readonly stderr: ProcessOutput;
}

/** The real one. */
export function processWorld(): ProcessWorld {
  const { stdin, env } = process;
  const [stdout, stderr] = [processOutput(process.stdout), processOutput(process.stderr)];
  // Questions are drawn with the cursor, which a dumb terminal has not.
  const asks = stdin.isTTY && stdout.isTTY === true && env['TERM'] !== 'dumb';
  return {
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    configFolder: configFolderOf(env),
    fetch: globalThis.fetch,
    openInBrowser,
    onInterrupt,
    undisturbed,
    ...(asks ? { openAsker } : {}),
  };
}

/**
 * As the XDG Base Directory Specification has it, by which a relative path is none; on Windows where programs
 * keep such things.
 */
export function configFolderOf(
  env: World['env'],
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = env['XDG_CONFIG_HOME'] ?? (platform === 'win32' ? env['APPDATA'] : undefined) ?? '';
  return join(isAbsolute(named) ? named : join(home, '.config'), 'assize');
}

async function openAsker(): Promise<Asker> {
  const { clackAsker } = await import('./clack-asker.ts');
  return clackAsker();
}

function onInterrupt(listener: () => void): () => void {
  process.on('SIGINT', listener);
  return () => void process.off('SIGINT', listener);
}

/** Not SIGHUP: a listener would undo the `nohup` somebody asked for. */
const endingSignals = ['SIGINT', 'SIGTERM'] as const;

async function undisturbed<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let asked: NodeJS.Signals | undefined;
  const listener = (signal: NodeJS.Signals): void => {
    asked ??= signal;
    stop.abort();
  };
  for (const signal of endingSignals) process.on(signal, listener);
  try {
    return await work(stop.signal);
  } finally {
    for (const signal of endingSignals) process.off(signal, listener);
    // Nobody listens any more: this ends the process, with the code the sender expects.
    if (asked !== undefined) process.kill(process.pid, asked);
  }
}

function openInBrowser(path: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', path]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', path]
        : ['xdg-open', path];
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  // No browser here: the path was printed, and that is enough.
  child.on('error', () => {});
  child.unref();
}
