import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { sluicePermissions } from '@sluice/plugin-sluice-common';
import {
  awsConnectionServiceRef,
  sluiceAccessResourceRef,
  sluicePermissionRules,
} from '@sluice/plugin-sluice-node';
import { AccessService, TeamDirectory } from './access';
import { readSluiceConfig } from './config';
import { declaredRoles, DeclarationStore } from './declarations';
import { CatalogFeedService, LiveAgreements } from './feed';
import { AccountObserver, ObservationService } from './observer';
import {
  createReconciler,
  PlanReview,
  ResourceContexts,
  startReconciler,
} from './reconciler';
import { Authorizer } from './router/Authorizer';
import { CatalogVisibility } from './router/CatalogVisibility';
import { createRouter } from './router/createRouter';
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
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        connection: awsConnectionServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init({
        auditor,
        auth,
        catalog,
        config,
        connection,
        database,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        permissions,
        permissionsRegistry,
        scheduler,
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
        httpRouter.use(
          await createRouter({
            access,
            auditor,
            authorizer: new Authorizer({
              httpAuth,
              permissions,
              permissionsRegistry,
              auditor,
            }),
            feed: new CatalogFeedService({
              defaultOwner,
              agreements: new LiveAgreements(knex),
            }),
            observations,
            reconciler,
            userInfo,
            visibility: new CatalogVisibility({ catalog, auth }),
          }),
        );
        await startReconciler(reconciler, { scheduler, lifecycle });
        lifecycle.addStartupHook(() => observations.start());
      },
    });
  },
});
