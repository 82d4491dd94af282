import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  AccessTerms,
  checkRowFilter,
  REQUEST_LIMITS,
  RequestedColumn,
  RequestedTable,
  RequestPolicy,
  RowFilterProblem,
  SluiceApi,
  TableColumn,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry } from '../access';
import { nearestName } from './nearestName';
import { timeOf } from './times';

/** Clocks differ, and a form that is filled in takes its time. */
const PAST_START_MS = 60_000;
const LATEST_START_MS = 366 * 24 * 3_600_000;
/** Of what could stand in a row filter; more are no help. */
const SHOWN_EXPECTATIONS = 10;

/** What terms are resolved by. */
export interface TermsContext {
  snapshot: AccessSnapshot;
  policy: Pick<RequestPolicy, 'defaultDurationMinutes' | 'maxDurationMinutes'>;
  now: Date;
  /**
   * Terms that stand, of which others are a narrower version. Their start may
   * have passed, and they may be longer than the policy allows by now.
   */
  standing?: AccessTerms;
}

/**
 * What is asked for, by names, as it is approved: columns by field id, in the
 * order of the table, with their classification.
 *
 * @throws InputError naming what is wrong, and where
 */
export function resolveTerms(
  asked: SluiceApi.AskedTerms,
  context: TermsContext,
): AccessTerms {
  const { tables } = asked;
  if (tables.length === 0) {
    throw new InputError('Ask for at least one table.');
  }
  if (tables.length > REQUEST_LIMITS.tables) {
    throw new InputError(
      `${tables.length} tables are more than the ${REQUEST_LIMITS.tables} of one request. Make several requests.`,
    );
  }
  const resolved = tables.map(table => resolveTable(table, context.snapshot));
  const twice = resolved.find(
    ({ table }, index) =>
      resolved.findIndex(each => each.table === table) !== index,
  );
  if (twice) {
    throw new InputError(
      `Table ${twice.table} is asked for twice; a request has one list of columns and one row filter for a table.`,
    );
  }
  const startsAt = resolveStart(asked.startsAt, context);
  return {
    tables: resolved,
    ...(startsAt && { startsAt }),
    durationMinutes: resolveDuration(asked.durationMinutes, context),
  };
}

function resolveTable(
  asked: SluiceApi.AskedTable,
  snapshot: AccessSnapshot,
): RequestedTable {
  const entry = findTable(asked.table, snapshot);
  const { entityRef, accountName, table } = entry;
  refuseUnread(entry);
  const rowFilter = asked.rowFilter?.trim();
  if (rowFilter) refuseWrongFilter(rowFilter, entry);
  return {
    table: entityRef,
    ref: table.ref,
    ...(table.tableUuid && { tableUuid: table.tableUuid }),
    producerAccount: accountName,
    columns: resolveColumns(asked.columns, entry),
    ...(rowFilter && { rowFilter }),
  };
}

function findTable(ref: string, { world }: AccessSnapshot): TableEntry {
  let canonical: string;
  try {
    canonical = stringifyEntityRef(
      parseEntityRef(ref, { defaultKind: 'resource' }),
    );
  } catch {
    throw new InputError(
      `"${shortened(
        ref,
      )}" is no entity ref of a table. It looks like resource:<account>/<database>.<table>.`,
    );
  }
  const entry = world.findTable(canonical);
  // No names of others: whoever asks may not be allowed to see these.
  if (!entry) throw unknownTableError(canonical);
  return entry;
}

/** Also what is said of a table that the asker may not see. */
export function unknownTableError(tableRef: string): InputError {
  return new InputError(
    `There is no table ${shortened(
      tableRef,
    )}. Only Iceberg tables of connected accounts that have been read can be asked for; correct the name, or wait until the account is read.`,
  );
}

/** Columns are granted by field id, which only the table's metadata has. */
function refuseUnread({ entityRef, table }: TableEntry): void {
  const { columns, problem } = table;
  const unnumbered = columns.find(({ fieldId }) => fieldId === undefined);
  if (!problem && columns.length > 0 && !unnumbered) return;
  const why =
    problem ??
    (unnumbered
      ? `the field id of ${unnumbered.name} is not known`
      : 'no columns are known');
  throw new InputError(
    `Table ${entityRef} cannot be asked for until its metadata is read: ${withoutFullStop(
      why,
    )}. Have its owner or a platform engineer look at why, then ask again.`,
  );
}

