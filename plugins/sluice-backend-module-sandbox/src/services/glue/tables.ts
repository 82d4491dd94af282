import type { Column, Table, TableInput } from '@aws-sdk/client-glue';
import type { PrincipalPermissions } from '@aws-sdk/client-lakeformation';
import {
  columnType,
  createIcebergTable,
  glueTypeOf,
  TableMetadata,
  currentSchema,
} from '../../iceberg';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { onCreated, onDropped } from '../lakeFormation/catalogEvents';
import {
  catalogIdOf,
  databaseOf,
  entityNotFound,
  fold,
  glueState,
  StoredTable,
  tableOf,
} from './catalog';
import { checkName } from './databases';
import { insufficientPermissions } from './engineAccess';
import { icebergFiles } from './icebergFiles';
import { gluePage } from './paging';
import {
  mayDescribeTable,
  requireLocation,
  requireOwnCatalog,
  requirePermission,
} from './permissions';

/** Columns of an Iceberg table as Glue shows them, field ids in the parameters. */
export function icebergColumns(metadata: TableMetadata): Column[] {
  return currentSchema(metadata).fields.map(field => ({
    Name: field.name,
    Type: glueTypeOf(field.type),
    Parameters: {
      'iceberg.field.current': 'true',
      'iceberg.field.id': String(field.id),
      'iceberg.field.optional': String(!field.required),
    },
  }));
}

/** Puts a table into the caller's own catalog. @throws AwsError `AlreadyExistsException` */
export function putTable(
  context: CallContext,
  databaseName: string,
  input: TableInput,
): StoredTable {
  const { world, caller } = context;
  checkName('tableInput', input.Name);
  const database = databaseOf(context, caller.accountId, databaseName);
  const name = fold(input.Name!);
  if (database.tables.has(name)) {
    throw new AwsError(
      'AlreadyExistsException',
      `Table already exists: ${name}`,
    );
  }
  requirePermission(
    context,
    { databaseName: database.current.Name },
    'CREATE_TABLE',
  );
  requireLocation(
    context,
    input.StorageDescriptor?.Location,
    database.current.LocationUri,
  );
  const now = world.clock.now();
  const table: StoredTable = {
    current: {
      ...input,
      Name: name,
      DatabaseName: database.current.Name,
      CatalogId: caller.accountId,
      CreateTime: now,
      UpdateTime: now,
      CreatedBy: caller.arn,
      IsRegisteredWithLakeFormation: false,
      VersionId: '0',
    },
    versions: [],
    createdBy: caller.principalArn,
  };
  database.tables.set(name, table);
  // A link holds nothing that could be protected (LF reference A8.4).
  if (!input.TargetTable) {
    onCreated(
      context,
      { databaseName: database.current.Name, tableName: name },
      (database.current.CreateTableDefaultPermissions ??
        []) as PrincipalPermissions[],
    );
  }
  return table;
}

/** Replaces a table's definition, keeping the old one as a version. */
export function replaceTable(
  context: CallContext,
  table: StoredTable,
  input: TableInput,
) {
  const { current } = table;
  table.versions.push(current);
  table.current = {
    ...input,
    Name: current.Name,
    DatabaseName: current.DatabaseName,
    CatalogId: current.CatalogId,
    CreateTime: current.CreateTime,
    CreatedBy: current.CreatedBy,
    IsRegisteredWithLakeFormation: current.IsRegisteredWithLakeFormation,
    UpdateTime: context.world.clock.now(),
    VersionId: String(Number(current.VersionId) + 1),
  };
}

function createTable(input: any, context: CallContext) {
  requireOwnCatalog(input, context);
  const tableInput: TableInput = input.TableInput;
  const iceberg = input.OpenTableFormatInput?.IcebergInput;
  if (!iceberg) {
    putTable(context, input.DatabaseName, tableInput);
    return {};
  }
  const location = tableInput?.StorageDescriptor?.Location;
  if (!location) {
    throw new AwsError(
      'InvalidInputException',
      'An Iceberg table needs StorageDescriptor.Location.',
    );
  }
  for (const { Name, Type = '' } of tableInput.StorageDescriptor?.Columns ??
    []) {
    if (!columnType(Type)) {
      throw new AwsError(
        'InvalidInputException',
        `Column ${Name} has type ${Type}, which the sandbox cannot keep in an Iceberg table.`,
      );
    }
  }
  const created = createIcebergTable(icebergFiles(context), {
    location,
    columns: (tableInput.StorageDescriptor?.Columns ?? []).map(column => ({
      name: column.Name!,
      type: column.Type!,
    })),
    partitionedBy: (tableInput.PartitionKeys ?? []).map(column => column.Name!),
    now: context.world.clock.now(),
  });
  putTable(context, input.DatabaseName, {
    ...tableInput,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: [],
    Parameters: {
      ...tableInput.Parameters,
      table_type: 'ICEBERG',
      metadata_location: created.metadataLocation,
    },
    StorageDescriptor: {
      ...tableInput.StorageDescriptor,
      Columns: icebergColumns(created.metadata),
    },
  });
  return {};
}

