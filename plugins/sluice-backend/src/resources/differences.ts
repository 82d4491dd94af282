import { isDeepStrictEqual } from 'util';
import { Difference } from '@sluice/plugin-sluice-common';
import type { JsonValue } from '@backstage/types';

/**
 * Where what is there differs from what is wanted. Only what the wanted value
 * mentions counts: fields that others set are theirs. Lists count as a whole.
 *
 * @param path - of the value within the resource; empty for the resource itself
 */
export function differencesBetween(
  wanted: unknown,
  found: unknown,
  path = '',
): Difference[] {
  if (isRecord(wanted) && isRecord(found)) {
    return Object.entries(wanted).flatMap(([key, value]) =>
      value === undefined
        ? []
        : differencesBetween(value, found[key], path ? `${path}.${key}` : key),
    );
  }
  if (isDeepStrictEqual(wanted, found)) return [];
  return [
    {
      path,
      ...(found !== undefined && { before: found as JsonValue }),
      ...(wanted !== undefined && { after: wanted as JsonValue }),
    },
  ];
}

/** The same for lists whose order means nothing, such as permissions and attached policies. */
export function missingFrom(
  wanted: readonly string[],
  found: readonly string[],
  path: string,
): Difference[] {
  if (wanted.every(each => found.includes(each))) return [];
  return [
    {
      path,
      before: [...found].sort(),
      after: [...new Set([...found, ...wanted])].sort(),
    },
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
