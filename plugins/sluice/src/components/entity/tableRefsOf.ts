import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type {
  DataProductEntityV1alpha1,
  DataProductOutputPort,
} from '@sluice/plugin-sluice-common';

/** Full entity refs of the tables of a port; a descriptor may leave out the kind. */
export function tableRefsOf({ tables }: DataProductOutputPort): string[] {
  return tables.map(table =>
    stringifyEntityRef(parseEntityRef(table, { defaultKind: 'resource' })),
  );
}

/** Full entity refs of all tables of a product; two ports may serve the same. */
export function servedTablesOf({ spec }: DataProductEntityV1alpha1): string[] {
  return [...new Set(spec.outputPorts.flatMap(tableRefsOf))];
}
