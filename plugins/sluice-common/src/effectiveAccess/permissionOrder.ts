import { Permission } from '../accessModel';

/**
 * In one order, however the index came to know them: answers of two backends
 * are the same, text for text.
 */
export function sortedById(permissions: readonly Permission[]): Permission[] {
  const sorted = [...permissions];
  return sorted.length > 1
    ? sorted.sort((a, b) => (a.id < b.id ? -1 : 1))
    : sorted;
}
