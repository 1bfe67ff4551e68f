/** Where a command prints: JSON has stdout for itself, and everything else goes to stderr then. */
import { renderJson } from '../../report/index.ts';
import { type Terminal, createTerminal } from '../shell/terminal.ts';
import type { World } from '../shell/world.ts';

export function terminalFor(world: World, { json = false }: { readonly json?: boolean }): Terminal {
  return createTerminal(world, json ? world.stderr : world.stdout);
}

export function printJson(value: unknown, { stdout }: World): void {
  for (const piece of renderJson(value)) stdout.write(piece);
}
