import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import {
  createTableStatement,
  Difference,
  IcebergTableProperties,
} from '@sluice/plugin-sluice-common';
import { ConflictError } from '@backstage/errors';
import { ATHENA_ACTIONS, runStatement } from './athena';
import { differencesBetween } from './differences';
import {
  IcebergGlueTable,
  readIcebergGlueTable,
  toTableInput,
} from './icebergGlueTable';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { withoutEndSlash } from './s3Locations';
import { unlessRefused } from './unlessRefused';

/**
 * An Iceberg table, made by Athena. How its columns go on is its owner's: Sluice
 * compares those that it was told of, and changes what is said of them only.
 */
export const icebergTable: ResourceType<'icebergTable'> = {
  async read(wanted, context) {
    const found = await readIcebergGlueTable(wanted, context);
    return found && toProperties(wanted, found);
  },

  diff: (wanted, found) => [
    ...shapeDifferences(wanted, found),
    ...differencesBetween({ description: wanted.description }, found),
    ...wanted.columns.flatMap(({ name, comment }) => {
      const there = columnOf(found, name);
      return there
        ? differencesBetween({ comment }, there, `columns.${name}`)
        : [];
    }),
  ],

  async create(wanted, context) {
    const { database, name, athenaOutputLocation } = wanted;
    await runStatement(
      `Athena to make table ${database}.${name}`,
      {
        sql: createTableStatement(wanted),
        database,
        outputLocation: athenaOutputLocation,
      },
      context,
    );
    await describe(wanted, context);
  },

  update: (wanted, _found, context) => describe(wanted, context),

  async delete({ database, name }, context) {
    await unlessRefused(
      'EntityNotFoundException',
      context.clients.glue.send(
        new DeleteTableCommand({ DatabaseName: database, Name: name }),
      ),
    );
  },

  undo: 'The table is taken out of Glue, with what was granted on it; its data and metadata files stay in S3, and have to be deleted by hand.',

  actions: {
    read: ['glue:GetTable', 's3:GetObject'],
    write: [...ATHENA_ACTIONS, 'glue:DeleteTable'],
  },
};

function toProperties(
  { database, name, athenaOutputLocation }: IcebergTableProperties,
  { table, metadata }: IcebergGlueTable,
): IcebergTableProperties {
  return {
    database,
    name,
    ...(table.Description && { description: table.Description }),
    location: table.StorageDescriptor?.Location ?? '',
    // Iceberg keeps dropped columns in Glue, and marks them.
    columns: (table.StorageDescriptor?.Columns ?? [])
      .filter(
        ({ Parameters }) => Parameters?.['iceberg.field.current'] !== 'false',
      )
      .map(({ Name, Type = '', Comment }) => ({
        name: Name!,
        type: Type,
        ...(Comment && { comment: Comment }),
      })),
    partitionedBy: metadata.fields.flatMap(field => {
      const transform = field.partitionTransform;
      if (!transform) return [];
      return transform === 'identity'
        ? field.name
        : `${transform}(${field.name})`;
    }),
    athenaOutputLocation,
  };
}

/** Differences that no update can make good. */
function shapeDifferences(
  wanted: IcebergTableProperties,
  found: IcebergTableProperties,
): Difference[] {
  return [
    ...differencesBetween(
      withoutEndSlash(wanted.location),
      withoutEndSlash(found.location),
      'location',
    ),
    ...wanted.columns.flatMap(({ name, type }) => {
      const there = columnOf(found, name);
      return differencesBetween(
        normalised(type),
        there && normalised(there.type),
        `columns.${name}.type`,
      );
    }),
    ...differencesBetween(
      [...wanted.partitionedBy].sort(),
      [...found.partitionedBy].sort(),
      'partitionedBy',
    ),
  ];
}

function columnOf({ columns }: IcebergTableProperties, wanted: string) {
  return columns.find(({ name }) => name === wanted);
}

function normalised(type: string): string {
  return type.toLowerCase().replace(/\s+/g, '');
}

/** Athena's DDL quotes names with backticks; declared ones hold none. */
/** Puts the description and the comments, which Athena's DDL for Iceberg cannot say. */
async function describe(
  wanted: IcebergTableProperties,
  context: ResourceContext,
): Promise<void> {
  const { database, name, description } = wanted;
  const glueTable = await readIcebergGlueTable(wanted, context);
  if (!glueTable) {
    throw new ConflictError(`Table ${database}.${name} is not there any more.`);
  }
  const found = toProperties(wanted, glueTable);
  const shape = shapeDifferences(wanted, found);
  if (shape.length > 0) {
    throw new ConflictError(
      `Table ${database}.${name} is there, and differs in ${shape
        .map(({ path }) => path)
        .join(
          ', ',
        )}. Sluice does not change tables that hold data: declare it as it is, or change it by ALTER TABLE.`,
    );
  }
  if (icebergTable.diff(wanted, found).length === 0) return;
  const { table } = glueTable;
  await context.clients.glue.send(
    new UpdateTableCommand({
      DatabaseName: database,
      // Without it, an Iceberg commit of another writer meanwhile would be lost.
      VersionId: table.VersionId,
      TableInput: {
        ...toTableInput(table),
        Description: description ?? table.Description,
        StorageDescriptor: {
          ...table.StorageDescriptor,
          Columns: table.StorageDescriptor?.Columns?.map(column => ({
            ...column,
            Comment: columnOf(wanted, column.Name!)?.comment ?? column.Comment,
          })),
        },
      },
    }),
  );
}
