import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { TableExpectation } from '@sluice/plugin-sluice-common';
import { AccessService, AccessSnapshot, TableEntry, Team } from '../access';
import { declaredByTeam } from '../drift/declaredByTeam';
import { StageWorlds } from '../drift/StageWorlds';
import { ExpectationSource } from '../jobs/types';
import { expectedRead } from './ExpectedAccess';
import { TableNames } from './tableNames';

/** Links of other teams that a verification tries at most. */
const MAX_DENIED = 50;

/**
 * What a team is to read now: each table of which something is declared or
 * granted, and none of those that only links of its account lead to.
 */
export class TeamExpectations implements ExpectationSource {
  constructor(
    private readonly options: {
      access: Pick<AccessService, 'current'>;
      stages: Pick<StageWorlds, 'of'>;
    },
  ) {}

  async of(
    teamRef: string,
    expectedRows: { table: string; rows: number }[] = [],
  ): Promise<TableExpectation[]> {
    const snapshot = await this.options.access.current();
    const team = teamWithRole(teamRef, snapshot);
    const world = await this.options.stages.of(snapshot);
    const names = new TableNames(team, snapshot, world);
    const expectationOf = (entry: TableEntry): TableExpectation => {
      const read = expectedRead(team, entry, { snapshot, world });
      return {
        table: entry.table.ref,
        tableEntityRef: entry.entityRef,
        name: names.of(entry),
        ...read,
        ...rowsOf(entry, read),
      };
    };
    const own = new Set([
      ...snapshot.tablesWithin(team),
      ...(declaredByTeam(
        world.declared.map(({ declaration }) => declaration),
        snapshot,
      ).get(team.entityRef) ?? []),
    ]);
    const expected = [...own].map(expectationOf);
    const denied = names
      .linked(world)
      .filter(entry => !own.has(entry))
      .slice(0, MAX_DENIED)
      .map(expectationOf);
    return withRows(
      [...expected, ...denied].sort((a, b) => (a.name < b.name ? -1 : 1)),
      expectedRows,
      team,
    );
  }
}

function teamWithRole(
  teamRef: string,
  snapshot: AccessSnapshot,
): Team & { roleArn: string } {
  const team = snapshot.findTeam(teamRef);
  if (!team) {
    throw new NotFoundError(
      `No consumer team '${teamRef}' is known; a Group becomes one by its job execution role`,
    );
  }
  const { roleArn } = team;
  if (roleArn) return { ...team, roleArn };
  throw new ConflictError(
    `${team.title} has no job execution role yet, so nothing can be verified as that team; onboard it first`,
  );
}

/** The summary of a snapshot counts all rows, so it says nothing of a part of them. */
function rowsOf(
  { table }: TableEntry,
  { access, rowFilter, doubt }: Partial<TableExpectation>,
): Pick<TableExpectation, 'rows' | 'rowsFrom'> {
  const { currentSnapshotRows: rows } = table;
  return access === 'readable' &&
    rowFilter === undefined &&
    doubt === undefined &&
    rows !== undefined
    ? { rows, rowsFrom: 'snapshot' }
    : {};
}

function withRows(
  expectations: TableExpectation[],
  expectedRows: { table: string; rows: number }[],
  team: Team,
): TableExpectation[] {
  const byTable = new Map(expectedRows.map(each => [each.table, each.rows]));
  for (const table of byTable.keys()) {
    const found = expectations.find(each => each.tableEntityRef === table);
    if (found?.access !== 'readable') {
      throw new InputError(
        `${team.title} is not to read ${table}, so no number of rows can be expected of it; leave it out`,
      );
    }
  }
  return expectations.map(each => {
    const rows = byTable.get(each.tableEntityRef);
    return rows === undefined ? each : { ...each, rows, rowsFrom: 'person' };
  });
}
