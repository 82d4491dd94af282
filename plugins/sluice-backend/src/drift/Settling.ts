import { Drift } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { ChangeService } from '../reconciler';

type RecentChange = Awaited<ReturnType<ChangeService['recent']>>[number];

/**
 * Tells what is being changed, or was changed since its account was last read:
 * what does not agree there may agree in a moment.
 */
export class Settling {
  private constructor(
    private readonly changes: RecentChange[],
    private readonly snapshot: AccessSnapshot,
  ) {}

  static async read(
    snapshot: AccessSnapshot,
    changes: Pick<ChangeService, 'recent'>,
  ): Promise<Settling> {
    // Accounts that are no longer read would bring changes of long ago.
    const [oldest] = snapshot.accounts
      .flatMap(({ run, stale }) => (run && !stale ? [run.observedAt] : []))
      .sort();
    const since = oldest ?? new Date().toISOString();
    return new Settling(await changes.recent(since), snapshot);
  }

  /** Whether a change may be about to end the difference, or has ended it. */
  concerns(drift: Drift): boolean {
    return this.changes.some(
      change => isAbout(change, drift) && this.isUnseen(change, drift),
    );
  }

  private isUnseen({ finishedAt }: RecentChange, drift: Drift): boolean {
    if (!finishedAt) return true;
    return this.snapshot.accounts.some(
      ({ account, run }) =>
        account.accountId === drift.accountId &&
        run !== undefined &&
        Date.parse(run.observedAt) <= Date.parse(finishedAt),
    );
  }
}

/** What nobody declared any more is still there while its change takes it away. */
function isAbout(change: RecentChange, { subject, repair }: Drift): boolean {
  if (change.subject === subject) return true;
  return (
    repair.kind === 'revoke' &&
    repair.resources.some(({ id }) => change.resourceIds.has(id))
  );
}
