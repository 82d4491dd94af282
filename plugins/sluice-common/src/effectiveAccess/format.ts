import { EffectiveAccess, RowAccess } from '../accessModel';

/** A {@link RowAccess}, or its view of the REST API. @public */
export type FormattableRows = {
  kind: RowAccess['kind'];
  expression?: string;
};

/** What the words for an answer are made from; a cell of the matrix is one. @public */
export interface AccessSummary {
  level: EffectiveAccess['level'];
  visibleColumns?: number;
  totalColumns?: number;
  rows?: FormattableRows;
}

/** `all rows`, `no rows`, `rows where state in ('Texas', 'New York')`. @public */
export function formatRowAccess(rows: FormattableRows): string {
  switch (rows.kind) {
    case 'all':
      return 'all rows';
    case 'none':
      return 'no rows';
    default:
      return `rows where ${rows.expression}`;
  }
}

/** `all 9 columns`, `8 of 9 columns`. @public */
export function formatColumnCount(visible: number, total: number): string {
  if (total === 1) return visible === 1 ? 'the only column' : 'no column';
  return visible === total
    ? `all ${total} columns`
    : `${visible} of ${total} columns`;
}

/**
 * An answer in a few words: `full access`, `8 of 9 columns, rows where …`,
 * `no access`, `not known`.
 * @public
 */
export function summariseAccess(
  access: EffectiveAccess | AccessSummary,
): string {
  const { level, visibleColumns, totalColumns, rows } =
    'principal' in access ? accessSummaryOf(access) : access;
  if (level === 'full') return 'full access';
  if (level === 'none') return 'no access';
  if (level === 'unknown') return 'not known';
  const parts = [
    ...(visibleColumns !== undefined && totalColumns !== undefined
      ? [formatColumnCount(visibleColumns, totalColumns)]
      : []),
    ...(rows ? [formatRowAccess(rows)] : []),
  ];
  return parts.join(', ') || 'partial access';
}

/** The numbers of an answer. @public */
export function accessSummaryOf(access: EffectiveAccess): AccessSummary {
  if (access.level === 'none' || access.level === 'unknown') {
    return { level: access.level };
  }
  return {
    level: access.level,
    visibleColumns: access.columns.filter(({ rows }) => rows.kind !== 'none')
      .length,
    totalColumns: access.columns.length,
    rows: access.rows,
  };
}
