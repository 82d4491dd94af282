import {
  accessGrantEntityRef,
  EffectiveAccess,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { DriftCounts } from '../drift';

/** A team as the API shows it. */
export function viewTeam(team: Team): SluiceApi.MatrixTeam {
  return {
    entityRef: team.entityRef,
    title: team.title,
    onboarded: team.roleArn !== undefined,
    ...(team.roleArn && { principal: team.roleArn }),
  };
}

/** A column heading of the matrix. */
export function viewMatrixTable(
  entry: TableEntry,
  snapshot: AccessSnapshot,
): SluiceApi.MatrixTable {
  return {
    entityRef: entry.entityRef,
    ref: entry.table.ref,
    ...viewProduct(entry, snapshot),
    columnCount: entry.table.columns.length,
  };
}

/** A cell of the matrix: the answer in short. */
export function viewCell(
  team: Team,
  entry: TableEntry,
  { snapshot, drift }: { snapshot: AccessSnapshot; drift?: DriftCounts },
): SluiceApi.MatrixCell {
  const access = snapshot.accessOf(team, entry);
  return {
    table: entry.entityRef,
    team: team.entityRef,
    level: access.level,
    totalColumns: entry.table.columns.length,
    ...(isReadable(access) && {
      visibleColumns: access.columns.filter(isVisible).length,
      rows: access.rows,
    }),
    ...viewGrant(team, entry, access, snapshot),
    warnings: access.warnings.length,
    ...(drift && { drift: drift.between(team.entityRef, entry.entityRef) }),
  };
}

/** The whole answer. */
export function viewAccess(
  team: Team,
  entry: TableEntry,
  snapshot: AccessSnapshot,
): SluiceApi.EffectiveAccess {
  const access = snapshot.accessOf(team, entry);
  const observedAt = snapshot.observedAt([entry], [team]);
  return {
    team: viewTeam(team),
    tableEntityRef: entry.entityRef,
    table: entry.table.ref,
    ...viewProduct(entry, snapshot),
    ...viewGrant(team, entry, access, snapshot),
    level: access.level,
    ...(isReadable(access) && {
      columns: access.columns,
      rows: access.rows,
      otherPermissions: access.otherPermissions,
      links: access.links,
    }),
    ...(access.level === 'unknown' && { problems: access.problems }),
    reasons: access.reasons,
    warnings: access.warnings,
    ...(observedAt && { observedAt }),
    stale: snapshot.isStale([entry], [team]),
  };
}

/** A table with its schema. */
export function viewTable(
  entry: TableEntry,
  snapshot: AccessSnapshot,
): SluiceApi.Table {
  const product = snapshot.productOf(entry.entityRef);
  return {
    entityRef: entry.entityRef,
    accountName: entry.accountName,
    ...entry.table,
    ...(product && { productRef: product.entityRef }),
    observedAt: snapshot.observedAt([entry], [])!,
    stale: snapshot.isStale([entry], []),
  };
}

/** Whether something of the table is readable. */
export function isReadable(
  access: EffectiveAccess,
): access is Extract<EffectiveAccess, { level: 'full' | 'partial' }> {
  return access.level === 'full' || access.level === 'partial';
}

/** Whether some row of a column is readable. */
export function isVisible(column: { rows: { kind: string } }): boolean {
  return column.rows.kind !== 'none';
}

/** The data product that serves a table. */
export function viewProduct(entry: TableEntry, snapshot: AccessSnapshot) {
  const product = snapshot.productOf(entry.entityRef);
  return (
    product && { productRef: product.entityRef, productTitle: product.title }
  );
}

/** The entity that stands for the access of a team, where there is one. */
export function viewGrant(
  team: Team,
  entry: TableEntry,
  access: EffectiveAccess,
  snapshot: AccessSnapshot,
) {
  return (
    snapshot.isGrant(team, access) && {
      grant: accessGrantEntityRef(
        entry.accountName,
        team.entityRef,
        entry.table.ref,
      ),
    }
  );
}
