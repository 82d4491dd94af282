import { Column, Table } from '@aws-sdk/client-glue';
import {
  ObservedTable,
  TableColumn,
  TableRef,
} from '@sluice/plugin-sluice-common';
import {
  IcebergMetadata,
  IcebergMetadataReader,
} from './IcebergMetadataReader';

/**
 * A Glue table with what its Iceberg metadata file adds: identity, field ids,
 * partitioning and the current snapshot. Tags and registration are joined
 * later, see `assembleObservation`.
 */
export async function toObservedTable(
  ref: TableRef,
  table: Table,
  reader: IcebergMetadataReader,
): Promise<ObservedTable> {
  const metadataLocation = table.Parameters?.metadata_location;
  const iceberg = table.Parameters?.table_type?.toUpperCase() === 'ICEBERG';
  const base: ObservedTable = {
    ref,
    format: iceberg ? 'iceberg' : 'other',
    ...(table.StorageDescriptor?.Location && {
      location: table.StorageDescriptor.Location,
    }),
    ...(table.Description && { description: table.Description }),
    columns: glueColumns(table),
    lfTags: [],
    registration: 'unknown',
  };
  if (!iceberg) return base;
  if (!metadataLocation) {
    return withProblem(
      base,
      'The Glue table has no metadata_location parameter; re-register it with its current Iceberg metadata file.',
    );
  }
  const located = { ...base, metadataLocation };
  const metadata = await reader.read(metadataLocation);
  return metadata.ok
    ? withMetadata(located, metadata.value)
    : withProblem(located, metadata.problem);
}

/** Iceberg keeps dropped columns in Glue and marks them (`iceberg.field.current`). */
function glueColumns(table: Table): TableColumn[] {
  const columns = table.StorageDescriptor?.Columns ?? [];
  return [
    ...columns
      .filter(
        column => column.Parameters?.['iceberg.field.current'] !== 'false',
      )
      .map(toColumn),
    // Hive tables list partition keys apart; readers see them as columns.
    ...(table.PartitionKeys ?? []).map(column => ({
      ...toColumn(column),
      partitionTransform: 'identity',
    })),
  ];
}

function toColumn(column: Column): TableColumn {
  const parameters = column.Parameters ?? {};
  const fieldId = parameters['iceberg.field.id'];
  const optional = parameters['iceberg.field.optional'];
  return {
    ...(fieldId && /^\d+$/.test(fieldId) && { fieldId: Number(fieldId) }),
    name: column.Name!,
    type: column.Type ?? '',
    ...(column.Comment && { comment: column.Comment }),
    ...(optional && { required: optional === 'false' }),
    lfTags: [],
    ...(parameters.classification && {
      classification: parameters.classification,
    }),
  };
}

function withMetadata(
  table: ObservedTable,
  metadata: IcebergMetadata,
): ObservedTable {
  const fields = new Map(
    metadata.fields.map(field => [field.name.toLowerCase(), field]),
  );
  const strangers = table.columns.filter(
    column => !fields.has(column.name.toLowerCase()),
  );
  const result: ObservedTable = {
    ...table,
    tableUuid: metadata.tableUuid,
    formatVersion: metadata.formatVersion,
    ...(metadata.currentSnapshotId && {
      currentSnapshotId: metadata.currentSnapshotId,
      currentSnapshotAt: metadata.currentSnapshotAt,
    }),
    ...(metadata.currentSnapshotRows !== undefined && {
      currentSnapshotRows: metadata.currentSnapshotRows,
    }),
    ...(metadata.currentSnapshotBytes !== undefined && {
      currentSnapshotBytes: metadata.currentSnapshotBytes,
    }),
    columns: table.columns.map(column => {
      const field = fields.get(column.name.toLowerCase());
      if (!field) return column;
      return {
        ...column,
        fieldId: field.id,
        required: field.required,
        ...(field.partitionTransform && {
          partitionTransform: field.partitionTransform,
        }),
      };
    }),
  };
  if (strangers.length === 0) return result;
  const names = strangers.map(column => column.name).join(', ');
  return {
    ...result,
    problem: `Glue lists columns that the current Iceberg schema does not have: ${names}. Engines read the Iceberg schema; refresh the Glue table.`,
  };
}

/** Glue's own field ids are enough to know who reads what; only without them is there a gap. */
function withProblem(table: ObservedTable, problem: string): ObservedTable {
  const identified = table.columns.every(
    column => column.fieldId !== undefined,
  );
  return identified && table.columns.length > 0 ? table : { ...table, problem };
}
