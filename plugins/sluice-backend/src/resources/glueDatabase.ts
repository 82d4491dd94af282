import {
  CreateDatabaseCommand,
  Database,
  DeleteDatabaseCommand,
  GetDatabaseCommand,
  paginateGetTables,
  PrincipalPermissions,
  UpdateDatabaseCommand,
} from '@aws-sdk/client-glue';
import {
  Difference,
  GlueDatabaseProperties,
} from '@sluice/plugin-sluice-common';
import { ConflictError } from '@backstage/errors';
import { differencesBetween } from './differences';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';
import { withoutEndSlash } from './s3Locations';

/** A database of the account, whose new tables give nothing to IAM_ALLOWED_PRINCIPALS. */
export const glueDatabase: ResourceType<'glueDatabase'> = {
  async read({ name }, context) {
    const database = await unlessRefused(
      'EntityNotFoundException',
      getDatabase(name, context),
    );
    if (!database) return undefined;
    if (database.TargetDatabase) {
      const { CatalogId, DatabaseName } = database.TargetDatabase;
      throw new ConflictError(
        `Database ${name} is a resource link to ${DatabaseName} of account ${CatalogId}, in which no table can be made; choose another name.`,
      );
    }
    return {
      name,
      ...(database.Description && { description: database.Description }),
      ...(database.LocationUri && { locationUri: database.LocationUri }),
      ...((database.CreateTableDefaultPermissions ?? []).some(isOpenToIam) && {
        newTablesOpenToIam: true as const,
      }),
    };
  },

  diff: ({ description, locationUri }, found) => [
    ...differencesBetween(
      { description, locationUri: withoutEndSlash(locationUri) },
      { ...found, locationUri: withoutEndSlash(found.locationUri) },
    ),
    ...openness(found),
  ],

  async create(wanted, context) {
    const { name, description, locationUri } = wanted;
    const made = await unlessRefused(
      'AlreadyExistsException',
      context.clients.glue.send(
        new CreateDatabaseCommand({
          DatabaseInput: {
            Name: name,
            Description: description,
            LocationUri: locationUri,
            CreateTableDefaultPermissions: [],
          },
        }),
      ),
    );
    if (!made) await putDatabase(wanted, context);
  },

  update: (wanted, _found, context) => putDatabase(wanted, context),

  async delete({ name }, context) {
    const { glue } = context.clients;
    const table = await unlessRefused(
      'EntityNotFoundException',
      anyTable(name, context),
    );
    // Glue would delete the tables of the database with it.
    if (table) {
      throw new ConflictError(
        `Database ${name} still holds tables, among them ${table}, and they would be deleted with it; delete or move them first.`,
      );
    }
    await unlessRefused(
      'EntityNotFoundException',
      glue.send(new DeleteDatabaseCommand({ Name: name })),
    );
  },

  undo: 'The database is deleted once no table is left in it; what was granted on it goes with it.',

  actions: {
    read: ['glue:GetDatabase'],
    write: [
      'glue:CreateDatabase',
      'glue:DeleteDatabase',
      'glue:GetTables',
      'glue:UpdateDatabase',
    ],
  },
};

function isOpenToIam({ Principal }: PrincipalPermissions): boolean {
  return Principal?.DataLakePrincipalIdentifier === 'IAM_ALLOWED_PRINCIPALS';
}

function openness({ newTablesOpenToIam }: GlueDatabaseProperties) {
  const difference: Difference = { path: 'newTablesOpenToIam', before: true };
  return newTablesOpenToIam ? [difference] : [];
}

async function getDatabase(
  name: string,
  { clients }: ResourceContext,
): Promise<Database> {
  const answer = await clients.glue.send(
    new GetDatabaseCommand({ Name: name }),
  );
  return answer.Database!;
}

/** Name of a table; Glue may answer with empty pages before the first. */
async function anyTable(
  name: string,
  { clients }: ResourceContext,
): Promise<string | undefined> {
  const pages = paginateGetTables(
    { client: clients.glue },
    { DatabaseName: name },
  );
  for await (const { TableList } of pages) {
    if (TableList?.length) return TableList[0].Name;
  }
  return undefined;
}

/** The call replaces the database, so everything else goes back as it was read. */
async function putDatabase(
  wanted: GlueDatabaseProperties,
  context: ResourceContext,
): Promise<void> {
  const { name, description, locationUri } = wanted;
  const found = await glueDatabase.read(wanted, context);
  if (found && glueDatabase.diff(wanted, found).length === 0) return;
  const database = await getDatabase(name, context);
  await context.clients.glue.send(
    new UpdateDatabaseCommand({
      Name: name,
      DatabaseInput: {
        Name: database.Name,
        Description: description ?? database.Description,
        LocationUri: locationUri ?? database.LocationUri,
        Parameters: database.Parameters,
        CreateTableDefaultPermissions:
          database.CreateTableDefaultPermissions?.filter(
            permissions => !isOpenToIam(permissions),
          ),
        FederatedDatabase: database.FederatedDatabase,
      },
    }),
  );
}
