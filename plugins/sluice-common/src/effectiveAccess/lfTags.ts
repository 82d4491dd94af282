import {
  LfTagAssignment,
  LfTagCondition,
  ObservedDatabase,
  ObservedTable,
  TableColumn,
} from '../accessModel';

/** What of a table an LF-Tag expression matches. */
export interface TagMatch {
  /** Whether the table as such carries the tags. */
  matchesTable: boolean;
  /** Positions of the columns that do. */
  columns: Set<number>;
}

type TagValues = Map<string, string[]>;

/**
 * Matches an LF-Tag expression: AND between keys, OR between the values of one
 * key. A tag of the database holds for the table, and one of the table for the
 * column, unless the same key is set there (LF reference A6).
 */
export function matchLfTags(
  expression: LfTagCondition[],
  table: ObservedTable,
  database: ObservedDatabase,
): TagMatch {
  const tableTags = override(valuesOf(database.lfTags), table.lfTags);
  const columns = table.columns.flatMap((column, position) =>
    matches(expression, tagsOfColumn(tableTags, column)) ? [position] : [],
  );
  return {
    matchesTable: matches(expression, tableTags),
    columns: new Set(columns),
  };
}

function tagsOfColumn(tableTags: TagValues, column: TableColumn): TagValues {
  return column.lfTags.length > 0
    ? override(tableTags, column.lfTags)
    : tableTags;
}

function matches(expression: LfTagCondition[], tags: TagValues): boolean {
  return expression.every(({ key, values }) =>
    (tags.get(key.toLowerCase()) ?? []).some(
      value =>
        values.includes('*') ||
        values.some(wanted => wanted.toLowerCase() === value),
    ),
  );
}

function override(inherited: TagValues, own: LfTagAssignment[]): TagValues {
  return new Map([...inherited, ...valuesOf(own)]);
}

const SPECIFICITY = { database: 0, table: 1, column: 2 };

/** Observed tags may list inherited values too; the most specific one holds. */
function valuesOf(assignments: LfTagAssignment[]): TagValues {
  const sorted = [...assignments].sort(
    (a, b) => SPECIFICITY[a.source] - SPECIFICITY[b.source],
  );
  return new Map(
    sorted.map(({ key, values }) => [
      key.toLowerCase(),
      values.map(value => value.toLowerCase()),
    ]),
  );
}
