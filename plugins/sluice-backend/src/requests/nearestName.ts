/** Letters that may be wrong in a name of so many, for it to be taken for another. */
const WRONG_LETTERS_IN = 3;

/**
 * The name that somebody is likely to have meant: the one that the fewest
 * letters make of what was written, if few enough.
 */
export function nearestName(
  written: string,
  names: readonly string[],
): string | undefined {
  const most = Math.max(1, Math.floor(written.length / WRONG_LETTERS_IN));
  return names
    .filter(name => Math.abs(name.length - written.length) <= most)
    .map(name => ({ name, distance: editDistance(written, name) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** Levenshtein: letters to add, leave out or change. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next.push(
        Math.min(
          next[j - 1] + 1,
          row[j] + 1,
          row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[to.length];
}
