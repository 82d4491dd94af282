import {
  AccessIndex,
  AccountObservation,
  EffectiveAccess,
  Permission,
  TableRef,
  accessOf,
  createAccessIndex,
  effectiveAccess,
  parsePrincipal,
  printPrincipal,
  tableKey,
  whoCanSee,
} from '@sluice/plugin-sluice-common';

/**
 * The three questions without an index: the list of permissions is gone through
 * for those that concern the question, and the same rules decide over these few.
 * It shows what the index saves, and that the index leaves nothing out.
 */
export const plainScan = {
  whoCanSee(
    observations: AccountObservation[],
    table: TableRef,
    column: string,
  ): EffectiveAccess[] {
    return whoCanSee(narrowed(observations, { table }), table, column);
  },
  accessOf(
    observations: AccountObservation[],
    principal: string,
  ): EffectiveAccess[] {
    return accessOf(narrowed(observations, { principal }), principal);
  },
  effectiveAccess(
    observations: AccountObservation[],
    principal: string,
    table: TableRef,
  ): EffectiveAccess {
    return effectiveAccess(narrowed(observations, { principal, table }), {
      principal,
      table,
    });
  },
};

interface Question {
  table?: TableRef;
  principal?: string;
}

function narrowed(
  observations: AccountObservation[],
  { table, principal }: Question,
): AccessIndex {
  const asksFor = principal && holdersFor(principal);
  return createAccessIndex(
    observations.map(observation => ({
      ...observation,
      permissions: observation.permissions.filter(
        permission =>
          (!table || mayReach(permission, table)) &&
          (!asksFor || asksFor.has(printPrincipal(permission.principal))),
      ),
      ...(table && {
        tables: observation.tables.filter(
          ({ ref }) => tableKey(ref) === tableKey(table),
        ),
        filters: observation.filters.filter(
          filter => tableKey(filter.table) === tableKey(table),
        ),
      }),
    })),
  );
}

/** By whom a principal may hold a permission, as Lake Formation's API spells them. */
function holdersFor(arn: string): Set<string> {
  const principal = parsePrincipal(arn);
  const accountId = 'accountId' in principal ? principal.accountId : '';
  return new Set([
    arn,
    accountId,
    `${accountId}:IAMPrincipals`,
    'IAM_ALLOWED_PRINCIPALS',
  ]);
}

function mayReach({ resource }: Permission, table: TableRef): boolean {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter':
      return (
        resource.tableName === table.tableName &&
        resource.databaseName === table.databaseName &&
        resource.catalogId === table.catalogId
      );
    case 'allTables':
      return (
        resource.databaseName === table.databaseName &&
        resource.catalogId === table.catalogId
      );
    default:
      return true;
  }
}
