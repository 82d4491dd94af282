import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { DeclarationStore } from '../declarations';
import { ChangeRunner } from './ChangeRunner';
import { ChangeService } from './ChangeService';
import { ChangeStore } from './ChangeStore';
import { ChangeWork } from './ChangeWork';
import { DeclaredTargets } from './DeclaredTargets';
import { DocumentLocks } from './DocumentLocks';
import { FactsReader } from './FactsReader';
import { ManagedResources } from './ManagedResources';
import { Timing } from './Patience';
import { Planner } from './Planner';
import { PlanReviewer, PlanService } from './PlanService';
import { PlanStore } from './PlanStore';
import { ReadinessService } from './ReadinessService';
import { ResourceContexts } from './ResourceContexts';
import { StateCheck } from './StateCheck';
import { StepExecutor } from './StepExecutor';
import { UnrecordedResources } from './UnrecordedResources';

/** How the reconciler works; times in milliseconds. */
export interface ReconcilerOptions {
  /** Resources that are read, or steps that are run, side by side. */
  concurrency: number;
  /** A backend that does not renew its lease for so long is taken to be dead. */
  leaseMs: number;
  timing: Timing;
}

export const DEFAULT_RECONCILER_OPTIONS: ReconcilerOptions = {
  concurrency: 8,
  leaseMs: 30_000,
  timing: {
    firstPauseMs: 200,
    longestPauseMs: 5_000,
    patienceMs: 5 * 60_000,
    renewalMs: 10_000,
  },
};

/** What the rest of the backend uses of the reconciler. */
export interface Reconciler {
  plans: PlanService;
  changes: ChangeService;
  readiness: ReadinessService;
  state: StateCheck;
  facts: FactsReader;
  managed: ManagedResources;
  declarations: DeclarationStore;
  runner: ChangeRunner;
  contexts: ResourceContexts;
  /** Has somebody told whenever a change has come to an end. */
  whenApplied(listener: () => void): void;
  /** Stops at once what is being applied, and closes the connections to AWS. */
  stop(): Promise<void>;
}

/** Puts the reconciler together. It does nothing before {@link startReconciler}. */
export function createReconciler(deps: {
  knex: Knex;
  /** Closed when the reconciler stops. */
  contexts: ResourceContexts;
  declarations: DeclarationStore;
  /** Called with the names of the accounts in which a change did something. */
  onApplied: (accountNames: string[]) => void;
  reviewer: PlanReviewer;
  logger: LoggerService;
  options?: ReconcilerOptions;
}): Reconciler {
  const { knex, contexts, declarations, reviewer, logger } = deps;
  const { concurrency, leaseMs, timing } =
    deps.options ?? DEFAULT_RECONCILER_OPTIONS;
  const listeners: (() => void)[] = [];
  const plans = new PlanStore(knex);
  const managed = new ManagedResources(knex);
  const facts = new FactsReader({ contexts, declarations });
  const targets = new DeclaredTargets({
    facts,
    managed,
    unrecorded: new UnrecordedResources({ knex, plans }),
  });
  const planner = new Planner({ contexts, managed, concurrency });
  const work = new ChangeWork({ knex, holder: randomUUID(), leaseMs });
  const runner = new ChangeRunner({
    plans,
    work,
    executor: new StepExecutor({
      contexts,
      planner,
      managed,
      work,
      locks: new DocumentLocks({ knex, lifetimeMs: leaseMs }),
      timing,
    }),
    logger,
    onApplied: accountNames => {
      deps.onApplied(accountNames);
      for (const listener of listeners) listener();
    },
    concurrency,
    renewalMs: timing.renewalMs,
  });
  const proposals = new PlanService({
    planner,
    plans,
    targets,
    reviewer,
  });
  return {
    plans: proposals,
    changes: new ChangeService({
      changes: new ChangeStore(knex),
      declarations,
      plans,
      planner,
      proposals,
      onQueued: () => {
        runner
          .poll()
          .catch(error =>
            logger.warn('A change waits for the next look', error),
          );
      },
    }),
    readiness: new ReadinessService({
      declarations,
      facts,
      managed,
      planner,
      concurrency,
    }),
    state: new StateCheck({ targets, planner }),
    facts,
    managed,
    declarations,
    runner,
    contexts,
    whenApplied: listener => listeners.push(listener),
    async stop() {
      await runner.stop();
      await contexts.destroy();
    },
  };
}

/** Looks for changes that wait, also those that a backend which died left behind. */
export async function startReconciler(
  { runner, stop }: Reconciler,
  deps: { scheduler: SchedulerService; lifecycle: LifecycleService },
): Promise<void> {
  deps.lifecycle.addShutdownHook(stop);
  await deps.scheduler.scheduleTask({
    id: 'sluice-apply-changes',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 1 },
    fn: () => runner.poll(),
  });
}
