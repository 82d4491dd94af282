import type { ResourceType } from '@aws-sdk/client-lakeformation';
import { AwsError } from '../../core';

/** A whitelist or a blacklist of columns; names sorted and lower case. */
export interface ColumnList {
  kind: 'include' | 'exclude';
  names: string[];
}

/** A table by its names. */
export interface TableName {
  catalogId: string;
  databaseName: string;
  tableName: string;
}

/**
 * What a permission is on, with names folded as Glue folds them and every
 * CatalogId filled in, so that two spellings of a resource are one.
 */
export type LfResource =
  | { kind: 'catalog'; catalogId: string }
  | { kind: 'database'; catalogId: string; databaseName: string }
  | { kind: 'allTables'; catalogId: string; databaseName: string }
  | ({ kind: 'table' } & TableName)
  | ({ kind: 'columns'; columns: ColumnList } & TableName)
  | ({ kind: 'dataCellsFilter'; filterName: string } & TableName)
  | { kind: 'dataLocation'; catalogId: string; resourceArn: string }
  | { kind: 'lfTag'; catalogId: string; key: string; values: string[] }
  | {
      kind: 'lfTagPolicy';
      catalogId: string;
      resourceType: ResourceType;
      expression: { key: string; values: string[] }[];
    }
  /** A row-level-security policy attached to a table. */
  | { kind: 'rlsPolicy'; catalogId: string; policyName: string; on: TableName };

/** An `InvalidInputException`. */
export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

/** Identity of a resource: equal for equal resources, whatever order their parts came in. */
export function resourceKey(resource: LfResource): string {
  switch (resource.kind) {
    case 'columns':
      return JSON.stringify([
        ...tablePath(resource),
        resource.kind,
        resource.columns.kind,
        resource.columns.names,
      ]);
    case 'dataCellsFilter':
      return JSON.stringify([
        ...tablePath(resource),
        resource.kind,
        resource.filterName,
      ]);
    case 'table':
      return JSON.stringify([...tablePath(resource), resource.kind]);
    default:
      return JSON.stringify(resource);
  }
}

/**
 * Key of the catalog object that a resource belongs to: a table with its columns
 * and filters has one, and so has a database with its wildcard.
 */
export function subjectKey(resource: LfResource): string {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter':
      return tableKey(resource);
    case 'database':
    case 'allTables':
      return databaseKey(resource.catalogId, resource.databaseName);
    case 'lfTagPolicy':
      return tagPolicyKey(resource.catalogId);
    case 'rlsPolicy':
      return rlsPoliciesKey(resource.on);
    default:
      return JSON.stringify([resource.kind, resource.catalogId]);
  }
}

/** {@link subjectKey} of a table. */
export function tableKey(table: TableName): string {
  return JSON.stringify(tablePath(table));
}

/** {@link subjectKey} of a database. */
export function databaseKey(catalogId: string, databaseName: string): string {
  return JSON.stringify([catalogId, databaseName]);
}

/** {@link subjectKey} of all LF-Tag policies of a catalog. */
export function tagPolicyKey(catalogId: string): string {
  return JSON.stringify(['lfTagPolicy', catalogId]);
}

/** {@link subjectKey} of all row-level-security policies attached to a table. */
export function rlsPoliciesKey(table: TableName): string {
  return JSON.stringify(['rlsPolicy', ...tablePath(table)]);
}

/** The resource in words, for messages. */
export function describeResource(resource: LfResource): string {
  switch (resource.kind) {
    case 'database':
      return `database ${resource.databaseName}`;
    case 'allTables':
      return `all tables of database ${resource.databaseName}`;
    case 'table':
    case 'columns':
      return `table ${resource.databaseName}.${resource.tableName}`;
    case 'dataCellsFilter':
      return `data cells filter ${resource.filterName} of table ${resource.databaseName}.${resource.tableName}`;
    case 'dataLocation':
      return `data location ${resource.resourceArn}`;
    case 'lfTag':
      return `LF-Tag ${resource.key}`;
    case 'lfTagPolicy':
      return `LF-Tag policy on ${resource.resourceType}`;
    case 'rlsPolicy':
      return `row-level-security policy ${resource.policyName}`;
    default:
      return `catalog ${resource.catalogId}`;
  }
}

function tablePath(table: TableName): string[] {
  return [table.catalogId, table.databaseName, table.tableName];
}
