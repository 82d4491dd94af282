import {
  EffectiveAccess,
  LfPermissionRow,
  RowAccess,
  TableRef,
} from '../accessModel';
import { HypotheticalChange } from '../hypothetical';

/** What a node of the picture stands for. @public */
export type AccessNodeKind =
  | 'table'
  | 'account'
  | 'permission'
  | 'filter'
  | 'lfTags'
  | 'share'
  | 'link'
  | 'iam'
  | 'principal'
  | 'team'
  | 'person';

/** @public */
export interface AccessNode {
  /** Unique in one picture. */
  id: string;
  kind: AccessNodeKind;
  title: string;
  /** A line of detail: columns and rows, a status. */
  detail?: string;
}

/** `supports` gives access, `limits` narrows it, `prevents` stops it, `informs` is worth knowing. @public */
export type AccessEffect = 'supports' | 'limits' | 'prevents' | 'informs';

/** From the table's side towards the person. @public */
export interface AccessEdge {
  from: string;
  to: string;
  label?: string;
  effect: AccessEffect;
}

/** One step of a way, as a sentence, with the LF rows behind it. @public */
export interface AccessStep {
  node: AccessNode;
  text: string;
  effect: AccessEffect;
  rows: LfPermissionRow[];
}

/**
 * One way by which a principal reads something of a table, from the table to
 * the principal. What it reads is the union of its ways (LF has no deny).
 * @public
 */
export interface AccessWay {
  id: string;
  /** Names of the columns that this way alone opens, in table order. */
  columns: string[];
  rows: RowAccess;
  steps: AccessStep[];
}

/** Something that would have to be done for the answer to be another one. @public */
export interface Remedy {
  /** Whole sentence: what to do, where. */
  text: string;
  /** The same, to be tried out; empty where that cannot be expressed. */
  changes: HypotheticalChange[];
}

/**
 * Why a principal reads of a table, or of one column, what it does.
 * @public
 */
export interface AccessExplanation {
  access: EffectiveAccess;
  /** By name, when one column is asked about. */
  column?: string;
  ways: AccessWay[];
  /** Ways that give nothing, with the step that stops them last. */
  blockedWays: AccessWay[];
  /** How many more of them there are. */
  blockedWaysLeftOut: number;
  nodes: AccessNode[];
  edges: AccessEdge[];
  /** What it would take to read (more). Empty when all of it is read. */
  toAllow: Remedy[];
  /** All of it has to be done to read nothing. Empty when nothing is read. */
  toDisallow: Remedy[];
}

/** Whether a row is read: `depends` on values that were not given. @public */
export type RowAnswer = 'yes' | 'no' | 'depends';

/** What a principal reads of one row of which some values are known. @public */
export interface RowSight {
  row: RowAnswer;
  /** By column: whether the cell is read. */
  cells: { name: string; seen: RowAnswer }[];
}

/** A way past Lake Formation, or a risk to what it decides. @public */
export type BypassKind =
  /** IAM (and the bucket's policy) let a principal read the files directly. */
  | 'directS3Access'
  /** Credentials without a session tag for whoever has the whole table. */
  | 'fullTableExternalAccess'
  /** A hybrid location: IAM decides for whoever is not opted in. */
  | 'hybridWithoutOptIn'
  | 'iamAllowedPrincipals'
  /** The location is not registered, so that nothing is filtered. */
  | 'unregisteredLocation'
  /** A principal may start a job as the role of a team. */
  | 'startsJobsAsOthers'
  /** A principal outside EMR may assume the role of a team. */
  | 'assumesTeamRole'
  /** A principal may grant itself anything. */
  | 'dataLakeAdministrator'
  /** What would tell was not read. */
  | 'notRead';

/** @public */
export type FindingSeverity = 'high' | 'medium' | 'low' | 'unknown';

/** A path that does not go by Lake Formation's grants. @public */
export interface BypassFinding {
  /** Stable as long as the thing is the same. */
  id: string;
  kind: BypassKind;
  severity: FindingSeverity;
  /** Account in which to repair it. */
  accountId: string;
  /** Who; absent when it is anybody. */
  principal?: string;
  /** Tables that are concerned; empty means all of the account. */
  tables: TableRef[];
  /** Whole sentence. */
  text: string;
  /** What to do. */
  repair: string;
}
