import { TableColumn } from '../accessModel';
import { ColumnPath } from './ast';
import { FilterType, parseColumnType } from './columnTypes';
import { printColumn } from './printer';

/** What a check needs to know of a column. */
export type CheckedColumn = Pick<
  TableColumn,
  'name' | 'type' | 'partitionTransform'
>;

/** What is wrong, and what could stand there instead. */
export type Finding = { message: string; expected?: string[] };

/** The column that a path begins with and the type of what it ends at. */
export function resolveColumn(
  path: ColumnPath,
  columns: CheckedColumn[],
): { type: FilterType; column: CheckedColumn } | Finding {
  const column = columns.find(({ name }) => name.toLowerCase() === path[0]);
  if (!column) {
    return {
      message: `The table has no column ${printColumn([path[0]])}`,
      expected: columns.map(({ name }) => printColumn([name.toLowerCase()])),
    };
  }
  let type = parseColumnType(column.type);
  if (path.length > 1 && column.partitionTransform) {
    return {
      message: `${printColumn([
        path[0],
      ])} is a partition column, of which no fields can be used`,
    };
  }
  for (let depth = 1; depth < path.length; depth++) {
    const parent = printColumn(path.slice(0, depth));
    if (type.kind !== 'struct') {
      return {
        message: `${parent} is no struct, so it has no field ${printColumn([
          path[depth],
        ])}`,
      };
    }
    const field = type.fields.get(path[depth]);
    if (!field) {
      return {
        message: `${parent} has no field ${printColumn([path[depth]])}`,
        expected: [...type.fields.keys()].map(name => printColumn([name])),
      };
    }
    type = field;
  }
  return { type, column };
}
