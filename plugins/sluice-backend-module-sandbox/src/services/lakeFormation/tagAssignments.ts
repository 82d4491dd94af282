import type {
  AddLFTagsToResourceRequest,
  GetResourceLFTagsRequest,
  LFTagPair,
  Resource,
  SearchTablesByLFTagsRequest,
} from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { requireOwnCatalog } from './administrators';
import { catalogLookup } from './catalogLookup';
import { requireResource } from './grantRules';
import { pageOf } from './paging';
import { readResource, readTag } from './resourceShapes';
import { invalidInput } from './resources';
import { lakeFormationState } from './state';
import {
  assignmentKey,
  effectiveTags,
  expressionMatches,
  TagValues,
} from './tagPolicies';
import { hasTagRight } from './tags';
import { canDescribe } from './visibility';

/** LF-Tags of one object, and what a search may find in one page (LF reference A11.11, A12). */
const TAGS_PER_RESOURCE = 50;
const SEARCH_PAGE = 100;

/** Paths of what a resource names: a database, a table, or columns of one. */
function pathsOf(resource: Resource | undefined, context: CallContext) {
  const { world, caller, region } = context;
  const read = readResource(resource, caller.accountId);
  requireOwnCatalog(read.catalogId, context);
  requireResource(world, region, read, caller.accountId);
  switch (read.kind) {
    case 'database':
      return [[read.databaseName]];
    case 'table':
      return [[read.databaseName, read.tableName]];
    case 'columns':
      if (read.columns.kind === 'include') {
        return read.columns.names.map(name => [
          read.databaseName,
          read.tableName,
          name,
        ]);
      }
      break;
    default:
  }
  throw invalidInput(
    'LF-Tags can be assigned to a database, a table or named columns.',
  );
}

function changeTags(
  input: AddLFTagsToResourceRequest,
  context: CallContext,
  change: (assigned: Map<string, string>, key: string, value: string) => void,
) {
  requireOwnCatalog(input.CatalogId, context);
  const paths = pathsOf(input.Resource, context);
  return {
    Failures: (input.LFTags ?? []).flatMap(tag => {
      try {
        changeTag(tag, paths, context, change);
        return [];
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return [
          {
            LFTag: tag,
            Error: { ErrorCode: error.code, ErrorMessage: error.message },
          },
        ];
      }
    }),
  };
}

function changeTag(
  tag: LFTagPair,
  paths: string[][],
  context: CallContext,
  change: (assigned: Map<string, string>, key: string, value: string) => void,
): void {
  const { world, caller, region } = context;
  const { key, values } = readTag(tag);
  const state = lakeFormationState(world, caller.accountId, region);
  if (values.length !== 1) {
    throw invalidInput(
      `A resource has one value of an LF-Tag; ${values.length} were given for ${key}.`,
    );
  }
  if (!state.tags.get(key)?.includes(values[0])) {
    throw new AwsError(
      'EntityNotFoundException',
      `LF-Tag ${key} with value ${values[0]} not found.`,
    );
  }
  if (!hasTagRight(context, key, 'ASSOCIATE', values[0])) {
    throw new AwsError(
      'AccessDeniedException',
      `Insufficient Lake Formation permission(s): Required Associate on LF-Tag ${key}.`,
    );
  }
  for (const path of paths) {
    const assigned =
      state.assignedTags.get(assignmentKey(...path)) ?? new Map();
    change(assigned, key, values[0]);
    state.assignedTags.set(assignmentKey(...path), assigned);
  }
}

function addTag(assigned: Map<string, string>, key: string, value: string) {
  if (!assigned.has(key) && assigned.size >= TAGS_PER_RESOURCE) {
    throw new AwsError(
      'ResourceNumberLimitExceededException',
      `The resource already has ${TAGS_PER_RESOURCE} LF-Tags.`,
    );
  }
  assigned.set(key, value);
}

function removeTag(assigned: Map<string, string>, key: string, value: string) {
  if (assigned.get(key) !== value) {
    throw new AwsError(
      'EntityNotFoundException',
      `LF-Tag ${key} with value ${value} is not assigned to the resource.`,
    );
  }
  assigned.delete(key);
}

/** What is assigned, or with `ShowAssignedLFTags` unset also what is inherited. */
function getResourceTags(
  input: GetResourceLFTagsRequest,
  context: CallContext,
) {
  const { caller, world, region } = context;
  requireOwnCatalog(input.CatalogId, context);
  const paths = pathsOf(input.Resource, context);
  const { assignedTags } = lakeFormationState(world, caller.accountId, region);
  return describeTags(
    context,
    paths,
    input.ShowAssignedLFTags
      ? path => assignedTags.get(assignmentKey(...path)) ?? new Map()
      : path => effectiveTags(world, caller.accountId, region, ...path),
  );
}

