/**
 * What a simulation measured, kept cell by cell: a run that was stopped goes on where it was, and the figures
 * in docs/validation.md can be looked up.
 *
 * Without `ASSIZE_RECORD` everything is measured and nothing written. With it, cells that the file has are
 * taken from there and new ones are added to it; whoever changes a method deletes its file first.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tally } from './claimed-cells.ts';

interface Named {
  readonly name: string;
  readonly cell: string;
}

interface Recorded<Cell> {
  readonly command: string;
  readonly cells: Cell[];
}

/** `name`: of the file in `results/`, and of the simulation beside it. */
export function recordedCells<Cell extends Named = Tally>(
  name: string,
): (cell: string, run: () => Cell) => Cell {
  const recording = process.env.ASSIZE_RECORD !== undefined;
  const path = join(import.meta.dirname, 'results', `${name}.json`);
  const command = `ASSIZE_RECORD=1 npx vitest run --project simulation test/simulation/${name}.test.ts`;
  const { cells }: Recorded<Cell> =
    recording && existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as Recorded<Cell>)
      : { command, cells: [] };
  return (cell, run) => {
    const known = cells.find((tally) => `${tally.name}: ${tally.cell}` === cell);
    if (known !== undefined) return known;
    const tally = run();
    cells.push(tally);
    if (recording) writeFileSync(path, text({ command, cells }));
    return tally;
  };
}

/** Several cells that one run fills: it runs where any of them is not recorded. */
export function recordedTogether<Cell extends Named>(
  recorded: (cell: string, run: () => Cell) => Cell,
  cells: readonly Cell[],
  run: () => void,
): Cell[] {
  let ran = false;
  return cells.map((cell) =>
    recorded(`${cell.name}: ${cell.cell}`, () => {
      if (!ran) run();
      ran = true;
      return cell;
    }),
  );
}

/** A line a cell, so that a changed figure is one changed line. */
function text({ command, cells }: Recorded<Named>): string {
  const lines = cells.map((cell) => `    ${JSON.stringify(cell)}`).join(',\n');
  return `{\n  "command": ${JSON.stringify(command)},\n  "cells": [\n${lines}\n  ]\n}\n`;
}
