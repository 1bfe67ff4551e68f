/**
 * What a refusal says would settle it, tried at once: a proposal is one line, and not one error after
 * another.
 */
import { DataError } from '../../data/index.ts';
import { joinList } from '../input/lists.ts';
import { sayFlag } from '../input/say-flag.ts';

export interface Followed<Options, Found> {
  readonly options: Options;
  readonly found: Found | DataError;
  /** What was refused on the way, and the option that settles it. */
  readonly notes: readonly string[];
}

/** Three questions one after the other are as many as a file has had. */
const mostSteps = 3;

/**
 * Reads with the options, and where that is refused with those among `allowed` that the refusal names
 * together with a value, as long as they are new.
 */
export async function followHints<Options extends object, Found>(
  options: Options,
  allowed: readonly (keyof Options & string)[],
  read: (options: Options) => Promise<Found | DataError>,
  steps: number = mostSteps,
): Promise<Followed<Options, Found>> {
  const found = await read(options);
  const settled = found instanceof DataError && steps > 0 ? settling(found, allowed, options) : undefined;
  if (settled === undefined) return { options, found, notes: [] };
  const next = await followHints({ ...options, ...settled.options }, allowed, read, steps - 1);
  // What does not lead to the end is not said: the first refusal is the one to settle.
  return next.found instanceof DataError
    ? { options, found, notes: [] }
    : { ...next, notes: [settled.note, ...next.notes] };
}

function settling(
  { message, hint = [] }: DataError,
  allowed: readonly string[],
  known: object,
): { readonly options: object; readonly note: string } | undefined {
  const parts = typeof hint === 'string' ? [] : hint;
  const uses = parts.flatMap((part) =>
    typeof part === 'string' || part.value === undefined || !allowed.includes(part.option)
      ? []
      : [{ ...part, value: part.value }],
  );
  const options = uses.flatMap(({ option, value }): [string, unknown][] => {
    const before = (known as Record<string, unknown>)[option];
    if (typeof value === 'string' || isList(value))
      return before === undefined ? [[option, isList(value) ? joinList(value) : value]] : [];
    const map = { ...(before as Readonly<Record<string, string>> | undefined) };
    const isNew = Object.keys(value).some((word) => !Object.hasOwn(map, word));
    return isNew ? [[option, { ...map, ...value }]] : [];
  });
  if (options.length === 0) return undefined;
  return {
    options: Object.fromEntries(options),
    note: `${message}: this line takes ${uses.map(sayFlag).join(' ')}`,
  };
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
