import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import {
  AccountObservation,
  ANNOTATION_CATALOG_ID,
  ANNOTATION_DATABASE_NAME,
  ANNOTATION_TABLE_NAME,
  ANNOTATION_TABLE_UUID,
  LfTagAssignment,
  Permission,
  TableColumn,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry } from '../access';
import { accountAnnotations } from './annotations';

/** Tables that IAM policies alone decide about (LF reference A4). */
class IamOpenTables {
  private readonly tables = new Set<string>();
  private readonly databases = new Set<string>();
  private readonly known: boolean;

  constructor(observation: AccountObservation) {
    this.known = !observation.failures.some(
      ({ part }) => part === 'permissions',
    );
    for (const permission of observation.permissions) this.add(permission);
  }

  /** Undefined where the permissions could not be read. */
  includes(table: Parameters<typeof tableKey>[0]): boolean | undefined {
    if (!this.known) return undefined;
    return (
      this.tables.has(tableKey(table)) ||
      this.databases.has(`${table.catalogId}/${table.databaseName}`)
    );
  }

  private add({ principal, region, resource }: Permission): void {
    if (principal.kind !== 'iamAllowedPrincipals') return;
    if (resource.kind === 'table' || resource.kind === 'columns') {
      this.tables.add(tableKey({ region, ...resource }));
    }
    if (resource.kind === 'allTables') {
      this.databases.add(`${resource.catalogId}/${resource.databaseName}`);
    }
  }
}

/** Tables as `Resource`s of type `iceberg-table`. */
export function tableEntities(
  snapshot: AccessSnapshot,
  defaultOwner: string,
): Entity[] {
  const accounts = new Map(
    snapshot.world.observations.map(observation => [
      observation.accountName,
      { observation, open: new IamOpenTables(observation) },
    ]),
  );
  return snapshot.world.tables.map(entry => {
    const { observation, open } = accounts.get(entry.accountName)!;
    const owner = snapshot.productOwnersOf(entry.entityRef)[0];
    return tableEntity(entry, observation, open, owner ?? defaultOwner);
  });
}

/**
 * What changes with every write to a table (snapshot, metadata file) is left
 * out: it would rewrite the entity each time, and GET /tables has it.
 */
function tableEntity(
  { entityRef, table }: TableEntry,
  observation: AccountObservation,
  open: IamOpenTables,
  owner: string,
): Entity {
  const { name, namespace } = parseEntityRef(entityRef);
  const iamAllowedPrincipals = open.includes(table.ref);
  const sluice = definedOnly({
    format: table.format,
    formatVersion: table.formatVersion,
    location: table.location,
    registration: table.registration,
    iamAllowedPrincipals,
    columns: table.columns.map(viewColumn),
    lfTags: table.lfTags.map(viewTag),
    problem: table.problem,
  });
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace,
      title: table.ref.tableName,
      ...(table.description && { description: table.description }),
      annotations: {
        ...accountAnnotations(observation),
        [ANNOTATION_CATALOG_ID]: table.ref.catalogId,
        [ANNOTATION_DATABASE_NAME]: table.ref.databaseName,
        [ANNOTATION_TABLE_NAME]: table.ref.tableName,
        ...(table.tableUuid && { [ANNOTATION_TABLE_UUID]: table.tableUuid }),
      },
    },
    spec: { type: 'iceberg-table', owner, sluice },
  };
}

function viewColumn(column: TableColumn): JsonObject {
  return definedOnly({
    fieldId: column.fieldId,
    name: column.name,
    type: column.type,
    comment: column.comment,
    required: column.required,
    partitionTransform: column.partitionTransform,
    classification: column.classification,
    lfTags: column.lfTags.map(viewTag),
  });
}

function viewTag({ key, values, source }: LfTagAssignment): JsonObject {
  return { key, values, source };
}

function definedOnly(object: Record<string, JsonObject[string]>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  );
}
