import type { DatabaseInput } from '@aws-sdk/client-glue';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { onCreated, onDropped } from '../lakeFormation/catalogEvents';
import { dataLakeSettings } from '../lakeFormation/settings';
import {
  catalogIdOf,
  databaseOf,
  entityNotFound,
  fold,
  glueState,
  StoredDatabase,
} from './catalog';
import { gluePage } from './paging';
import {
  mayDescribeDatabase,
  requireOwnCatalog,
  requirePermission,
  sharedDatabases,
} from './permissions';

const NAME = /^[\u0020-\uD7FF\uE000-\uFFFD\t]{1,255}$/;

export function checkName(kind: string, name: string | undefined) {
  if (!name || !NAME.test(name)) {
    throw new AwsError(
      'InvalidInputException',
      `1 validation error detected: Value '${
        name ?? ''
      }' at '${kind}.name' failed to satisfy constraint: Member must have length between 1 and 255`,
    );
  }
}

function createDatabase(
  input: { CatalogId?: string; DatabaseInput: DatabaseInput },
  context: CallContext,
) {
  const { world, caller, region } = context;
  requireOwnCatalog(input, context);
  const { DatabaseInput: given } = input;
  checkName('databaseInput', given.Name);
  const name = fold(given.Name!);
  const { databases } = glueState(world, caller.accountId, region);
  if (databases.has(name)) {
    throw new AwsError(
      'AlreadyExistsException',
      `Database already exists: ${name}`,
    );
  }
  const settings = dataLakeSettings(world, caller.accountId, region);
  databases.set(name, {
    current: {
      ...given,
      Name: name,
      CatalogId: caller.accountId,
      CreateTime: world.clock.now(),
      // Fixed when the database is made, as Lake Formation's settings are then.
      CreateTableDefaultPermissions:
        given.CreateTableDefaultPermissions ??
        (settings.CreateTableDefaultPermissions as never),
    },
    tables: new Map(),
  });
  onCreated(
    context,
    { databaseName: name },
    // A link holds nothing that could be protected (LF reference A8.4).
    given.TargetDatabase ? [] : settings.CreateDatabaseDefaultPermissions ?? [],
  );
  return {};
}

function visible(
  context: CallContext,
  catalogId: string,
  name: string,
): StoredDatabase {
  const found = databaseOf(context, catalogId, name);
  if (!mayDescribeDatabase(context, catalogId, found.current.Name)) {
    // What a caller may not describe does not exist for it in another account.
    throw catalogId === context.caller.accountId
      ? new AwsError(
          'AccessDeniedException',
          `Insufficient Lake Formation permission(s): Required Describe on ${found.current.Name}`,
        )
      : entityNotFound(`Database ${found.current.Name} not found.`);
  }
  return found;
}

export const databaseOperations: Record<string, OperationHandler> = {
  CreateDatabase: createDatabase,
  GetDatabase: (input, context) => ({
    Database: visible(context, catalogIdOf(input, context), input.Name).current,
  }),
  GetDatabases: (input, context) => {
    const catalogId = catalogIdOf(input, context);
    const own = [
      ...glueState(context.world, catalogId, context.region).databases.values(),
    ]
      .map(database => database.current)
      .filter(database =>
        mayDescribeDatabase(context, catalogId, database.Name),
      );
    // Shared databases show only when asked for (LF reference A8.5).
    const shared = ['ALL', 'FOREIGN'].includes(input.ResourceShareType ?? '')
      ? sharedDatabases(context).map(
          ({ catalogId: owner, name }) =>
            databaseOf(context, owner, name).current,
        )
      : [];
    const wanted = input.ResourceShareType === 'FOREIGN' ? [] : own;
    const { items, NextToken } = gluePage(
      [...wanted, ...shared].sort((a, b) => (a.Name < b.Name ? -1 : 1)),
      input,
    );
    return { DatabaseList: items, NextToken };
  },
  UpdateDatabase: (input, context) => {
    requireOwnCatalog(input, context);
    const database = databaseOf(context, context.caller.accountId, input.Name);
    requirePermission(
      context,
      { databaseName: database.current.Name },
      'ALTER',
    );
    if (fold(input.DatabaseInput.Name) !== database.current.Name) {
      throw new AwsError(
        'InvalidInputException',
        'Database name cannot be changed',
      );
    }
    database.current = {
      ...input.DatabaseInput,
      Name: database.current.Name,
      CatalogId: database.current.CatalogId,
      CreateTime: database.current.CreateTime,
    };
    return {};
  },
  DeleteDatabase: (input, context) => {
    requireOwnCatalog(input, context);
    const { current, tables } = databaseOf(
      context,
      context.caller.accountId,
      input.Name,
    );
    requirePermission(context, { databaseName: current.Name }, 'DROP');
    for (const tableName of tables.keys()) {
      onDropped(context, { databaseName: current.Name, tableName });
    }
    onDropped(context, { databaseName: current.Name });
    glueState(
      context.world,
      context.caller.accountId,
      context.region,
    ).databases.delete(current.Name);
    return {};
  },
};
