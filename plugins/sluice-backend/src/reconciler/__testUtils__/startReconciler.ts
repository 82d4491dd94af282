import { mockServices } from '@backstage/backend-test-utils';
import {
  Change,
  DeclarationInput,
  declarationSchema,
  Plan,
} from '@sluice/plugin-sluice-common';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { setImmediate } from 'timers/promises';
import { DeclarationStore } from '../../declarations';
import { DatabaseObservationStore } from '../../store';
import { createReconciler, ReconcilerOptions } from '../createReconciler';
import { PlanReviewer } from '../PlanService';
import { ResourceContexts } from '../ResourceContexts';

/** Fast, since the sandbox answers at once. */
export const FAST: ReconcilerOptions = {
  concurrency: 8,
  leaseMs: 5_000,
  timing: {
    firstPauseMs: 1,
    longestPauseMs: 20,
    patienceMs: 20_000,
    renewalMs: 500,
  },
};

const NO_REVIEW: PlanReviewer = {
  findings: async () => [],
  consequences: async () => [],
};

/** A reconciler on a database of its own, without the rest of the backend. */
export async function startReconciler(options: {
  knex: Knex;
  connection: AwsConnectionService;
  reviewer?: PlanReviewer;
  reconciler?: ReconcilerOptions;
  /** In force from the start, as those of the configuration are. */
  declared?: DeclarationInput[];
}) {
  const { knex, connection, declared = [] } = options;
  await DatabaseObservationStore.create(mockServices.database({ knex }));
  const reconciler = createReconciler({
    knex,
    contexts: new ResourceContexts(connection),
    declarations: new DeclarationStore(
      knex,
      declared.map(each => declarationSchema.parse(each)),
    ),
    onApplied: () => {},
    reviewer: options.reviewer ?? NO_REVIEW,
    logger: mockServices.logger.mock(),
    options: options.reconciler ?? FAST,
  });
  const { plans, changes, runner } = reconciler;

  const plan = (declaration: DeclarationInput, kind: 'apply' | 'remove') =>
    plans.create({ kind, declaration, createdBy: 'user:default/tester' });
  /** The change when nothing works on it any more. */
  const settled = async (id: string): Promise<Change> => {
    for (;;) {
      await runner.poll();
      await runner.idle();
      // Lets timers run, also those that end a test which waits in vain.
      await setImmediate();
      const change = await changes.get(id);
      if (!['queued', 'applying', 'cancelling'].includes(change.summary.status))
        return change;
    }
  };
  const apply = async ({ id }: Plan): Promise<Change> => {
    const { summary } = await changes.create({
      planId: id,
      reason: 'a test',
      createdBy: 'user:default/tester',
    });
    return settled(summary.id);
  };
  return {
    ...reconciler,
    plan,
    apply,
    settled,
    /** Plans and applies at once; the change must succeed. */
    async make(declaration: DeclarationInput): Promise<Change> {
      return succeeded(await apply(await plan(declaration, 'apply')));
    },
    async remove(declaration: DeclarationInput): Promise<Change> {
      return succeeded(await apply(await plan(declaration, 'remove')));
    },
  };
}

/** Fails with what went wrong, not with a status. */
export function succeeded(change: Change): Change {
  const errors = change.steps.flatMap(({ id, error }) =>
    error ? [`${id}: ${error.name}: ${error.message}`] : [],
  );
  expect({ status: change.summary.status, errors }).toEqual({
    status: 'succeeded',
    errors: [],
  });
  return change;
}
