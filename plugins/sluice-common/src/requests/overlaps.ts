import { EffectiveAccess, TableColumn } from '../accessModel';
import { ALL_ROWS, parseRowFilter } from '../rowFilter';
import {
  emptyCells,
  grantedAlready,
  listed,
  staysWider,
  tableName,
} from './accessOverlaps';
import { widenings } from './narrower';
import { AccessRequest } from './request';
import { AccessTerms, RequestedTable } from './terms';

/** What a team reads already, or would read beyond what it asks for. @public */
export interface AccessOverlap {
  kind: 'alreadyGranted' | 'partlyGranted' | 'wider' | 'pending';
  /** Entity ref. */
  table: string;
  text: string;
  /** Another request of the team that it is by. */
  requestId?: string;
}

/** What is known of a table that is asked for. @public */
export interface AskedTableAccess {
  columns: TableColumn[];
  /** What the team reads without the grant that is asked for. */
  without: EffectiveAccess;
  /** What it would read with it. */
  after: EffectiveAccess;
}

/**
 * How what is asked for meets what the team reads, or has asked for, already.
 * Lake Formation only ever adds (LF reference A6), so a narrow grant beside a
 * wide one narrows nothing; who approves it should know.
 *
 * @param accessTo - a table; absent where it is not known
 * @param others - other requests of the team
 * @public
 */
export function overlapsOf(options: {
  /** Title of the team. */
  team: string;
  terms: AccessTerms;
  accessTo(table: string): AskedTableAccess | undefined;
  others: AccessRequest[];
}): AccessOverlap[] {
  const { team, terms, accessTo, others } = options;
  return terms.tables.flatMap(asked => {
    const { table } = asked;
    const access = accessTo(table);
    return [
      ...(access ? besides(team, asked, access, others) : []),
      ...others.flatMap(other => requestedBefore(team, asked, other)),
    ].map(overlap => ({ ...overlap, table }));
  });
}

function besides(
  team: string,
  asked: RequestedTable,
  { columns, without, after }: AskedTableAccess,
  others: AccessRequest[],
) {
  if (without.level === 'none' || without.level === 'unknown') return [];
  const rows = asked.rowFilter ? parseRowFilter(asked.rowFilter) : ALL_ROWS;
  const beside = { team, asked, rows, columns, without };
  return [
    ...grantedAlready(
      beside,
      others.find(each => isCovering(each, asked, columns)),
    ),
    ...staysWider(beside),
    ...(after.level === 'none' || after.level === 'unknown'
      ? []
      : emptyCells(beside, after)),
  ];
}

function requestedBefore(
  team: string,
  asked: RequestedTable,
  { id, terms, agreement, fulfilment }: AccessRequest,
) {
  const theirs = terms.tables.find(({ table }) => table === asked.table);
  const waits = agreement.status === 'pending';
  const isToBegin =
    agreement.status === 'approved' &&
    ['none', 'applying', 'failed'].includes(fulfilment.status);
  if (!theirs || (!waits && !isToBegin)) return [];
  const columns = listed(theirs.columns.map(({ name }) => name));
  const rows = theirs.rowFilter ? `rows where ${theirs.rowFilter}` : 'all rows';
  return [
    {
      kind: 'pending' as const,
      text: `${team} has asked for ${tableName(
        asked,
      )} before: ${columns}, ${rows}. ${
        waits
          ? 'That request waits for approval.'
          : 'That request is approved, and access has not begun.'
      }`,
      requestId: id,
    },
  ];
}

/** Whether an agreement gives all of what is asked by itself, now. */
function isCovering(
  { terms, agreement, fulfilment }: AccessRequest,
  asked: RequestedTable,
  columns: TableColumn[],
): boolean {
  const theirs = terms.tables.filter(({ table }) => table === asked.table);
  return (
    agreement.status === 'approved' &&
    fulfilment.status === 'active' &&
    theirs.length > 0 &&
    widenings(
      { tables: [asked], durationMinutes: 0 },
      { tables: theirs, durationMinutes: 0 },
      () => columns,
    ).length === 0
  );
}
