export { listDataFiles, UnreadableTableError } from './dataFiles';
export type { ListedFile } from './dataFiles';
export { createTableOfFile } from './tableOfFile';
export {
  appendRows,
  createIcebergTable,
  glueTypeOf,
  readIcebergTable,
} from './icebergTable';
export type { CommittedTable, TableFiles } from './icebergTable';
export { quoted, text, withTable } from './openedTable';
export type { TableBytes } from './openedTable';
export { currentSchema } from './tableMetadata';
export type {
  ColumnDeclaration,
  SchemaField,
  TableMetadata,
} from './tableMetadata';
export { columnType } from './types';
export type { CellValue } from './types';
