import {
  AccountObservation,
  Permission,
  TableRef,
  tableKey,
} from '../accessModel';
import { PlanStep } from '../changes';
import { AccessIndex, createAccessIndex } from '../effectiveAccess';
import { plannedObservations } from './plannedObservations';

/**
 * Access to a few tables as it would be once steps were done. Of all others the
 * index knows nothing: arranging what concerns these takes milliseconds where
 * the whole of a large estate takes seconds.
 *
 * @param before - what is there, as last observed
 * @public
 */
export function plannedAccess(options: {
  before: readonly AccountObservation[];
  steps: PlanStep[];
  tables: TableRef[];
}): AccessIndex {
  const { before, steps, tables } = options;
  return indexOfTables(
    plannedObservations(observationsOf(before, tables), steps),
    tables,
  );
}

/** Answers for these tables as an index of everything does. */
export function indexOfTables(
  observations: readonly AccountObservation[],
  tables: TableRef[],
): AccessIndex {
  return createAccessIndex(observationsOf(observations, tables));
}

/**
 * Of what was observed, all that access to these tables depends on, and what a
 * grant of them is checked against. Other tables, and what is on them, are left
 * out.
 * @public
 */
export function observationsOf(
  observations: readonly AccountObservation[],
  tables: TableRef[],
): AccountObservation[] {
  const keys = new Set(tables.map(tableKey));
  const named = new Set([
    ...keys,
    ...observations.flatMap(each => linksTo(each, tables, keys)).map(tableKey),
  ]);
  return observations.map(observation => ({
    ...observation,
    tables: observation.tables.filter(({ ref }) => keys.has(tableKey(ref))),
    links: observation.links.filter(({ ref }) => named.has(tableKey(ref))),
    filters: observation.filters.filter(({ table }) =>
      keys.has(tableKey(table)),
    ),
    permissions: observation.permissions.filter(each =>
      mayConcern(each, named),
    ),
  }));
}

/** Local names of the tables, by links to them or to their databases. */
function linksTo(
  { region, links, databases }: AccountObservation,
  tables: TableRef[],
  keys: Set<string>,
): TableRef[] {
  return [
    ...links
      .filter(({ target }) => keys.has(tableKey(target)))
      .map(({ ref }) => ref),
    ...databases.flatMap(({ catalogId, databaseName, target }) =>
      target
        ? tables
            .filter(({ tableName }) =>
              keys.has(tableKey({ region, ...target, tableName })),
            )
            .map(({ tableName }) => ({
              region,
              catalogId,
              databaseName,
              tableName,
            }))
        : [],
    ),
  ];
}

/** False only for what is on other tables, and on links to others. */
function mayConcern(
  { resource, region }: Permission,
  named: Set<string>,
): boolean {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter':
      return named.has(tableKey({ ...resource, region }));
    default:
      return true;
  }
}
