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
import { Delegations } from './Delegations';
import { People } from './People';
import { RequestService, TermsChecker } from './RequestService';
import { RequestStore } from './RequestStore';

/** What the rest of the backend uses of requests. */
export interface Requests {
  store: RequestStore;
  service: RequestService;
  people: People;
  delegations: Delegations;
  policy: RequestPolicy;
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
  checks: TermsChecker;
  resume: ConstructorParameters<typeof RequestService>[0]['resume'];
}): Requests {
  const { knex, access, catalog, auth, clock, policy, checks, resume } = deps;
  const store = new RequestStore(knex);
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
      resume,
      onChanged: () => {},
    }),
    people,
    delegations,
    policy,
  };
}

/** Begins what happens by itself: starts, ends, news and reminders. */
export async function startRequests(
  _requests: Requests,
  _deps: { scheduler: SchedulerService; lifecycle: LifecycleService },
): Promise<void> {}