/** A table as the caller may see it; a link shows its target's properties (LF reference A8.5). */
function visibleTable(
  context: CallContext,
  catalogId: string,
  databaseName: string,
  name: string,
): Table {
  const { current } = tableOf(context, catalogId, databaseName, name);
  if (
    !mayDescribeTable(context, catalogId, current.DatabaseName, current.Name)
  ) {
    throw catalogId === context.caller.accountId
      ? insufficientPermissions(current)
      : entityNotFound(`Table ${current.Name} not found.`);
  }
  return followLink(context, current);
}

function followLink(context: CallContext, link: StoredTable['current']): Table {
  const target = link.TargetTable;
  if (!target) return link;
  const { CatalogId: owner = '', DatabaseName = '', Name = '' } = target;
  const found = glueState(context.world, owner, target.Region ?? context.region)
    .databases.get(fold(DatabaseName))
    ?.tables.get(fold(Name))?.current;
  const permitted =
    found && mayDescribeTable(context, owner, fold(DatabaseName), found.Name);
  if (!permitted) return link;
  return {
    ...found,
    Name: link.Name,
    DatabaseName: link.DatabaseName,
    CatalogId: link.CatalogId,
    CreateTime: link.CreateTime,
    UpdateTime: link.UpdateTime,
    TargetTable: target,
  };
}

/** Who made a resource link may do with it what it likes; others need a grant (seed 1.11). */
function requireTablePermission(
  context: CallContext,
  { current, createdBy }: StoredTable,
  permission: 'ALTER' | 'DROP',
) {
  if (current.TargetTable && createdBy === context.caller.principalArn) return;
  requirePermission(
    context,
    { databaseName: current.DatabaseName, tableName: current.Name },
    permission,
  );
}

function dropTable(context: CallContext, databaseName: string, name: string) {
  const table = tableOf(context, context.caller.accountId, databaseName, name);
  const { Name: tableName, DatabaseName } = table.current;
  requireTablePermission(context, table, 'DROP');
  databaseOf(context, context.caller.accountId, databaseName).tables.delete(
    tableName,
  );
  onDropped(context, { databaseName: DatabaseName, tableName });
}

function getTables(input: any, context: CallContext) {
  const catalogId = catalogIdOf(input, context);
  const { current, tables } = databaseOf(
    context,
    catalogId,
    input.DatabaseName,
  );
  let expression: RegExp | undefined;
  try {
    expression = input.Expression && new RegExp(`^(?:${input.Expression})$`);
  } catch {
    throw new AwsError(
      'InvalidInputException',
      `Expression is not a regular expression: ${input.Expression}`,
    );
  }
  const wanted = [...tables.values()]
    .map(table => table.current)
    .filter(
      table =>
        (!expression || expression.test(table.Name)) &&
        mayDescribeTable(context, catalogId, current.Name, table.Name),
    )
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
  const { items, NextToken } = gluePage(wanted, input);
  return {
    TableList: items.map(table => followLink(context, table)),
    NextToken,
  };
}

export const tableOperations: Record<string, OperationHandler> = {
  CreateTable: createTable,
  GetTable: (input, context) => ({
    Table: visibleTable(
      context,
      catalogIdOf(input, context),
      input.DatabaseName,
      input.Name,
    ),
  }),
  GetTables: getTables,
  UpdateTable: (input, context) => {
    requireOwnCatalog(input, context);
    const table = tableOf(
      context,
      context.caller.accountId,
      input.DatabaseName,
      input.TableInput.Name,
    );
    requireTablePermission(context, table, 'ALTER');
    if (input.VersionId && input.VersionId !== table.current.VersionId) {
      throw new AwsError(
        'ConcurrentModificationException',
        `Update table failed due to concurrent modifications: version ${input.VersionId} is not the current one.`,
      );
    }
    replaceTable(context, table, input.TableInput);
    return {};
  },
  GetTableVersions: (input, context) => {
    const { current, versions } = tableOf(
      context,
      catalogIdOf(input, context),
      input.DatabaseName,
      input.TableName,
    );
    const { items, NextToken } = gluePage(
      [current, ...[...versions].reverse()],
      input,
    );
    return {
      TableVersions: items.map(table => ({
        Table: table,
        VersionId: table.VersionId,
      })),
      NextToken,
    };
  },
  DeleteTable: (input, context) => {
    requireOwnCatalog(input, context);
    dropTable(context, input.DatabaseName, input.Name);
    return {};
  },
  BatchDeleteTable: (input, context) => {
    requireOwnCatalog(input, context);
    databaseOf(context, context.caller.accountId, input.DatabaseName);
    const Errors = [];
    for (const name of input.TablesToDelete) {
      try {
        dropTable(context, input.DatabaseName, name);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Errors.push({
          TableName: name,
          ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message },
        });
      }
    }
    return { Errors };
  },
  /** Iceberg keeps its partitions in manifests, never in Glue. */
  GetPartitions: (input, context) => {
    visibleTable(
      context,
      catalogIdOf(input, context),
      input.DatabaseName,
      input.TableName,
    );
    return { Partitions: [] };
  },
};
