import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { RunSummary } from '../store';
import { AccountState } from './AccessSnapshot';

/**
 * The connected accounts with their runs, as they were at a moment. Runs of
 * accounts that are no longer connected, or mean another account now, do not
 * count.
 */
export function accountStatesAt(
  moment: number,
  options: {
    accounts: ConnectedAccount[];
    runs: RunSummary[];
    /** Age at which an observation stops counting. */
    staleAfterMs: number;
  },
): AccountState[] {
  const { accounts, runs, staleAfterMs } = options;
  return accounts.map(account => {
    const run = runs.find(candidate => isOf(candidate, account));
    const age = run && moment - Date.parse(run.observedAt);
    return {
      account,
      ...(run && { run }),
      stale: age !== undefined && age > staleAfterMs,
    };
  });
}

function isOf(run: RunSummary, account: ConnectedAccount): boolean {
  return (
    run.accountName === account.name &&
    run.accountId === account.accountId &&
    run.region === account.region
  );
}
