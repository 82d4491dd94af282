import type { Table } from '@aws-sdk/client-glue';
import type {
  ExpectationsDocument,
  TableObservation,
} from '@sluice/plugin-sluice-common';
import { AwsError, CallContext } from '../../../core';
import {
  currentSchema,
  listDataFiles,
  quoted,
  readIcebergTable,
  TableFiles,
  text,
  UnreadableTableError,
  withTable,
} from '../../../iceberg';
import { glueService } from '../../glue';
import { s3Service } from '../../s3';
import { parseS3Uri } from '../../s3/objectStore';
import { duckPredicate, PredicateError } from './predicate';

type ExpectedTable = ExpectationsDocument['tables'][number];

const MOST_ERROR = 300;

/** Looks at a table as the caller, as Spark would: by Glue, then by S3. */
export async function observe(
  expected: ExpectedTable,
  context: CallContext,
): Promise<TableObservation> {
  const { name } = expected;
  try {
    return { name, outcome: 'read', ...(await read(expected, context)) };
  } catch (error) {
    const code = error instanceof AwsError ? error.code : '';
    if (/^AccessDenied/.test(code)) {
      return refused(name, 'denied', error as Error);
    }
    if (code === 'EntityNotFoundException') {
      return refused(name, 'absent', error as Error);
    }
    return refused(name, 'error', error as Error);
  }
}

async function read(
  { name, rowFilter, groups: expectedGroups }: ExpectedTable,
  context: CallContext,
): Promise<
  Pick<TableObservation, 'columns' | 'rows' | 'rowsOutside' | 'groups'>
> {
  const table = await tableOf(name, context);
  const location = table.Parameters?.metadata_location;
  if (!location) throw new UnreadableTableError(`${name} is no Iceberg table`);
  const files = filesOf(context);
  const source = readIcebergTable(files, location);
  const listed = await listDataFiles(files, source);
  const columns = currentSchema(source.metadata).fields.map(
    field => field.name,
  );
  const isThere = (column: string) =>
    columns.some(each => each.toLowerCase() === column.toLowerCase());
  const predicate = rowFilter ? duckPredicate(rowFilter) : undefined;
  // What goes by a hidden column cannot be asked; the columns tell the difference.
  const outside =
    predicate && [...predicate.columns].every(isThere)
      ? `NOT coalesce((${predicate.sql}), false)`
      : undefined;
  const groups =
    expectedGroups && isThere(expectedGroups.column)
      ? expectedGroups
      : undefined;
  const counts = await withTable(
    {
      metadata: source.metadata,
      files: listed.map(({ path }) => files.read(path)),
    },
    async ({ connection, source: from }) => {
      const reader = await connection.runAndReadAll(
        `SELECT ${[
          'count(*)',
          ...(outside ? [`count(*) FILTER (WHERE ${outside})`] : []),
          ...(groups?.values ?? []).map(
            value =>
              `count(*) FILTER (WHERE CAST(${quoted(
                groups!.column,
              )} AS VARCHAR) = ${text(value)})`,
          ),
        ].join(', ')} FROM ${from}`,
      );
      return reader.getRows()[0].map(Number);
    },
  );
  const [rows, ...others] = counts;
  const rowsOutside = outside ? others.shift() : undefined;
  const named = groups?.values.map((value, i) => ({ value, rows: others[i] }));
  return {
    columns,
    rows,
    ...(rowsOutside !== undefined && { rowsOutside }),
    ...(named && {
      groups: [
        ...named,
        { rows: named.reduce((left, group) => left - group.rows, rows) },
      ],
    }),
  };
}

async function tableOf(name: string, context: CallContext): Promise<Table> {
  const [, DatabaseName, Name] = /^([^.]+)\.([^.]+)$/.exec(name) ?? [];
  if (!Name) throw new UnreadableTableError(`${name} is not database.table`);
  const { Table: found }: any = await glueService.operations.GetTable(
    { DatabaseName, Name },
    context,
  );
  return found;
}

/** Objects of S3, as far as the caller may read them. */
function filesOf(context: CallContext): TableFiles {
  return {
    read(uri) {
      const { bucket, key } = parseS3Uri(uri)!;
      const { Body } = s3Service.operations.GetObject(
        { Bucket: bucket, Key: key },
        context,
      ) as { Body: Uint8Array };
      return Body;
    },
    write(uri) {
      throw new UnreadableTableError(`${uri} is only read`);
    },
  };
}

function refused(
  name: string,
  outcome: TableObservation['outcome'],
  error: Error,
): TableObservation {
  return { name, outcome, error: described(error).slice(0, MOST_ERROR) };
}

/** What was thrown, without a value that a row may have. */
function described(error: Error): string {
  if (error instanceof AwsError) {
    return `${error.code}: ${error.message.split('\n')[0]}`;
  }
  if (
    error instanceof PredicateError ||
    error instanceof UnreadableTableError
  ) {
    return `${error.name}: ${error.message}`;
  }
  // DuckDB's own words begin with the kind of the error, and go on with the data.
  const [kind] = /^[A-Z][A-Za-z ]+ Error(?=:)/.exec(error.message) ?? [];
  return `${kind ?? error.name}: the table was read, but not its rows counted`;
}
