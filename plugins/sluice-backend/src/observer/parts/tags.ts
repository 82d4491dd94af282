import {
  ColumnLFTag,
  LFTag,
  LFTagPair,
  paginateListLFTags,
  paginateSearchDatabasesByLFTags,
  paginateSearchTablesByLFTags,
  TaggedTable,
} from '@aws-sdk/client-lakeformation';
import { LfTagAssignment, tableKey } from '@sluice/plugin-sluice-common';
import { ObservedDocument, TableTags } from '../../store';
import { AccountReader, PartReader } from '../AccountReader';

/** Maximum of SearchTablesByLFTags and SearchDatabasesByLFTags (LF reference A11.11). */
const SEARCH_PAGE_SIZE = 100;
/** Values of one key that an expression may hold (LF reference A12). */
const VALUES_PER_EXPRESSION = 50;

/**
 * LF-Tags of databases, tables and columns. Searching by tag costs a call per
 * hundred tagged tables; `GetResourceLFTags` would cost one per table, tagged
 * or not. A catalog without tags costs one call.
 */
export const readTags: PartReader = async reader => {
  const expressions = (await listTags(reader)).flatMap(toExpressions);
  const found = new Map<string, ObservedDocument>();
  const searches = expressions.flatMap(expression => [
    searchDatabases(reader, expression),
    searchTables(reader, expression),
  ]);
  for (const documents of await Promise.all(searches)) {
    // A table is found once per key it carries, each time with all its tags.
    for (const document of documents) {
      found.set(`${document.type}/${document.key}`, document);
    }
  }
  return [...found.values()];
};

async function listTags({ clients }: AccountReader): Promise<LFTagPair[]> {
  const tags: LFTagPair[] = [];
  const pages = paginateListLFTags(
    { client: clients.lakeFormation, pageSize: 1000 },
    {},
  );
  for await (const page of pages) tags.push(...(page.LFTags ?? []));
  return tags;
}

function toExpressions({ TagKey, TagValues = [] }: LFTagPair): LFTag[] {
  const expressions: LFTag[] = [];
  for (let i = 0; i < TagValues.length; i += VALUES_PER_EXPRESSION) {
    expressions.push({
      TagKey,
      TagValues: TagValues.slice(i, i + VALUES_PER_EXPRESSION),
    });
  }
  return expressions;
}

async function searchDatabases(
  { account, clients }: AccountReader,
  expression: LFTag,
): Promise<ObservedDocument[]> {
  const documents: ObservedDocument[] = [];
  const pages = paginateSearchDatabasesByLFTags(
    { client: clients.lakeFormation, pageSize: SEARCH_PAGE_SIZE },
    { Expression: [expression] },
  );
  for await (const page of pages) {
    for (const { Database: database, LFTags } of page.DatabaseList ?? []) {
      const catalogId = database?.CatalogId ?? account.accountId;
      const databaseName = database!.Name!.toLowerCase();
      documents.push({
        type: 'databaseTags',
        key: `${catalogId}/${databaseName}`,
        document: {
          catalogId,
          databaseName,
          lfTags: toAssignments(LFTags, 'database'),
        },
      });
    }
  }
  return documents;
}

async function searchTables(
  reader: AccountReader,
  expression: LFTag,
): Promise<ObservedDocument[]> {
  const documents: ObservedDocument[] = [];
  const pages = paginateSearchTablesByLFTags(
    { client: reader.clients.lakeFormation, pageSize: SEARCH_PAGE_SIZE },
    { Expression: [expression] },
  );
  for await (const page of pages) {
    for (const table of page.TableList ?? []) {
      const document = toTableTags(reader, table);
      documents.push({
        type: 'tableTags',
        key: tableKey(document.table),
        document,
      });
    }
  }
  return documents;
}

function toTableTags(
  { account }: AccountReader,
  tagged: TaggedTable,
): TableTags {
  const { Table: table, LFTagOnDatabase = [], LFTagsOnTable = [] } = tagged;
  // A column may go back to the value of the database, from another of the table.
  const keysOnTable = new Set(LFTagsOnTable.map(({ TagKey }) => TagKey));
  const inherited = [
    ...LFTagsOnTable,
    ...LFTagOnDatabase.filter(({ TagKey }) => !keysOnTable.has(TagKey)),
  ];
  return {
    table: {
      region: account.region,
      catalogId: table?.CatalogId ?? account.accountId,
      databaseName: table!.DatabaseName!.toLowerCase(),
      tableName: table!.Name!.toLowerCase(),
    },
    lfTags: own(
      toAssignments(LFTagsOnTable, 'table'),
      toAssignments(LFTagOnDatabase, 'database'),
    ),
    columns: (tagged.LFTagsOnColumns ?? [])
      .map(column => toColumnTags(column, inherited))
      .filter(column => column.lfTags.length > 0)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function toColumnTags(column: ColumnLFTag, inherited: LFTagPair[]) {
  return {
    name: column.Name!,
    lfTags: own(
      toAssignments(column.LFTags, 'column'),
      toAssignments(inherited, 'table'),
    ),
  };
}

/** What is set here: a value that the parent has too is the parent's, inherited. */
function own(
  assignments: LfTagAssignment[],
  inherited: LfTagAssignment[],
): LfTagAssignment[] {
  const values = (tag: LfTagAssignment) => tag.values.join('\n');
  return assignments.filter(
    tag =>
      !inherited.some(
        parent => parent.key === tag.key && values(parent) === values(tag),
      ),
  );
}

function toAssignments(
  tags: LFTagPair[] = [],
  source: LfTagAssignment['source'],
): LfTagAssignment[] {
  return tags
    .map(({ TagKey, TagValues }) => ({
      key: TagKey!,
      values: [...(TagValues ?? [])].sort(),
      source,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