function resolveColumns(
  asked: string[],
  { entityRef, table }: TableEntry,
): RequestedColumn[] {
  if (asked.length === 0) {
    throw new InputError(`Name at least one column of table ${entityRef}.`);
  }
  const wanted = new Set<TableColumn>();
  for (const name of asked) {
    const column = findColumn(name, table.columns);
    if (!column) throw unknownColumn(name, entityRef, table.columns);
    if (wanted.has(column)) {
      throw new InputError(
        `Column ${column.name} of table ${entityRef} is named twice.`,
      );
    }
    wanted.add(column);
  }
  return table.columns
    .filter(column => wanted.has(column))
    .map(({ fieldId, name, classification }) => ({
      fieldId: fieldId!,
      name,
      ...(classification && { classification }),
    }));
}

function findColumn(
  name: string,
  columns: TableColumn[],
): TableColumn | undefined {
  return (
    columns.find(each => each.name === name) ??
    columns.find(each => folded(each.name) === folded(name))
  );
}

function unknownColumn(
  name: string,
  table: string,
  columns: TableColumn[],
): InputError {
  const outer = name.includes('.') && findColumn(name.split('.')[0], columns);
  if (outer) {
    return new InputError(
      `${shortened(name)} is a field of column ${
        outer.name
      } of table ${table}; EMR on EKS has no access control for fields. Ask for the column as a whole.`,
    );
  }
  const names = columns.map(each => each.name);
  const meant = nearestName(folded(name), names.map(folded));
  return new InputError(
    `Table ${table} has no column ${shortened(name)}. ${
      meant
        ? `Did you mean ${names.find(each => folded(each) === meant)}?`
        : `It has ${names.join(', ')}.`
    }`,
  );
}

function refuseWrongFilter(
  rowFilter: string,
  { entityRef, table }: TableEntry,
): void {
  const [problem] = checkRowFilter(rowFilter, table.columns).problems;
  if (!problem) return;
  throw new InputError(
    `The row filter for table ${entityRef} is wrong at ${placeOf(
      rowFilter,
      problem,
    )}: ${withoutFullStop(problem.message)}.${expectationsOf(problem)}`,
  );
}

/** `character 9, "Texas"`. */
function placeOf(text: string, { start, end }: RowFilterProblem): string {
  const at = text.slice(start, end);
  return `character ${start + 1}${
    at && at.length < text.length ? `, "${shortened(at)}"` : ''
  }`;
}

function expectationsOf({ expected }: RowFilterProblem): string {
  return expected.length > 0
    ? ` Expected there: ${expected.slice(0, SHOWN_EXPECTATIONS).join(', ')}.`
    : '';
}

function resolveStart(
  asked: string | undefined,
  { now, standing }: TermsContext,
): string | undefined {
  if (asked === undefined) return undefined;
  const start = timeOf(asked, 'startsAt');
  const startsAt = new Date(start).toISOString();
  if (standing?.startsAt && Date.parse(standing.startsAt) === start) {
    return startsAt;
  }
  if (start < now.getTime() - PAST_START_MS) {
    throw new InputError(
      `startsAt is ${startsAt}, which has passed; it is ${now.toISOString()} now. Leave it out for access as soon as it is approved.`,
    );
  }
  if (start > now.getTime() + LATEST_START_MS) {
    throw new InputError(
      `startsAt is ${startsAt}, more than a year ahead. Ask closer to when access is needed.`,
    );
  }
  return startsAt;
}

function resolveDuration(
  asked: number | undefined,
  { policy, standing }: TermsContext,
): number {
  const minutes = asked ?? policy.defaultDurationMinutes;
  const most = Math.max(
    policy.maxDurationMinutes,
    standing?.durationMinutes ?? 0,
  );
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw new InputError(
      `durationMinutes is ${minutes}; access lasts for a whole number of minutes, at least 1.`,
    );
  }
  if (minutes > most) {
    throw new InputError(
      `durationMinutes is ${minutes}, more than the ${most} minutes that access lasts at most. Ask for less; it can be extended before it ends.`,
    );
  }
  return minutes;
}

function folded(name: string): string {
  return name.toLocaleLowerCase('en-US');
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** What somebody wrote may be of any length. */
function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
