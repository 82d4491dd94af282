import { DataCellsFilter, ObservedTable, tableKey } from '../accessModel';
import { resolveColumns } from '../effectiveAccess/columnSelections';
import { ALL_ROWS, columnsOf } from '../rowFilter';
import { TableBaseline } from './DriftInput';
import { driftOf, nameOf } from './driftOf';
import { parsed, printSelection } from './meaning';
import { Drift } from './types';
import { World } from './World';

/** Tables that are gone or made anew (7), by which all else of them is explained. */
export function findRecreatedTables(world: World): Drift[] {
  const subjects = new Map(
    world
      .wantedOf('icebergTable')
      .map(each => [world.keyOf(each), each.subject] as const),
  );
  return [...world.tables.values()].flatMap(ref => {
    const owner = world.accountOfId(ref.catalogId, ref.region);
    if (!owner || !world.isRead(owner, 'tables')) return [];
    const table = world.table(ref);
    const before = world.baseline(ref);
    const isAnew =
      table?.tableUuid !== undefined &&
      before?.tableUuid !== undefined &&
      table.tableUuid !== before.tableUuid;
    if (table && !isAnew) return [];
    const subject = subjects.get(tableKey(ref));
    return [
      driftOf(world, {
        cause: 'tableRecreated',
        direction: table ? 'different' : 'missing',
        accountId: ref.catalogId,
        table: ref,
        ...(subject && { subject }),
        text: table
          ? `${nameOf(
              ref,
            )} is another table than the one that access was granted on: it was dropped and made anew.`
          : `${nameOf(ref)} does not exist any more.`,
        ...(before?.tableUuid && { declared: before.tableUuid }),
        ...(table?.tableUuid && { found: table.tableUuid }),
        repair: {
          kind: 'byHand',
          text: 'Make sure that the table is the right one, then apply the declarations about it again.',
        },
      }),
    ];
  });
}

/**
 * Schema guard by field id: 14 to 16. A filter goes by names, and Iceberg lets
 * names change hands.
 */
export function findSchemaDrift(world: World): Drift[] {
  return world.wantedOf('dataCellsFilter').flatMap(each => {
    const ref = world.tableOf(each);
    const account = world.account(each.resource.account);
    const table = ref && world.table(ref);
    if (!ref || !account || !table) return [];
    const filter = world.filter(account, ref, each.resource.properties.name);
    if (!filter) return [];
    const found = changesOf(table, filter, world.baseline(ref));
    return found.map(({ cause, column, text }) =>
      driftOf(world, {
        cause,
        direction: cause === 'filteredColumnGone' ? 'missing' : 'different',
        accountId: ref.catalogId,
        table: ref,
        subject: each.subject,
        identity: `${filter.name}/${column}`,
        found: printSelection(filter.columns),
        text: `${text} (data cells filter ${filter.name} on ${nameOf(ref)}).`,
        repair:
          cause === 'columnAddedUnderExclude'
            ? { kind: 'reapply', subject: each.subject }
            : {
                kind: 'byHand',
                text: 'Change the declaration to the columns as they are now, and apply it.',
              },
      }),
    );
  });
}

interface SchemaChange {
  cause:
    | 'columnAddedUnderExclude'
    | 'excludedColumnRenamed'
    | 'filteredColumnGone';
  column: string;
  text: string;
}

function changesOf(
  table: ObservedTable,
  filter: DataCellsFilter,
  before: TableBaseline | undefined,
): SchemaChange[] {
  const was = before?.columns ?? [];
  const byId = new Map(table.columns.map(each => [each.fieldId, each]));
  const byName = new Map(
    table.columns.map(each => [each.name.toLowerCase(), each]),
  );
  const lost = (name: string): SchemaChange[] => {
    const old = was.find(each => each.name.toLowerCase() === name);
    const now = old?.fieldId === undefined ? undefined : byId.get(old.fieldId);
    if (now) {
      return [
        {
          cause: 'excludedColumnRenamed',
          column: name,
          text: `Column ${name} is called ${now.name} now, and the list goes by the old name`,
        },
      ];
    }
    return filter.columns.kind === 'exclude' && !old
      ? []
      : [
          {
            cause: 'filteredColumnGone',
            column: name,
            text: `Column ${name}, by which the filter goes, is not in the table any more`,
          },
        ];
  };
  const listed = 'names' in filter.columns ? filter.columns.names : [];
  const inRows = columnsOf(
    parsed(filter.rows.kind === 'all' ? undefined : filter.rows.expression) ??
      ALL_ROWS,
  ).map(([name]) => name.toLowerCase());
  const named = [
    ...new Set([...listed.map(each => each.toLowerCase()), ...inRows]),
  ];
  const gone = named.filter(name => !byName.has(name)).flatMap(lost);
  const retyped = inRows
    .filter((name, i) => inRows.indexOf(name) === i)
    .flatMap((name): SchemaChange[] => {
      const now = byName.get(name);
      const old = was.find(each => each.name.toLowerCase() === name);
      return now && old && now.type !== old.type
        ? [
            {
              cause: 'filteredColumnGone',
              column: name,
              text: `Column ${name}, by which rows are filtered, was ${old.type} and is ${now.type} now`,
            },
          ]
        : [];
    });
  if (filter.columns.kind !== 'exclude' || !before)
    return [...gone, ...retyped];
  const { columns } = resolveColumns(filter.columns, table, 'The filter');
  const added = table.columns
    .filter((each, position) => columns.has(position) && isNew(each, was))
    .map(
      ({ name }): SchemaChange => ({
        cause: 'columnAddedUnderExclude',
        column: name,
        text: `Column ${name} was added, and an exclude list opens it`,
      }),
    );
  return [...gone, ...retyped, ...added];
}

function isNew(
  { fieldId, name }: { fieldId?: number; name: string },
  was: TableBaseline['columns'],
): boolean {
  return !was.some(old =>
    fieldId !== undefined && old.fieldId !== undefined
      ? old.fieldId === fieldId
      : old.name.toLowerCase() === name.toLowerCase(),
  );
}
