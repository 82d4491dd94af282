import { DesiredResource, desired } from '../resources';
import { declaredResources } from './dataProduct';
import { BlueprintFacts } from './facts';
import { Producer } from './parties';

type Filter = Extract<DesiredResource, { type: 'dataCellsFilter' }>;

/** Columns and rows of a table that somebody may see. */
export function dataCellsFilter(
  producer: Producer,
  facts: BlueprintFacts,
  options: {
    database: string;
    table: string;
    name: string;
    columns?: string[];
    rowFilter?: string;
    why: string;
  },
): Filter {
  const { database, table, name, columns, rowFilter, why } = options;
  const { account } = producer;
  return desired('dataCellsFilter', {
    account: account.name,
    properties: {
      catalogId: account.accountId,
      database,
      table,
      name,
      ...(columns && { columns }),
      ...(rowFilter && { rowFilter }),
    },
    dependsOn: declaredResources(facts, producer, { database, table }),
    why,
  });
}

/** All that can be granted on a filter to another account: DESCRIBE cannot (LF reference A5). */
export function selectOnFilter(
  filter: Filter,
  options: {
    principal: string;
    grantable: boolean;
    dependsOn: readonly { id: string }[];
    why: string;
  },
) {
  const { principal, grantable, dependsOn, why } = options;
  const { catalogId, database, table, name } = filter.properties;
  return desired('lakeFormationPermission', {
    account: filter.account,
    properties: {
      principal,
      resource: {
        kind: 'dataCellsFilter',
        catalogId,
        databaseName: database,
        tableName: table,
        filterName: name,
      },
      permissions: ['SELECT'],
      grantable: grantable ? ['SELECT'] : [],
    },
    dependsOn: [filter, ...dependsOn],
    why,
  });
}
