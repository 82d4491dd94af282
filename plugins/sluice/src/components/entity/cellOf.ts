import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** What a team reads of a table, as the matrix shows it. */
export function cellOf(
  access: SluiceApi.EffectiveAccess,
): SluiceApi.MatrixCell {
  const columns = access.columns ?? [];
  return {
    team: access.team.entityRef,
    table: access.tableEntityRef,
    level: access.level,
    visibleColumns: columns.filter(({ rows }) => rows.kind !== 'none').length,
    totalColumns: columns.length,
    rows: access.rows,
    warnings: access.warnings.length,
  };
}
