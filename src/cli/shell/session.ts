/** What every command is handed beside its own arguments. */
import type { World } from './world.ts';

export interface Session {
  readonly world: World;
  readonly version: string;
  /** Commands report their exit code here: 0 answered, 3 not enough evidence. */
  exitCode: number;
}
