import { EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import {
  AccountObservation,
  Permission,
  TableRef,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { COLUMN_NAMES, STATES } from './estateAccounts';
import { Estate } from './estate';

export const roleUid = (arn: string): TypeAndId => ({ type: 'Role', id: arn });
export const tableUid = (ref: TableRef): TypeAndId => ({
  type: 'Table',
  id: tableKey(ref),
});
export const databaseUid = (ref: Omit<TableRef, 'tableName'>): TypeAndId => ({
  type: 'Database',
  id: `${ref.catalogId}/${ref.databaseName}`,
});
export const columnUid = (ref: TableRef, column: string): TypeAndId => ({
  type: 'Column',
  id: `${tableKey(ref)}/${column}`,
});

/** Column names and states that a permission opens. */
export interface Extent {
  columns: string[];
  states: string[];
}

export type ExtentOf = (permission: Permission) => Extent;

/**
 * Cedar's entities of one question, and no others: a role, and a column of a
 * table with what is shared of it, by account, as its tags.
 */
export function createEntitiesOf(
  estate: Estate,
  extentOf: ExtentOf,
): (arn: string, ref: TableRef, column: string) => EntityJson[] {
  const shares = sharesByTable(estate.observations);
  const domains = new Map(
    estate.tables.map(({ ref, lfTags }) => [
      tableKey(ref),
      lfTags.flatMap(({ values }) => values)[0],
    ]),
  );
  return (arn, ref, column): EntityJson[] => {
    const key = tableKey(ref);
    const tags = Object.fromEntries(
      shares.get(key)!.flatMap(([accountId, permission]) => {
        const { columns, states } = extentOf(permission);
        return columns.includes(column) ? [[accountId, states]] : [];
      }),
    );
    return [
      { uid: roleUid(arn), attrs: { account: arn.split(':')[4] }, parents: [] },
      {
        uid: columnUid(ref, column),
        attrs: { catalog: ref.catalogId, domain: domains.get(key)! },
        parents: [tableUid(ref)],
        tags,
      },
      { uid: tableUid(ref), attrs: {}, parents: [databaseUid(ref)] },
    ];
  };
}

function sharesByTable(
  observations: AccountObservation[],
): Map<string, [string, Permission][]> {
  const shares = new Map<string, [string, Permission][]>();
  for (const { permissions, region } of observations) {
    for (const permission of permissions) {
      const { principal, resource } = permission;
      if (principal.kind === 'account' && 'tableName' in resource) {
        const key = tableKey({ ...resource, region });
        const known = shares.get(key) ?? [];
        shares.set(key, [...known, [principal.accountId, permission]]);
      }
    }
  }
  return shares;
}

/** Reads what a permission on one table opens, as the estate writes it. */
export function createExtentOf(observations: AccountObservation[]): ExtentOf {
  const filters = new Map(
    observations.flatMap(each =>
      each.filters.map(filter => [
        `${tableKey(filter.table)}/${filter.name}`,
        filter,
      ]),
    ),
  );
  return ({ resource, region }) => {
    if (resource.kind === 'columns') {
      return { columns: selected(resource.columns), states: STATES };
    }
    if (resource.kind !== 'dataCellsFilter') {
      return { columns: COLUMN_NAMES, states: STATES };
    }
    const key = `${tableKey({ ...resource, region })}/${resource.filterName}`;
    const { columns, rows } = filters.get(key)!;
    return {
      columns: selected(columns),
      // Every filter of the estate is `state in ('…', …)`.
      states:
        rows.kind === 'all'
          ? STATES
          : [...rows.expression.matchAll(/'([^']*)'/g)].map(match => match[1]),
    };
  };
}

function selected(
  columns: Extract<Permission['resource'], { kind: 'columns' }>['columns'],
): string[] {
  switch (columns.kind) {
    case 'all':
      return COLUMN_NAMES;
    case 'include':
      return columns.names;
    default:
      return COLUMN_NAMES.filter(name => !columns.names.includes(name));
  }
}
