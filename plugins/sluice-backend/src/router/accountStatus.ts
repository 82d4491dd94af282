import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, AccountState } from '../access';

/** When and how well an account was read, and how much was found in it. */
export function accountStatus(
  state: AccountState,
  { world }: AccessSnapshot,
): SluiceApi.AccountStatus {
  const { account, run } = state;
  const found = world.observations.find(
    ({ accountName }) => accountName === account.name,
  );
  return {
    name: account.name,
    accountId: account.accountId,
    region: account.region,
    status: statusOf(state),
    ...(run && {
      observedAt: run.observedAt,
      durationMs: run.durationMs,
      calls: run.calls,
    }),
    failures: run?.failures ?? [],
    counts: {
      databases: found?.databases.length ?? 0,
      tables: found?.tables.length ?? 0,
      filters: found?.filters.length ?? 0,
      permissions: found?.permissions.length ?? 0,
      links: found?.links.length ?? 0,
      shares: found?.shares.length ?? 0,
      roles: found?.roles.length ?? 0,
      virtualClusters: found?.virtualClusters.length ?? 0,
      namespaces: found?.namespaces.length ?? 0,
    },
  };
}

function statusOf({
  run,
  stale,
}: AccountState): SluiceApi.AccountStatus['status'] {
  if (!run) return 'never';
  if (stale) return 'stale';
  return run.failures.length > 0 ? 'incomplete' : 'current';
}
