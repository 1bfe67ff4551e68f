/** The table of docs/methods/choose-consensus.md is the one of the recorded simulation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { consensusTable, recordedConsensusCells } from './simulation/consensus-worlds-table.ts';

test('docs/methods/choose-consensus.md shows the worlds as they were measured', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/methods/choose-consensus.md'), 'utf8');
  const table = consensusTable(recordedConsensusCells());
  expect(page.split('\n\n').filter((part) => part.startsWith('| world'))).toEqual([table]);
});
