import { quoted } from '../../iceberg';
import type { AuthorizedAccess } from './effective';
import { filterSql } from './filterSql';

/**
 * SQL of the rows, columns and cells that a caller may read (LF reference A6), as
 * a function of what they are read from.
 *
 * @param bind - keeps a text, and returns what stands for it
 */
export function visibleSql(
  access: AuthorizedAccess,
  bind: (text: string) => string,
): (source: string) => string {
  const cells = access.columns.map(column => {
    const filter = access.cellFilters.find(each => each.columnName === column);
    return filter
      ? `CASE WHEN ${filterSql(filter.rowFilterExpression, bind)} THEN ${quoted(
          column,
        )} END AS ${quoted(column)}`
      : quoted(column);
  });
  const rows =
    access.rowFilter === undefined
      ? ''
      : ` WHERE ${filterSql(access.rowFilter, bind)}`;
  return source => `SELECT ${cells.join(', ')} FROM ${source}${rows}`;
}
