import type { Table } from '@aws-sdk/client-glue';
import { ObservedDatabase } from '@sluice/plugin-sluice-common';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import { ObservedDocument } from '../store';
import { AwsClients } from './AwsClients';
import { CallBudget } from './CallBudget';
import { IcebergMetadataReader } from './IcebergMetadataReader';

/** What a part reader may use. */
export interface AccountReader {
  account: ConnectedAccount;
  clients: AwsClients;
  budget: CallBudget;
  connection: AwsConnectionService;
  icebergMetadata: IcebergMetadataReader;
  /** The account's own databases, read once for all parts that need them. */
  databases: () => Promise<ObservedDatabase[]>;
  /** Glue's tables of the own databases, read once for all parts that need them. */
  glueTables: () => Promise<GlueTables[]>;
}

/** What Glue lists of one database. */
export interface GlueTables {
  database: ObservedDatabase;
  tables: Table[];
}

/**
 * Reads one part of an account in full, or throws what AWS answered: half a
 * part must not pass for the whole.
 */
export type PartReader = (reader: AccountReader) => Promise<ObservedDocument[]>;
