import { Knex } from 'knex';
import { DocumentType, ObservedDocument } from './documents';
import { RunSummary } from './ObservationStore';

/** A row of the table `observation_runs`. */
export interface RunRow {
  id: number;
  account_name: string;
  account_id: string;
  region: string;
  started_at: string;
  finished_at: string;
  calls: number;
  failures: string;
  parts_read: string;
  changed: number;
  content_revision: string;
}

/** A row of the table `observed_documents`: one version of one thing. */
export interface DocumentRow {
  id: number;
  account_name: string;
  type: string;
  document_key: string;
  digest: string;
  document: string;
  valid_from: string;
  valid_to: string | null;
}

/** Tells a thing from all others of its account, in any version. */
export function identityOf({
  type,
  document_key,
}: Pick<DocumentRow, 'type' | 'document_key'>): string {
  return `${type}/${document_key}`;
}

/** The thing itself, as it was observed. */
export function toDocument({
  type,
  document_key,
  document,
}: Pick<DocumentRow, 'type' | 'document_key' | 'document'>): ObservedDocument {
  return {
    type: type as DocumentType,
    key: document_key,
    document: JSON.parse(document),
  } as ObservedDocument;
}

/** Versions of an account's documents, of which some are chosen by their time. */
export function documentsOf(knex: Knex, { accountName }: RunSummary) {
  return knex<DocumentRow>('observed_documents').where({
    account_name: accountName,
  });
}

/**
 * Chooses the versions that held when a run had found what it found. The first
 * condition is a negation so that SQLite looks up what else is asked for, not
 * everything that began before.
 */
export function heldAt<Query extends Knex.QueryBuilder>(
  query: Query,
  { observedAt }: RunSummary,
): Query {
  return query
    .whereNot('valid_from', '>', observedAt)
    .where((holding: Knex.QueryBuilder) =>
      holding.whereNull('valid_to').orWhere('valid_to', '>', observedAt),
    ) as Query;
}
