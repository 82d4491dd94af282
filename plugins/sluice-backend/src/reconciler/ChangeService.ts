import { ConflictError, InputError } from '@backstage/errors';
import {
  ACTIVE_STATUSES,
  Change,
  ChangeSummary,
  Plan,
  PlanStep,
  STOPPED_STATUSES,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { DeclarationStore } from '../declarations';
import { canonicalJson } from '../store';
import { ChangeStore } from './ChangeStore';
import { Planner } from './Planner';
import { PlanService } from './PlanService';
import { Fingerprints, PlanStore, StoredPlan } from './PlanStore';
import { Target } from './stepOrder';
import { undoTargets } from './undoTargets';

/** Titles that an error names before it says "and more". */
const NAMED = 5;

/** Begins changes, shows them, and steers those that run. */
export class ChangeService {
  constructor(
    private readonly options: {
      changes: ChangeStore;
      declarations: DeclarationStore;
      plans: PlanStore;
      planner: Planner;
      proposals: PlanService;
      /** Called when a change waits to be applied. */
      onQueued: () => void;
    },
  ) {}

  /**
   * Begins to apply a plan. Whoever must not begin twice, though a crash hid the
   * answer, chooses the id of the change before: asked for again, also with a
   * newer plan of the same subject, it is the change that there is.
   *
   * @param request.id - a UUID; made if absent
   * @param request.alongside - what else must be so, or is written, in the
   * transaction in which the change begins
   * @throws ConflictError when the world is no longer as the plan found it
   */
  async create(request: {
    planId: string;
    reason: string;
    createdBy: string;
    id?: string;
    alongside?: (tx: Knex.Transaction) => Promise<void>;
  }): Promise<Change> {
    const { id = randomUUID(), planId } = request;
    const stored = await this.options.plans.get(planId);
    const { subject } = stored.plan;
    if (!(await this.isBegun(id, subject))) {
      try {
        await this.begin({ ...request, ...stored, id });
      } catch (error) {
        // Somebody with the same id may have been first, and changed the world.
        if (!(await this.isBegun(id, subject))) throw error;
      }
      this.options.onQueued();
    }
    return this.get(id);
  }

  private async begin(
    request: StoredPlan & {
      id: string;
      reason: string;
      createdBy: string;
      alongside?: (tx: Knex.Transaction) => Promise<void>;
    },
  ): Promise<void> {
    const { id, plan, fingerprints, reason, createdBy, alongside } = request;
    refuseErrors(plan);
    await this.refuseIfChanged(plan, fingerprints);
    if (plan.kind === 'repair') await this.refuseRepair(plan);
    const at = new Date().toISOString();
    const declaration = await this.declarationAfter(plan);
    await this.options.changes.create(
      { id, plan, reason, createdBy, at },
      async tx => {
        await alongside?.(tx);
        // A repair leaves what is declared as it is.
        if (plan.kind === 'repair') return;
        await this.options.declarations.replace(tx, {
          subject: plan.subject,
          declaration,
          changeId: id,
          createdBy,
          at,
        });
      },
    );
  }

  /** @throws ConflictError when there is a change of the id, of another subject */
  private async isBegun(id: string, subject: string): Promise<boolean> {
    const row = await this.options.changes.find(id);
    if (row && row.subject !== subject) {
      throw new ConflictError(
        `Change ${id} is one of ${row.subject}, so there can be none of ${subject} with its id; choose another id`,
      );
    }
    return row !== undefined;
  }

  /**
   * Those that are under way, or came to an end at a moment or later, with the
   * ids of the resources that they are about.
   * @param since - ISO 8601
   */
  async recent(
    since: string,
  ): Promise<
    { subject: string; finishedAt?: string; resourceIds: Set<string> }[]
  > {
    const rows = await this.options.changes.recent(since);
    return Promise.all(
      rows.map(async row => {
        const { plan } = await this.options.plans.get(row.plan_id);
        return {
          subject: row.subject,
          ...(row.finished_at && { finishedAt: row.finished_at }),
          resourceIds: new Set(plan.steps.map(step => step.id)),
        };
      }),
    );
  }

  /** Number of the last change that came to a good end, by subject. */
  lastSucceeded(): Promise<Map<string, number>> {
    return this.options.changes.lastSucceeded();
  }

  /** Id of the change that a plan was applied by, if it was. */
  async findByPlan(planId: string): Promise<string | undefined> {
    return (await this.options.changes.findByPlan(planId))?.id;
  }

  /**
   * What stopped half-way goes on by itself or by its request, which waits for
   * it; a repair would take its place.
   * @throws ConflictError when there is such a change of the subject
   */
  async refuseUnfinished(subject: string): Promise<void> {
    const [stopped] = await this.options.changes.stopped(subject);
    if (!stopped) return;
    throw new ConflictError(
      `Change ${stopped.id} of ${subject} stopped half-way (${stopped.status}); resume it, which makes true what is declared, instead of repairing`,
    );
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Change> {
    const summary = await this.options.changes.summary(id);
    const [{ plan }, steps, journal] = await Promise.all([
      this.options.plans.get(summary.planId),
      this.options.changes.steps(id),
      this.options.changes.journal(id),
    ]);
    return { summary, plan, steps, journal };
  }

  /** Newest first. */
  list(options: {
    subject?: string;
    limit: number;
    before?: number;
  }): Promise<{ items: ChangeSummary[]; next?: number }> {
    return this.options.changes.list(options);
  }

  /**
   * Goes on with a change that failed or was stopped.
   * @throws ConflictError when it is not one of these
   */
  async resume(id: string, by: string): Promise<Change> {
    const { status } = await this.options.changes.row(id);
    const resumed = await this.options.changes.transition(id, {
      from: STOPPED_STATUSES,
      to: 'queued',
      event: 'resumed',
      message: `${by} resumed it`,
      at: new Date().toISOString(),
    });
    if (!resumed) {
      throw new ConflictError(
        `Change ${id} is ${status}; only one that failed or was stopped can be resumed`,
      );
    }
    this.options.onQueued();
    return this.get(id);
  }

  /**
   * Stops a change after the steps that run now.
   * @throws ConflictError when it is not under way
   */
  async cancel(id: string, by: string): Promise<Change> {
    const { status } = await this.options.changes.row(id);
    const request = {
      event: 'cancel-requested' as const,
      message: `${by} asked to stop it`,
      at: new Date().toISOString(),
    };
    const cancelling = await this.options.changes.transition(id, {
      from: ['queued', 'applying'],
      to: 'cancelling',
      ...request,
    });
    if (!cancelling && status !== 'cancelling') {
      throw new ConflictError(`Change ${id} is ${status}; nothing runs`);
    }
    this.options.onQueued();
    return this.get(id);
  }

  /**
   * A plan that takes back what a change did.
   * @throws ConflictError while it runs, or when there is nothing to take back
   */
  async planUndo(id: string, by: string): Promise<Plan> {
    const change = await this.get(id);
    const { summary } = change;
    if (summary.kind === 'repair') {
      throw new ConflictError(
        `Change ${id} made true what is declared; declare something else instead of undoing it`,
      );
    }
    if (ACTIVE_STATUSES.includes(summary.status)) {
      throw new ConflictError(
        `Change ${id} is ${summary.status}; stop it before it is undone`,
      );
    }
    const targets = undoTargets({
      ...change,
      written: await this.options.changes.writtenSteps(id),
      declaredBefore: (await this.declarationBefore(id)) !== undefined,
    });
    if (targets.length === 0) {
      throw new ConflictError(`Change ${id} did nothing that could be undone`);
    }
    return this.options.proposals.createUndo(
      summary,
      targets,
      await this.options.declarations.list(),
      by,
    );
  }

  /** What was to be made true again may have ended, or be another by now. */
  private async refuseRepair({ subject, declaration }: Plan): Promise<void> {
    await this.refuseUnfinished(subject);
    if (!declaration) return;
    const inForce = await this.options.declarations.find(subject);
    if (inForce && canonicalJson(inForce) === canonicalJson(declaration))
      return;
    throw new ConflictError(
      `What is declared of ${subject} has changed since the plan was made; make a new plan`,
    );
  }

  private async declarationAfter(plan: Plan) {
    if (plan.kind === 'apply') return plan.declaration;
    return plan.undoes ? this.declarationBefore(plan.undoes) : undefined;
  }

  /** What was in force of a change's subject until the change began. */
  private async declarationBefore(changeId: string) {
    const change = await this.options.changes.row(changeId);
    return this.options.declarations.findBefore(change.subject, {
      createdAt: change.created_at,
    });
  }

  private async refuseIfChanged(
    plan: Plan,
    fingerprints: Fingerprints,
  ): Promise<void> {
    const now = await this.options.planner.plan(
      plan.subject,
      plan.steps.map(toTarget),
    );
    const changed = plan.steps.filter(
      ({ id }) => now.fingerprints[id] !== fingerprints[id],
    );
    if (changed.length === 0) return;
    const names = changed.slice(0, NAMED).map(({ title }) => title);
    const more = changed.length - names.length;
    throw new ConflictError(
      `The world has changed since the plan was made: ${names.join('; ')}${
        more > 0 ? ` and ${more} more` : ''
      }. Make a new plan.`,
    );
  }
}

function refuseErrors({ findings }: Plan): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new InputError(
    `The plan cannot be applied: ${errors
      .map(({ rule, message }) => `${rule}: ${message}`)
      .join(' ')}`,
  );
}

function toTarget({ resource, after }: PlanStep): Target {
  return { resource, ensure: after === undefined ? 'absent' : 'present' };
}
