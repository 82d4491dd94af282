import { InputError, NotFoundError } from '@backstage/errors';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { ObservationStore, RunSummary } from '../store';
import { AccessSnapshot } from './AccessSnapshot';
import { accountStatesAt } from './accountStates';
import { ObservedWorld } from './ObservedWorld';
import { TeamDirectory } from './TeamDirectory';

/** An index of a large estate takes some hundred megabytes. */
const MAX_KEPT_WORLDS = 3;

/** Answers who could read what at a moment of the past, from the history of observations. */
export class PastAccess {
  /** By the runs that they rest on; the one that was asked for last is at the end. */
  private readonly worlds = new Map<string, Promise<ObservedWorld>>();

  constructor(
    private readonly options: {
      connection: AwsConnectionService;
      store: ObservationStore;
      directory: TeamDirectory;
      /** Age at which an observation stopped counting. */
      staleAfterMs: number;
      now: () => number;
    },
  ) {}

  /**
   * @throws InputError when the moment is yet to come
   * @throws NotFoundError when nothing had been observed by then
   */
  async at(moment: Date): Promise<AccessSnapshot> {
    const { connection, store, directory, staleAfterMs, now } = this.options;
    if (moment.getTime() > now()) {
      throw new InputError(
        `${moment.toISOString()} is yet to come; ask for a moment of the past, or leave it out for now.`,
      );
    }
    const [runs, teamsAndProducts] = await Promise.all([
      store.listRunsAt(moment),
      directory.read(),
    ]);
    const accounts = accountStatesAt(moment.getTime(), {
      accounts: connection.listAccounts(),
      runs,
      staleAfterMs,
    });
    const known = accounts.flatMap(({ run }) => (run ? [run] : []));
    if (known.length === 0) {
      throw new NotFoundError(
        `Nothing had been observed at ${moment.toISOString()}: no account that is connected had been read by then. Ask for a later moment.`,
      );
    }
    return new AccessSnapshot({
      world: await this.worldOf(known),
      accounts,
      directory: teamsAndProducts,
    });
  }

  private worldOf(runs: RunSummary[]): Promise<ObservedWorld> {
    const key = runs
      .map(run => `${run.accountName}@${run.contentRevision}`)
      .join(' ');
    const world = this.worlds.get(key) ?? this.load(runs);
    this.worlds.delete(key);
    this.worlds.set(key, world);
    // A failed reading is not kept: the next caller tries again.
    world.catch(() => this.worlds.delete(key));
    const [oldest] = this.worlds.keys();
    if (this.worlds.size > MAX_KEPT_WORLDS) this.worlds.delete(oldest);
    return world;
  }

  private async load(runs: RunSummary[]): Promise<ObservedWorld> {
    const { store } = this.options;
    return new ObservedWorld(
      await Promise.all(runs.map(run => store.loadAccountAt(run))),
    );
  }
}
