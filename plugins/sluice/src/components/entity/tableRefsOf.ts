import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { DataProductOutputPort } from '@sluice/plugin-sluice-common';

/** Full entity refs of the tables of a port; a descriptor may leave out the kind. */
export function tableRefsOf({ tables }: DataProductOutputPort): string[] {
  return tables.map(table =>
    stringifyEntityRef(parseEntityRef(table, { defaultKind: 'resource' })),
  );
}
