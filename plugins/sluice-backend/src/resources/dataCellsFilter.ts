import {
  CreateDataCellsFilterCommand,
  DataCellsFilter,
  DeleteDataCellsFilterCommand,
  GetDataCellsFilterCommand,
  UpdateDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';
import {
  ColumnSelection,
  DataCellsFilterProperties,
  Difference,
  normalizeDataCellsFilter,
  parseRowFilter,
  rowFiltersEquivalent,
} from '@sluice/plugin-sluice-common';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/** Columns and rows of a table under one name. */
export const dataCellsFilter: ResourceType<'dataCellsFilter'> = {
  async read(wanted, context) {
    const raw = await get(wanted, context);
    if (!raw) return undefined;
    const { catalogId, database, table, name } = wanted;
    const found = normalizeDataCellsFilter(raw, context.account);
    if (!found) {
      throw new Error(
        `Data cells filter ${name} of ${database}.${table} has a shape that Sluice does not know; look at it in the Lake Formation console.`,
      );
    }
    const columns = columnsOf(found.columns);
    const { rows } = found;
    return {
      catalogId,
      database,
      table,
      name,
      ...(columns && { columns }),
      ...(rows.kind === 'expression' && { rowFilter: rows.expression }),
    };
  },

  diff: (wanted, found) => [
    ...columnDifferences(wanted, found),
    ...rowDifferences(wanted, found),
  ],

  async create(wanted, context) {
    const made = await unlessRefused(
      'AlreadyExistsException',
      context.clients.lakeFormation.send(
        new CreateDataCellsFilterCommand({ TableData: dataOf(wanted) }),
      ),
    );
    if (!made) await update(wanted, context);
  },

  update: (wanted, _, context) => update(wanted, context),

  async delete({ catalogId, database, table, name }, context) {
    await unlessRefused(
      'EntityNotFoundException',
      context.clients.lakeFormation.send(
        new DeleteDataCellsFilterCommand({
          TableCatalogId: catalogId,
          DatabaseName: database,
          TableName: table,
          Name: name,
        }),
      ),
    );
  },

  undo: 'The filter is deleted, and with it every permission that was granted by it.',
  actions: {
    read: ['lakeformation:GetDataCellsFilter'],
    write: [
      'lakeformation:GetDataCellsFilter',
      'lakeformation:CreateDataCellsFilter',
      'lakeformation:UpdateDataCellsFilter',
      'lakeformation:DeleteDataCellsFilter',
    ],
  },
};

async function get(
  { catalogId, database, table, name }: DataCellsFilterProperties,
  { clients }: ResourceContext,
): Promise<DataCellsFilter | undefined> {
  const answer = await unlessRefused(
    'EntityNotFoundException',
    clients.lakeFormation.send(
      new GetDataCellsFilterCommand({
        TableCatalogId: catalogId,
        DatabaseName: database,
        TableName: table,
        Name: name,
      }),
    ),
  );
  return answer?.DataCellsFilter;
}

/** Against the version that was there a moment ago: Lake Formation refuses when it moved on. */
async function update(
  wanted: DataCellsFilterProperties,
  context: ResourceContext,
): Promise<void> {
  const found = await get(wanted, context);
  await context.clients.lakeFormation.send(
    new UpdateDataCellsFilterCommand({
      TableData: { ...dataOf(wanted), VersionId: found?.VersionId },
    }),
  );
}

function dataOf(wanted: DataCellsFilterProperties): DataCellsFilter {
  const { catalogId, database, table, name, columns } = wanted;
  const rowFilter = rowsOf(wanted);
  return {
    TableCatalogId: catalogId,
    DatabaseName: database,
    TableName: table,
    Name: name,
    ...(columns ? { ColumnNames: columns } : { ColumnWildcard: {} }),
    RowFilter: rowFilter
      ? { FilterExpression: rowFilter }
      : { AllRowsWildcard: {} },
  };
}

/**
 * An exclude list lets new columns through, so it never is as wanted, whatever it
 * leaves over today; it is said in words that are no column's name.
 */
function columnsOf(columns: ColumnSelection): string[] | undefined {
  switch (columns.kind) {
    case 'include':
      return columns.names;
    case 'exclude':
      return [`all but ${columns.names.join(', ')}`];
    default:
      return undefined;
  }
}

function columnDifferences(
  wanted: DataCellsFilterProperties,
  found: DataCellsFilterProperties,
): Difference[] {
  const [before, after] = [found, wanted].map(({ columns }) =>
    columns ? folded(columns) : 'all columns',
  );
  return String(before) === String(after)
    ? []
    : [{ path: 'columns', before, after }];
}

/** Glue folds names, and the order of columns in a filter means nothing. */
function folded(columns: string[]): string[] {
  return [...new Set(columns.map(name => name.toLowerCase()))].sort();
}

function rowDifferences(
  wanted: DataCellsFilterProperties,
  found: DataCellsFilterProperties,
): Difference[] {
  const [before, after] = [found, wanted].map(rowsOf);
  if (before === after) return [];
  if (before && after && meanTheSame(before, after)) return [];
  return [
    {
      path: 'rowFilter',
      before: before ?? 'all rows',
      after: after ?? 'all rows',
    },
  ];
}

/** Undefined for all rows, which may also be said by TRUE. */
function rowsOf({ rowFilter }: DataCellsFilterProperties): string | undefined {
  const expression = rowFilter?.trim();
  return !expression || expression.toLowerCase() === 'true'
    ? undefined
    : expression;
}

/** False as well where it cannot be told: the filter is then written again, which does no harm. */
function meanTheSame(one: string, other: string): boolean {
  try {
    const [first, second] = [one, other].map(text =>
      parseRowFilter(text, { reservedWords: 'accept' }),
    );
    return rowFiltersEquivalent(first, second) === 'yes';
  } catch {
    return false;
  }
}
