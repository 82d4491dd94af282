import { Declaration } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { declaredTables, tableOf } from '../drift';

/** A team, and a table of which some stage of access has something to say. */
export interface StagePair {
  /** What pages go by: of the table, then of the team. */
  entityRef: string;
  team: Team;
  entry: TableEntry;
}

/**
 * Where anything is declared, granted or effective: all else is four times none,
 * and there are very many of these. In the order of tables, then teams.
 */
export function stagePairs(options: {
  snapshot: AccessSnapshot;
  /** Those in force. */
  declarations: Declaration[];
  teams: Team[];
  tables: TableEntry[];
}): StagePair[] {
  const { snapshot, declarations, teams, tables } = options;
  const declared = declaredByTeam(declarations, snapshot);
  const wanted = new Set(tables.map(({ entityRef }) => entityRef));
  return teams
    .flatMap(team =>
      entriesOf(team, declared, snapshot)
        .filter(({ entityRef }) => wanted.has(entityRef))
        .map(entry => ({
          entityRef: `${entry.entityRef} ${team.entityRef}`,
          team,
          entry,
        })),
    )
    .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
}

function entriesOf(
  team: Team,
  declared: Map<string, TableEntry[]>,
  snapshot: AccessSnapshot,
): TableEntry[] {
  return [
    ...new Set([
      ...snapshot.tablesWithin(team),
      ...(declared.get(team.entityRef) ?? []),
    ]),
  ];
}

function declaredByTeam(
  declarations: Declaration[],
  snapshot: AccessSnapshot,
): Map<string, TableEntry[]> {
  const byTeam = new Map<string, TableEntry[]>();
  for (const declaration of declarations) {
    if (!('team' in declaration)) continue;
    const teamRef = declaration.team.toLocaleLowerCase('en-US');
    const entries = declaredTables(declaration, snapshot).flatMap(table => {
      const found = tableOf({ table }, snapshot);
      return (found && snapshot.world.findTable(found.entityRef)) ?? [];
    });
    byTeam.set(teamRef, [...(byTeam.get(teamRef) ?? []), ...entries]);
  }
  return byTeam;
}
