import { stableId } from '../stableId';

/**
 * Digest of what a grant opens, to whom and of what: a proof holds for as long
 * as it is the same. Neither the order of columns nor their case is part of it.
 * @public
 */
export function grantRevision(grant: {
  roleArn: string;
  /** Iceberg's table uuid, or else what Glue tells the table by. */
  tableIdentity: string;
  columns: string[];
  /** Canonical text; absent for all rows. */
  rowFilter?: string;
}): string {
  const { roleArn, tableIdentity, columns, rowFilter } = grant;
  return stableId([
    roleArn,
    tableIdentity,
    JSON.stringify(columns.map(name => name.toLowerCase()).sort()),
    rowFilter ?? '',
  ]);
}
