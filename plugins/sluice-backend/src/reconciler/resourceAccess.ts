import { DesiredResource, Difference } from '@sluice/plugin-sluice-common';
import { canonicalJson, sha256 } from '../store/digest';
import { ResourceType, resourceTypes } from '../resources';

/**
 * The type of a resource. The map keeps types and properties together, which
 * TypeScript cannot follow through a union.
 */
export function typeOf({ type }: DesiredResource): ResourceType<any> {
  return resourceTypes[type];
}

/** What there is of a resource, and how it falls short. */
export interface Finding {
  found: unknown | undefined;
  /** Empty when it is as wanted; not meaningful when nothing is there. */
  differences: Difference[];
}

/** Compares what was read with what is wanted. */
export function findingOf(
  resource: DesiredResource,
  found: unknown | undefined,
): Finding {
  return {
    found,
    differences:
      found === undefined
        ? []
        : typeOf(resource).diff(resource.properties, found as any),
  };
}

/**
 * What a step was planned on. For what is wanted that is how it falls short:
 * what others add to it in places that are theirs does not matter. What is to go
 * must be just as it was.
 */
export function fingerprintOf(
  { found, differences }: Finding,
  ensure: 'present' | 'absent',
): string {
  if (found === undefined) return 'absent';
  return sha256(
    canonicalJson(ensure === 'present' ? { differences } : { found }),
  );
}

/** Whose turn it must be to write the resource. */
export function lockOf(
  resource: DesiredResource,
  account: { accountId: string; region: string },
): string {
  const { accountId, region } = account;
  const document = typeOf(resource).documentOf?.(resource.properties as any);
  return `${accountId}/${region}/${document ?? resource.id}`;
}
