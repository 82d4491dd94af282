import {
  LfPermissionRow,
  Permission,
  PermissionResource,
  Principal,
} from '../accessModel';

/**
 * Permissions say the same over and over: the same roles, tables, words and
 * texts. Of those that go through one pool, equal parts are the same object, so
 * that a million of them take less than half of the memory.
 *
 * @returns gives an equal permission whose parts nobody may change
 * @public
 */
export function createPermissionPool(): (permission: Permission) => Permission {
  const strings = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const principals = new Map<string, Principal>();
  const resources = new Map<string, PermissionResource>();

  const text = (value: string): string => once(strings, value, () => value);
  const list = <T extends string>(words: T[]): T[] =>
    once(lists, words.join('\n'), () => words.map(text)) as T[];
  const principal = (value: Principal): Principal =>
    once(principals, Object.values(value).join('\n'), () => value);
  const resource = (value: PermissionResource): PermissionResource =>
    once(
      resources,
      JSON.stringify(value),
      () =>
        Object.fromEntries(
          Object.entries(value).map(([key, member]) => [
            key,
            typeof member === 'string' ? text(member) : member,
          ]),
        ) as PermissionResource,
    );
  const row = (value: LfPermissionRow): LfPermissionRow => ({
    ...value,
    principal: text(value.principal),
    resource: text(value.resource),
    permissions: list(value.permissions),
    permissionsWithGrantOption: list(value.permissionsWithGrantOption),
    resourceShareArns: list(value.resourceShareArns),
    ...(value.lastUpdatedBy !== undefined && {
      lastUpdatedBy: text(value.lastUpdatedBy),
    }),
  });
  return permission => ({
    ...permission,
    observedIn: text(permission.observedIn),
    region: text(permission.region),
    principal: principal(permission.principal),
    resource: resource(permission.resource),
    permissions: list(permission.permissions),
    grantable: list(permission.grantable),
    rows: permission.rows.map(row),
  });
}

function once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
