import {
  AuditorService,
  AuthService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { RequestPolicy } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService } from '../access';
import { Reconciler } from '../reconciler';
import { Delegations } from './Delegations';
import { FulfilmentWorker } from './FulfilmentWorker';
import { NoticeQueue } from './NoticeQueue';
import { People } from './People';
import { Reminders } from './Reminders';
import { RequestAnnouncer } from './RequestAnnouncer';
import { RequestChecks } from './RequestChecks';
import { RequestEvents } from './RequestEvents';
import { RequestHistory } from './RequestHistory';
import { RequestService } from './RequestService';
import { RequestStore } from './RequestStore';
import { Reviews } from './Reviews';
import { ReviewSchedule } from './ReviewSchedule';
import { ReviewStore } from './ReviewStore';

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
  announcer: RequestAnnouncer;
  notices: NoticeQueue;
  reminders: Reminders;
  reviews: Reviews;
  reviewSchedule: ReviewSchedule;
  reviewStore: ReviewStore;
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
  auditor: AuditorService;
  notifications: NotificationService;
  signals: SignalsService;
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
  const events = new RequestEvents(knex);
  const notices = new NoticeQueue(deps);
  const announcer = new RequestAnnouncer({
    ...deps,
    events,
    people,
    delegations,
    notices,
  });
  const service = new RequestService({
    knex,
    store,
    people,
    access,
    checks,
    policy,
    clock,
    resume: (requestId, options) => worker.resume(requestId, options),
    onChanged: () => {
      worker.wake();
      announcer.wake();
    },
  });
  const reviewStore = new ReviewStore(knex);
  const reviews = new Reviews({
    ...deps,
    reviewStore,
    store,
    service,
    notices,
  });
  return {
    store,
    service,
    checks,
    people,
    delegations,
    history: new RequestHistory({ events, store, clock }),
    policy,
    worker,
    announcer,
    notices,
    reminders: new Reminders({ ...deps, store, people }),
    reviews,
    reviewSchedule: new ReviewSchedule({
      ...deps,
      reviews,
      reviewStore,
      store,
    }),
    reviewStore,
  };
}

/** Begins what happens by itself: starts, ends, news and reminders. */
export async function startRequests(
  { worker, announcer, notices, reminders, reviewSchedule }: Requests,
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
  await scheduler.scheduleTask({
    id: 'sluice-announce-requests',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 1 },
    fn: () => announcer.tick(),
  });
  await scheduler.scheduleTask({
    id: 'sluice-notify-of-requests',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 10 },
    fn: () => notices.deliver(),
  });
  await scheduler.scheduleTask({
    id: 'sluice-remind-of-requests',
    scope: 'local',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: () => reminders.tick(),
  });
  await scheduler.scheduleTask({
    id: 'sluice-review-access',
    scope: 'local',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: () => reviewSchedule.tick(),
  });
}
