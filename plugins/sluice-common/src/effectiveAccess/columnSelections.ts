import { ColumnSelection, ObservedTable } from '../accessModel';

/** The columns of a table that a selection by name means today. */
export interface ResolvedColumns {
  /** Positions in the table's columns. */
  columns: Set<number>;
  /** True but surprising. */
  warnings: string[];
  /** Why it cannot be said which columns are meant. */
  problems: string[];
}

/**
 * Resolves names to columns. Lake Formation stores names, Iceberg tracks field
 * ids: after a rename a list names a column that is no longer there.
 *
 * @param holder - what holds the list, as the subject of a sentence: `The data
 * cells filter f`
 */
export function resolveColumns(
  selection: ColumnSelection,
  table: ObservedTable,
  holder: string,
): ResolvedColumns {
  const positions = new Map(
    table.columns.map(({ name }, position) => [name.toLowerCase(), position]),
  );
  if (selection.kind === 'all') {
    return { columns: new Set(positions.values()), warnings: [], problems: [] };
  }

  const { tableName } = table.ref;
  const warnings: string[] = [];
  const problems: string[] = [];
  const named = new Set<number>();
  for (const written of selection.names) {
    const name = written.toLowerCase();
    const position = positions.get(name) ?? positions.get(unquote(name));
    if (position !== undefined) {
      named.add(position);
    } else if (name.includes('.')) {
      problems.push(
        `${holder} names the nested column ${written}, which Sluice does not evaluate and EMR on EKS does not enforce; list whole columns instead.`,
      );
    } else if (selection.kind === 'include') {
      warnings.push(
        `${holder} names the column ${written}, which ${tableName} does not have; it was dropped or renamed. Remove it from the list, or name the new column.`,
      );
    } else {
      warnings.push(
        `${holder} excludes the column ${written}, which ${tableName} does not have; if the column was renamed, it is readable now. Exclude it by its new name, or list the readable columns instead.`,
      );
    }
  }
  if (selection.kind === 'include')
    return { columns: named, warnings, problems };

  warnings.push(
    `${holder} excludes columns by name, so every column added to ${tableName} later becomes readable. List the readable columns instead.`,
  );
  return {
    columns: new Set([...positions.values()].filter(p => !named.has(p))),
    warnings,
    problems,
  };
}

function unquote(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replace(/""/g, '"') : name;
}
