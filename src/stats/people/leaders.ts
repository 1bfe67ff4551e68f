/** Groups that grow together: each member leads to another of its group, and one to itself. */

/** Everybody a group of one. */
export function ownLeaders(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, one) => one);
}

/** Makes one group of two; whether they were two. */
export function joinGroups(leader: Int32Array, one: number, other: number): boolean {
  const [first, second] = [leaderOf(leader, one), leaderOf(leader, other)];
  leader[second] = first;
  return first !== second;
}

function leaderOf(leader: Int32Array, member: number): number {
  let at = member;
  while (leader[at] !== at) {
    // Halves the way for whoever asks next.
    leader[at] = leader[leader[at]];
    at = leader[at];
  }
  return at;
}
