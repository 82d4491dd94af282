import type { Entity } from '@backstage/catalog-model';
import { sluiceObservationTopic } from '@sluice/plugin-sluice-node';
import {
  accessGrant,
  agreement,
  dataProduct,
  group,
  table,
  TABLE_REF,
  user,
} from './__testUtils__/entities';
import { eventually, startCatalog } from './__testUtils__/startCatalog';

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
        user('olga'),
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Domain',
          metadata: { name: 'clinical' },
          spec: { owner: 'patient-records' },
        },
      ],
      observed: [
        table(),
        table('healthcare_db.claims'),
        accessGrant({
          agreements: [
            agreement('r1', 'olga'),
            agreement('r2', 'olga', 'otto'),
          ],
        }),
      ],
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
        'approvedBy user:default/olga',
        'approvedBy user:default/otto',
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
      'user:default/olga': [`approverOf ${grant}`],
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
