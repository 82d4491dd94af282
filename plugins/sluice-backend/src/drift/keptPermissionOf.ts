import { ConflictError } from '@backstage/errors';
import {
  AccessIndex,
  DataCellsFilter,
  DesiredResource,
  Drift,
  KeptPermissionDeclaration,
  PermissionResource,
  TableRef,
} from '@sluice/plugin-sluice-common';

type PermissionOf = Extract<
  DesiredResource,
  { type: 'lakeFormationPermission' }
>;
type KeptOn = KeptPermissionDeclaration['on'];

const TAKE_OR_IGNORE = 'take it away, or ignore the difference until a day';

/** Why what was found cannot be kept by a declaration; undefined if it can. */
export function whyNotKept({ repair }: Drift): string | undefined {
  if (repair.kind !== 'revoke') {
    return 'Only what is granted beside the declarations can be kept; repair this, or ignore it';
  }
  const [permission, ...others] = repair.resources;
  if (permission?.type !== 'lakeFormationPermission' || others.length > 0) {
    return `This is more than one permission, so it cannot be kept as one; ${TAKE_OR_IGNORE}`;
  }
  const { principal, resource } = permission.properties;
  if (principal === 'IAM_ALLOWED_PRINCIPALS') {
    return `With IAM_ALLOWED_PRINCIPALS it is not Lake Formation that decides, so it is not declared; ${TAKE_OR_IGNORE}`;
  }
  return isKeepable(resource)
    ? undefined
    : `A permission on a ${resource.kind} cannot be declared; ${TAKE_OR_IGNORE}`;
}

/**
 * The declaration that has what was found there, as it was found.
 * @throws ConflictError when it cannot be declared, saying what to do instead
 */
export function keptPermissionOf(
  drift: Drift,
  options: { index: AccessIndex; region: string },
): KeptPermissionDeclaration {
  const why = whyNotKept(drift);
  if (why || drift.repair.kind !== 'revoke') throw new ConflictError(why);
  const { account, properties } = drift.repair.resources[0] as PermissionOf;
  const { principal, resource, permissions, grantable } = properties;
  return {
    kind: 'keptPermission',
    account,
    principal,
    on: keptOn(resource, options),
    permissions,
    grantable,
  };
}

function isKeepable(resource: PermissionResource): boolean {
  switch (resource.kind) {
    case 'table':
    case 'allTables':
    case 'dataCellsFilter':
      return true;
    case 'columns':
      return resource.columns.kind !== 'all';
    case 'lfTagPolicy':
      return resource.resourceType === 'TABLE';
    default:
      return false;
  }
}

function keptOn(
  resource: PermissionResource,
  options: { index: AccessIndex; region: string },
): KeptOn {
  switch (resource.kind) {
    case 'table': {
      const { kind, catalogId, databaseName, tableName } = resource;
      return { kind, catalogId, database: databaseName, table: tableName };
    }
    case 'allTables': {
      const { kind, catalogId, databaseName } = resource;
      return { kind, catalogId, database: databaseName };
    }
    case 'columns': {
      const { kind, catalogId, databaseName, tableName, columns } = resource;
      return {
        kind,
        catalogId,
        database: databaseName,
        table: tableName,
        columns: columns as Extract<KeptOn, { kind: 'columns' }>['columns'],
      };
    }
    case 'dataCellsFilter': {
      const { catalogId, databaseName, tableName, filterName } = resource;
      const table = { ...options, catalogId, databaseName, tableName };
      return {
        kind: 'filter',
        catalogId,
        database: databaseName,
        table: tableName,
        name: filterName,
        ...whatOpens(table, filterName, options.index),
      };
    }
    case 'lfTagPolicy': {
      const { catalogId, expression } = resource;
      return { kind: 'lfTags', catalogId, expression };
    }
    default:
      throw new Error(`Not to be kept: ${resource.kind}`);
  }
}

/** What a filter opened when it was last read is what is decided on. */
function whatOpens(
  { region, catalogId, databaseName, tableName }: TableRef,
  filterName: string,
  index: AccessIndex,
): { columns?: string[]; rowFilter?: string } {
  const ref = { region, catalogId, databaseName, tableName };
  const owner = index.findAccount(ref);
  const filter = owner && index.findFilter(owner, ref, filterName);
  if (!filter) {
    throw new ConflictError(
      `Data cells filter ${filterName} of ${databaseName}.${tableName} was not read, so it is not known what would be kept; observe the accounts again`,
    );
  }
  const columns = columnsOf(filter, index);
  return {
    ...(columns && { columns }),
    ...(filter.rows.kind === 'expression' && {
      rowFilter: filter.rows.expression,
    }),
  };
}

/** By name, so that columns that are added later are not kept with them. */
function columnsOf(
  { table, columns }: DataCellsFilter,
  index: AccessIndex,
): string[] | undefined {
  switch (columns.kind) {
    case 'all':
      return undefined;
    case 'include':
      return columns.names;
    default: {
      const excluded = new Set(columns.names);
      return index
        .findTable(table)
        ?.columns.map(({ name }) => name)
        .filter(name => !excluded.has(name));
    }
  }
}
