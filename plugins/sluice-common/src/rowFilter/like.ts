/**
 * SQL LIKE: `%` is any run of characters, `_` any one; case-sensitive. Lake
 * Formation documents no escape character, so a backslash stands for itself.
 *
 * Remembers only the last `%`, so it takes at most |text| × |pattern| steps,
 * where a regular expression could take exponentially many.
 * @public
 */
export function matchesLike(text: string, pattern: string): boolean {
  const characters = [...text];
  const parts = [...pattern];
  let at = 0;
  let part = 0;
  let wildcard = -1;
  let resumeAt = 0;

  while (at < characters.length) {
    if (parts[part] === '%') {
      wildcard = part;
      resumeAt = at;
      part++;
    } else if (parts[part] === '_' || parts[part] === characters[at]) {
      at++;
      part++;
    } else if (wildcard >= 0) {
      resumeAt++;
      at = resumeAt;
      part = wildcard + 1;
    } else {
      return false;
    }
  }
  while (parts[part] === '%') part++;
  return part === parts.length;
}
