import { isDeepStrictEqual } from 'util';
import type { JsonObject, JsonValue } from '@backstage/types';
import { Difference } from '@sluice/plugin-sluice-common';

/** What the API server writes into an object that leaves it out. */
const FILLED_IN: Record<string, JsonValue[]> = {
  apiGroup: ['', 'rbac.authorization.k8s.io'],
  protocol: ['TCP'],
};

const MULTIPLES: Record<string, number> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * Where an object falls short of what is wanted, in the fields that the wanted
 * one mentions. Within lists, and where a field is wanted to be empty, any other
 * field counts: in a selector it changes whom a policy is for.
 *
 * @param kind - quantities are compared by what they amount to: the API server
 * writes `1000m` as `1`
 * @param path - of what is compared within the object; empty for the object itself
 */
export function kubernetesDifferences(
  kind: string,
  wanted: JsonObject,
  found: JsonObject,
  path = '',
): Difference[] {
  return Object.entries(wanted).flatMap(([key, value]) =>
    differencesOfField(kind, value, found[key], path ? `${path}.${key}` : key),
  );
}

function differencesOfField(
  kind: string,
  wanted: JsonValue | undefined,
  found: JsonValue | undefined,
  path: string,
): Difference[] {
  if (wanted === undefined) return [];
  if (isObject(wanted) && isObject(found) && Object.keys(wanted).length > 0) {
    return kubernetesDifferences(kind, wanted, found, path);
  }
  const isSame =
    isDeepStrictEqual(wanted, withoutFilledIn(found, wanted)) ||
    // The API server leaves empty lists out.
    (Array.isArray(wanted) && wanted.length === 0 && found === undefined) ||
    (isQuantified(kind) && amountOf(wanted) === amountOf(found));
  if (isSame) return [];
  return [
    { path, ...(found !== undefined && { before: found }), after: wanted },
  ];
}

function withoutFilledIn(
  found: JsonValue | undefined,
  wanted: JsonValue | undefined,
): JsonValue | undefined {
  if (Array.isArray(found) && Array.isArray(wanted)) {
    return found.map((each, index) => withoutFilledIn(each, wanted[index])!);
  }
  if (!isObject(found) || !isObject(wanted)) return found;
  return Object.fromEntries(
    Object.entries(found)
      .filter(
        ([key, value]) =>
          wanted[key] !== undefined || !FILLED_IN[key]?.includes(value!),
      )
      .map(([key, value]) => [key, withoutFilledIn(value, wanted[key])]),
  );
}

function isQuantified(kind: string): boolean {
  return kind === 'ResourceQuota' || kind === 'LimitRange';
}

/** NaN, which equals nothing, for what is no quantity. */
function amountOf(value: JsonValue | undefined): number {
  const quantity = /^(\d+(?:\.\d+)?)(m|k|[MGTP]|[KMGTP]i)?$/.exec(
    typeof value === 'number' ? String(value) : String(value ?? ''),
  );
  return quantity
    ? Number(quantity[1]) * MULTIPLES[quantity[2] ?? '']
    : Number.NaN;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
