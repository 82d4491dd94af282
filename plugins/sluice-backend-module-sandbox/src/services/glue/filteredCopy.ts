import { readFileSync } from 'fs';
import path from 'path';
import { AwsError, CallContext } from '../../core';
import {
  CommittedTable,
  createTableOfFile,
  currentSchema,
  listDataFiles,
  readIcebergTable,
  SchemaField,
  text,
  UnreadableTableError,
  withTable,
} from '../../iceberg';
import type { AuthorizedAccess } from '../lakeFormation/effective';
import { visibleSql } from '../lakeFormation/visibleSql';
import { icebergFiles } from './icebergFiles';

/** A table, as it stands, and how much of it is to be seen. */
interface Source {
  tableName: string;
  metadataLocation: string;
  access: AuthorizedAccess;
}

/**
 * Writes an Iceberg table that has just the columns, rows and cells of another that
 * may be read, with the same ids, names and types of the columns. What may not be
 * read is not in it, as if it had never been.
 *
 * @param location - S3 URI of the new table
 */
export async function writeFilteredCopy(
  context: CallContext,
  { tableName, metadataLocation, access }: Source,
  location: string,
): Promise<CommittedTable> {
  const files = icebergFiles(context);
  const source = readIcebergTable(files, metadataLocation);
  const fields = currentSchema(source.metadata).fields.filter(({ name }) =>
    access.columns.includes(name.toLowerCase()),
  );
  try {
    const listed = await listDataFiles(files, source);
    return await createTableOfFile(files, {
      location,
      fields,
      file: await withTable(
        {
          metadata: source.metadata,
          files: listed.map(file => files.read(file.path)),
        },
        async ({ connection, source: table, directory }) => {
          const output = path.join(directory, 'visible.parquet');
          const values: string[] = [];
          const bind = (value: string) => `$${values.push(value)}`;
          const visible = visibleSql(only(access, fields), bind)(table);
          const reader = await connection.runAndReadAll(
            `COPY (${visible}) TO ${text(
              output,
            )} (FORMAT parquet, FIELD_IDS {${fields
              .map(({ id, name }) => `${text(name.toLowerCase())}: ${id}`)
              .join(', ')}})`,
            values,
          );
          const recordCount = Number(reader.getRows()[0][0]);
          return recordCount > 0
            ? { bytes: readFileSync(output), recordCount }
            : undefined;
        },
      ),
      now: context.world.clock.now(),
    });
  } catch (error) {
    if (error instanceof AwsError) throw error;
    // What DuckDB says may hold a value that was to be filtered away.
    const why =
      error instanceof UnreadableTableError
        ? error.message
        : 'its row filter cannot be applied to its columns as they are now';
    throw new AwsError(
      'InvalidInputException',
      `The query engine cannot read ${tableName}: ${why}.`,
    );
  }
}

/** Glue may still list columns that the table has not. */
function only(
  access: AuthorizedAccess,
  fields: SchemaField[],
): AuthorizedAccess {
  return { ...access, columns: fields.map(({ name }) => name.toLowerCase()) };
}
