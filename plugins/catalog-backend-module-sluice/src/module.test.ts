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
  CatalogService,
  catalogProcessingExtensionPoint,
  catalogServiceRef,
  EntityProvider,
} from '@backstage/plugin-catalog-node';
import {
  EventsService,
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { sluiceObservationTopic } from '@sluice/plugin-sluice-node';
import Router from 'express-promise-router';
import {
  accessGrant,
  dataProduct,
  group,
  table,
  TABLE_REF,
} from './__testUtils__/entities';
import { catalogModuleSluice } from './module';

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

async function startCatalog(options: {
  authored: Entity[];
  observed?: Entity[];
}) {
  const feed = { revision: '1', complete: true, items: options.observed ?? [] };
  const services: { catalog?: CatalogService; events?: EventsService } = {};
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleSluice,
      authoredEntities(options.authored),
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
  return {
    backend,
    feed,
    events: services.events!,
    getEntity,
    async relationsOf(ref: string) {
      const { relations = [] } = (await getEntity(ref)) ?? {};
      return relations.map(({ type, targetRef }) => `${type} ${targetRef}`);
    },
  };
}

const PATIENCE_MS = 15_000;

/** The catalog processes in its own time: asks until it agrees. */
async function eventually(assertion: () => Promise<void>): Promise<void> {
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

describe('catalogModuleSluice', () => {
  jest.setTimeout(30_000);

  it('relates products, tables, grants, teams and owners both ways', async () => {
    const { backend, relationsOf } = await startCatalog({
      authored: [
        dataProduct({
          inputPorts: [
            {
              name: 'claims',
              source: 'healthcare-producer/healthcare_db.claims',
            },
          ],
        }),
        group('patient-records'),
        group('patients-care'),
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Domain',
          metadata: { name: 'clinical' },
          spec: { owner: 'patient-records' },
        },
      ],
      observed: [table(), table('healthcare_db.claims'), accessGrant()],
    });

    const grant =
      'accessgrant:healthcare-producer/patients-care.healthcare_db.patients';
    const product = 'dataproduct:default/patients';
    const expected: Record<string, string[]> = {
      [product]: [
        'dependsOn resource:healthcare-producer/healthcare_db.claims',
        `hasPart ${TABLE_REF}`,
        'ownedBy group:default/patient-records',
        'partOf domain:default/clinical',
        `providesAccessVia ${grant}`,
      ],
      [grant]: [
        `grantedThrough ${product}`,
        `grantsOn ${TABLE_REF}`,
        'grantsTo group:default/patients-care',
        'ownedBy group:default/patient-records',
        'ownedBy group:default/patients-care',
      ],
      [TABLE_REF]: [
        `accessGrantedBy ${grant}`,
        'accessibleTo group:default/patients-care',
        'ownedBy group:default/patient-records',
        `partOf ${product}`,
      ],
      'group:default/patients-care': [
        `hasAccessTo ${TABLE_REF}`,
        `hasGrant ${grant}`,
        `ownerOf ${grant}`,
      ],
      'domain:default/clinical': [
        `hasPart ${product}`,
        'ownedBy group:default/patient-records',
      ],
    };
    for (const [ref, relations] of Object.entries(expected)) {
      await eventually(async () =>
        expect([...(await relationsOf(ref))].sort()).toEqual(relations),
      );
    }
    await backend.stop();
  });

  it.each(['none', 'unknown'] as const)(
    'relates a team to no table when its access is %s',
    async level => {
      const { backend, relationsOf } = await startCatalog({
        authored: [group('patients-care')],
        observed: [table(), accessGrant({ level })],
      });
      await eventually(async () =>
        expect(await relationsOf('group:default/patients-care')).toContainEqual(
          expect.stringMatching('^hasGrant'),
        ),
      );
      expect(
        await relationsOf('group:default/patients-care'),
      ).not.toContainEqual(expect.stringMatching('^hasAccessTo'));
      await backend.stop();
    },
  );

  it('refuses what does not fit the schemas, and takes the rest', async () => {
    const named = (name: string, entity: Entity): Entity => ({
      ...entity,
      metadata: { ...entity.metadata, name },
    });
    const { backend, getEntity } = await startCatalog({
      authored: [
        named('no-owner', dataProduct({ owner: undefined })),
        named('lifecycle', dataProduct({ lifecycle: 'production' as any })),
        named('tables', dataProduct({ outputPorts: [{ name: 'p' } as any] })),
        named('old', { ...dataProduct(), apiVersion: 'sluice.io/v1' }),
        named('level', accessGrant({ level: 'most' as any })),
        group('role', { 'sluice.io/job-execution-role-arn': 'team1' }),
        dataProduct(),
      ],
    });
    await eventually(async () =>
      expect(await getEntity('dataproduct:default/patients')).toBeDefined(),
    );
    for (const ref of [
      'dataproduct:default/no-owner',
      'dataproduct:default/lifecycle',
      'dataproduct:default/tables',
      'dataproduct:default/old',
      'accessgrant:healthcare-producer/level',
      'group:default/role',
    ]) {
      expect(await getEntity(ref)).toBeUndefined();
    }
    await backend.stop();
  });

  it('follows the feed when an observation is announced', async () => {
    const { backend, feed, events, getEntity } = await startCatalog({
      authored: [],
      observed: [table()],
    });
    await eventually(async () =>
      expect(await getEntity(TABLE_REF)).toBeDefined(),
    );

    Object.assign(feed, {
      revision: '2',
      items: [table('healthcare_db.claims')],
    });
    await events.publish({ topic: sluiceObservationTopic, eventPayload: {} });
    await eventually(async () => {
      expect(await getEntity(TABLE_REF)).toBeUndefined();
      expect(
        await getEntity('resource:healthcare-producer/healthcare_db.claims'),
      ).toBeDefined();
    });
    await backend.stop();
  });
});
