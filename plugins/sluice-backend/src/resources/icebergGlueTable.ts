import { GetTableCommand, Table, TableInput } from '@aws-sdk/client-glue';
import { ConflictError } from '@backstage/errors';
import {
  IcebergMetadata,
  IcebergMetadataReader,
} from '../observer/IcebergMetadataReader';
import { ResourceContext } from './ResourceContext';
import { unlessRefused } from './unlessRefused';

/** An Iceberg table as Glue has it, with what only its metadata file says. */
export interface IcebergGlueTable {
  table: Table;
  metadata: IcebergMetadata;
}

/**
 * Reads an Iceberg table; undefined if nothing has its name.
 * @throws ConflictError when something else has
 */
export async function readIcebergGlueTable(
  place: { database: string; name: string },
  { clients }: ResourceContext,
): Promise<IcebergGlueTable | undefined> {
  const { database, name } = place;
  const answer = await unlessRefused(
    'EntityNotFoundException',
    clients.glue.send(
      new GetTableCommand({ DatabaseName: database, Name: name }),
    ),
  );
  if (!answer?.Table) return undefined;
  const { TargetTable, Parameters = {} } = answer.Table;
  if (TargetTable) {
    throw new ConflictError(
      `${database}.${name} is a resource link to ${TargetTable.DatabaseName}.${TargetTable.Name} of account ${TargetTable.CatalogId}; choose another name for the table.`,
    );
  }
  if (
    Parameters.table_type?.toUpperCase() !== 'ICEBERG' ||
    !Parameters.metadata_location
  ) {
    throw new ConflictError(
      `Table ${database}.${name} is there, and is no Iceberg table; choose another name, or migrate it to Iceberg first.`,
    );
  }
  const reader = new IcebergMetadataReader();
  reader.begin(clients.s3);
  const metadata = await reader.read(Parameters.metadata_location);
  // Without the file nobody knows how the table is partitioned, or if it is empty.
  if (!metadata.ok) throw new Error(metadata.problem);
  return { table: answer.Table, metadata: metadata.value };
}

/** What UpdateTable takes of a table that was read; it replaces the table. */
export function toTableInput(table: Table): TableInput {
  return {
    Name: table.Name,
    Description: table.Description,
    Owner: table.Owner,
    LastAccessTime: table.LastAccessTime,
    LastAnalyzedTime: table.LastAnalyzedTime,
    Retention: table.Retention,
    StorageDescriptor: table.StorageDescriptor,
    PartitionKeys: table.PartitionKeys,
    ViewOriginalText: table.ViewOriginalText,
    ViewExpandedText: table.ViewExpandedText,
    TableType: table.TableType,
    Parameters: table.Parameters,
  };
}
