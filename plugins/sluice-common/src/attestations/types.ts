import { TableRef } from '../accessModel';

/** What a verification expects of one table. @public */
export interface TableExpectation {
  table: TableRef;
  tableEntityRef: string;
  /** As the script names it, with the resource link's database: `consumer_healthcare_db.rl_patients`. */
  name: string;
  access: 'readable' | 'denied';
  /** Names, in table order; empty where denied. */
  columns: string[];
  /** In Lake Formation's language; absent for all rows. */
  rowFilter?: string;
  /** How many there are to be, where that is known. */
  rows?: number;
  /** How that is known. The `snapshot` was read before the job, and tables are written to; a person knows better. */
  rowsFrom?: 'person' | 'snapshot';
  /** Whole sentence: why it cannot be told what is to be read. A job is not asked about such a table, and nothing is proved of it. */
  doubt?: string;
  /** `declared` where anything is declared for the team and the table, else what Lake Formation grants. */
  basis: 'declared' | 'effective';
  /** Of the grant, see `grantRevision`; another one asks for another proof. */
  revision: string;
}

/**
 * What `jobs/verify_access.py` is told, as JSON that was compressed by zlib's
 * `deflate` and written as base64, in as many `--expectations` as it takes.
 * @public
 */
export interface ExpectationsDocument {
  version: 1;
  runId: string;
  /** Entity ref. */
  team: string;
  tables: {
    name: string;
    access: 'readable' | 'denied';
    columns: string[];
    /** In Spark SQL; absent for all rows. */
    rowFilter?: string;
    /** Count rows by these values of this column, and all others together. */
    groups?: { column: string; values: string[] };
    rows?: number;
  }[];
}

/**
 * What the script saw of one table. Counts only: the values in `groups` are those
 * that the expectations named.
 * @public
 */
export interface TableObservation {
  name: string;
  /** `absent`: no such table or resource link; `error`: it is not known what would be read. */
  outcome: 'read' | 'denied' | 'absent' | 'error';
  /** Class and first line of what was thrown; at most 300 characters. */
  error?: string;
  columns?: string[];
  rows?: number;
  /** Rows for which the predicate is not true. */
  rowsOutside?: number;
  /** One without a value counts what no value names. */
  groups?: { value?: string; rows: number }[];
}

/** What `jobs/verify_access.py` writes to the team's prefix and, after `ATTESTATION_MARK`, to its log. @public */
export interface ObservationsDocument {
  version: 1;
  runId: string;
  team: string;
  /** `Spark 3.5.3`; of the sandbox's stand-in, `DuckDB 1.3 (embedded, not Spark)`. */
  engine: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  finishedAt: string;
  /** SHA-256, hex, of the JSON of the expectations as it was given. */
  expectationsSha256: string;
  tables: TableObservation[];
}

/** Begins the line of the log that holds the observations. @public */
export const ATTESTATION_MARK = 'SLUICE-ATTESTATION ';

/** @public */
export type AttestationVerdict = 'agrees' | 'differs' | 'unproved';

/** One thing that was checked of a table. @public */
export interface AttestationCheck {
  check: 'access' | 'columns' | 'rowFilter' | 'rows';
  verdict: AttestationVerdict;
  expected: string;
  observed: string;
  /** Whole sentence. */
  text: string;
}

/** A table as it was judged. @public */
export interface JudgedTable {
  expectation: TableExpectation;
  verdict: AttestationVerdict;
  /** Whole sentence: the verdict, with numbers. */
  text: string;
  checks: AttestationCheck[];
  rows?: number;
  rowsOutside?: number;
  groups?: { value?: string; rows: number }[];
  /** Names of what was read. */
  columns?: string[];
}

/** What is hashed and kept. @public */
export interface AttestationDocument {
  version: 1;
  id: string;
  runId: string;
  team: string;
  roleArn: string;
  accountName: string;
  requestedBy: string;
  script: { name: string; sha256: string };
  /** Absent where there are no observations: the run failed before it had any. */
  observations?: ObservationsDocument;
  verdict: AttestationVerdict;
  text: string;
  tables: JudgedTable[];
  attestedAt: string;
}
