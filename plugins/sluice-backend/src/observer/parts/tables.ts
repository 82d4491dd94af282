import {
  EntityNotFoundException,
  GlueClient,
  paginateGetTables,
  Table,
} from '@aws-sdk/client-glue';
import {
  ObservedDatabase,
  ObservedResourceLink,
  tableKey,
  TableRef,
} from '@sluice/plugin-sluice-common';
import { ObservedDocument } from '../../store';
import { AccountReader, GlueTables, PartReader } from '../AccountReader';
import { toObservedTable } from '../glueTable';
import { GLUE_PAGE_SIZE } from './databases';

/**
 * `glue:GetTables` of every own database, and the Iceberg metadata of each
 * table. A database that is itself a link lists another account's tables,
 * which are that account's to observe.
 */
export const readTables: PartReader = async reader => {
  const listed = await reader.glueTables();
  return Promise.all(
    listed.flatMap(({ database, tables }) =>
      tables.map(table => readTable(reader, database, table)),
    ),
  );
};

/** What Glue lists of these databases, links to others' left out. */
export function listGlueTables(
  glue: GlueClient,
  databases: ObservedDatabase[],
): Promise<GlueTables[]> {
  return Promise.all(
    databases
      .filter(database => !database.target)
      .map(async database => ({
        database,
        tables: await listTables(glue, database),
      })),
  );
}

async function listTables(
  glue: GlueClient,
  { databaseName }: ObservedDatabase,
): Promise<Table[]> {
  const tables: Table[] = [];
  try {
    const pages = paginateGetTables(
      { client: glue, pageSize: GLUE_PAGE_SIZE },
      { DatabaseName: databaseName },
    );
    for await (const page of pages) tables.push(...(page.TableList ?? []));
  } catch (error) {
    // Dropped since the databases were listed: it has no tables now.
    if (error instanceof EntityNotFoundException) return [];
    throw error;
  }
  return tables;
}

async function readTable(
  reader: AccountReader,
  database: ObservedDatabase,
  table: Table,
): Promise<ObservedDocument> {
  const link = toLink(reader, database, table);
  if (link) {
    return { type: 'link', key: tableKey(link.ref), document: link };
  }
  const ref = {
    region: database.region,
    catalogId: database.catalogId,
    databaseName: database.databaseName,
    tableName: table.Name!.toLowerCase(),
  };
  return {
    type: 'table',
    key: tableKey(ref),
    document: await toObservedTable(ref, table, reader.icebergMetadata),
  };
}

/**
 * A resource link answers with the *target's* properties where the caller may
 * see them (LF reference A8.5), so only `TargetTable` tells it from a table.
 */
function toLink(
  { account }: AccountReader,
  database: ObservedDatabase,
  table: Table,
): ObservedResourceLink | undefined {
  const target = table.TargetTable;
  if (!target?.DatabaseName || !target.Name) return undefined;
  const place = (
    catalogId: string,
    region: string,
    databaseName: string,
    tableName: string,
  ): TableRef => ({
    region,
    catalogId,
    databaseName: databaseName.toLowerCase(),
    tableName: tableName.toLowerCase(),
  });
  return {
    ref: place(
      database.catalogId,
      account.region,
      database.databaseName,
      table.Name!,
    ),
    target: place(
      target.CatalogId ?? account.accountId,
      target.Region ?? account.region,
      target.DatabaseName,
      target.Name,
    ),
  };
}
