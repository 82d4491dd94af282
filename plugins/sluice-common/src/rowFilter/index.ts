export {
  ALL_ROWS,
  NO_ROWS,
  columnsOf,
  predicatesOf,
  type ColumnPath,
  type ComparisonOperator,
  type RowFilterConstant,
  type RowFilterExpression,
  type RowFilterPredicate,
} from './ast';
export {
  checkRowFilter,
  findRowFilterProblems,
  type RowFilterCheck,
} from './check';
export { type Decision } from './cases';
export {
  completionsAt,
  type RowFilterCompletion,
  type RowFilterCompletions,
} from './completions';
export { ExactDecimal } from './decimal';
export { evaluateRowFilter, type FilterableRow, type Truth } from './evaluate';
export {
  rowFilterImplies,
  rowFiltersEquivalent,
  rowFiltersOverlap,
} from './implication';
export { isReservedWord } from './keywords';
export { matchesLike } from './like';
export {
  parseRowExpression,
  parseRowFilter,
  type ParseRowFilterOptions,
} from './parser';
export { printColumn, printConstant, printRowFilter } from './printer';
export { RowFilterError, type RowFilterProblem } from './RowFilterError';
export {
  andRowFilters,
  notRowFilter,
  orRowFilters,
  simplifyRowFilter,
} from './simplify';
export { syntheticRows, type SyntheticRowsOptions } from './syntheticRows';
export { tryRowFilter, type RowFilterTrial } from './tryRowFilter';
export { rowFilterVerdict, type RowFilterVerdict } from './verdict';
