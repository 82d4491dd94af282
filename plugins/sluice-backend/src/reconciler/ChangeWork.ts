import {
  ACTIVE_STATUSES,
  JournalEntry,
  StepError,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { sha256 } from '../store/digest';
import { ChangeRow, StepRow } from './ChangeStore';
import { addToJournal } from './journal';

/** Another backend took the change over; what runs here must stop. */
export class LeaseLostError extends Error {
  constructor(changeId: string) {
    super(`Another backend took over change ${changeId}`);
    this.name = 'LeaseLostError';
  }
}

/** A step that this backend may run now. */
export interface ClaimedStep {
  /** Counts from 1; above it, an earlier attempt may have done a part. */
  attempt: number;
  /** An earlier attempt began to write. */
  written: boolean;
}

/**
 * What the backend that applies changes writes. It holds each change by a lease;
 * every write makes sure that it still does, so that a backend that slept
 * through the end of its lease does nothing more.
 */
export class ChangeWork {
  private readonly knex: Knex;
  readonly leaseMs: number;
  private readonly now: () => number;
  readonly holder: string;

  constructor(options: {
    knex: Knex;
    /** Unique to this backend instance and its life. */
    holder: string;
    leaseMs: number;
    now?: () => number;
  }) {
    this.knex = options.knex;
    this.holder = options.holder;
    this.leaseMs = options.leaseMs;
    this.now = options.now ?? Date.now;
  }

  /**
   * Takes the lease of each change that waits for somebody, up to a number of them.
   * @param except - ids of those that run here, also if their lease was not renewed in time
   */
  async takeChanges(limit: number, except: string[]): Promise<string[]> {
    const waiting = await this.waiting(this.knex)
      .whereNotIn('id', except)
      .orderBy('position')
      .limit(limit)
      .select('id');
    const taken: string[] = [];
    for (const { id } of waiting) {
      const won = await this.waiting(this.knex)
        .andWhere({ id })
        .update({
          lease_holder: this.holder,
          lease_expires_at: this.now() + this.leaseMs,
        });
      if (won === 0) continue;
      await this.knex<ChangeRow>('changes')
        .where({ id, status: 'queued' })
        .update({ status: 'applying' });
      await this.journal(id, 'taken', `Backend ${this.holder} applies it`);
      taken.push(id);
    }
    return taken;
  }

  /** @returns the change's status; undefined when the lease is somebody else's */
  async renew(changeId: string): Promise<ChangeRow['status'] | undefined> {
    const renewed = await this.held(changeId).update({
      lease_expires_at: this.now() + this.leaseMs,
    });
    if (renewed === 0) return undefined;
    const row = await this.held(changeId).first();
    return row?.status;
  }

  async planIdOf(changeId: string): Promise<string> {
    const row = await this.knex<ChangeRow>('changes')
      .where({ id: changeId })
      .first();
    return row!.plan_id;
  }

  async stepRows(changeId: string): Promise<StepRow[]> {
    return this.knex<StepRow>('change_steps')
      .where({ change_id: changeId })
      .orderBy('position');
  }

  /**
   * @returns undefined when the change is to stop, and nothing more is to begin
   * @throws LeaseLostError
   */
  async claimStep(
    changeId: string,
    stepId: string,
  ): Promise<ClaimedStep | undefined> {
    const step = { change_id: changeId, step_key: sha256(stepId) };
    return this.knex.transaction(async tx => {
      await this.assertHeld(changeId, tx);
      const change = await tx<ChangeRow>('changes')
        .where({ id: changeId })
        .first();
      if (change!.status === 'cancelling') return undefined;
      await tx<StepRow>('change_steps')
        .where(step)
        .increment('attempts', 1)
        .update({
          status: 'running',
          started_at: this.timestamp(),
          finished_at: null,
          waiting_for: null,
          error: null,
        });
      const row = await tx<StepRow>('change_steps').where(step).first();
      return { attempt: row!.attempts, written: Boolean(row!.written) };
    });
  }

  /** To be called right before the first write of a step. @throws LeaseLostError */
  async beginWriting(changeId: string, stepId: string): Promise<void> {
    await this.knex.transaction(async tx => {
      await this.assertHeld(changeId, tx);
      await tx<StepRow>('change_steps')
        .where({ change_id: changeId, step_key: sha256(stepId) })
        .update({ written: true });
    });
  }

  /** Shows what a step waits for, or that it no longer does. */
  async setWaiting(changeId: string, stepId: string, what: string | null) {
    await this.knex<StepRow>('change_steps')
      .where({ change_id: changeId, step_key: sha256(stepId) })
      .update({ waiting_for: what });
  }

  /**
   * @param alongside - what is on record together with it
   * @throws LeaseLostError
   */
  async finishStep(
    changeId: string,
    stepId: string,
    message: string,
    alongside: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    await this.endStep(changeId, stepId, { status: 'done' }, async tx => {
      await alongside(tx);
      await this.journal(changeId, 'done', message, { tx, stepId });
    });
  }

  /** @throws LeaseLostError */
  async failStep(
    changeId: string,
    stepId: string,
    error: StepError,
  ): Promise<void> {
    await this.endStep(
      changeId,
      stepId,
      { status: 'failed', error: JSON.stringify(error) },
      tx =>
        this.journal(
          changeId,
          'failed',
          `${error.name}: ${error.message} ${error.advice}`,
          { tx, stepId },
        ),
    );
  }

  /** Ends the work on a change and gives the lease back. @throws LeaseLostError */
  async finish(
    changeId: string,
    outcome: {
      status: 'succeeded' | 'failed' | 'cancelled';
      event: JournalEntry['event'];
      message: string;
      /** Steps that were not reached. */
      notReached: { stepIds: string[]; status: 'pending' | 'blocked' };
    },
  ): Promise<void> {
    const { status, event, message, notReached } = outcome;
    await this.knex.transaction(async tx => {
      await this.assertHeld(changeId, tx);
      for (const stepId of notReached.stepIds) {
        await tx<StepRow>('change_steps')
          .where({ change_id: changeId, step_key: sha256(stepId) })
          .update({ status: notReached.status, waiting_for: null });
      }
      await tx<ChangeRow>('changes').where({ id: changeId }).update({
        status,
        finished_at: this.timestamp(),
        lease_holder: null,
        lease_expires_at: null,
      });
      await this.journal(changeId, event, message, { tx });
    });
  }

  /** Gives a change back unfinished, for another backend to go on with at once. */
  async letGo(changeId: string): Promise<void> {
    await this.held(changeId).update({ lease_expires_at: 0 });
  }

  async journal(
    changeId: string,
    event: JournalEntry['event'],
    message: string,
    options: { tx?: Knex.Transaction; stepId?: string } = {},
  ): Promise<void> {
    await addToJournal(options.tx ?? this.knex, {
      changeId,
      stepId: options.stepId,
      event,
      message,
      at: this.timestamp(),
    });
  }

  private async endStep(
    changeId: string,
    stepId: string,
    end: Pick<StepRow, 'status'> & { error?: string },
    alongside: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    await this.knex.transaction(async tx => {
      await this.assertHeld(changeId, tx);
      await tx<StepRow>('change_steps')
        .where({ change_id: changeId, step_key: sha256(stepId) })
        .update({
          ...end,
          finished_at: this.timestamp(),
          waiting_for: null,
        });
      await alongside(tx);
    });
  }

  /** The update takes the row's lock, so that nobody takes the change over meanwhile. */
  private async assertHeld(changeId: string, tx: Knex.Transaction) {
    const held = await tx<ChangeRow>('changes')
      .where({ id: changeId, lease_holder: this.holder })
      .update({ lease_holder: this.holder });
    if (held === 0) throw new LeaseLostError(changeId);
  }

  private held(changeId: string) {
    return this.knex<ChangeRow>('changes').where({
      id: changeId,
      lease_holder: this.holder,
    });
  }

  private waiting(knex: Knex) {
    return knex<ChangeRow>('changes').where(free =>
      free
        .where(queued =>
          queued
            // Stopped before anybody took it, it still has to come to its end.
            .whereIn('status', ['queued', 'cancelling'])
            .whereNull('lease_holder'),
        )
        .orWhere(left =>
          left
            .whereIn('status', ACTIVE_STATUSES)
            .where('lease_expires_at', '<=', this.now()),
        ),
    );
  }

  private timestamp(): string {
    return new Date(this.now()).toISOString();
  }
}
