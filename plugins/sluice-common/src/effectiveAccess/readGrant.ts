import {
  AccountObservation,
  DataCellsFilter,
  LfPermission,
  ObservedTable,
  Permission,
} from '../accessModel';
import {
  ALL_ROWS,
  RowFilterExpression,
  columnsOf,
  findRowFilterProblems,
  parseRowFilter,
  printColumn,
} from '../rowFilter';
import { AccessIndex } from './AccessIndex';
import { resolveColumns } from './columnSelections';
import { matchLfTags } from './lfTags';
import { openingOf } from './sentences';

/** What one permission gives on one table. */
export interface GrantReading {
  /** Absent when it gives no SELECT on any column. */
  opened?: { columns: ReadonlySet<number>; rows: RowFilterExpression };
  /** Permissions other than SELECT. */
  others: LfPermission[];
  warnings: string[];
  problems: string[];
}

const CHANGES: LfPermission[] = ['ALL', 'ALTER', 'DROP', 'DELETE', 'INSERT'];

/** Whether a permission lets data be read at all. */
export function givesSelect({ permissions }: Permission): boolean {
  return permissions.includes('SELECT') || permissions.includes('ALL');
}

/**
 * Reads one permission that may reach a table.
 *
 * @param account - whose Lake Formation returned the permission
 */
export function readGrant(
  index: AccessIndex,
  permission: Permission,
  table: ObservedTable,
  account: AccountObservation,
): GrantReading {
  if (permission.condition !== undefined) {
    return nothing({
      problems: givesSelect(permission)
        ? [
            `${openingOf(permission, table)} under the condition ${
              permission.condition
            }, which Sluice does not evaluate.`,
          ]
        : [],
    });
  }
  const others = permission.permissions.filter(word => word !== 'SELECT');
  switch (permission.resource.kind) {
    case 'table':
    case 'allTables':
      return givesSelect(permission)
        ? { ...nothing({ others }), opened: wholeOf(table) }
        : nothing({ others });
    case 'columns': {
      if (!givesSelect(permission)) return nothing({ others });
      const { columns, warnings, problems } = resolveColumns(
        permission.resource.columns,
        table,
        `A column list granted in account ${account.accountId}`,
      );
      const opened = { columns, rows: ALL_ROWS };
      return problems.length > 0
        ? nothing({ others, warnings, problems })
        : { opened, others, warnings, problems };
    }
    case 'dataCellsFilter':
      return givesSelect(permission)
        ? readFilter(index, permission.resource.filterName, table, account)
        : nothing({});
    case 'lfTagPolicy':
      return readTagPolicy(index, permission, table);
    default:
      return nothing({});
  }
}

function readFilter(
  index: AccessIndex,
  name: string,
  table: ObservedTable,
  account: AccountObservation,
): GrantReading {
  const holder = `The data cells filter ${name}`;
  const found = findFilter(index, name, table, account);
  if ('problem' in found) return nothing({ problems: [found.problem] });

  const { columns, warnings, problems } = resolveColumns(
    found.filter.columns,
    table,
    holder,
  );
  const rows = rowsOf(index, found.filter);
  if (rows instanceof Error) {
    problems.push(
      `${holder} on ${table.ref.tableName} has a row filter that Sluice cannot read: ${rows.message}.`,
    );
    return nothing({ warnings, problems });
  }
  const names = new Set(table.columns.map(column => column.name.toLowerCase()));
  const gone = columnsOf(rows).filter(([column]) => !names.has(column));
  if (gone.length > 0) {
    problems.push(
      `${holder} filters rows by ${gone.map(printColumn).join(', ')}, which ${
        table.ref.tableName
      } does not have; correct the filter.`,
    );
  } else {
    warnings.push(
      ...findRowFilterProblems(rows, table.columns).map(
        problem => `${holder}: ${problem}.`,
      ),
    );
  }
  return problems.length > 0
    ? nothing({ warnings, problems })
    : { opened: { columns, rows }, others: [], warnings, problems };
}

/**
 * A filter lives where its table does; the administrator of an account that a
 * table is shared with may make one for it too.
 */
function findFilter(
  index: AccessIndex,
  name: string,
  table: ObservedTable,
  account: AccountObservation,
): { filter: DataCellsFilter } | { problem: string } {
  const owner = index.findAccount(table.ref)!;
  const found: DataCellsFilter[] = [];
  for (const each of new Set([account, owner])) {
    const failure = index.findFailure(each, 'filters');
    if (failure !== undefined) {
      return {
        problem: `The data cells filters of account ${each.accountId} could not be read: ${failure}`,
      };
    }
    const filter = index.findFilter(each, table.ref, name);
    if (filter) found.push(filter);
  }
  const [filter, other] = found;
  if (!filter) {
    return {
      problem: `The data cells filter ${name} on ${table.ref.tableName} is granted, but was not found or is not of a known form; look at it in account ${owner.accountId}.`,
    };
  }
  if (other && contentOf(other) !== contentOf(filter)) {
    return {
      problem: `Accounts ${account.accountId} and ${owner.accountId} each have a data cells filter ${name} on ${table.ref.tableName}, and they differ; rename one.`,
    };
  }
  return { filter };
}

function contentOf({ columns, rows }: DataCellsFilter): string {
  return JSON.stringify([columns, rows]);
}

function rowsOf(
  index: AccessIndex,
  { rows }: DataCellsFilter,
): RowFilterExpression | Error {
  if (rows.kind === 'all') return ALL_ROWS;
  const known = index.rowFilters.get(rows.expression);
  if (known) return known;
  const parsed = tryParse(rows.expression);
  index.rowFilters.set(rows.expression, parsed);
  return parsed;
}

function tryParse(expression: string): RowFilterExpression | Error {
  try {
    return parseRowFilter(expression, { reservedWords: 'accept' });
  } catch (error) {
    return error as Error;
  }
}

/**
 * A policy that matches some columns only gives SELECT on these for SELECT and
 * ALL; anything else it grants is just DESCRIBE (LF reference A6).
 */
function readTagPolicy(
  index: AccessIndex,
  permission: Permission,
  table: ObservedTable,
): GrantReading {
  if (permission.resource.kind !== 'lfTagPolicy') return nothing({});
  const owner = index.findAccount(table.ref)!;
  const failure = index.findFailure(owner, 'tags');
  const database = index.findDatabase(table.ref);
  if (failure !== undefined || !database) {
    const cause = failure ?? 'its database was not found';
    return nothing({
      problems: [
        `${openingOf(
          permission,
          table,
        )} if its LF-Tags match, but the LF-Tags of account ${
          owner.accountId
        } could not be read: ${cause}`,
      ],
    });
  }
  const { matchesTable, columns } = matchLfTags(
    permission.resource.expression,
    table,
    database,
  );
  const isWhole = matchesTable && columns.size === table.columns.length;
  const others = permission.permissions.filter(word => word !== 'SELECT');
  const reading = nothing({ others: isWhole ? others : [] });
  if (!isWhole && columns.size > 0) {
    const shows = others.some(
      word => word === 'DESCRIBE' || CHANGES.includes(word),
    );
    if (shows) reading.others.push('DESCRIBE');
  }
  if (!givesSelect(permission) || columns.size === 0) return reading;
  return { ...reading, opened: { columns, rows: ALL_ROWS } };
}

function wholeOf(table: ObservedTable) {
  return { columns: new Set(table.columns.keys()), rows: ALL_ROWS };
}

function nothing(reading: Partial<GrantReading>): GrantReading {
  return { others: [], warnings: [], problems: [], ...reading };
}
