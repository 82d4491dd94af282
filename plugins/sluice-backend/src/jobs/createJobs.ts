import {
  AuditorService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService } from '../access';
import { DeclarationStore } from '../declarations';
import { ResourceContexts } from '../reconciler';
import { JobFollower } from './JobFollower';
import { JobLogs } from './JobLogs';
import { JobPreparation } from './JobPreparation';
import { JobRecord } from './JobRecord';
import { JobRunStore } from './JobRunStore';
import { JobService } from './JobService';
import { JobSubmission } from './JobSubmission';
import { FOLLOW_PAUSES, FollowPauses } from './pauses';
import { JobsConfig } from './readJobsConfig';
import { RunResults } from './RunResults';
import { ScriptLibrary } from './ScriptLibrary';
import { TeamPlaces } from './TeamPlaces';
import { ExpectationSource, ResultCollector } from './types';

/** Longer than any call that is made while a lease is held. */
const LEASE_MS = 60_000;

/** What the rest of the backend uses of jobs. */
export interface Jobs {
  config: JobsConfig;
  service: JobService;
  preparation: JobPreparation;
  places: TeamPlaces;
  library: ScriptLibrary;
  store: JobRunStore;
  follower: JobFollower;
  logs: JobLogs;
}

/** Puts jobs together. Nothing is followed before {@link startJobs}. */
export function createJobs(deps: {
  knex: Knex;
  config: JobsConfig;
  access: Pick<AccessService, 'current'>;
  contexts: ResourceContexts;
  declarations: Pick<DeclarationStore, 'list'>;
  expectations: ExpectationSource;
  collector: ResultCollector;
  auditor: AuditorService;
  signals: SignalsService;
  clock: SluiceClock;
  logger: LoggerService;
  /** Shorter in tests. */
  pauses?: FollowPauses;
  leaseMs?: number;
}): Jobs {
  const { knex, config, contexts, logger, clock } = deps;
  const { pauses = FOLLOW_PAUSES, leaseMs = LEASE_MS } = deps;
  const store = new JobRunStore({ knex, leaseMs });
  const record = new JobRecord({ ...deps, store, nowMs: Date.now });
  const library = new ScriptLibrary({ directory: config.directory, logger });
  const places = new TeamPlaces(deps);
  const preparation = new JobPreparation({ ...deps, places, library });
  const submission = new JobSubmission({ contexts, record, pauses, logger });
  const follower = new JobFollower({
    ...deps,
    store,
    record,
    submission,
    results: new RunResults({ contexts, logger }),
    pauses,
  });
  return {
    config,
    service: new JobService({
      config,
      preparation,
      store,
      record,
      submission,
      follower,
      contexts,
    }),
    preparation,
    places,
    library,
    store,
    follower,
    logs: new JobLogs({ contexts, clock }),
  };
}

/** Begins to follow what is under way. */
export async function startJobs(
  { follower, logs }: Jobs,
  deps: { scheduler: SchedulerService; lifecycle: LifecycleService },
): Promise<void> {
  const { scheduler, lifecycle } = deps;
  // Every backend looks, so that one which died delays nothing.
  await scheduler.scheduleTask({
    id: 'sluice-follow-job-runs',
    scope: 'local',
    frequency: { seconds: 2 },
    timeout: { minutes: 5 },
    fn: () => follower.tick(),
  });
  lifecycle.addShutdownHook(async () => {
    await follower.stop();
    await logs.dispose();
  });
}
