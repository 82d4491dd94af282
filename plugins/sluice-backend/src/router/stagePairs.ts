import { Declaration } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { declaredByTeam } from '../drift/declaredByTeam';

/** A team, and a table of which some stage of access has something to say. */
export interface StagePair {
  /** What pages go by: of the table, then of the team. */
  entityRef: string;
  team: Team;
  entry: TableEntry;
}

/**
 * Where anything is declared, granted, effective or was read by a job that was
 * not to: all else is four times none, and there are very many of these. In the
 * order of tables, then teams.
 */
export function stagePairs(options: {
  snapshot: AccessSnapshot;
  /** Those in force. */
  declarations: Declaration[];
  teams: Team[];
  tables: TableEntry[];
  /** Entity refs of tables of which a job of the team read something else, by team. */
  differing: Map<string, string[]>;
}): StagePair[] {
  const { snapshot, declarations, teams, tables, differing } = options;
  const declared = declaredByTeam(declarations, snapshot);
  const wanted = new Set(tables.map(({ entityRef }) => entityRef));
  return teams
    .flatMap(team =>
      [
        ...new Set([
          ...snapshot.tablesWithin(team),
          ...(declared.get(team.entityRef) ?? []),
          ...(differing.get(team.entityRef) ?? []).flatMap(
            ref => snapshot.world.findTable(ref) ?? [],
          ),
        ]),
      ]
        .filter(({ entityRef }) => wanted.has(entityRef))
        .map(entry => ({
          entityRef: `${entry.entityRef} ${team.entityRef}`,
          team,
          entry,
        })),
    )
    .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
}
