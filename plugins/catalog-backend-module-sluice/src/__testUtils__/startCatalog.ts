import { setTimeout } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  CatalogService,
  catalogServiceRef,
  EntityProvider,
} from '@backstage/plugin-catalog-node';
import {
  EventsService,
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import Router from 'express-promise-router';
import { catalogModuleSluice } from '../module';

/** Stands in for entities that people write as YAML. */
const authoredEntities = (entities: Entity[]) =>
  createBackendModule({
    pluginId: 'catalog',
    moduleId: 'authored',
    register(module) {
      module.registerInit({
        deps: { processing: catalogProcessingExtensionPoint },
        async init({ processing }) {
          const provider: EntityProvider = {
            getProviderName: () => 'authored',
            connect: connection =>
              connection.applyMutation({
                type: 'full',
                entities: entities.map(entity => ({
                  entity: {
                    ...entity,
                    metadata: {
                      ...entity.metadata,
                      annotations: {
                        'backstage.io/managed-by-location': 'url:http://a',
                        'backstage.io/managed-by-origin-location':
                          'url:http://a',
                        ...entity.metadata.annotations,
                      },
                    },
                  },
                })),
              }),
          };
          processing.addEntityProvider(provider);
        },
      });
    },
  });

/**
 * A catalog on SQLite with the module under test, beside a `sluice` plugin that
 * serves `observed` over HTTP.
 */
export async function startCatalog(options: {
  authored?: Entity[];
  observed?: Entity[];
  /** `catalog` configuration besides. */
  catalogConfig?: JsonObject;
}) {
  const feed = { revision: '1', complete: true, items: options.observed ?? [] };
  const services: { catalog?: CatalogService; events?: EventsService } = {};
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleSluice,
      authoredEntities(options.authored ?? []),
      createBackendPlugin({
        pluginId: 'sluice',
        register(plugin) {
          plugin.registerInit({
            deps: {
              catalog: catalogServiceRef,
              events: eventsServiceRef,
              httpAuth: coreServices.httpAuth,
              httpRouter: coreServices.httpRouter,
            },
            async init({ catalog, events, httpAuth, httpRouter }) {
              services.catalog = catalog;
              services.events = events;
              const router = Router();
              router.get('/catalog-feed', async (req, res) => {
                await httpAuth.credentials(req, { allow: ['service'] });
                res.json(feed);
              });
              httpRouter.use(router);
            },
          });
        },
      }),
      // The mock gives each plugin a bus of its own.
      eventsServiceFactory,
      mockServices.database.factory(),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { auth: { keys: [{ secret: 'a' }] } },
          catalog: {
            ...options.catalogConfig,
            processingInterval: { seconds: 1 },
            providers: {
              sluice: {
                schedule: {
                  frequency: { hours: 1 },
                  timeout: { minutes: 1 },
                },
              },
            },
          },
        },
      }),
    ],
  });
  const credentials = await mockServices
    .auth({ pluginId: 'sluice' })
    .getOwnServiceCredentials();
  const getEntity = (ref: string) =>
    services.catalog!.getEntityByRef(ref, { credentials });
  const getEntities = async () =>
    (await services.catalog!.getEntities({}, { credentials })).items;
  return {
    backend,
    feed,
    events: services.events!,
    getEntity,
    getEntities,
    async relationsOf(ref: string) {
      const { relations = [] } = (await getEntity(ref)) ?? {};
      return relations.map(({ type, targetRef }) => `${type} ${targetRef}`);
    },
  };
}

const PATIENCE_MS = 30_000;

/** The catalog processes in its own time: asks until it agrees. */
export async function eventually(
  assertion: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(25);
    }
  }
}
