import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  ACTIVE_STATUSES,
  ChangeStatus,
  ChangeStep,
  ChangeSummary,
  JournalEntry,
  Plan,
  STOPPED_STATUSES,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { sha256 } from '../store/digest';
import { addToJournal, JournalRow, toJournalEntry } from './journal';

export interface ChangeRow {
  position: number;
  id: string;
  plan_id: string;
  kind: Plan['kind'];
  subject: string;
  title: string;
  status: ChangeStatus;
  reason: string;
  created_by: string;
  created_at: string;
  finished_at: string | null;
  undoes: string | null;
  lease_holder: string | null;
  lease_expires_at: number | null;
}

export interface StepRow {
  change_id: string;
  step_key: string;
  step_id: string;
  position: number;
  status: ChangeStep['status'];
  attempts: number;
  written: boolean;
  waiting_for: string | null;
  started_at: string | null;
  finished_at: string | null;
  error: string | null;
}

/** SQLite takes at most 500 rows in one insert. */
const CHUNK_SIZE = 400;

/** Changes as people see them; what the one who applies them writes is in `ChangeWork`. */
export class ChangeStore {
  constructor(private readonly knex: Knex) {}

  /**
   * Queues a plan. A change of the same subject that stopped half-way is given
   * up: the plan was made from what it left behind.
   *
   * @param alongside - what else is written in the same transaction
   * @throws ConflictError when a change of the subject is under way
   */
  async create(
    options: {
      id: string;
      plan: Plan;
      reason: string;
      createdBy: string;
      at: string;
    },
    alongside: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    const { id, plan, reason, createdBy, at } = options;
    try {
      await this.knex.transaction(async tx => {
        await this.abandonUnfinished(tx, plan.subject, at);
        await tx<ChangeRow>('changes').insert({
          id,
          plan_id: plan.id,
          kind: plan.kind,
          subject: plan.subject,
          title: plan.title,
          status: 'queued',
          reason,
          created_by: createdBy,
          created_at: at,
          finished_at: null,
          undoes: plan.undoes ?? null,
          lease_holder: null,
          lease_expires_at: null,
        });
        const steps = plan.steps.map((step, position) => ({
          change_id: id,
          step_key: sha256(step.id),
          step_id: step.id,
          position,
          status: 'pending' as const,
          attempts: 0,
          written: false,
        }));
        for (let i = 0; i < steps.length; i += CHUNK_SIZE) {
          await tx<StepRow>('change_steps').insert(
            steps.slice(i, i + CHUNK_SIZE),
          );
        }
        await addToJournal(tx, {
          changeId: id,
          event: 'queued',
          message: `${createdBy} asked for it: ${reason}`,
          at,
        });
        await alongside(tx);
      });
    } catch (error) {
      const active = await this.findActive(plan.subject);
      if (!active) throw error;
      throw new ConflictError(
        `Change ${active.id} of ${plan.subject} is under way (${active.status}); wait for its end, or stop it`,
      );
    }
  }

  async find(id: string): Promise<ChangeRow | undefined> {
    return this.knex<ChangeRow>('changes').where({ id }).first();
  }

  /** @throws NotFoundError */
  async row(id: string): Promise<ChangeRow> {
    const row = await this.find(id);
    if (!row) throw new NotFoundError(`There is no change '${id}'`);
    return row;
  }

  /**
   * Those that are under way, or came to an end at a moment or later.
   * @param since - ISO 8601
   */
  async recent(since: string): Promise<ChangeRow[]> {
    return this.knex<ChangeRow>('changes')
      .whereIn('status', ACTIVE_STATUSES)
      .orWhere('finished_at', '>=', since);
  }

  /** Those of a subject that stopped half-way. */
  async stopped(subject: string): Promise<ChangeRow[]> {
    return this.knex<ChangeRow>('changes')
      .where({ subject })
      .whereIn('status', STOPPED_STATUSES);
  }

  /** The one that a plan was applied by, if it was. */
  async findByPlan(planId: string): Promise<ChangeRow | undefined> {
    return this.knex<ChangeRow>('changes').where({ plan_id: planId }).first();
  }

  /** Position of the last change that came to a good end, by subject. */
  async lastSucceeded(): Promise<Map<string, number>> {
    const rows: { subject: string; last: number | string }[] = await this.knex(
      'changes',
    )
      .where({ status: 'succeeded' })
      .groupBy('subject')
      .select('subject')
      .max({ last: 'position' });
    return new Map(rows.map(({ subject, last }) => [subject, Number(last)]));
  }

  async steps(id: string): Promise<ChangeStep[]> {
    const rows = await this.knex<StepRow>('change_steps')
      .where({ change_id: id })
      .orderBy('position');
    return rows.map(toStep);
  }

