import { EffectiveAccess, RowAccess, TableColumn } from '../accessModel';
import {
  ALL_ROWS,
  Decision,
  NO_ROWS,
  RowFilterExpression,
  parseRowExpression,
  rowFiltersEquivalent,
} from '../rowFilter';
import { StageView } from './types';

/**
 * Whether two answers open the same cells: columns by field id or name, rows by
 * what they mean.
 */
export function isSameAccess(
  left: EffectiveAccess,
  right: EffectiveAccess,
  columns: TableColumn[],
): Decision {
  if (left.level === 'unknown' || right.level === 'unknown') return 'unknown';
  const decisions = columns.map(column =>
    isSameRows(rowsOf(left, column), rowsOf(right, column), columns),
  );
  if (decisions.includes('no')) return 'no';
  return decisions.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether a job read the columns and rows that an answer opens. */
export function isSameProof(
  proof: StageView,
  access: EffectiveAccess,
  columns: TableColumn[],
): Decision {
  if (access.level === 'unknown' || proof.level === 'unknown') return 'unknown';
  const open =
    'columns' in access
      ? access.columns.filter(({ rows }) => rows.kind !== 'none')
      : [];
  const read = new Set(proof.columns?.map(name => name.toLowerCase()));
  if (
    read.size !== open.length ||
    open.some(({ name }) => !read.has(name.toLowerCase()))
  ) {
    return 'no';
  }
  return 'columns' in access && proof.rows
    ? isSameRows(proof.rows, access.rows, columns)
    : 'yes';
}

function rowsOf(access: EffectiveAccess, column: TableColumn): RowAccess {
  if (!('columns' in access)) return { kind: 'none' };
  const found = access.columns.find(({ fieldId, name }) =>
    fieldId !== undefined && column.fieldId !== undefined
      ? fieldId === column.fieldId
      : name === column.name,
  );
  return found?.rows ?? { kind: 'none' };
}

function isSameRows(
  left: RowAccess,
  right: RowAccess,
  columns: TableColumn[],
): Decision {
  if (JSON.stringify(left) === JSON.stringify(right)) return 'yes';
  return rowFiltersEquivalent(predicateOf(left), predicateOf(right), columns);
}

/** What effective access prints can be parsed. */
function predicateOf(rows: RowAccess): RowFilterExpression {
  if (rows.kind === 'all') return ALL_ROWS;
  return rows.kind === 'none' ? NO_ROWS : parseRowExpression(rows.expression);
}
