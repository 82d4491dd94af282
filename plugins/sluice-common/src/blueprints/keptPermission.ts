import { PermissionResource } from '../accessModel';
import { KeptPermissionDeclaration } from '../declarations';
import { DesiredResource, desired } from '../resources';
import { BlueprintError, BlueprintFacts } from './facts';
import { accountNamed } from './parties';

const WHY = 'Somebody decided to keep it, though Sluice did not make it.';

/**
 * The permission as it is, and the filter that it is on: what that opens was
 * part of the decision.
 *
 * @throws BlueprintError when an account is not connected
 * @public
 */
export function keptPermissionBlueprint(
  declaration: KeptPermissionDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const { principal, permissions, grantable } = declaration;
  const account = accountNamed(facts, declaration.account);
  const filters = keptFilters(declaration, facts);
  const permission = desired('lakeFormationPermission', {
    account: account.name,
    properties: {
      principal,
      resource: keptResource(declaration.on),
      permissions,
      grantable,
    },
    dependsOn: filters,
    why: WHY,
  });
  return [...filters, permission];
}

function keptFilters(
  { on }: KeptPermissionDeclaration,
  { accounts }: BlueprintFacts,
): DesiredResource[] {
  if (on.kind !== 'filter') return [];
  const owner = accounts.find(({ accountId }) => accountId === on.catalogId);
  if (!owner) {
    throw new BlueprintError(
      `Data cells filter ${on.name} is in account ${on.catalogId}, which is not connected. Add it to sluice.accounts in the configuration first.`,
    );
  }
  const { catalogId, database, table, name, columns, rowFilter } = on;
  return [
    desired('dataCellsFilter', {
      account: owner.name,
      properties: {
        catalogId,
        database,
        table,
        name,
        ...(columns && { columns }),
        ...(rowFilter && { rowFilter }),
      },
      why: WHY,
    }),
  ];
}

/** What the permission is on, as Lake Formation's permissions have it. */
function keptResource(on: KeptPermissionDeclaration['on']): PermissionResource {
  const { catalogId } = on;
  if (on.kind === 'lfTags') {
    const { expression } = on;
    return {
      kind: 'lfTagPolicy',
      catalogId,
      resourceType: 'TABLE',
      expression,
    };
  }
  const { database: databaseName } = on;
  if (on.kind === 'allTables') {
    return { kind: 'allTables', catalogId, databaseName };
  }
  const table = { catalogId, databaseName, tableName: on.table };
  switch (on.kind) {
    case 'columns':
      return { kind: 'columns', ...table, columns: on.columns };
    case 'filter':
      return { kind: 'dataCellsFilter', ...table, filterName: on.name };
    default:
      return { kind: 'table', ...table };
  }
}
