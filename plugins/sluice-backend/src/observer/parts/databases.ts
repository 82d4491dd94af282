import {
  Database,
  GlueClient,
  paginateGetDatabases,
} from '@aws-sdk/client-glue';
import { ObservedDatabase } from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { PartReader } from '../AccountReader';

/** Glue's maximum for GetDatabases and GetTables (LF reference A11.11). */
export const GLUE_PAGE_SIZE = 100;

/** `glue:GetDatabases`: the databases of the account's own catalog, links to others included. */
export const readDatabases: PartReader = async ({ databases }) =>
  (await databases()).map(database => ({
    type: 'database',
    key: database.databaseName,
    document: database,
  }));

/** Pages through the databases of the account. */
export async function listDatabases(
  glue: GlueClient,
  account: ConnectedAccount,
): Promise<ObservedDatabase[]> {
  const databases: ObservedDatabase[] = [];
  const pages = paginateGetDatabases(
    { client: glue, pageSize: GLUE_PAGE_SIZE },
    {},
  );
  for await (const page of pages) {
    for (const database of page.DatabaseList ?? []) {
      databases.push(toDatabase(database, account));
    }
  }
  return databases;
}

function toDatabase(
  database: Database,
  account: ConnectedAccount,
): ObservedDatabase {
  const target = database.TargetDatabase;
  return {
    region: account.region,
    catalogId: database.CatalogId ?? account.accountId,
    databaseName: database.Name!.toLowerCase(),
    ...(database.Description && { description: database.Description }),
    ...(database.LocationUri && { locationUri: database.LocationUri }),
    lfTags: [],
    ...(target?.CatalogId &&
      target.DatabaseName && {
        target: {
          catalogId: target.CatalogId,
          databaseName: target.DatabaseName.toLowerCase(),
        },
      }),
  };
}
