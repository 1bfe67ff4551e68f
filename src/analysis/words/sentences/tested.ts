/** Why an interval is not claimed: too little of what it was tested with. */

/** How far an interval was tried out, and what it has here. */
export function tested(what: string, from: number): string {
  return `${what}; this interval is tested from ${from}, so it may be too narrow`;
}
