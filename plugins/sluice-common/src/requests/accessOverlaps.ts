import { TableColumn } from '../accessModel';
import { formatRowAccess } from '../effectiveAccess';
import { RowFilterExpression, rowFilterImplies } from '../rowFilter';
import type { AccessOverlap } from './overlaps';
import { AccessRequest } from './request';
import {
  coverOf,
  Cover,
  expressionOf,
  groupedByRows,
  KnownAccess,
  rowsOfColumn,
} from './rowCover';
import { RequestedTable } from './terms';

/** What is asked for of one table, and what the team reads of it without that. */
export interface AskedBeside {
  /** Title of the team. */
  team: string;
  asked: RequestedTable;
  /** The rows that are asked for. */
  rows: RowFilterExpression;
  columns: TableColumn[];
  without: KnownAccess;
}

type Overlap = Omit<AccessOverlap, 'table'>;

/** Names that a sentence lists before it says how many more there are. */
const LISTED = 6;

/**
 * What of it the team reads already.
 * @param agreement - another one that gives all of it, if there is one
 */
export function grantedAlready(
  { team, asked, rows, columns, without }: AskedBeside,
  agreement: AccessRequest | undefined,
): Overlap[] {
  const covers = asked.columns.map(({ fieldId, name }) => {
    const open = rowsOfColumn(without, fieldId);
    return { name, rows: open, cover: coverOf(open, rows, columns) };
  });
  const named = (cover: Cover) =>
    covers.filter(each => each.cover === cover).map(({ name }) => name);
  const [all, none] = [named('all'), named('none')];
  if (none.length === covers.length) return [];
  if (all.length === covers.length) {
    return [
      {
        kind: 'alreadyGranted',
        text: `${team} reads ${
          all.length === 1 ? 'this column' : `these ${all.length} columns`
        } of ${tableName(asked)} in ${
          asked.rowFilter ? 'these' : 'all'
        } rows already${
          agreement ? byAgreement(agreement) : `: ${waysOf(without)}`
        }`,
        ...(agreement && { requestId: agreement.id }),
      },
    ];
  }
  const some = groupedByRows(covers.filter(({ cover }) => cover === 'some'));
  const parts = [
    ...(all.length > 0 ? [`${listed(all)} in all rows asked for`] : []),
    ...some.map(
      each => `${listed(each.names)} in ${formatRowAccess(each.rows)}`,
    ),
    ...(none.length > 0 ? [`not ${listed(none)}`] : []),
  ];
  return [
    {
      kind: 'partlyGranted',
      text: `${team} reads a part of what is asked of ${tableName(
        asked,
      )} already: ${parts.join('; ')}.`,
    },
  ];
}

/** What other grants give beyond what is asked, and go on giving. */
export function staysWider({
  team,
  asked,
  rows,
  columns,
  without,
}: AskedBeside): Overlap[] {
  const wanted = new Set(asked.columns.map(({ fieldId }) => fieldId));
  const beyond = without.columns
    .filter(each => each.rows.kind !== 'none' && !wanted.has(each.fieldId!))
    .map(({ name }) => name);
  const hasMoreRows =
    rowFilterImplies(expressionOf(without.rows), rows, columns) !== 'yes';
  if (beyond.length === 0 && !hasMoreRows) return [];
  const more = [
    ...(beyond.length > 0
      ? [`column${beyond.length > 1 ? 's' : ''} ${listed(beyond)}`]
      : []),
    ...(hasMoreRows ? [formatRowAccess(without.rows)] : []),
  ];
  return [
    {
      kind: 'wider',
      text: `Grants add up: beyond what is asked of ${tableName(
        asked,
      )}, ${team} keeps what it was given before: ${more.join(', and ')}.`,
    },
  ];
}

/** Rows that one grant brings, without the columns that only another includes. */
export function emptyCells(
  { asked, columns, without }: AskedBeside,
  after: KnownAccess,
): Overlap[] {
  const filled = partlyFilled(after, columns);
  if (
    filled.length === 0 ||
    filled.join() === partlyFilled(without, columns).join()
  ) {
    return [];
  }
  return [
    {
      kind: 'wider',
      text: `Grants of different columns and rows meet in ${tableName(
        asked,
      )}, so not every row comes back with every column. Values of ${filled.join(
        '; values of ',
      )}; elsewhere these cells are NULL.`,
    },
  ];
}

/** Columns that are not open in all rows that come back, with their rows. */
function partlyFilled(access: KnownAccess, columns: TableColumn[]): string[] {
  const returned = expressionOf(access.rows);
  return groupedByRows(
    access.columns.filter(
      ({ rows }) =>
        rows.kind !== 'none' && coverOf(rows, returned, columns) !== 'all',
    ),
  ).map(
    ({ names, rows }) =>
      `${listed(names)} are in ${formatRowAccess(rows)} only`,
  );
}

function byAgreement({ agreement: { expiresAt } }: AccessRequest): string {
  return `, by another agreement${
    expiresAt ? ` that ends at ${expiresAt}` : ''
  }.`;
}

/** Why a team reads something, in the sentences of the access model. */
function waysOf({ reasons }: KnownAccess): string {
  return reasons
    .filter(({ effect }) => effect === 'supports' || effect === 'limits')
    .map(({ text }) => text)
    .join(' ');
}

export function tableName({ ref }: RequestedTable): string {
  return `${ref.databaseName}.${ref.tableName}`;
}

export function listed(names: string[]): string {
  const more = names.length - LISTED;
  return more > 1
    ? `${names.slice(0, LISTED).join(', ')} and ${more} more`
    : names.join(', ');
}
