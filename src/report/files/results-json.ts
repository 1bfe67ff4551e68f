/**
 * Values as JSON a person can read and diff: an unknown number is null, what fits on a line stays on one, and
 * the same value gives the same bytes.
 */

import type { ReadonlyList } from '../../analysis/index.ts';

const lineWidth = 120;

type Fields = Readonly<Record<string, unknown>>;

/** The JSON of a value in pieces, so that a result of a million items is never one string. */
export function* renderJson(value: unknown): Generator<string> {
  yield* pieces(value, '');
  yield '\n';
}

function* pieces(value: unknown, indent: string): Generator<string> {
  if (!isNested(value) || room(value, lineWidth - indent.length) >= 0) {
    yield compact(value);
    return;
  }
  const inner = `${indent}  `;
  const list = isList(value);
  yield list ? '[' : '{';
  let first = true;
  for (const [key, part] of partsOf(value)) {
    const before = `${first ? '' : ','}\n${inner}${key === null ? '' : `${text(key)}: `}`;
    if (isBranch(part)) {
      yield before;
      yield* pieces(part, inner);
    } else yield before + whole(part, inner);
    first = false;
  }
  yield `\n${indent}${list ? ']' : '}'}`;
}

/** Holds a list of any length, so that it is written piece by piece. */
function isBranch(value: unknown): boolean {
  if (!isNested(value)) return false;
  if (isList(value)) {
    if (value.length > shortList) return true;
    for (const part of value) if (isBranch(part)) return true;
    return false;
  }
  for (const key of Object.keys(value)) if (isBranch((value as Fields)[key])) return true;
  return false;
}

const shortList = 32;

/** The same as `pieces`, at once, of a value that is no branch. */
function whole(value: unknown, indent: string): string {
  const line = compact(value);
  if (!isNested(value) || line.length <= lineWidth - indent.length) return line;
  const inner = `${indent}  `;
  const list = isList(value);
  let parts = '';
  for (const [key, part] of partsOf(value))
    parts += `${parts === '' ? '' : ','}\n${inner}${key === null ? '' : `${text(key)}: `}${whole(part, inner)}`;
  return `${list ? '[' : '{'}${parts}\n${indent}${list ? ']' : '}'}`;
}

/** On one line: `{ "a": 1, "b": [2, 3] }`. */
function compact(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'string') return text(value);
  if (!isNested(value)) return value === undefined ? 'null' : JSON.stringify(value);
  let line = '';
  if (isList(value)) {
    for (const part of value) line += line === '' ? compact(part) : `, ${compact(part)}`;
    return `[${line}]`;
  }
  for (const key of Object.keys(value)) {
    const part = (value as Fields)[key];
    if (part !== undefined) line += `${line === '' ? ' ' : ', '}${text(key)}: ${compact(part)}`;
  }
  return line === '' ? '{}' : `{${line} }`;
}

/**
 * What is left of `width` after the value is written on one line; negative as soon as it cannot be, without
 * writing it.
 */
function room(value: unknown, width: number): number {
  if (width < 0) return width;
  if (typeof value === 'string') return width - value.length - 2;
  if (!isNested(value)) return width - compact(value).length;
  let left = width - 4;
  for (const [key, part] of partsOf(value)) {
    left = room(part, left - 2 - (key === null ? 0 : key.length + 4));
    if (left < 0) return left;
  }
  return left;
}

/** Visible ASCII that JSON writes as it is. */
const plain = /^[ !#-[\]-~]*$/;

/** Sentences come again with every rater and item. */
const known = new Map<string, string>();
const mostKnown = 5000;

/**
 * A string whose every character is safe to show: JSON itself lets direction overrides and C1 controls
 * through.
 */
function text(value: string): string {
  if (plain.test(value)) return `"${value}"`;
  const before = known.get(value);
  if (before !== undefined) return before;
  const json = JSON.stringify(value).replace(
    /[\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (known.size < mostKnown) known.set(value, json);
  return json;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** An array, or any list that can be walked. */
function isList(value: object): value is ReadonlyList<unknown> {
  return Symbol.iterator in value;
}

/** What a list holds, without a key, or an object under its keys. */
function* partsOf(value: object): Generator<[string | null, unknown]> {
  if (isList(value)) for (const part of value) yield [null, part];
  else yield* definedEntries(value);
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, part]) => part !== undefined);
}
