import { Declaration } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry } from '../access';
import { declaredTables } from './declaredTables';
import { tableOf } from './driftTable';

/** Observed tables that declarations of a team name, by the team's entity ref. */
export function declaredByTeam(
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
