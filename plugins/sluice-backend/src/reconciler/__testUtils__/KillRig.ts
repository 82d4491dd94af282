import { Change, DeclarationInput } from '@sluice/plugin-sluice-common';
import { FaultRule } from '@sluice/plugin-sluice-backend-module-sandbox';
import { startEmptyEstate } from '../../__testUtils__/emptyEstate';
import { JournalBoundary } from './backendProcess';
import { BackendProcess, startBackendProcess } from './startBackendProcess';
import { SharedDatabase } from './sharedDatabases';
import { FAST, startReconciler } from './startReconciler';
import { startWire, Wire } from './startWire';

type Estate = Awaited<ReturnType<typeof startEmptyEstate>>;

/**
 * When a backend dies: after so many writes, of which the last took effect and
 * its answer never comes; or at an entry of the journal.
 */
export type Death = { afterWrites: number } | { journal: JournalBoundary };

/** Short, for nobody else is after the change, and the heir has to wait for its end. */
const LEASE_MS = 100;
const TIMING = { ...FAST.timing, renewalMs: 30 };

/** Applies declarations in backends that are killed, and goes on in another. */
export class KillRig {
  /** Called with the number of writes so far. @returns whether the answer arrives */
  private onWrite: (count: number) => boolean = () => true;
  private writes: string[] = [];
  private wire?: Wire;

  private constructor(
    private readonly options: {
      estate: Estate;
      database: SharedDatabase;
    },
    private next: BackendProcess,
  ) {}

  static async start(options: KillRig['options']): Promise<KillRig> {
    const rig = new KillRig(options, startBackendProcess());
    rig.wire = await startWire(options.estate, {
      onAnswer: ({ name, isWrite }, status) => {
        // What was refused had no effect.
        if (!isWrite || status >= 400) return true;
        rig.writes.push(name);
        return rig.onWrite(rig.writes.length);
      },
    });
    return rig;
  }

  async stop(): Promise<void> {
    this.next.kill();
    await this.next.ended;
    await this.wire?.close();
  }

  /** Applies in a process that is left alone. @returns what it wrote, in order */
  async applyUndisturbed(
    declaration: DeclarationInput,
  ): Promise<{ change: Change; writes: string[] }> {
    const { changeId, office, process } = await this.queue(declaration);
    this.onWrite = () => true;
    this.begin(process, { concurrency: 1 });
    await endOf(process, 'code 0');
    return {
      change: await office.changes.get(changeId),
      writes: this.writes,
    };
  }

  /**
   * Applies in a process that dies.
   * @param weather - that it works in, as does the one that goes on
   * @returns the change after another went on with it
   */
  async applyAndDie(
    declaration: DeclarationInput,
    death: Death,
    weather: FaultRule[],
  ): Promise<Change> {
    const { estate, database } = this.options;
    const { changeId, process } = await this.queue(declaration);
    this.onWrite = count => {
      if (!('afterWrites' in death) || count < death.afterWrites) return true;
      process.kill();
      return false;
    };
    estate.sandbox.faults.setRules(weather);
    this.begin(
      process,
      'journal' in death
        ? // One step after another, so that an entry is the same each time.
          { concurrency: 1, dieAt: death.journal }
        : { concurrency: FAST.concurrency },
    );
    await endOf(process, 'SIGKILL');

    const heir = await startReconciler({
      knex: database.knex,
      connection: estate.connection,
      reconciler: { ...FAST, leaseMs: LEASE_MS, timing: TIMING },
    });
    const change = await heir.settled(changeId);
    estate.sandbox.faults.setRules([]);
    return change;
  }

  /** A change that waits, in a backend that applies nothing itself. */
  private async queue(declaration: DeclarationInput) {
    const { estate, database } = this.options;
    const office = await startReconciler({
      knex: database.knex,
      connection: estate.connection,
    });
    await office.runner.stop();
    const { id: planId } = await office.plan(declaration, 'apply');
    const { summary } = await office.changes.create({
      planId,
      reason: 'to see it survive',
      createdBy: 'user:default/tester',
    });
    const process = this.next;
    this.next = startBackendProcess();
    return { changeId: summary.id, office, process };
  }

  private begin(
    process: BackendProcess,
    options: { concurrency: number; dieAt?: JournalBoundary },
  ): void {
    const { database } = this.options;
    const { concurrency, dieAt } = options;
    this.writes = [];
    process.begin({
      network: this.wire!.network,
      database: database.config,
      options: { concurrency, leaseMs: LEASE_MS, timing: TIMING },
      dieAt,
    });
  }
}

/** @throws Error when it ended in another way, or complained */
async function endOf(
  { ended }: BackendProcess,
  expected: 'SIGKILL' | 'code 0',
): Promise<void> {
  const { code, signal, said } = await ended;
  const end = signal ?? `code ${code}`;
  if (end !== expected || said !== '') {
    throw new Error(`The backend ended with ${end}, saying: ${said}`);
  }
}
