import path from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import {
  EventsService,
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
// The catalog is only half of what is tested here.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import sluicePlugin from '@sluice/plugin-sluice-backend';
import { sandboxFeatureLoader } from '@sluice/plugin-sluice-backend-module-sandbox';
import { sluiceObservationTopic } from '@sluice/plugin-sluice-node';
import { eventually } from './__testUtils__/startCatalog';
import { catalogModuleSluice } from './module';

const ALL_YAML = path.resolve(__dirname, '../../../catalog/all.yaml');

const HOURLY = { frequency: { hours: 1 }, timeout: { minutes: 1 } };

jest.setTimeout(90_000);

/**
 * The whole way: the sandbox stands in for AWS, the backend observes it, and
 * the catalog shows it beside what people wrote as YAML.
 */
describe('the healthcare scenario in the catalog', () => {
  const directory = createMockDirectory();
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let entities: Map<string, Entity>;

  beforeAll(async () => {
    let catalog: CatalogService;
    let events: EventsService;
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleSluice,
        sluicePlugin,
        sandboxFeatureLoader,
        eventsServiceFactory,
        createBackendModule({
          pluginId: 'catalog',
          moduleId: 'reader',
          register(module) {
            module.registerInit({
              deps: {
                catalogService: catalogServiceRef,
                eventsService: eventsServiceRef,
              },
              async init({ catalogService, eventsService }) {
                catalog = catalogService;
                events = eventsService;
              },
            });
          },
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            catalog: {
              locations: [{ type: 'file', target: ALL_YAML }],
              rules: [
                {
                  allow: ['Domain', 'Group', 'User', 'DataProduct', 'Location'],
                },
              ],
              processingInterval: { seconds: 1 },
              providers: { sluice: { schedule: HOURLY } },
            },
            sluice: {
              observation: { schedule: HOURLY },
              sandbox: { enabled: true, dataDirectory: directory.path },
            },
          },
        }),
      ],
    });
    const credentials = await mockServices
      .auth({ pluginId: 'catalog' })
      .getOwnServiceCredentials();
    await eventually(async () => {
      // The test backend's scheduler runs a task once, before there are teams.
      await events.publish({ topic: sluiceObservationTopic, eventPayload: {} });
      const { items } = await catalog.getEntities({}, { credentials });
      entities = new Map(
        items.map(entity => [stringifyEntityRef(entity), entity]),
      );
      const related = items.filter(
        ({ kind, relations = [] }) =>
          kind === 'AccessGrant' && relations.length > 0,
      );
      if (related.length < 5) {
        throw new Error(`The catalog has ${related.length} of 5 grants`);
      }
    });
  });

  afterAll(() => backend.stop());

  const specOf = (ref: string) => entities.get(ref)?.spec as any;

  it.each([
    [
      'patients-care.healthcare_db.patients',
      'partial',
      8,
      1,
      "state in ('Texas', 'New York')",
    ],
    ['patients-care.healthcare_db.claims', 'full', 10, 0, undefined],
    ['claims-care.healthcare_db.claims', 'full', 10, 0, undefined],
    ['claims-care.operations_db.facilities', 'partial', 6, 2, undefined],
    [
      'patients-care.operations_db.staff_assignments',
      'partial',
      5,
      2,
      undefined,
    ],
  ])(
    'has the grant %s: %s, %s columns and %s hidden',
    (name, level, columns, hiddenColumns, rowFilter) => {
      const spec = specOf(`accessgrant:healthcare-producer/${name}`);
      expect(spec).toMatchObject({ level, hiddenColumns });
      expect(spec.rowFilter).toBe(rowFilter);
      expect(spec.columns).toHaveLength(columns);
      expect(spec.columns.map((column: any) => column.name)).not.toContain(
        'ssn',
      );
    },
  );

  it('lets team and product owner own a grant', () => {
    const { relations = [] } = entities.get(
      'accessgrant:healthcare-producer/patients-care.healthcare_db.patients',
    )!;
    expect(
      relations
        .filter(({ type }) => type === 'ownedBy')
        .map(({ targetRef }) => targetRef)
        .sort(),
    ).toEqual(['group:default/patient-records', 'group:default/patients-care']);
  });

  it('finds every table that a data product serves', () => {
    const served = [...entities.values()]
      .filter(({ kind }) => kind === 'DataProduct')
      .flatMap(({ relations = [] }) => relations)
      .filter(({ type }) => type === 'hasPart')
      .map(({ targetRef }) => targetRef);
    expect(served).toHaveLength(4);
    for (const ref of served) {
      expect(specOf(ref)).toMatchObject({ type: 'iceberg-table' });
    }
  });
});
