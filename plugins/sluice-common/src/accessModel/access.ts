import { LfPermission, LfPermissionRow } from './permissions';
import { TableRef } from './tables';

/**
 * A row predicate. `expression` is the canonical print of a parsed row filter;
 * `none` is a predicate that no row meets.
 * @public
 */
export type RowAccess =
  | { kind: 'all' }
  | { kind: 'none' }
  | { kind: 'expression'; expression: string };

/** What kind of fact a reason states; the UI picks icon and words by it. @public */
export type ReasonKind =
  | 'grant'
  | 'dataCellsFilter'
  | 'columnGrant'
  | 'allTablesGrant'
  | 'lfTagGrant'
  | 'accountShare'
  | 'ramInvitation'
  | 'resourceLink'
  | 'iamAllowedPrincipals'
  | 'dataLakeAdministrator'
  | 'allIamPrincipals'
  | 'missing'
  | 'problem';

/**
 * One link of the chain that explains an answer, in the order a person reads
 * it: share to the account, filter, link, grant to the role.
 * @public
 */
export interface Reason {
  kind: ReasonKind;
  /** A whole sentence in plain words, naming the things it is about. */
  text: string;
  /** The LF rows behind it, as AWS returned them. */
  rows: LfPermissionRow[];
  /** `supports` gives access, `limits` narrows it, `prevents` explains why there is none. */
  effect: 'supports' | 'limits' | 'prevents' | 'informs';
}

/** What a principal sees of one column. @public */
export interface ColumnAccess {
  fieldId?: number;
  name: string;
  type: string;
  /** Rows in which the cell is readable; `none` means the column is hidden. */
  rows: RowAccess;
}

/**
 * The answer to "what does this principal read of this table".
 * `unknown` is an answer of its own: never shown as none or as full.
 * @public
 */
export type EffectiveAccess =
  | {
      level: 'full' | 'partial';
      table: TableRef;
      principal: string;
      /** Every column of the table, in table order, hidden ones with `rows: none`. */
      columns: ColumnAccess[];
      /** Rows that come back at all (OR over the filters). */
      rows: RowAccess;
      /** Permissions other than SELECT that the principal holds on the table. */
      otherPermissions: LfPermission[];
      /** Names of the principal's resource links to the table; cross-account reads on EMR need one. */
      links: TableRef[];
      reasons: Reason[];
      /** Things that are true but surprising: a grant without effect, a missing link. */
      warnings: string[];
    }
  | {
      level: 'none';
      table: TableRef;
      principal: string;
      reasons: Reason[];
      warnings: string[];
    }
  | {
      level: 'unknown';
      table: TableRef;
      principal: string;
      /** What could not be read or understood, and what to do about it. */
      problems: string[];
      reasons: Reason[];
      warnings: string[];
    };
