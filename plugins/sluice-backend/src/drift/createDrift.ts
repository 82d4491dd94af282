import {
  AuditorService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { Drift, DriftInput } from '@sluice/plugin-sluice-common';
import {
  SluiceClock,
  sluiceObservationTopic,
} from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { setTimeout } from 'timers/promises';
import { AccessService, AccessSnapshot } from '../access';
import { Reconciler } from '../reconciler';
import { Requests } from '../requests';
import { DeclaredSubjects } from './DeclaredSubjects';
import { DriftBaselines } from './DriftBaselines';
import { DriftRepairs } from './DriftRepairs';
import { DriftService } from './DriftService';
import { DriftStore } from './DriftStore';
import { StageWorld, StageWorlds } from './StageWorlds';

const TASK = 'sluice-drift';
/** For a check that runs to end: a minute in all. */
const MAX_ATTEMPTS = 60;
const BUSY_PAUSE_MS = 1_000;

/** What the rest of the backend uses of drift. */
export interface DriftParts {
  service: DriftService;
  store: DriftStore;
  repairs: DriftRepairs;
  stages: StageWorlds;
}

/** Puts drift together. Nothing is checked before {@link startDrift}. */
export function createDrift(deps: {
  knex: Knex;
  access: Pick<AccessService, 'current'>;
  reconciler: Reconciler;
  requests: Pick<Requests, 'store' | 'notices'>;
  auditor: AuditorService;
  clock: SluiceClock;
  find: (input: DriftInput) => Drift[];
  /** What jobs have shown to be otherwise than is declared; asks for the stages only if there is any. */
  proofs?: (
    snapshot: AccessSnapshot,
    world: () => Promise<StageWorld>,
  ) => Promise<Drift[]>;
  platformEngineers: string[];
  keepGoneForMs: number;
  logger: LoggerService;
}): DriftParts {
  const { knex, reconciler, requests, proofs } = deps;
  const store = new DriftStore(knex);
  const subjects = new DeclaredSubjects({
    reconciler,
    requests: requests.store,
  });
  const stages = new StageWorlds(subjects);
  return {
    service: new DriftService({
      ...deps,
      proofs: async snapshot =>
        (await proofs?.(snapshot, () => stages.of(snapshot))) ?? [],
      subjects,
      baselines: new DriftBaselines(knex),
      store,
      changes: reconciler.changes,
      notices: requests.notices,
    }),
    store,
    repairs: new DriftRepairs({ access: deps.access, store, reconciler }),
    stages,
  };
}

/** Checks after each observation that found something new, and now and then. */
export async function startDrift(
  { service }: DriftParts,
  deps: {
    scheduler: SchedulerService;
    events: EventsService;
    logger: LoggerService;
  },
): Promise<void> {
  const { scheduler, events, logger } = deps;
  // Of several backends one checks at a time: an older reading must not undo a
  // newer one.
  await scheduler.scheduleTask({
    id: TASK,
    scope: 'global',
    frequency: { minutes: 5 },
    timeout: { minutes: 10 },
    fn: () => service.check(),
  });
  await events.subscribe({
    id: TASK,
    topics: [sluiceObservationTopic],
    onEvent: async () => checkDriftSoon({ scheduler, logger }),
  });
}

/** For whoever knows that something is otherwise than it was; returns at once. */
export function checkDriftSoon(deps: {
  scheduler: SchedulerService;
  logger: LoggerService;
}): void {
  triggerOnceFree(deps.scheduler).catch(error =>
    deps.logger.warn('Drift is looked for at the next scheduled time', error),
  );
}

/** A check that runs may have begun before the observation ended. */
async function triggerOnceFree(scheduler: SchedulerService): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await scheduler.triggerTask(TASK);
      return;
    } catch (error) {
      const isBusy = isError(error) && error.name === 'ConflictError';
      if (!isBusy || attempt === MAX_ATTEMPTS) throw error;
      await setTimeout(BUSY_PAUSE_MS, undefined, { ref: false });
    }
  }
}
