/** The world a command may touch. Tests hand in their own, so that a command runs in this process and leaves no trace in it. */
import { spawn } from 'node:child_process';
import type { Asker } from './asker.ts';

export interface Output {
  write(text: string): unknown;
  /** Present and true where a person is looking. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Shows a file in the browser of whoever runs this. Only `--open` calls it. */
  openInBrowser(path: string): void;
  /** Calls the listener each time the user asks to stop (Ctrl-C), until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Somebody to ask; absent where nobody sits at a terminal. */
  readonly openAsker?: () => Promise<Asker>;
}

/** The real one. */
export function processWorld(): World {
  // A reader that stops early (`assize … | head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  const { stdout, stderr, stdin, env } = process;
  // Questions are drawn with the cursor, which a dumb terminal has not.
  const asks = stdin.isTTY && stdout.isTTY && env['TERM'] !== 'dumb';
  return { stdout, stderr, env, cwd: process.cwd(), openInBrowser, onInterrupt, ...(asks ? { openAsker } : {}) };
}

async function openAsker(): Promise<Asker> {
  const { clackAsker } = await import('./clack-asker.ts');
  return clackAsker();
}

function onInterrupt(listener: () => void): () => void {
  process.on('SIGINT', listener);
  return () => void process.off('SIGINT', listener);
}

function openInBrowser(path: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', path] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', path] : ['xdg-open', path];
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  // No browser here: the path was printed, and that is enough.
  child.on('error', () => {});
  child.unref();
}