function describeTags(
  context: CallContext,
  paths: string[][],
  tagsOf: (path: string[]) => TagValues,
) {
  const { world, caller, region } = context;
  const [databaseName, tableName] = paths[0];
  // The model's lists have one member at least, so nothing is no list.
  const pairs = (path: string[]) => {
    const tags = [...tagsOf(path)].sort();
    if (tags.length === 0) return undefined;
    return tags.map(([key, value]) => ({
      CatalogId: caller.accountId,
      TagKey: key,
      TagValues: [value],
    }));
  };
  const onDatabase = pairs([databaseName]);
  if (tableName === undefined) return { LFTagOnDatabase: onDatabase };
  const columns =
    paths[0].length > 2
      ? paths.map(path => path[2])
      : (
          catalogLookup().table(
            world,
            caller.accountId,
            region,
            databaseName,
            tableName,
          )?.columns ?? []
        ).map(({ name }) => name.toLowerCase());
  return {
    LFTagOnDatabase: onDatabase,
    LFTagsOnTable: pairs([databaseName, tableName]),
    LFTagsOnColumns: columns
      .map(name => ({
        Name: name,
        LFTags: pairs([databaseName, tableName, name]),
      }))
      .filter(({ LFTags }) => LFTags),
  };
}

function readSearch(input: SearchTablesByLFTagsRequest, context: CallContext) {
  requireOwnCatalog(input.CatalogId, context);
  if (!input.Expression?.length) {
    throw invalidInput('The expression of a search cannot be empty.');
  }
  return input.Expression.map(readTag);
}

/** Tables that the caller may see and that have the tags, themselves or on a column. */
function searchTables(
  input: SearchTablesByLFTagsRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  const expression = readSearch(input, context);
  const catalogId = caller.accountId;
  const lookup = catalogLookup();
  const tags = (...path: string[]) =>
    effectiveTags(world, catalogId, region, ...path);
  const found = lookup
    .databases(world, catalogId, region)
    .flatMap(({ name }) => lookup.tables(world, catalogId, region, name))
    .filter(({ databaseName, name, columns }) =>
      [[databaseName, name], ...columns.map(c => [databaseName, name, c.name])]
        .map(path => tags(...path.map(step => step.toLowerCase())))
        .some(each => expressionMatches(expression, each)),
    )
    .filter(({ databaseName, name }) =>
      canDescribe(world, caller, {
        catalogId,
        region,
        databaseName,
        tableName: name,
      }),
    );
  const { items, nextToken } = pageOf(found, input, SEARCH_PAGE);
  return {
    TableList: items.map(({ databaseName, name }) => ({
      Table: { CatalogId: catalogId, DatabaseName: databaseName, Name: name },
      ...describeTags(context, [[databaseName, name]], path => tags(...path)),
    })),
    NextToken: nextToken,
  };
}

/** Databases that the caller may see and that have the tags. */
function searchDatabases(
  input: SearchTablesByLFTagsRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  const expression = readSearch(input, context);
  const catalogId = caller.accountId;
  const tagsOf = (name: string) =>
    effectiveTags(world, catalogId, region, name);
  const found = catalogLookup()
    .databases(world, catalogId, region)
    .filter(({ name }) => expressionMatches(expression, tagsOf(name)))
    .filter(({ name }) =>
      canDescribe(world, caller, { catalogId, region, databaseName: name }),
    );
  const { items, nextToken } = pageOf(found, input, SEARCH_PAGE);
  return {
    DatabaseList: items.map(({ name }) => ({
      Database: { CatalogId: catalogId, Name: name },
      LFTags: describeTags(context, [[name]], ([database]) => tagsOf(database))
        .LFTagOnDatabase,
    })),
    NextToken: nextToken,
  };
}

/** LF-Tags on databases, tables and columns. */
export const tagAssignmentOperations: Record<string, OperationHandler> = {
  AddLFTagsToResource: (input, context) => changeTags(input, context, addTag),
  RemoveLFTagsFromResource: (input, context) =>
    changeTags(input, context, removeTag),
  GetResourceLFTags: getResourceTags,
  SearchTablesByLFTags: searchTables,
  SearchDatabasesByLFTags: searchDatabases,
};
