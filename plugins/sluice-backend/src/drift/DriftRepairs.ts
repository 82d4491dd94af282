import { ConflictError } from '@backstage/errors';
import {
  Drift,
  DRIFT_CAUSES,
  DriftRepair,
  Plan,
  titleOfResource,
} from '@sluice/plugin-sluice-common';
import { AccessService } from '../access';
import { Reconciler } from '../reconciler';
import { DriftStore } from './DriftStore';
import { keptPermissionOf } from './keptPermissionOf';

/** Things that a sentence names before it says "and more". */
const NAMED = 3;

/** Makes plans that end a difference; applying them is a change like any other. */
export class DriftRepairs {
  constructor(
    private readonly options: {
      access: Pick<AccessService, 'current'>;
      store: DriftStore;
      reconciler: Pick<Reconciler, 'plans' | 'changes' | 'declarations'>;
    },
  ) {}

  /**
   * @throws ConflictError when no plan can do it now, saying what to do instead
   * @throws InputError when the declaration can no longer be drawn
   */
  async plan(drift: Drift, createdBy: string): Promise<Plan> {
    const plan = await this.draw(drift, createdBy);
    await this.options.store.saveRepairPlan(drift.id, plan.id);
    return plan;
  }

  /**
   * A plan that takes what was found beside the declarations among them.
   * @throws ConflictError when it cannot be declared
   */
  async planKeep(drift: Drift, createdBy: string): Promise<Plan> {
    const { access, reconciler, store } = this.options;
    const { world, accounts } = await access.current();
    const region = accounts.find(
      ({ account }) => account.accountId === drift.accountId,
    )?.account.region;
    const declaration = keptPermissionOf(drift, {
      index: world.index,
      region: drift.table?.region ?? region ?? '',
    });
    const plan = await reconciler.plans.create({
      kind: 'apply',
      declaration,
      createdBy,
    });
    await store.saveRepairPlan(drift.id, plan.id);
    return plan;
  }

  private draw(drift: Drift, createdBy: string): Promise<Plan> {
    const { repair } = drift;
    switch (repair.kind) {
      case 'reapply':
        return this.reapply(repair.subject, createdBy);
      case 'revoke':
        return this.options.reconciler.plans.createRevoke(
          {
            // Of its own, so that what a declaration holds stays that declaration's.
            subject: `drift:${drift.id}`,
            title: `Take away: ${DRIFT_CAUSES[drift.cause].title}`,
            createdBy,
          },
          repair.resources,
        );
      default:
        throw new ConflictError(repair.text);
    }
  }

  private async reapply(subject: string, createdBy: string): Promise<Plan> {
    const { plans, changes, declarations } = this.options.reconciler;
    const declaration = await declarations.find(subject);
    if (!declaration) {
      throw new ConflictError(
        `Nothing is declared of ${subject} any more; the next check finds that out`,
      );
    }
    await changes.refuseUnfinished(subject);
    return plans.createReapply(declaration, createdBy);
  }
}

/** What a repair does, or what a person has to do. */
export function describeRepair(repair: DriftRepair): string {
  switch (repair.kind) {
    case 'reapply':
      return `Makes true again what is declared of ${repair.subject}.`;
    case 'revoke': {
      const titles = repair.resources.map(({ type, properties }) =>
        titleOfResource(type, properties as never),
      );
      const more = titles.length - NAMED;
      return `Takes away ${titles.slice(0, NAMED).join('; ')}${
        more > 0 ? ` and ${more} more` : ''
      }.`;
    }
    default:
      return repair.text;
  }
}
