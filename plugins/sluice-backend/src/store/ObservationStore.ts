import {
  AccountObservation,
  ObservationDelta,
  ObservationPart,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { ObservedDocument } from './documents';

/** What came of reading one part: everything, or the reason why not. */
export type PartOutcome =
  | { part: ObservationPart; documents: ObservedDocument[] }
  | { part: ObservationPart; failure: string };

/** One reading of one account, to be saved. */
export interface ObservationRun {
  account: ConnectedAccount;
  startedAt: Date;
  finishedAt: Date;
  /** AWS and Kubernetes calls made. */
  calls: number;
  /** One per part of the observation. */
  parts: PartOutcome[];
}

/** How the last reading of an account went. */
export interface RunSummary {
  accountName: string;
  accountId: string;
  region: string;
  /** ISO 8601, when the run began: what it says held then. */
  observedAt: string;
  durationMs: number;
  calls: number;
  failures: { part: ObservationPart; message: string }[];
  /** Parts that this run or one before it could read: what is held of them may be old, but is all there was. */
  partsRead: ObservationPart[];
  /** Differs from the run before when documents or failures differ. */
  contentRevision: string;
}

/** Keeps what was observed, with history. */
export interface ObservationStore {
  /**
   * Saves a run. Only what differs from the account's last reading is written;
   * documents of a part that failed stay as they were last read.
   *
   * @returns how many things appeared, differ or are gone.
   */
  saveRun(run: ObservationRun): Promise<{ changed: number }>;

  /** The last run of each account that was ever read. Cheap: asked for on every request. */
  listLatestRuns(): Promise<RunSummary[]>;

  /**
   * All that is held of an account now. Of a part in `failures` it is what was
   * read last, which says that a thing is known, not how it is today.
   */
  loadAccount(run: RunSummary): Promise<AccountObservation>;

  /** The last run of each account that had begun at a moment of the past. */
  listRunsAt(moment: Date): Promise<RunSummary[]>;

  /** All that was held of an account when this run had found what it found. */
  loadAccountAt(run: RunSummary): Promise<AccountObservation>;

  /**
   * How what was held of an account at one run became what was held at a later
   * one; costs what differs, not what is held. Right also for whoever loaded
   * the account at the first run while the next were being saved.
   *
   * @returns undefined when there is no such difference, or it is too large to
   * be worth it: load the account instead
   */
  loadDifferences(
    from: RunSummary,
    to: RunSummary,
  ): Promise<ObservationDelta | undefined>;
}
