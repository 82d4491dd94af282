import type { Database, Table } from '@aws-sdk/client-glue';
import { AwsError, CallContext, SandboxWorld, SliceKey } from '../../core';
import { registerCatalogLookup } from '../lakeFormation/catalogLookup';

/** A table with all its versions, newest last. */
export interface StoredTable {
  current: Table & { Name: string; DatabaseName: string };
  versions: Table[];
  /** ARN of the principal, not of its session. */
  createdBy: string;
}

export interface StoredDatabase {
  current: Database & { Name: string };
  tables: Map<string, StoredTable>;
}

/** The Data Catalog of one account in one region. */
export interface GlueState {
  databases: Map<string, StoredDatabase>;
  resourcePolicy?: { json: string; hash: string; createdAt: Date };
  tags: Map<string, Record<string, string>>;
}

const STATE: SliceKey<GlueState> = {
  id: 'glue',
  create: () => ({ databases: new Map(), tags: new Map() }),
};

export function glueState(
  world: SandboxWorld,
  catalogId: string,
  region: string,
): GlueState {
  return world.slice(STATE, catalogId, region);
}

/** Accounts that have anything in a Data Catalog in a region. */
export function glueCatalogs(world: SandboxWorld, region: string): string[] {
  return world
    .scopesOf(STATE)
    .filter(scope => scope.region === region)
    .map(scope => scope.accountId);
}

/** The catalog that a call means: its own account's unless it names another. */
export function catalogIdOf(
  input: { CatalogId?: string },
  { caller }: CallContext,
): string {
  return input.CatalogId ?? caller.accountId;
}

/** Glue folds database and table names to lower case. */
export function fold(name: string): string {
  return name.toLowerCase();
}

export function entityNotFound(message: string): AwsError {
  return new AwsError('EntityNotFoundException', message);
}

/** @throws AwsError `EntityNotFoundException` */
export function databaseOf(
  context: CallContext,
  catalogId: string,
  name: string,
): StoredDatabase {
  const found = glueState(
    context.world,
    catalogId,
    context.region,
  ).databases.get(fold(name));
  if (!found) throw entityNotFound(`Database ${fold(name)} not found.`);
  return found;
}

/** @throws AwsError `EntityNotFoundException` for the database or the table */
export function tableOf(
  context: CallContext,
  catalogId: string,
  databaseName: string,
  name: string,
): StoredTable {
  const found = databaseOf(context, catalogId, databaseName).tables.get(
    fold(name),
  );
  if (!found) throw entityNotFound(`Table ${fold(name)} not found.`);
  return found;
}

function toLookup({ current }: StoredTable) {
  const columns = (list: Table['PartitionKeys']) =>
    (list ?? []).map(({ Name, Type }) => ({
      name: Name ?? '',
      type: Type ?? '',
    }));
  return {
    name: current.Name,
    databaseName: current.DatabaseName,
    columns: columns(current.StorageDescriptor?.Columns),
    partitionKeys: columns(current.PartitionKeys),
    targetTable: current.TargetTable,
    location: current.StorageDescriptor?.Location,
  };
}

function toDatabaseLookup({ current }: StoredDatabase) {
  return {
    name: current.Name,
    targetDatabase: current.TargetDatabase,
    locationUri: current.LocationUri,
  };
}

registerCatalogLookup({
  database(world, catalogId, region, name) {
    const found = glueState(world, catalogId, region).databases.get(name);
    return found && toDatabaseLookup(found);
  },
  table(world, catalogId, region, databaseName, name) {
    const found = glueState(world, catalogId, region)
      .databases.get(databaseName)
      ?.tables.get(name);
    return found && toLookup(found);
  },
  databases: (world, catalogId, region) =>
    [...glueState(world, catalogId, region).databases.values()].map(
      toDatabaseLookup,
    ),
  tables: (world, catalogId, region, databaseName) =>
    [
      ...(glueState(world, catalogId, region)
        .databases.get(databaseName)
        ?.tables.values() ?? []),
    ].map(toLookup),
});
