import { DataCellsFilter, Permission, tableKey } from '../accessModel';
import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { EXCLUDED_BY } from '../effectiveAccess/conflicts';
import { openTable } from '../effectiveAccess/grantSources';
import { readGrant } from '../effectiveAccess/readGrant';
import { namePrincipal } from '../effectiveAccess/sentences';
import { parsePrincipal } from '../permissions';
import { findTagNearMisses } from './tagNearMisses';
import { Remedy } from './types';

/** Of each kind, as many are offered. */
const MAX_STEPS = 3;

/**
 * What opens a part of the table to a principal of its account that reads none
 * of it: an LF-Tag that a grant waits for, or a data cells filter that is there.
 */
export function findPartSteps(
  index: AccessIndex,
  resolved: ResolvedAccess,
  position: number,
): Remedy[] {
  const { grants } = resolved;
  // Beside a right to change the table, a part of it has no effect.
  if (EXCLUDED_BY.some(word => grants!.others.has(word))) return [];
  return [
    ...tagSteps(index, resolved, position),
    ...filterSteps(index, resolved, position),
  ];
}

function tagSteps(
  index: AccessIndex,
  resolved: ResolvedAccess,
  position: number,
): Remedy[] {
  const { region, catalogId, databaseName, tableName } = resolved.access.table;
  return findTagNearMisses(index, resolved)
    .filter(({ columns }) => position < 0 || columns.has(position))
    .slice(0, MAX_STEPS)
    .map(({ key, value, current, policy }) => {
      const instead =
        current.length > 0
          ? ` in place of ${current.join(
              ', ',
            )}, which changes who else reads it`
          : '';
      return {
        text: `put the LF-Tag ${key}=${value} on ${tableName} in account ${catalogId}${instead}; a grant by ${policy} waits for it`,
        changes: [
          {
            kind: 'setTag' as const,
            on: { region, catalogId, databaseName, tableName },
            key,
            value,
          },
        ],
      };
    });
}

function filterSteps(
  index: AccessIndex,
  resolved: ResolvedAccess,
  position: number,
): Remedy[] {
  const { access, owner } = resolved;
  const who = namePrincipal(parsePrincipal(access.principal));
  return owner!.filters
    .filter(
      filter =>
        tableKey(filter.table) === tableKey(access.table) &&
        opens(index, resolved, filter, position),
    )
    .slice(0, MAX_STEPS)
    .map(({ name, columns, rows }) => ({
      text: `grant ${who} SELECT through the data cells filter ${name} of ${
        access.table.tableName
      } in account ${owner!.accountId}`,
      changes: [
        {
          kind: 'grant' as const,
          accountId: owner!.accountId,
          principal: access.principal,
          // The same cells, by a filter of their own.
          on: {
            kind: 'cells' as const,
            table: access.table,
            columns,
            ...(rows.kind === 'expression' && { rowFilter: rows.expression }),
          },
          permissions: ['SELECT' as const],
        },
      ],
    }));
}

/** Whether a filter is understood, and lets something of what is asked through. */
function opens(
  index: AccessIndex,
  { access, table, owner }: ResolvedAccess,
  { name }: DataCellsFilter,
  position: number,
): boolean {
  const { catalogId, databaseName, tableName, region } = access.table;
  const permission: Permission = {
    id: '',
    observedIn: owner!.accountId,
    region,
    principal: parsePrincipal(access.principal),
    resource: {
      kind: 'dataCellsFilter',
      catalogId,
      databaseName,
      tableName,
      filterName: name,
    },
    permissions: ['SELECT'],
    grantable: [],
    rows: [],
  };
  const { opened } = readGrant(index, permission, table!, owner!);
  if (!opened || opened.columns.size === 0) return false;
  return openTable([{ ...opened, permissions: [] }], table!).columns.some(
    ({ kind }, i) => (position < 0 || i === position) && kind !== 'none',
  );
}
