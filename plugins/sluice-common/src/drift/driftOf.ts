import { LfPermissionRow, TableRef, tableKey } from '../accessModel';
import { stableId } from '../stableId';
import { DRIFT_CAUSES, Drift, DriftCause, DriftDirection } from './types';
import { World } from './World';

type Found = Omit<Drift, 'id' | 'severity' | 'rows'> & {
  /** What tells it from others of its cause, table and principal. */
  identity?: string;
  rows?: LfPermissionRow[];
};

const HYGIENE: DriftCause[] = ['setUpDiffers'];

/** Completes a difference: id, severity, team and who changed it last. */
export function driftOf(world: World, found: Found): Drift {
  const { identity = '', rows = [], ...rest } = found;
  const team = rest.team ?? world.teamOf(rest.principal)?.entityRef;
  const [last] = [...rows].sort((a, b) =>
    (b.lastUpdated ?? '').localeCompare(a.lastUpdated ?? ''),
  );
  return {
    id: stableId([
      rest.cause,
      rest.accountId,
      rest.table ? tableKey(rest.table) : '',
      rest.principal ?? '',
      identity,
    ]),
    severity: severityOf(rest.cause, rest.direction),
    ...rest,
    ...(team && { team }),
    ...(last?.lastUpdatedBy && { changedBy: last.lastUpdatedBy }),
    ...(last?.lastUpdated && { changedAt: last.lastUpdated }),
    rows,
  };
}

/** What may open data comes first; a team that cannot work waits for a person, too. */
function severityOf(
  cause: DriftCause,
  direction: DriftDirection,
): Drift['severity'] {
  if (HYGIENE.includes(cause)) return 'low';
  return direction === 'excess' || direction === 'different'
    ? 'high'
    : 'medium';
}

/** `healthcare_db.patients` */
export function nameOf({ databaseName, tableName }: TableRef): string {
  return `${databaseName}.${tableName}`;
}

/** By what is worst, then by what it is about. */
export function sorted(drifts: Drift[]): Drift[] {
  const rank = { high: 0, medium: 1, low: 2 };
  const key = (each: Drift) =>
    [
      rank[each.severity],
      String(DRIFT_CAUSES[each.cause].fault).padStart(2, '0'),
      each.table ? tableKey(each.table) : '',
      each.principal ?? '',
      each.id,
    ].join('|');
  return [...new Map(drifts.map(each => [each.id, each])).values()].sort(
    (a, b) => (key(a) < key(b) ? -1 : 1),
  );
}
