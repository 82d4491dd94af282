import {
  AccountObservation,
  ObservedTable,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, Directory, ObservedWorld } from '../../access';
import { PRODUCER } from '../../__testUtils__/healthcare';

/** What an account has of which nothing was found. */
export function emptyObservation(
  account: Pick<AccountObservation, 'accountName' | 'accountId' | 'region'>,
): AccountObservation {
  return {
    ...account,
    observedAt: '2026-01-15T08:00:00.000Z',
    databases: [],
    tables: [],
    links: [],
    filters: [],
    permissions: [],
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

/** A table of the producer, with three columns. */
export function patientsTable(
  changes: Partial<ObservedTable> = {},
): ObservedTable {
  return {
    ref: {
      region: PRODUCER.region,
      catalogId: PRODUCER.accountId,
      databaseName: 'healthcare_db',
      tableName: 'patients',
    },
    tableUuid: 'uuid-of-patients',
    format: 'iceberg',
    columns: [
      { fieldId: 1, name: 'patient_id', type: 'bigint', lfTags: [] },
      {
        fieldId: 2,
        name: 'ssn',
        type: 'string',
        classification: 'pii',
        lfTags: [],
      },
      { fieldId: 5, name: 'state', type: 'string', lfTags: [] },
      { fieldId: 4, name: 'address', type: 'struct<city:string>', lfTags: [] },
    ],
    lfTags: [],
    registration: 'lakeFormation',
    ...changes,
  };
}

/** The producer with these tables. */
export function snapshotOf(
  tables: ObservedTable[],
  directory: Directory = { teams: [], products: [] },
): AccessSnapshot {
  return new AccessSnapshot({
    world: new ObservedWorld([
      {
        ...emptyObservation({ ...PRODUCER, accountName: PRODUCER.name }),
        tables,
      },
    ]),
    accounts: [],
    directory,
  });
}
