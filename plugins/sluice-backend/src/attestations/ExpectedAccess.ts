import {
  Decision,
  effectiveAccess,
  EffectiveAccess,
  grantRevision,
  parseRowExpression,
  sparkPredicate,
  stagesOf,
  TableExpectation,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { StageWorld } from '../drift/StageWorlds';

/** What a team is to read of a table, whatever the table is called there. */
export type ExpectedRead = Pick<
  TableExpectation,
  'access' | 'columns' | 'rowFilter' | 'doubt' | 'basis' | 'revision'
>;

/**
 * What a team with a role is to read of a table: what is declared or, where
 * nothing is, what a job can read by what Lake Formation grants.
 */
export function expectedRead(
  team: Team & { roleArn: string },
  entry: TableEntry,
  { snapshot, world }: { snapshot: AccessSnapshot; world: StageWorld },
): ExpectedRead {
  const { table } = entry;
  const declared = effectiveAccess(world.declaredWorld, {
    principal: team.roleArn,
    table: table.ref,
  });
  const basis = declared.level === 'none' ? 'effective' : 'declared';
  const access =
    basis === 'declared' ? declared : effectiveOf(team, entry, snapshot, world);
  const isReadable = 'columns' in access;
  const columns = isReadable
    ? access.columns
        .filter(({ rows }) => rows.kind !== 'none')
        .map(({ name }) => name)
    : [];
  const rowFilter =
    isReadable && access.rows.kind !== 'all'
      ? { rowFilter: textOf(access.rows) }
      : {};
  const doubt = doubtOf(access, entry);
  return {
    access: isReadable ? 'readable' : 'denied',
    columns,
    ...rowFilter,
    ...(doubt !== undefined && { doubt }),
    basis,
    revision: grantRevision({
      roleArn: team.roleArn,
      tableIdentity: table.tableUuid ?? tableKey(table.ref),
      columns,
      ...rowFilter,
    }),
  };
}

/** Whether what was proved of a grant holds for what the team is to read now. */
export function isCurrent(
  proved: Pick<TableExpectation, 'revision'>,
  now: ExpectedRead,
): Decision {
  const isKnown = now.access === 'readable' || now.doubt === undefined;
  if (!isKnown) return 'unknown';
  return now.revision === proved.revision ? 'yes' : 'no';
}

/** As a job meets it: a grant without a link or an engine that filters opens nothing. */
function effectiveOf(
  team: Team,
  entry: TableEntry,
  snapshot: AccessSnapshot,
  world: StageWorld,
): EffectiveAccess {
  const access = snapshot.accessOf(team, entry);
  if (access.level === 'none' || access.level === 'unknown') return access;
  const { effective } = stagesOf({
    ...world,
    declared: [],
    principal: team.roleArn,
    table: entry.table.ref,
  }).stages;
  const { table, principal, reasons, warnings } = access;
  const base = { table, principal, reasons, warnings };
  if (effective.level === 'none') return { ...base, level: 'none' };
  return effective.level === 'unknown'
    ? { ...base, level: 'unknown', problems: [effective.text] }
    : access;
}

function textOf(
  rows: Exclude<
    Extract<EffectiveAccess, { rows: unknown }>['rows'],
    { kind: 'all' }
  >,
): string {
  return rows.kind === 'none' ? 'false' : rows.expression;
}

/** Fails closed: what cannot be said to a job, or told from its answer, is not proved. */
function doubtOf(
  access: EffectiveAccess,
  { table }: TableEntry,
): string | undefined {
  const { databaseName, tableName } = table.ref;
  const name = `${databaseName}.${tableName}`;
  if (access.level === 'unknown') {
    const problems = access.problems.join(' ').replace(/\.$/, '');
    return `What the team is to read of ${name} is not known: ${problems}.`;
  }
  if (access.level === 'none') return undefined;
  const rows = JSON.stringify(access.rows);
  const byRow = access.columns.filter(
    each => each.rows.kind !== 'none' && JSON.stringify(each.rows) !== rows,
  );
  if (byRow.length > 0) {
    return `Of ${name} the team is to read ${byRow
      .map(each => each.name)
      .join(
        ', ',
      )} in some rows only; a job cannot tell a hidden cell from an empty one.`;
  }
  try {
    if (access.rows.kind !== 'all') {
      sparkPredicate(parseRowExpression(textOf(access.rows)));
    }
    return undefined;
  } catch (error) {
    return `The row filter of ${name} cannot be told to a job: ${
      (error as Error).message
    }.`;
  }
}
