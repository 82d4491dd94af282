export { ColumnChecklist } from './ColumnChecklist';
export { RowFilterEditor } from './RowFilterEditor';
