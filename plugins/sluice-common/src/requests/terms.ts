import { TableRef } from '../accessModel';

/**
 * A column that is asked for. Iceberg's field id is its identity, so that a
 * column that was renamed since is still the one that was approved.
 * @public
 */
export interface RequestedColumn {
  fieldId: number;
  /** As it was called when it was asked for. */
  name: string;
  /** As it was when it was asked for; decides who has to approve. */
  classification?: string;
}

/** What is asked for of one table. @public */
export interface RequestedTable {
  /** Entity ref of the table. */
  table: string;
  ref: TableRef;
  /** Iceberg `table-uuid`; a table that was made anew is another one. */
  tableUuid?: string;
  /** Connected account that owns the table. */
  producerAccount: string;
  /** An include list, in the order of the table: it stays shut when columns are added. */
  columns: RequestedColumn[];
  /** Row filter in Lake Formation's language; absent means all rows. */
  rowFilter?: string;
}

/** What a team is to read, and for how long. @public */
export interface AccessTerms {
  tables: RequestedTable[];
  /** ISO 8601; absent means as soon as it is approved. */
  startsAt?: string;
  /** How long access lasts from its start on. */
  durationMinutes: number;
}

/** Limits of one request. @public */
export const REQUEST_LIMITS = {
  tables: 20,
  /** Characters. */
  purpose: 2_000,
  /** Characters of a reason or a comment. */
  reason: 1_000,
} as const;
