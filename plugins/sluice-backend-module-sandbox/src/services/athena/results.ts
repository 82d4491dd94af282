import { AwsError } from '../../core';
import { page } from '../paging';
import type { QueryResult } from './select';

const LARGEST_PAGE = 1000;

/** Glue's names of types that Athena spells otherwise in results. */
const SPELLINGS: Record<string, string> = {
  string: 'varchar',
  int: 'integer',
};

/** A page of what a query found, of which the first row is the columns' names. */
export function resultPage(
  result: QueryResult | undefined,
  input: { MaxResults?: number; NextToken?: string },
) {
  const { columns, rows } = result ?? { columns: [], rows: [] };
  const all = result ? [columns.map(({ name }) => name), ...rows] : [];
  const { items, nextToken } = page<(string | null)[]>(
    all,
    input.MaxResults ?? LARGEST_PAGE,
    input.NextToken,
    token => new AwsError('InvalidRequestException', `Invalid token: ${token}`),
  );
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: items.map(row => ({
        Data: row.map(value => (value === null ? {} : { VarCharValue: value })),
      })),
      ResultSetMetadata: {
        ColumnInfo: columns.map(({ name, type }) => ({
          CatalogName: 'hive',
          SchemaName: '',
          TableName: '',
          Name: name,
          Label: name,
          Type: SPELLINGS[type] ?? type.replace(/\(.*/, ''),
          Nullable: 'UNKNOWN',
          CaseSensitive: type === 'string',
        })),
      },
    },
    NextToken: nextToken,
  };
}

/** The file that Athena writes: CSV with every value quoted, and nothing for NULL. */
export function resultText({ columns, rows }: QueryResult): string {
  const quote = (value: string | null) =>
    value === null ? '' : `"${value.replace(/"/g, '""')}"`;
  return [columns.map(({ name }) => name), ...rows]
    .map(row => `${row.map(quote).join(',')}\n`)
    .join('');
}
