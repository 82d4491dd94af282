export { listDataFiles, UnreadableTableError } from './dataFiles';
export type { ListedFile } from './dataFiles';
export {
  appendRows,
  createIcebergTable,
  glueTypeOf,
  readIcebergTable,
} from './icebergTable';
export type { CommittedTable, TableFiles } from './icebergTable';
export { currentSchema } from './tableMetadata';
export type { ColumnDeclaration, TableMetadata } from './tableMetadata';
export { columnType } from './types';
export type { CellValue } from './types';
