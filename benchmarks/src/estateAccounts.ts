import {
  AccountObservation,
  DataCellsFilter,
  ObservedRole,
  ObservedTable,
  TableRef,
} from '@sluice/plugin-sluice-common';
import { Random } from './random';
import { EstateSize } from './sizes';

export const REGION = 'us-west-2';

/** Values of the column that row filters look at. */
export const STATES = Array.from({ length: 20 }, (_, i) => `S${i}`);

export const FILTERS_PER_TABLE = 4;
const DOMAINS = 10;
const COLUMNS = [
  'id bigint',
  'name string',
  'born date',
  'state string',
  'city string',
  'amount decimal(10,2)',
  'status string',
  'ssn string',
  'created_at timestamp',
  'updated_at timestamp',
].map(column => column.split(' '));

export const COLUMN_NAMES = COLUMNS.map(([name]) => name);

export const producerId = (i: number) => String(100_000_000_000 + i);
export const consumerId = (i: number) => String(200_000_000_000 + i);
export const domainOf = (i: number) => `domain${i % DOMAINS}`;
export const filterName = (i: number) => `filter${i}`;

/** The share by which a producer's tables reach a consumer. */
export function shareArn(producer: string, consumer: string): string {
  return `arn:aws:ram:${REGION}:${producer}:resource-share/${consumer}`;
}

/** Tables are dealt out to producers in turn, then to their databases. */
export function tablesOf(size: EstateSize, producer: number): ObservedTable[] {
  const count = Math.ceil((size.tables - producer) / size.producers);
  return Array.from({ length: count }, (_, i) => ({
    ref: {
      region: REGION,
      catalogId: producerId(producer),
      databaseName: `database${Math.floor(i / size.tablesPerDatabase)}`,
      tableName: `table${i}`,
    },
    format: 'iceberg' as const,
    columns: COLUMNS.map(([name, type], position) => ({
      fieldId: position + 1,
      name,
      type,
      lfTags: [],
    })),
    lfTags: [{ key: 'domain', values: [domainOf(i)], source: 'table' }],
    registration: 'lakeFormation' as const,
  }));
}

/** The filters that a table has, of some columns and some states each. */
export function filtersOf(table: TableRef, random: Random): DataCellsFilter[] {
  return Array.from({ length: FILTERS_PER_TABLE }, (_, i) => ({
    table,
    name: filterName(i),
    columns:
      i % 2
        ? { kind: 'exclude' as const, names: ['ssn'] }
        : { kind: 'include' as const, names: random.sample(COLUMN_NAMES, 6) },
    rows: {
      kind: 'expression' as const,
      expression: `state in (${random
        .sample(STATES, 5)
        .map(state => `'${state}'`)
        .join(', ')})`,
    },
  }));
}

/** Roles are dealt out to consumers in turn. */
export function rolesOf(size: EstateSize, consumer: number): ObservedRole[] {
  const accountId = consumerId(consumer);
  const count = Math.ceil((size.principals - consumer) / size.consumers);
  return Array.from({ length: count }, (_, i) => ({
    accountId,
    arn: `arn:aws:iam::${accountId}:role/team${i}`,
    name: `team${i}`,
    uniqueId: `AROA${accountId}${i}`,
  }));
}

/** An account of which everything was read, with nothing in it. */
export function emptyAccount(accountId: string): AccountObservation {
  return {
    accountName: `account-${accountId}`,
    accountId,
    region: REGION,
    observedAt: '2026-11-25T08:00:00Z',
    databases: [],
    tables: [],
    links: [],
    filters: [],
    permissions: [],
    settings: {
      admins: [`arn:aws:iam::${accountId}:role/admin`],
      readOnlyAdmins: [],
      allowExternalDataFiltering: true,
      externalDataFilteringAllowList: [],
      authorizedSessionTagValues: ['EMR on EKS Engine'],
      allowFullTableExternalDataAccess: false,
      crossAccountVersion: '4',
      defaultsToIamAllowedPrincipals: false,
    },
    locations: [],
    shares: [],
    invitations: [],
    roles: [],
    virtualClusters: [],
    namespaces: [],
    optIns: [],
    principalPolicies: [],
    bucketPolicies: [],
    failures: [],
  };
}
