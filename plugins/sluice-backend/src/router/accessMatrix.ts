import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { DriftCounts } from '../drift';
import { AccessScope } from './Authorizer';
import { viewCell, viewMatrixTable, viewTeam } from './views';

/**
 * Teams × tables, as far as the caller may see. A team of which the caller may
 * see no cell at all is counted, not shown; of another's row only the cells
 * that the caller may see are there.
 */
export function accessMatrix(options: {
  snapshot: AccessSnapshot;
  scope: AccessScope;
  /** All tables that were asked for. */
  tables: TableEntry[];
  /** Those of them that this answer shows. */
  page: TableEntry[];
  nextCursor?: string;
  /** Absent for a moment of the past. */
  drift?: DriftCounts;
}): SluiceApi.AccessMatrix {
  const { snapshot, scope, tables, page, nextCursor, drift } = options;
  const allows = (team: Team, { entityRef }: TableEntry) =>
    scope.allows(snapshot.resourceOf(team.entityRef, entityRef));
  const teams = snapshot.teams.filter(team =>
    tables.length > 0
      ? tables.some(table => allows(team, table))
      : scope.allows(snapshot.resourceOf(team.entityRef, '')),
  );
  const observedAt = snapshot.observedAt(page, teams);
  return {
    tables: page.map(entry => viewMatrixTable(entry, snapshot)),
    teams: teams.map(viewTeam),
    cells: teams.flatMap(team =>
      page
        .filter(entry => allows(team, entry))
        .map(entry => viewCell(team, entry, { snapshot, drift })),
    ),
    hiddenTeams: snapshot.teams.length - teams.length,
    totalTables: tables.length,
    ...(nextCursor && { nextCursor }),
    ...(observedAt && { observedAt }),
    stale: snapshot.isStale(page, teams),
  };
}
