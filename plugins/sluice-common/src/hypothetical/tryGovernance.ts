import {
  LfTagAssignment,
  ObservedTable,
  PermissionResource,
} from '../accessModel';
import { printPrincipal } from '../permissions';
import { HypotheticalChange } from './HypotheticalChange';
import { HypotheticalWorld } from './HypotheticalWorld';
import { principalOf } from './tryPermissions';

type Change<Kind extends HypotheticalChange['kind']> = Extract<
  HypotheticalChange,
  { kind: Kind }
>;
type Source = LfTagAssignment['source'];

/** Puts an LF-Tag on a database, table or column; one key has one value there. */
export function trySetTag(
  world: HypotheticalWorld,
  { on, key, value }: Change<'setTag'>,
) {
  alterTags(world, on, key, (tags, source) => [
    ...withoutTag(tags, key, source),
    { key: key.toLowerCase(), values: [value.toLowerCase()], source },
  ]);
}

/** Takes an LF-Tag from where it was put. */
export function tryRemoveTag(
  world: HypotheticalWorld,
  { on, key }: Change<'removeTag'>,
) {
  alterTags(world, on, key, (tags, source, name) => {
    const rest = withoutTag(tags, key, source);
    return rest.length < tags.length
      ? rest
      : world.fail(
          `${name} has no LF-Tag '${key}' of its own; take it from where it was put`,
        );
  });
}

/** Lake Formation decides for the principal over the table, by its owner's word. */
export function tryOptIn(
  world: HypotheticalWorld,
  { principal, table: ref }: Change<'optIn'>,
) {
  const { table, owner } = world.table(ref);
  const optIn = {
    principal: principalOf(world, principal),
    resource: resourceOf(table),
  };
  world.put(owner, { optIns: [optIn] });
  world.touch([table]);
}

/** Takes back every opt-in of the principal on just this table. */
export function tryOptOut(
  world: HypotheticalWorld,
  { principal, table: ref }: Change<'optOut'>,
) {
  const { table } = world.table(ref);
  const who = printPrincipal(principalOf(world, principal));
  let count = 0;
  for (const account of world.accounts) {
    const optIns = account.optIns.filter(
      each =>
        printPrincipal(each.principal) === who &&
        isOnTable(each.resource, table),
    );
    count += optIns.length;
    if (optIns.length > 0) world.drop(account, { optIns });
  }
  if (count === 0) {
    world.fail(
      `${principal} is not opted in on ${table.ref.tableName} itself, so there is nothing to take back`,
    );
  }
  world.touch([table]);
}

/** As if the location of a table were registered in another way, or not at all. */
export function tryRegisterLocation(
  world: HypotheticalWorld,
  { table: ref, mode }: Change<'registerLocation'>,
) {
  const { table, owner } = world.table(ref);
  world.put(owner, { tables: [{ ...table, registration: mode }] });
  world.touch([table]);
}

function resourceOf({ ref }: ObservedTable): PermissionResource {
  const { catalogId, databaseName, tableName } = ref;
  return { kind: 'table', catalogId, databaseName, tableName };
}

function isOnTable(resource: PermissionResource, table: ObservedTable) {
  return (
    resource.kind === 'table' &&
    resource.catalogId === table.ref.catalogId &&
    resource.databaseName.toLowerCase() ===
      table.ref.databaseName.toLowerCase() &&
    resource.tableName.toLowerCase() === table.ref.tableName.toLowerCase()
  );
}

function alterTags(
  world: HypotheticalWorld,
  on: Change<'setTag'>['on'],
  key: string,
  alter: (
    tags: LfTagAssignment[],
    source: Source,
    name: string,
  ) => LfTagAssignment[],
) {
  const { tableName, column, ...name } = on;
  if (tableName === undefined) {
    const { database, owner, tables } = world.database(name);
    world.put(owner, {
      databases: [
        {
          ...database,
          lfTags: alter(database.lfTags, 'database', database.databaseName),
        },
      ],
      tables: tables.map(table => withoutCopies(table, key, 'database')),
    });
    world.touch(tables);
    return;
  }
  const { table, owner } = world.table({ ...name, tableName });
  if (column !== undefined) world.requireColumns(table, [column]);
  const altered =
    column === undefined
      ? {
          ...withoutCopies(table, key, 'table'),
          lfTags: alter(table.lfTags, 'table', table.ref.tableName),
        }
      : {
          ...table,
          columns: table.columns.map(each =>
            each.name.toLowerCase() === column.toLowerCase()
              ? { ...each, lfTags: alter(each.lfTags, 'column', each.name) }
              : each,
          ),
        };
  world.put(owner, { tables: [altered] });
  world.touch([table]);
}

/** Observed tags may list what they inherit, which would outlive its origin. */
function withoutCopies(
  table: ObservedTable,
  key: string,
  source: Source,
): ObservedTable {
  return {
    ...table,
    lfTags: withoutTag(table.lfTags, key, source),
    columns: table.columns.map(column => ({
      ...column,
      lfTags: withoutTag(column.lfTags, key, source),
    })),
  };
}

function withoutTag(
  tags: LfTagAssignment[],
  key: string,
  source: Source,
): LfTagAssignment[] {
  return tags.filter(
    each =>
      each.key.toLowerCase() !== key.toLowerCase() || each.source !== source,
  );
}
