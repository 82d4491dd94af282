import { LfPermissionRow, TableRef } from '../accessModel';
import { DesiredResource } from '../resources';

/**
 * What is the matter, as far as that can be told: governance reference 3.9, by
 * number, and what stands behind it.
 * @public
 */
export const DRIFT_CAUSES = {
  /** 1 */ grantMissing: { fault: 1, title: 'Grant is missing' },
  /** 2 */ linkMissing: {
    fault: 2,
    title: 'Resource link or DESCRIBE on it is missing',
  },
  /** 3 */ shareGone: {
    fault: 3,
    title: 'Resource share no longer reaches the account',
  },
  /** 4 */ invitationNotAccepted: {
    fault: 4,
    title: 'Share invitation was not accepted',
  },
  /** 5 */ roleMissing: { fault: 5, title: 'Role does not exist' },
  /** 6 */ roleRecreated: { fault: 6, title: 'Role was deleted and made anew' },
  /** 7 */ tableRecreated: {
    fault: 7,
    title: 'Table was dropped or made anew',
  },
  /** 8 */ teamReadsMore: {
    fault: 8,
    title: 'Team holds a permission that is not declared',
  },
  /** 9 */ strangerReads: {
    fault: 9,
    title: 'Somebody reads who is not declared',
  },
  /** 10 */ rowFilterChanged: { fault: 10, title: 'Row filter was changed' },
  /** 11 */ columnListChanged: { fault: 11, title: 'Column list was changed' },
  /** 12 */ filterMissing: {
    fault: 12,
    title: 'Data cells filter was deleted',
  },
  /** 13 */ secondFilter: {
    fault: 13,
    title: 'A second filter widens the access',
  },
  /** 14 */ columnAddedUnderExclude: {
    fault: 14,
    title: 'A new column is open by an exclude list',
  },
  /** 15 */ excludedColumnRenamed: {
    fault: 15,
    title: 'A column was renamed, and its list goes by name',
  },
  /** 16 */ filteredColumnGone: {
    fault: 16,
    title: 'A column of a filter was dropped or retyped',
  },
  /** 17 */ openToIam: { fault: 17, title: 'IAM_ALLOWED_PRINCIPALS is back' },
  /** 18 */ notGoverned: {
    fault: 18,
    title: 'Location is not governed by Lake Formation',
  },
  /** 19 */ openedByTag: {
    fault: 19,
    title: 'An LF-Tag opens more than is declared',
  },
  /** 20 */ notUnderstood: {
    fault: 20,
    title: 'Something that Sluice cannot read decides',
  },
  /** 21 */ roleIsAdministrator: {
    fault: 21,
    title: 'A team’s role is a data lake administrator',
  },
  /** 22 */ linkRepointed: {
    fault: 22,
    title: 'Resource link points to another table',
  },
  /** 23 */ engineRightsLost: {
    fault: 23,
    title: 'The role or its account can no longer run filtered jobs',
  },
  /** What is declared may be passed on, which is not. */
  mayPassOn: {
    fault: 0,
    title: 'A permission may be passed on, which is not declared',
  },
  /** A job read something else than is declared. */
  proofFailed: { fault: 0, title: 'A job read something else' },
  /** A part of an account could not be read: nothing is certain. */
  notRead: { fault: 24, title: 'Not everything could be read' },
  /** A part of the set-up is not as declared. */
  setUpDiffers: { fault: 0, title: 'Set-up differs from what is declared' },
} as const;

/** @public */
export type DriftCause = keyof typeof DRIFT_CAUSES;

/**
 * Which way the two stages differ: `missing` is declared and not granted,
 * `excess` granted and not declared, `different` both, `unknown` cannot be told.
 * @public
 */
export type DriftDirection = 'missing' | 'excess' | 'different' | 'unknown';

/** What can be done about it by a plan. @public */
export type DriftRepair =
  /** The declaration of the subject is made true again. */
  | { kind: 'reapply'; subject: string }
  /** What is there beside the declarations is taken away; it may be kept instead, too. */
  | { kind: 'revoke'; resources: DesiredResource[] }
  /** A person has to do it; the text says what. */
  | { kind: 'byHand'; text: string };

/** One difference between what is declared and what is granted, at one moment. @public */
export interface Drift {
  /** Stable for as long as the same thing is the matter; not dependent on names of rows. */
  id: string;
  cause: DriftCause;
  direction: DriftDirection;
  severity: 'high' | 'medium' | 'low';
  /** Id of the account in which the difference is. */
  accountId: string;
  table?: TableRef;
  /** Entity ref of the team whose access it concerns. */
  team?: string;
  /** As the API spells it. */
  principal?: string;
  /** Subject of the declaration that it departs from, if there is one. */
  subject?: string;
  /** Whole sentence: what is the matter, with names. */
  text: string;
  /** What the declaration says, and what is there; absent where one is nothing. */
  declared?: string;
  found?: string;
  /** Who changed it last and when, as Lake Formation tells. */
  changedBy?: string;
  changedAt?: string;
  rows: LfPermissionRow[];
  repair: DriftRepair;
}
