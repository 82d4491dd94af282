import { Permission } from '../accessModel';

/**
 * In one order, however the index came to know them: answers of two backends
 * are the same, text for text.
 */
export function sortedById(permissions: readonly Permission[]): Permission[] {
  return [...permissions].sort((a, b) => (a.id < b.id ? -1 : 1));
}
