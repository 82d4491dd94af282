import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { ObservationStore, RunSummary } from '../store';
import { AccessSnapshot } from './AccessSnapshot';
import { accountStatesAt } from './accountStates';
import { LatestWorld } from './LatestWorld';
import { PastAccess } from './PastAccess';
import { TeamDirectory } from './TeamDirectory';

/** How long the answer to "is there a newer observation" is used. */
const REVISION_LIFETIME_MS = 1_000;

/**
 * Holds the index of who reads what in memory, and brings it up to date when an
 * observation changed something: also one that another backend on the same
 * database made.
 */
export class AccessService {
  private readonly connection: AwsConnectionService;
  private readonly store: ObservationStore;
  private readonly directory: TeamDirectory;
  private readonly staleAfterMs: number;
  private readonly now: () => number;
  private readonly latest: LatestWorld;
  private readonly past: PastAccess;

  private runs: { value: Promise<RunSummary[]>; expiresAt: number } | undefined;
  private snapshot: { parts: unknown[]; value: AccessSnapshot } | undefined;

  constructor(options: {
    connection: AwsConnectionService;
    store: ObservationStore;
    directory: TeamDirectory;
    /** Age at which an observation stops counting. */
    staleAfterMs: number;
    now?: () => number;
  }) {
    this.connection = options.connection;
    this.store = options.store;
    this.directory = options.directory;
    this.staleAfterMs = options.staleAfterMs;
    this.now = options.now ?? Date.now;
    this.latest = new LatestWorld(options.store);
    this.past = new PastAccess({ ...options, now: this.now });
  }

  /**
   * What is known now. The same object for as long as nothing changes.
   *
   * @param options.fresh - look for a newer observation even if that was done
   * a moment ago: for whoever was told that there is one
   */
  async current(options: { fresh?: boolean } = {}): Promise<AccessSnapshot> {
    if (options.fresh) this.runs = undefined;
    const [runs, directory] = await Promise.all([
      this.latestRuns(),
      this.directory.read(),
    ]);
    const accounts = accountStatesAt(this.now(), {
      accounts: this.connection.listAccounts(),
      runs,
      staleAfterMs: this.staleAfterMs,
    });
    const world = await this.latest.at(
      accounts.flatMap(({ run }) => (run ? [run] : [])),
    );
    const parts = [
      world,
      directory,
      ...accounts.flatMap(({ run, stale }) => [run?.observedAt, stale]),
    ];
    if (!this.snapshot || !sameParts(this.snapshot.parts, parts)) {
      this.snapshot = {
        parts,
        value: new AccessSnapshot({ world, accounts, directory }),
      };
    }
    return this.snapshot.value;
  }

  /**
   * What was known at a moment of the past, of accounts that are connected and
   * of the teams and products that there are now.
   *
   * @throws InputError when the moment is yet to come
   * @throws NotFoundError when nothing had been observed by then
   */
  at(moment: Date): Promise<AccessSnapshot> {
    return this.past.at(moment);
  }

  private async latestRuns(): Promise<RunSummary[]> {
    if (!this.runs || this.runs.expiresAt <= this.now()) {
      const value = this.store.listLatestRuns();
      this.runs = { value, expiresAt: this.now() + REVISION_LIFETIME_MS };
      value.catch(() => {
        this.runs = undefined;
      });
    }
    return this.runs.value;
  }
}

function sameParts(one: unknown[], other: unknown[]): boolean {
  return (
    one.length === other.length &&
    one.every((part, index) => part === other[index])
  );
}
