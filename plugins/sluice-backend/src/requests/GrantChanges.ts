import {
  AccessGrantDeclaration,
  AccessRequest,
  ACTIVE_STATUSES,
  Change,
  Declaration,
  SLUICE_ACTOR,
} from '@sluice/plugin-sluice-common';
import { Reconciler } from '../reconciler';
import { GrantedRequest, grantSubject } from './grantDeclaration';
import { RequestStore } from './RequestStore';

/** Changes of one grant that are looked through for what it was. */
const LOOKED_THROUGH = 20;
/** Differences that an error names before it says "and more". */
const NAMED = 5;

/** The changes that make grants true and take them back. */
export class GrantChanges {
  constructor(
    private readonly options: {
      reconciler: Pick<
        Reconciler,
        'changes' | 'declarations' | 'plans' | 'state'
      >;
      store: RequestStore;
    },
  ) {}

  async find(id: string): Promise<Change | undefined> {
    try {
      return await this.options.reconciler.changes.get(id);
    } catch (error) {
      if ((error as Error).name === 'NotFoundError') return undefined;
      throw error;
    }
  }

  /**
   * Plans, and begins the change of the request's `changeId`. Whoever slept
   * between reading the request and this begins nothing: the request must still
   * be as it was.
   *
   * @throws InputError when it can never be applied as it is
   * @throws ConflictError when it cannot now: the world or the request has
   * changed, or another change of the grant is under way
   */
  async begin(
    request: AccessRequest,
    plan: {
      kind: 'apply' | 'remove';
      declaration: Declaration;
      createdBy: string;
    },
  ): Promise<Change> {
    const { changes, plans } = this.options.reconciler;
    const { id: planId } = await plans.create(plan);
    return changes.create({
      planId,
      id: request.fulfilment.changeId,
      createdBy: plan.createdBy,
      reason: `Request ${request.id}: ${request.purpose}`,
      alongside: tx => this.options.store.hold(tx, request),
    });
  }

  /** @returns whether a change still has to come to its end */
  async stop(change: Change): Promise<boolean> {
    const { id, status } = change.summary;
    if (!ACTIVE_STATUSES.includes(status)) return false;
    if (status === 'cancelling') return true;
    try {
      await this.options.reconciler.changes.cancel(id, SLUICE_ACTOR);
    } catch (error) {
      // It came to its end meanwhile.
      if ((error as Error).name !== 'ConflictError') throw error;
    }
    return true;
  }

  /** Stops what else runs for the grant of a request, unless that has moved on. */
  async stopOther(request: AccessRequest): Promise<void> {
    const [latest] = await this.ids(request, 1);
    // In this order: what begins after the request moved on is none of its.
    const { revision } = await this.options.store.get(request.id);
    if (!latest || revision !== request.revision) return;
    const change = await this.find(latest);
    if (change) await this.stop(change);
  }

  /** What is in force of a grant. */
  declared(request: GrantedRequest): Promise<Declaration | undefined> {
    return this.options.reconciler.declarations.find(grantSubject(request));
  }

  /** What a grant was last to be, as its changes have it; undefined when there were none. */
  async lastDeclared(
    request: GrantedRequest,
  ): Promise<Declaration | undefined> {
    for (const id of await this.ids(request, LOOKED_THROUGH)) {
      const change = await this.find(id);
      if (change?.plan.declaration) return change.plan.declaration;
    }
    return undefined;
  }

  /**
   * Reads back.
   * @returns what is not as it should be, in words; undefined when all of it is
   */
  async differences(
    kind: 'apply' | 'remove',
    declaration: Declaration | AccessGrantDeclaration,
  ): Promise<string | undefined> {
    const steps = await this.options.reconciler.state.differences({
      kind,
      declaration,
    });
    if (steps.length === 0) return undefined;
    const titles = steps.slice(0, NAMED).map(({ title }) => title);
    const more = steps.length - titles.length;
    return `${titles.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
  }

  /** Newest first. */
  private async ids(request: GrantedRequest, limit: number): Promise<string[]> {
    const { items } = await this.options.reconciler.changes.list({
      subject: grantSubject(request),
      limit,
    });
    return items.map(({ id }) => id);
  }
}

/** Why a change did not come to a good end, and what to do. */
export function failureOf({ summary, plan, steps }: Change): string {
  const titleOf = (id: string) =>
    plan.steps.find(step => step.id === id)?.title ?? id;
  const errors = steps.flatMap(({ id, error }) =>
    error
      ? [`${titleOf(id)}: ${error.name}: ${error.message} ${error.advice}`]
      : [],
  );
  if (errors.length > 0) return errors.slice(0, NAMED).join('\n');
  return `Change ${summary.id} was stopped before its end (${summary.status}). Resume to make and apply a new plan.`;
}

/** Whether a change failed only because its plan was overtaken by others. */
export function isOvertaken({ summary, steps }: Change): boolean {
  const errors = steps.flatMap(({ error }) => error ?? []);
  return (
    summary.status === 'failed' &&
    errors.length > 0 &&
    errors.every(({ name }) => name === 'WorldChangedError')
  );
}
