import { Drift, tableEntityRef } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';

/** A table under the name that it has, or had, in the catalog. */
export interface DriftTable {
  entityRef: string;
  accountName: string;
}

/**
 * The table that a difference is about, also one that is dropped by now: its
 * owners are still to be told. Absent for what is about an account.
 */
export function tableOf(
  { table }: Pick<Drift, 'table'>,
  { accounts }: AccessSnapshot,
): DriftTable | undefined {
  if (!table) return undefined;
  const owner = accounts.find(
    ({ account }) =>
      account.accountId === table.catalogId && account.region === table.region,
  );
  if (!owner) return undefined;
  const accountName = owner.account.name;
  return { accountName, entityRef: tableEntityRef(accountName, table) };
}
