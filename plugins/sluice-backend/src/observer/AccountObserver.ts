import { ObservationPart } from '@sluice/plugin-sluice-common';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import {
  ObservationRun,
  ObservedDocument,
  OBSERVATION_PARTS,
  PartOutcome,
} from '../store';
import { AccountReader, PartReader } from './AccountReader';
import { AwsClients } from './AwsClients';
import { CallBudget } from './CallBudget';
import { describeFailure } from './describeFailure';
import { IcebergMetadataReader } from './IcebergMetadataReader';
import { readBucketPolicies } from './parts/bucketPolicies';
import { listDatabases, readDatabases } from './parts/databases';
import { readFilters } from './parts/filters';
import { readIamPolicies } from './parts/iamPolicies';
import { readLocations } from './parts/locations';
import { readNamespaces } from './parts/namespaces';
import { readOptIns } from './parts/optIns';
import { readPermissions } from './parts/permissions';
import { readRoles } from './parts/roles';
import { readSettings } from './parts/settings';
import { readShares } from './parts/shares';
import { listGlueTables, readTables } from './parts/tables';
import { readTags } from './parts/tags';
import { readVirtualClusters } from './parts/virtualClusters';

const PART_READERS: Record<ObservationPart, PartReader> = {
  databases: readDatabases,
  tables: readTables,
  filters: readFilters,
  permissions: readPermissions,
  tags: readTags,
  locations: readLocations,
  shares: readShares,
  settings: readSettings,
  roles: readRoles,
  virtualClusters: readVirtualClusters,
  namespaces: readNamespaces,
  optIns: readOptIns,
  iamPolicies: readIamPolicies,
  bucketPolicies: readBucketPolicies,
};

/**
 * Reads everything that Sluice knows of one account. Parts are read side by
 * side and fail one by one: what depends on a failed part becomes *unknown*,
 * the rest stays right.
 */
export class AccountObserver {
  private readonly connection: AwsConnectionService;
  private readonly concurrency: number;
  private readonly now: () => Date;
  private readonly icebergMetadata = new Map<string, IcebergMetadataReader>();

  constructor(options: {
    connection: AwsConnectionService;
    /** How many calls to one account may run side by side. */
    concurrency: number;
    now?: () => Date;
  }) {
    this.connection = options.connection;
    this.concurrency = options.concurrency;
    this.now = options.now ?? (() => new Date());
  }

  async observe(account: ConnectedAccount): Promise<ObservationRun> {
    const startedAt = this.now();
    const budget = new CallBudget({ concurrency: this.concurrency });
    const parts = await this.readParts(account, budget);
    return {
      account,
      startedAt,
      finishedAt: this.now(),
      calls: budget.calls,
      parts,
    };
  }

  private async readParts(
    account: ConnectedAccount,
    budget: CallBudget,
  ): Promise<PartOutcome[]> {
    let clients: AwsClients;
    try {
      clients = new AwsClients(
        await this.connection.getClientConfiguration(account),
        budget,
      );
    } catch (error) {
      return OBSERVATION_PARTS.map(part => ({
        part,
        failure: describeFailure(part, account, error),
      }));
    }
    try {
      const reader = this.createReader(account, clients, budget);
      return await Promise.all(
        OBSERVATION_PARTS.map(part => readPart(part, reader)),
      );
    } finally {
      clients.destroy();
    }
  }

  private createReader(
    account: ConnectedAccount,
    clients: AwsClients,
    budget: CallBudget,
  ): AccountReader {
    let databases: ReturnType<AccountReader['databases']> | undefined;
    let glueTables: ReturnType<AccountReader['glueTables']> | undefined;
    const reader: AccountReader = {
      account,
      clients,
      budget,
      connection: this.connection,
      icebergMetadata: this.metadataReaderOf(account, clients),
      databases: () => {
        databases ??= listDatabases(clients.glue, account);
        return databases;
      },
      glueTables: () => {
        glueTables ??= reader
          .databases()
          .then(own => listGlueTables(clients.glue, own));
        return glueTables;
      },
    };
    return reader;
  }

  private metadataReaderOf(
    account: ConnectedAccount,
    clients: AwsClients,
  ): IcebergMetadataReader {
    let reader = this.icebergMetadata.get(account.name);
    if (!reader) {
      reader = new IcebergMetadataReader();
      this.icebergMetadata.set(account.name, reader);
    }
    reader.begin(clients.s3);
    return reader;
  }
}

async function readPart(
  part: ObservationPart,
  reader: AccountReader,
): Promise<PartOutcome> {
  try {
    const documents = await PART_READERS[part](reader);
    return { part, documents: withoutDuplicates(documents) };
  } catch (error) {
    return { part, failure: describeFailure(part, reader.account, error) };
  }
}

/** A thing that moved between two pages is listed twice; the later reading counts. */
function withoutDuplicates(documents: ObservedDocument[]): ObservedDocument[] {
  const byIdentity = new Map(
    documents.map(document => [`${document.type}/${document.key}`, document]),
  );
  return [...byIdentity.values()];
}