  /** Ids of the steps that began to write: what is there of them may be theirs. */
  async writtenSteps(id: string): Promise<Set<string>> {
    const rows = await this.knex<StepRow>('change_steps')
      .where({ change_id: id, written: true })
      .select('step_id');
    return new Set(rows.map(row => row.step_id));
  }

  async journal(id: string): Promise<JournalEntry[]> {
    const rows = await this.knex<JournalRow>('change_journal')
      .where({ change_id: id })
      .orderBy('id');
    return rows.map(toJournalEntry);
  }

  /** Newest first. `before` continues after the last of the page before. */
  async list(options: {
    subject?: string;
    limit: number;
    before?: number;
  }): Promise<{ items: ChangeSummary[]; next?: number }> {
    const query = this.knex<ChangeRow>('changes')
      .orderBy('position', 'desc')
      .limit(options.limit + 1);
    if (options.subject) query.where({ subject: options.subject });
    if (options.before !== undefined) {
      query.where('position', '<', options.before);
    }
    const rows = await query;
    const page = rows.slice(0, options.limit);
    const counts = await this.countSteps(page.map(({ id }) => id));
    return {
      items: page.map(row => toSummary(row, counts.get(row.id))),
      ...(rows.length > page.length && {
        next: page[page.length - 1].position,
      }),
    };
  }

  async summary(id: string): Promise<ChangeSummary> {
    const row = await this.row(id);
    return toSummary(row, (await this.countSteps([id])).get(id));
  }

  /** @returns whether the change was in one of these states, and is in the new one now */
  async transition(
    id: string,
    options: {
      from: readonly ChangeStatus[];
      to: ChangeStatus;
      event: JournalEntry['event'];
      message: string;
      at: string;
    },
  ): Promise<boolean> {
    return this.knex.transaction(async tx => {
      const changed = await tx<ChangeRow>('changes')
        .where({ id })
        .whereIn('status', options.from)
        .update({
          status: options.to,
          finished_at: ACTIVE_STATUSES.includes(options.to) ? null : options.at,
        });
      if (changed === 0) return false;
      await addToJournal(tx, { changeId: id, ...options });
      return true;
    });
  }

  private findActive(subject: string): Promise<ChangeRow | undefined> {
    return this.knex<ChangeRow>('changes')
      .where({ subject })
      .whereIn('status', ACTIVE_STATUSES)
      .first();
  }

  private async abandonUnfinished(
    tx: Knex.Transaction,
    subject: string,
    at: string,
  ): Promise<void> {
    const left = await tx<ChangeRow>('changes')
      .where({ subject })
      .whereIn('status', STOPPED_STATUSES)
      .select('id');
    for (const { id } of left) {
      const abandoned = await tx<ChangeRow>('changes')
        .where({ id })
        .whereIn('status', STOPPED_STATUSES)
        .update({ status: 'abandoned' });
      // Resumed meanwhile: it is under way, and so refuses the new one.
      if (abandoned === 0) continue;
      await addToJournal(tx, {
        changeId: id,
        event: 'abandoned',
        message: 'Another plan of the same subject took its place',
        at,
      });
    }
  }

  private async countSteps(ids: string[]) {
    const rows = await this.knex<StepRow>('change_steps')
      .whereIn('change_id', ids)
      .groupBy('change_id', 'status')
      .select('change_id', 'status')
      .count({ count: '*' });
    const counts = new Map<string, { done: number; total: number }>();
    for (const { change_id: id, status, count } of rows as any[]) {
      const sum = counts.get(id) ?? { done: 0, total: 0 };
      sum.total += Number(count);
      if (status === 'done') sum.done += Number(count);
      counts.set(id, sum);
    }
    return counts;
  }
}

function toSummary(
  row: ChangeRow,
  steps: { done: number; total: number } = { done: 0, total: 0 },
): ChangeSummary {
  return {
    id: row.id,
    planId: row.plan_id,
    kind: row.kind,
    subject: row.subject,
    title: row.title,
    status: row.status,
    createdAt: row.created_at,
    createdBy: row.created_by,
    reason: row.reason,
    ...(row.finished_at && { finishedAt: row.finished_at }),
    ...(row.undoes && { undoes: row.undoes }),
    stepsDone: steps.done,
    stepsTotal: steps.total,
  };
}

function toStep(row: StepRow): ChangeStep {
  return {
    id: row.step_id,
    status: row.status,
    attempts: row.attempts,
    ...(row.waiting_for && { waitingFor: row.waiting_for }),
    ...(row.started_at && { startedAt: row.started_at }),
    ...(row.finished_at && { finishedAt: row.finished_at }),
    ...(row.error && { error: JSON.parse(row.error) }),
  };
}
