import {
  AccountObservation,
  ObservationDelta,
  ObservationList,
  Permission,
  tableKey,
  TableRef,
} from '@sluice/plugin-sluice-common';

/**
 * What of an observation answers about access to a table rest on only through
 * that table: its columns, tags and registration, its filters, and permissions
 * on it, of which {@link tablesNamedBy} says which those are.
 */
const BY_TABLE: ObservationList[] = ['tables', 'filters', 'permissions'];

/**
 * What they do not rest on at all. Of the locations they take what the tables
 * say; the others tell of ways past Lake Formation, and of what a team has.
 */
const BESIDE: ObservationList[] = [
  'locations',
  'roles',
  'virtualClusters',
  'namespaces',
  'principalPolicies',
  'bucketPolicies',
];

/**
 * Keys of all tables about which some answer may differ, whoever it is for.
 *
 * @param observations - before or after the differences
 * @returns undefined where it may be any table: what opens more than one table,
 * or is not understood, is not followed further
 */
export function touchedTables(
  observations: readonly AccountObservation[],
  deltas: readonly ObservationDelta[],
): Set<string> | undefined {
  const touched = new Set<string>();
  const targetsOf = linkTargets(observations);
  for (const { failures, settings, put, drop } of deltas) {
    const lists = [put, drop].flatMap(Object.keys) as ObservationList[];
    const isFollowed = lists.every(
      list => BY_TABLE.includes(list) || BESIDE.includes(list),
    );
    if (failures || settings || !isFollowed) return undefined;
    for (const items of [put, drop]) {
      items.tables?.forEach(({ ref }) => touched.add(tableKey(ref)));
      items.filters?.forEach(({ table }) => touched.add(tableKey(table)));
      for (const permission of items.permissions ?? []) {
        const tables = tablesNamedBy(permission);
        if (!tables) return undefined;
        for (const ref of tables) {
          [ref, ...targetsOf(ref)].forEach(each => touched.add(tableKey(each)));
        }
      }
    }
  }
  return touched;
}

/** The tables on which a permission is; undefined where these are many, or not known. */
function tablesNamedBy({
  resource,
  region,
}: Permission): TableRef[] | undefined {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter': {
      const { catalogId, databaseName, tableName } = resource;
      return [{ region, catalogId, databaseName, tableName }];
    }
    case 'database':
    case 'dataLocation':
    case 'lfTag':
    case 'lfTagExpression':
      // They open no table (LF reference A2).
      return [];
    case 'lfTagPolicy':
      return resource.resourceType === 'DATABASE' ? [] : undefined;
    default:
      return undefined;
  }
}

/**
 * What the name of a table stands for as a link: whoever may use it decides
 * which links an answer about its target names.
 */
function linkTargets(
  observations: readonly AccountObservation[],
): (ref: TableRef) => TableRef[] {
  const databaseKey = (ref: Omit<TableRef, 'tableName'>) =>
    tableKey({ ...ref, tableName: '' });
  const links = new Map(
    observations.flatMap(each =>
      each.links.map(({ ref, target }) => [tableKey(ref), target] as const),
    ),
  );
  const databases = new Map(
    observations.flatMap(each =>
      each.databases.flatMap(database =>
        database.target
          ? [[databaseKey(database), database.target] as const]
          : [],
      ),
    ),
  );
  return ref => {
    const target = links.get(tableKey(ref));
    const database = databases.get(databaseKey(ref));
    return [
      ...(target ? [target] : []),
      ...(database ? [{ ...ref, ...database }] : []),
    ];
  };
}
