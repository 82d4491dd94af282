import { AccessLevel } from '../entities';
import { RowAccess } from '../accessModel';

/** @public */
export const STAGE_NAMES = [
  'declared',
  'granted',
  'effective',
  'observed',
] as const;

/** @public */
export type StageName = (typeof STAGE_NAMES)[number];

/** What one stage says of one team's access to one table. @public */
export interface StageView {
  /** `notProved`: no job has shown it yet. */
  level: AccessLevel | 'notProved';
  /** Names of the columns, in table order; absent where it is not known. */
  columns?: string[];
  rows?: RowAccess;
  /** In words: `8 of 9 columns, rows where state = 'Texas'`. */
  text: string;
  /** ISO 8601: when it was declared, read, or proved. */
  at?: string;
  /** Subject of a declaration, id of a request or of an attestation. */
  evidence?: string;
}

/** What a job has shown, as the fourth stage. @public */
export interface StageProof extends StageView {
  /** The stage that it was compared with when it was made, where it is not as that. */
  differsFrom?: 'declared' | 'effective';
}

/** The four stages of one team's access to one table, side by side. @public */
export interface AccessStages {
  stages: Record<StageName, StageView>;
  /** Whole sentences, one for each pair of neighbours that do not agree; compared by meaning. */
  differences: { between: [StageName, StageName]; text: string }[];
}
