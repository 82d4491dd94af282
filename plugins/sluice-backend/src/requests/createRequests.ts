import {
  AuthService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { RequestPolicy } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService } from '../access';
import { Reconciler } from '../reconciler';
import { Delegations } from './Delegations';
import { FulfilmentWorker } from './FulfilmentWorker';
import { People } from './People';
import { RequestChecks } from './RequestChecks';
import { RequestEvents } from './RequestEvents';
import { RequestHistory } from './RequestHistory';
import { RequestService } from './RequestService';
import { RequestStore } from './RequestStore';

/** What the rest of the backend uses of requests. */
export interface Requests {
  store: RequestStore;
  service: RequestService;
  checks: RequestChecks;
  people: People;
  delegations: Delegations;
  history: RequestHistory;
  policy: RequestPolicy;
  worker: FulfilmentWorker;
}

/** Puts requests together. Nothing happens by itself before {@link startRequests}. */
export function createRequests(deps: {
  knex: Knex;
  access: AccessService;
  catalog: CatalogService;
  auth: AuthService;
  clock: SluiceClock;
  policy: RequestPolicy;
  logger: LoggerService;
  reconciler: Reconciler;
}): Requests {
  const { knex, access, catalog, auth, clock, policy, reconciler } = deps;
  const store = new RequestStore(knex);
  const checks = new RequestChecks({
    access,
    store,
    declarations: reconciler.declarations,
    accounts: () => reconciler.contexts.accounts(),
  });
  const worker = new FulfilmentWorker({ ...deps, store });
  const delegations = new Delegations({ knex, clock });
  const people = new People({ catalog, auth, delegations, clock });
  return {
    store,
    service: new RequestService({
      knex,
      store,
      people,
      access,
      checks,
      policy,
      clock,
      resume: (requestId, options) => worker.resume(requestId, options),
      onChanged: () => worker.wake(),
    }),
    checks,
    people,
    delegations,
    history: new RequestHistory({
      events: new RequestEvents(knex),
      store,
      clock,
    }),
    policy,
    worker,
  };
}

/** Begins what happens by itself: starts, ends, news and reminders. */
export async function startRequests(
  { worker }: Requests,
  { scheduler }: { scheduler: SchedulerService; lifecycle: LifecycleService },
): Promise<void> {
  // Every backend looks, so that one which died delays nothing.
  await scheduler.scheduleTask({
    id: 'sluice-fulfil-agreements',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 1 },
    fn: () => worker.tick(),
  });
}
