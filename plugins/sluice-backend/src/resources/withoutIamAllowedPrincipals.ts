import {
  Database,
  GetDatabaseCommand,
  GetTableCommand,
  UpdateDatabaseCommand,
} from '@aws-sdk/client-glue';
import {
  GrantPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  LfPermission,
  PermissionResource,
  WithoutIamAllowedPrincipalsProperties,
} from '@sluice/plugin-sluice-common';
import { readHeldPermissions } from './heldPermissions';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { lakeFormationResource } from './lakeFormationResource';
import { unlessRefused } from './unlessRefused';

const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

/**
 * Lake Formation alone decides on a database or a table (seed reference 1.4).
 * Inverted: what is wanted is that something is not there.
 */
export const withoutIamAllowedPrincipals: ResourceType<'withoutIamAllowedPrincipals'> =
  {
    async read(wanted, context) {
      const { database, table } = wanted;
      const isClosed = table
        ? await hasTable(database, table, context)
        : !givesNewTables(await getDatabase(database, context));
      if (!isClosed) return undefined;
      const held = await heldByEverybody(wanted, context);
      return held.length === 0
        ? { database, ...(table && { table }) }
        : undefined;
    },

    diff: () => [],

    async create(wanted, context) {
      // Changing the database may take what is revoked next.
      if (!wanted.table) await closeToNewTables(wanted.database, context);
      if ((await heldByEverybody(wanted, context)).includes('ALL')) {
        await revoke(wanted, ['ALL'], context);
      }
      // ALL may be kept as one permission, or as all that it stands for (LF reference A11.1).
      const rest = await heldByEverybody(wanted, context);
      if (rest.length > 0) await revoke(wanted, rest, context);
    },

    async delete(wanted, context) {
      if ((await heldByEverybody(wanted, context)).includes('ALL')) return;
      await unlessRefused(
        'EntityNotFoundException',
        context.clients.lakeFormation.send(
          new GrantPermissionsCommand({
            ...targetOf(wanted, context),
            Permissions: ['ALL'],
          }),
        ),
      );
    },

    undo: 'Super is granted to IAM_ALLOWED_PRINCIPALS again: IAM policies alone decide on the data then, whatever Lake Formation was told. What a database gives to tables made later stays nothing.',
    actions: {
      read: [
        'glue:GetDatabase',
        'glue:GetTable',
        'lakeformation:ListPermissions',
      ],
      write: [
        'glue:GetDatabase',
        'glue:UpdateDatabase',
        'lakeformation:ListPermissions',
        'lakeformation:GrantPermissions',
        'lakeformation:RevokePermissions',
      ],
    },
  };

function resourceOf(
  { database, table }: WithoutIamAllowedPrincipalsProperties,
  { account }: ResourceContext,
): PermissionResource {
  const { accountId: catalogId } = account;
  return table
    ? { kind: 'table', catalogId, databaseName: database, tableName: table }
    : { kind: 'database', catalogId, databaseName: database };
}

function targetOf(
  wanted: WithoutIamAllowedPrincipalsProperties,
  context: ResourceContext,
) {
  return {
    Principal: { DataLakePrincipalIdentifier: IAM_ALLOWED_PRINCIPALS },
    Resource: lakeFormationResource(resourceOf(wanted, context)),
  };
}

async function heldByEverybody(
  wanted: WithoutIamAllowedPrincipalsProperties,
  context: ResourceContext,
): Promise<LfPermission[]> {
  const { permissions } = await readHeldPermissions(
    IAM_ALLOWED_PRINCIPALS,
    resourceOf(wanted, context),
    context,
  );
  return permissions;
}

async function revoke(
  wanted: WithoutIamAllowedPrincipalsProperties,
  permissions: LfPermission[],
  context: ResourceContext,
): Promise<void> {
  await context.clients.lakeFormation.send(
    new RevokePermissionsCommand({
      ...targetOf(wanted, context),
      Permissions: permissions,
    }),
  );
}

async function hasTable(
  database: string,
  table: string,
  { clients }: ResourceContext,
): Promise<boolean> {
  const found = await unlessRefused(
    'EntityNotFoundException',
    clients.glue.send(
      new GetTableCommand({ DatabaseName: database, Name: table }),
    ),
  );
  return found !== undefined;
}

async function getDatabase(
  name: string,
  { clients }: ResourceContext,
): Promise<Database | undefined> {
  const answer = await unlessRefused(
    'EntityNotFoundException',
    clients.glue.send(new GetDatabaseCommand({ Name: name })),
  );
  return answer?.Database;
}

/** A database that is not there may yet be made so that it does. */
function givesNewTables(database: Database | undefined): boolean {
  return !database || Boolean(database.CreateTableDefaultPermissions?.length);
}

/** `UpdateDatabase` replaces all that can be said of a database. */
async function closeToNewTables(
  name: string,
  context: ResourceContext,
): Promise<void> {
  const database = await getDatabase(name, context);
  if (!database?.CreateTableDefaultPermissions?.length) return;
  await context.clients.glue.send(
    new UpdateDatabaseCommand({
      Name: name,
      DatabaseInput: {
        Name: database.Name,
        Description: database.Description,
        LocationUri: database.LocationUri,
        Parameters: database.Parameters,
        TargetDatabase: database.TargetDatabase,
        FederatedDatabase: database.FederatedDatabase,
        CreateTableDefaultPermissions: [],
      },
    }),
  );
}
