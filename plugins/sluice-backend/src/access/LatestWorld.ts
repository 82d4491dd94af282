import { ObservationDelta } from '@sluice/plugin-sluice-common';
import { ObservationStore, RunSummary } from '../store';
import { ObservedWorld } from './ObservedWorld';

/** A world, and the runs that it rests on. */
interface HeldWorld {
  runs: RunSummary[];
  world: ObservedWorld;
}

/**
 * Holds what was observed last in memory, and goes from there to what is newer
 * by what differs: however many runs, of whichever backend, lie between.
 */
export class LatestWorld {
  private held: HeldWorld | undefined;
  private wanted: { key: string; value: Promise<ObservedWorld> } | undefined;

  constructor(private readonly store: ObservationStore) {}

  /** What the runs found; the same object for as long as that is the same. */
  async at(runs: RunSummary[]): Promise<ObservedWorld> {
    const key = keyOf(runs);
    if (this.wanted?.key !== key) {
      const wanted = { key, value: this.reach(runs) };
      this.wanted = wanted;
      // What is held stays: the next attempt starts from it again.
      wanted.value.catch(() => {
        if (this.wanted === wanted) this.wanted = undefined;
      });
    } else if (this.held && keyOf(this.held.runs) === key) {
      // They found the same, later: what comes next differs from that.
      this.held = { ...this.held, runs };
    }
    return this.wanted.value;
  }

  private async reach(runs: RunSummary[]): Promise<ObservedWorld> {
    const { held } = this;
    const deltas = held && (await this.differences(held, runs));
    const world = deltas
      ? held.world.with(deltas)
      : await this.load(runs, held);
    this.held = { runs, world };
    return world;
  }

  /** Undefined unless there is one for each account that differs. */
  private async differences(
    held: HeldWorld,
    runs: RunSummary[],
  ): Promise<ObservationDelta[] | undefined> {
    if (namesOf(held.runs) !== namesOf(runs)) return undefined;
    const deltas = await Promise.all(
      runs.map((run, position) =>
        isSame(held.runs[position], run)
          ? []
          : this.store.loadDifferences(held.runs[position], run),
      ),
    );
    return deltas.includes(undefined)
      ? undefined
      : deltas.flatMap(delta => delta ?? []);
  }

  /** Accounts that are as they are held need no loading. */
  private async load(
    runs: RunSummary[],
    held?: HeldWorld,
  ): Promise<ObservedWorld> {
    const observations = runs.map(run => {
      const position =
        held?.runs.findIndex(heldRun => isSame(heldRun, run)) ?? -1;
      return position < 0
        ? this.store.loadAccount(run)
        : held!.world.observations[position];
    });
    return new ObservedWorld(await Promise.all(observations));
  }
}

function keyOf(runs: RunSummary[]): string {
  return runs.map(run => `${run.accountName}@${run.contentRevision}`).join(' ');
}

function namesOf(runs: RunSummary[]): string {
  return runs.map(({ accountName }) => accountName).join(' ');
}

function isSame(one: RunSummary, other: RunSummary): boolean {
  return keyOf([one]) === keyOf([other]);
}
