import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { sluiceApiServiceRef } from '@sluice/plugin-sluice-node';
import { sluiceCatalogModelLayer } from './model/layer';
import { SluiceRelationsProcessor } from './processor/SluiceRelationsProcessor';
import { SluiceEntityProvider } from './provider/SluiceEntityProvider';

const DEFAULT_SCHEDULE = {
  frequency: { seconds: 30 },
  timeout: { minutes: 2 },
  initialDelay: { seconds: 5 },
};

/**
 * Teaches the catalog the kinds `DataProduct` and `AccessGrant`, and keeps it
 * equal to what Sluice observed.
 * @public
 */
export const catalogModuleSluice = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'sluice',
  register(module) {
    module.registerInit({
      deps: {
        api: sluiceApiServiceRef,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        logger: coreServices.logger,
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({
        api,
        auth,
        config,
        events,
        logger,
        model,
        processing,
        scheduler,
      }) {
        model.addModelSource(
          CatalogModelSources.static([sluiceCatalogModelLayer]),
        );
        processing.addProcessor(new SluiceRelationsProcessor());

        const key = 'catalog.providers.sluice.schedule';
        const schedule = config.has(key)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(key),
            )
          : DEFAULT_SCHEDULE;
        const taskRunner = scheduler.createScheduledTaskRunner({
          ...schedule,
          // Each backend compares the feed with what it wrote itself, so each
          // must look; an unchanged revision costs one request.
          scope: 'local',
        });
        processing.addEntityProvider(
          new SluiceEntityProvider({ api, auth, events, logger, taskRunner }),
        );
      },
    });
  },
});
