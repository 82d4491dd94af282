import type { SearchTablesRequest, Table } from '@aws-sdk/client-glue';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { catalogIdOf, glueState } from './catalog';
import { gluePage } from './paging';
import { mayDescribeTable, sharedDatabases } from './permissions';

/** Tables in databases of other accounts, when asked for (LF reference A8.5). */
function searchedTables(
  input: SearchTablesRequest,
  context: CallContext,
): Table[] {
  const { world, caller, region } = context;
  const own = [
    ...glueState(world, caller.accountId, region).databases.keys(),
  ].map(name => ({ catalogId: caller.accountId, name }));
  const scope = input.ResourceShareType;
  return [
    ...(scope === 'FOREIGN' ? [] : own),
    ...(scope === 'FOREIGN' || scope === 'ALL' ? sharedDatabases(context) : []),
  ].flatMap(({ catalogId, name }) =>
    [...(glueState(world, catalogId, region).databases.get(name)?.tables ?? [])]
      .filter(([table]) => mayDescribeTable(context, catalogId, name, table))
      .map(([, { current }]) => current),
  );
}

/** A phrase in quotes is looked for as it stands, other words in any order. */
function wordsOf(text: string | undefined): string[] {
  return (text?.match(/"[^"]+"|[^\s"]+/g) ?? []).map(word =>
    word.replace(/"/g, '').toLowerCase(),
  );
}

function contains(
  { Name, Description, StorageDescriptor }: Table,
  word: string,
) {
  return [
    Name,
    Description,
    ...(StorageDescriptor?.Columns ?? []).map(column => column.Name),
  ].some(text => text?.toLowerCase().includes(word));
}

function searchTables(input: SearchTablesRequest, context: CallContext) {
  if (input.Filters?.length || input.SortCriteria?.length) {
    throw new AwsError(
      'InvalidInputException',
      'The sandbox searches tables by SearchText only, not by Filters or SortCriteria.',
    );
  }
  const words = wordsOf(input.SearchText);
  const { items, NextToken } = gluePage(
    searchedTables(input, context).filter(table =>
      words.every(word => contains(table, word)),
    ),
    input,
  );
  return { TableList: items, NextToken };
}

/** Tables by their words, and the catalog as a whole. */
export const searchOperations: Record<string, OperationHandler> = {
  SearchTables: searchTables,
  GetCatalog: (input, context) => {
    const catalogId = catalogIdOf(input, context);
    if (catalogId !== context.caller.accountId) {
      throw new AwsError(
        'EntityNotFoundException',
        `Catalog ${catalogId} not found.`,
      );
    }
    return {
      Catalog: {
        CatalogId: catalogId,
        Name: catalogId,
        ResourceArn: `arn:aws:glue:${context.region}:${catalogId}:catalog`,
        Parameters: {},
      },
    };
  },
};
