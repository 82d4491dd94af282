import { RawPermission, TableRef } from '@sluice/plugin-sluice-common';
import { COLUMN_NAMES, FILTERS_PER_TABLE, filterName } from './estateAccounts';
import { Random } from './random';

/** What one grant on a table opens; the mix is that of the estate. */
export type Opening = 'table' | 'columns' | 'filter';

const MIX: Opening[] = ['table', 'table', 'columns', 'filter'];

export function pickOpening(random: Random): Opening {
  return random.pick(MIX);
}

/**
 * The rows with which ListPermissions tells of one grant on a table: for a whole
 * table two, of which Sluice makes one again (LF reference A11.1).
 */
export function rowsOnTable(
  principal: string,
  { catalogId, databaseName, tableName }: TableRef,
  opening: Opening,
  random: Random,
  more: Partial<RawPermission> = {},
): RawPermission[] {
  const table = {
    CatalogId: catalogId,
    DatabaseName: databaseName,
    Name: tableName,
  };
  switch (opening) {
    case 'table':
      return [
        row(principal, { Table: table }, ['DESCRIBE'], more),
        row(
          principal,
          { TableWithColumns: { ...table, ColumnWildcard: {} } },
          ['SELECT'],
          more,
        ),
      ];
    case 'columns':
      return [
        row(
          principal,
          {
            TableWithColumns: {
              ...table,
              ColumnNames: random.sample(COLUMN_NAMES, 4),
            },
          },
          ['SELECT'],
          more,
        ),
      ];
    default:
      return [
        row(
          principal,
          {
            DataCellsFilter: {
              TableCatalogId: catalogId,
              DatabaseName: databaseName,
              TableName: tableName,
              Name: filterName(random.below(FILTERS_PER_TABLE)),
            },
          },
          ['SELECT'],
          more,
        ),
      ];
  }
}

/** SELECT on all tables of a database. */
export function rowOnAllTables(
  principal: string,
  catalogId: string,
  databaseName: string,
): RawPermission {
  return row(
    principal,
    {
      Table: {
        CatalogId: catalogId,
        DatabaseName: databaseName,
        Name: 'ALL_TABLES',
        TableWildcard: {},
      },
    },
    ['SELECT'],
  );
}

/** SELECT on whatever carries a tag. */
export function rowOnDomain(
  principal: string,
  catalogId: string,
  domain: string,
): RawPermission {
  return row(
    principal,
    {
      LFTagPolicy: {
        CatalogId: catalogId,
        ResourceType: 'TABLE',
        Expression: [{ TagKey: 'domain', TagValues: [domain] }],
      },
    },
    ['SELECT'],
  );
}

function row(
  principal: string,
  resource: RawPermission['Resource'],
  permissions: string[],
  more: Partial<RawPermission> = {},
): RawPermission {
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: resource,
    Permissions: permissions,
    PermissionsWithGrantOption: [],
    LastUpdatedBy: 'arn:aws:iam::100000000000:role/admin',
    ...more,
  };
}
