import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { CellValue, ColumnType } from './types';

/** A column as a data file stores it. */
export interface FileColumn {
  fieldId: number;
  name: string;
  type: ColumnType;
}

/** A Parquet file with Iceberg's field ids, so that a rename does not lose a column. */
export function writeParquet(
  columns: FileColumn[],
  rows: CellValue[][],
): Uint8Array {
  const schema: SchemaElement[] = [
    { name: 'table', num_children: columns.length },
    ...columns.map(column => ({
      name: column.name,
      repetition_type: 'OPTIONAL' as const,
      field_id: column.fieldId,
      ...column.type.parquet,
    })),
  ];
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map((column, i) => ({
        name: column.name,
        data: rows.map(row => row[i]),
      })),
      schema,
      createdBy: 'sluice sandbox',
    }),
  );
}
