import { DeclarationInput } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { setImmediate } from 'timers/promises';
import { startEmptyEstate } from '../../__testUtils__/emptyEstate';
import { DocumentLocks } from '../DocumentLocks';
import { OtherPeople, SHARED_LISTS, SharedList } from './OtherPeople';
import { FAST, startReconciler } from './startReconciler';

const LISTS = Object.keys(SHARED_LISTS) as SharedList[];

/** Of a plan that the world changes under. */
const MOST_ATTEMPTS = 10;

/** What Sluice is told: one after the other of one subject, side by side of several. */
export interface Wish {
  kind: 'apply' | 'remove';
  declaration: DeclarationInput;
}

/**
 * What somebody else does, and how many times the document was read before: they
 * begin just when whoever read it may be about to write.
 */
export interface TheirEdit {
  afterReads: number;
  list: SharedList;
  action: 'add' | 'remove';
  entry: number;
}

export interface Script {
  theirs: TheirEdit[];
  /** By subject. */
  ours: Wish[][];
}

/**
 * Plays what Sluice and others do to the same documents at the same time. Others
 * take Sluice's lock of a document: of most documents AWS has no version, and an
 * edit in the moment between a read and its write nobody could keep.
 */
export class Rehearsal {
  readonly others: OtherPeople;
  private readonly locks: DocumentLocks;

  constructor(
    private readonly options: {
      estate: Awaited<ReturnType<typeof startEmptyEstate>>;
      reconciler: Awaited<ReturnType<typeof startReconciler>>;
      knex: Knex;
    },
  ) {
    this.others = new OtherPeople(options.estate);
    this.locks = new DocumentLocks({
      knex: options.knex,
      lifetimeMs: FAST.leaseMs,
    });
  }

  /** @returns what others have in each list, by their own account */
  async play({ theirs, ours }: Script): Promise<Record<SharedList, number[]>> {
    const { exchanges, sandbox } = this.options.estate;
    exchanges.length = 0;
    // Calls that took no time would leave no room between a read and its write.
    sandbox.faults.setRules([
      { operation: '*', latencyMs: 1 },
      { operation: '*', latencyMs: 2, rate: 0.3 },
    ]);
    let ended = false;
    const entries = new Map(LISTS.map(list => [list, new Set<number>()]));
    const editAll = async (list: SharedList) => {
      const edits = theirs.filter(edit => edit.list === list).sort(byTime);
      for (const { afterReads, action, entry } of edits) {
        while (this.readsOf(list) < afterReads && !ended) await setImmediate();
        await this.edit(list, action, entry);
        entries.get(list)![action === 'add' ? 'add' : 'delete'](entry);
      }
    };
    const wishAll = async () => {
      try {
        await Promise.all(ours.map(wishes => this.fulfil(wishes)));
      } finally {
        ended = true;
      }
    };
    await Promise.all([wishAll(), ...LISTS.map(list => editAll(list))]);
    sandbox.faults.setRules([]);
    return Object.fromEntries(
      LISTS.map(list => [list, [...entries.get(list)!].sort()]),
    ) as Record<SharedList, number[]>;
  }

  /** What others have in each list, by the documents. */
  async theirEntries(): Promise<Record<SharedList, number[]>> {
    const entries = await Promise.all(
      LISTS.map(async list => [list, await this.others.entries(list)]),
    );
    return Object.fromEntries(entries);
  }

  /** Everybody takes back what is theirs. */
  async reset(wishes: Wish[]): Promise<void> {
    await this.fulfil(wishes);
    for (const list of LISTS) {
      for (const entry of await this.others.entries(list)) {
        await this.others.edit(list, 'remove', entry);
      }
    }
  }

  private readsOf(list: SharedList): number {
    const { readBy } = this.others.documentOf(list);
    return this.options.estate.exchanges.filter(
      ({ operation }) => operation === readBy,
    ).length;
  }

  private async edit(
    list: SharedList,
    action: 'add' | 'remove',
    entry: number,
  ): Promise<void> {
    const { lock } = this.others.documentOf(list);
    const holder = `others, ${list}`;
    while (!(await this.locks.tryAcquire(lock, holder))) await setImmediate();
    try {
      await this.others.edit(list, action, entry);
    } finally {
      await this.locks.release(lock, holder);
    }
  }

  private async fulfil(wishes: Wish[]): Promise<void> {
    for (const wish of wishes) {
      for (let attempt = 1; !(await this.attempt(wish)); attempt++) {
        if (attempt === MOST_ATTEMPTS) {
          throw new Error(`No plan of ${JSON.stringify(wish)} went through`);
        }
      }
    }
  }

  /** @returns whether the world held still for it */
  private async attempt({ kind, declaration }: Wish): Promise<boolean> {
    const { plan, apply } = this.options.reconciler;
    try {
      const { summary, steps } = await apply(await plan(declaration, kind));
      if (summary.status === 'succeeded') return true;
      const errors = steps.flatMap(({ error }) => error ?? []);
      const other = errors.find(({ name }) => name !== 'WorldChangedError');
      if (other) throw new Error(`${other.name}: ${other.message}`);
      return false;
    } catch (error) {
      if ((error as Error).name !== 'ConflictError') throw error;
      return false;
    }
  }
}

function byTime(one: TheirEdit, other: TheirEdit): number {
  return one.afterReads - other.afterReads;
}
