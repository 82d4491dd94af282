import { parseEntityRef } from '@backstage/catalog-model';

/** A name to show; the URL may hold anything. */
export function nameOf(entityRef: string): string {
  try {
    return parseEntityRef(entityRef).name;
  } catch {
    return entityRef;
  }
}
