/** `1 row`, `8 rows`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `Texas 4, New York 4, others 4`. */
export function formatGroups(
  groups: { value?: string; rows: number }[],
): string {
  return groups
    .map(({ value, rows }) => `${value ?? 'others'} ${rows}`)
    .join(', ');
}

/** `a, b and c`. */
export function listNames(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `2026-11-26`. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}
