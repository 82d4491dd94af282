import { ALL_ROWS, RowFilterExpression } from './ast';
import { KnownColumn } from './cases';
import { rowFilterImplies, rowFiltersOverlap } from './implication';

/** How many of all rows that a table could hold meet a filter. @public */
export type RowFilterVerdict = 'some rows' | 'all rows' | 'no row' | 'unknown';

/**
 * Whether a filter lets through each row that the table could hold, or none.
 * `unknown` where that is not decided; see {@link rowFilterImplies}.
 * @public
 */
export function rowFilterVerdict(
  filter: RowFilterExpression,
  columns: KnownColumn[],
): RowFilterVerdict {
  const isMetBySome = rowFiltersOverlap(filter, ALL_ROWS, columns);
  if (isMetBySome === 'no') return 'no row';
  const isMetByAll = rowFilterImplies(ALL_ROWS, filter, columns);
  if (isMetByAll === 'yes') return 'all rows';
  return isMetBySome === 'yes' && isMetByAll === 'no' ? 'some rows' : 'unknown';
}
