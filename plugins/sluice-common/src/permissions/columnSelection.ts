import { ColumnSelection } from '../accessModel';
import { RawColumnWildcard } from './rawTypes';

/**
 * Reads the column list of a grant or a filter. Lake Formation returns an empty
 * exclude list as absent or null (LF reference A1).
 *
 * @returns undefined when neither or both members are there.
 */
export function columnSelectionOf(raw: {
  ColumnNames?: string[] | null;
  ColumnWildcard?: RawColumnWildcard | null;
}): ColumnSelection | undefined {
  const included = fold(raw.ColumnNames);
  if (!raw.ColumnWildcard) {
    return included.length > 0
      ? { kind: 'include', names: included }
      : undefined;
  }
  if (included.length > 0) return undefined;
  const excluded = fold(raw.ColumnWildcard.ExcludedColumnNames);
  return excluded.length > 0
    ? { kind: 'exclude', names: excluded }
    : { kind: 'all' };
}

/** Lower case, each once; the order AWS gave, which is often the table's. */
function fold(names: string[] | null | undefined): string[] {
  return [...new Set((names ?? []).map(name => name.toLowerCase()))];
}
