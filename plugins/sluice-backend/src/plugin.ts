import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  findDrift,
  sluicePermissions,
  sluiceRequestPermissions,
} from '@sluice/plugin-sluice-common';
import {
  awsConnectionServiceRef,
  sluiceAccessResourceRef,
  sluiceClockServiceRef,
  sluicePermissionRules,
  sluiceRequestPermissionRules,
  sluiceRequestResourceRef,
} from '@sluice/plugin-sluice-node';
import { AccessService, TeamDirectory } from './access';
import { registerActions } from './actions';
import {
  AttestationStore,
  createAttestations,
  Proofs,
  Reverification,
  startReverification,
} from './attestations';
import { readSluiceConfig } from './config';
import { declaredRoles, DeclarationStore } from './declarations';
import { checkDriftSoon, createDrift, startDrift } from './drift';
import { Explorer, TeamPeople } from './explorer';
import { CatalogFeedService, LiveAgreements } from './feed';
import { createJobs, readJobsConfig, startJobs } from './jobs';
import { AccountObserver, ObservationService } from './observer';
import { PreviewService, readPreviewConfig, TeamQueries } from './previews';
import {
  createReconciler,
  PlanReview,
  ResourceContexts,
  startReconciler,
} from './reconciler';
import {
  createRequests,
  readPlatformEngineers,
  readRequestPolicy,
  startRequests,
} from './requests';
import { Authorizer } from './router/Authorizer';
import { CatalogVisibility } from './router/CatalogVisibility';
import { createRouter } from './router/createRouter';
import { RequestAuthorizer } from './router/RequestAuthorizer';
import { DatabaseObservationStore } from './store';

/**
 * Observes AWS accounts and answers who may read which columns and rows of
 * which table, and why.
 * @public
 */
export const sluicePlugin = createBackendPlugin({
  pluginId: 'sluice',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: sluiceClockServiceRef,
        config: coreServices.rootConfig,
        connection: awsConnectionServiceRef,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init({
        actionsRegistry,
        auditor,
        auth,
        catalog,
        clock,
        config,
        connection,
        database,
        discovery,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        notifications,
        permissions,
        permissionsRegistry,
        scheduler,
        signals,
        userInfo,
      }) {
        const sluiceConfig = readSluiceConfig(config);
        const { observation, defaultOwner } = sluiceConfig;
        const store = await DatabaseObservationStore.create(database);
        const knex = await database.getClient();
        const declarations = new DeclarationStore(
          knex,
          sluiceConfig.declarations,
        );

        permissionsRegistry.addResourceType({
          resourceRef: sluiceAccessResourceRef,
          permissions: sluicePermissions,
          rules: Object.values(sluicePermissionRules),
        });
        permissionsRegistry.addResourceType({
          resourceRef: sluiceRequestResourceRef,
          permissions: sluiceRequestPermissions,
          rules: Object.values(sluiceRequestPermissionRules),
        });

        const observations = new ObservationService({
          connection,
          observer: new AccountObserver({
            connection,
            concurrency: observation.concurrency,
          }),
          store,
          scheduler,
          schedule: observation.schedule,
          events,
          auditor,
          logger,
        });
        const access = new AccessService({
          connection,
          store,
          directory: new TeamDirectory({
            catalog,
            auth,
            declaredRoles: () => declaredRoles(declarations, connection),
          }),
          staleAfterMs: observation.staleAfterMs,
        });
        const contexts = new ResourceContexts(connection);
        const reconciler = createReconciler({
          knex,
          contexts,
          declarations,
          onApplied: accountNames =>
            observations.triggerAfterChange(accountNames),
          reviewer: new PlanReview({ access, contexts }),
          logger,
        });
        const requests = createRequests({
          knex,
          access,
          catalog,
          auth,
          clock,
          policy: readRequestPolicy(config),
          logger,
          reconciler,
          auditor,
          notifications,
          signals,
        });
        const attestationStore = new AttestationStore(knex);
        const proofs = new Proofs(attestationStore);
        const drift = createDrift({
          knex,
          access,
          reconciler,
          requests,
          auditor,
          clock,
          find: findDrift,
          proofs: (snapshot, world) => proofs.drift(snapshot, world),
          platformEngineers: readPlatformEngineers(config),
          keepGoneForMs: sluiceConfig.drift.keepGoneForMs,
          logger,
        });
        const attestations = createAttestations({
          knex,
          store: attestationStore,
          proofs,
          access,
          stages: drift.stages,
          auditor,
          clock,
          onAttested: () => checkDriftSoon({ scheduler, logger }),
        });
        const jobsConfig = readJobsConfig(config);
        const jobs = createJobs({
          knex,
          config: jobsConfig,
          access,
          contexts,
          declarations,
          expectations: attestations.expectations,
          collector: attestations.collector,
          auditor,
          signals,
          clock,
          logger,
        });
        const reverification =
          jobsConfig.reverification &&
          new Reverification({
            config: jobsConfig.reverification,
            knex,
            store: attestationStore,
            access,
            expectations: attestations.expectations,
            starter: {
              missingOf: async team =>
                (await jobs.places.of(await jobs.preparation.teamOf(team)))
                  .missing,
              start: verification =>
                jobs.service.start(
                  { kind: 'verification', ...verification },
                  { ref: 'sluice', origin: 'schedule' },
                ),
            },
            clock,
            logger,
          });
        const visibility = new CatalogVisibility({ catalog, auth });
        const people = new TeamPeople({ catalog, auth });
        const explorer = new Explorer({ access, people, visibility });
        const previewConfig = readPreviewConfig(config);
        const authorizer = new Authorizer({
          httpAuth,
          permissions,
          permissionsRegistry,
          auditor,
        });
        const requestAuthorizer = new RequestAuthorizer({
          httpAuth,
          permissions,
          permissionsRegistry,
          userInfo,
          authorizer,
          access,
          requests,
          visibility,
        });
        registerActions(actionsRegistry, {
          auditor,
          auth,
          authorizer,
          explorer,
          requestAuthorizer,
          requests,
          userInfo,
        });
        httpRouter.use(
          await createRouter({
            access,
            attestations,
            connection,
            jobs,
            ...(reverification && { reverification }),
            auditor,
            authorizer,
            clock,
            drift,
            requestAuthorizer,
            httpAuth,
            requests,
            feed: new CatalogFeedService({
              defaultOwner,
              agreements: new LiveAgreements(knex),
            }),
            observations,
            discovery,
            explorer,
            people,
            previews: new PreviewService({
              config: previewConfig,
              queries: new TeamQueries({ connection, config: previewConfig }),
            }),
            reconciler,
            userInfo,
            visibility,
          }),
        );
        await startReconciler(reconciler, { scheduler, lifecycle });
        await startRequests(requests, { scheduler, lifecycle });
        await startJobs(jobs, { scheduler, lifecycle });
        if (reverification) {
          await startReverification(reverification, { scheduler });
        }
        await startDrift(drift, { scheduler, events, logger });
        // Whoever waits for access need not wait for the next regular look.
        reconciler.whenApplied(() => requests.worker.wake());
        lifecycle.addStartupHook(() => observations.start());
      },
    });
  },
});
