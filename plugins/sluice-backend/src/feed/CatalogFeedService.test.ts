import { TestDatabases } from '@backstage/backend-test-utils';
import { accessGrantSpecSchema } from '@sluice/plugin-sluice-common';
import { catalogEntities } from '../__testUtils__/catalog';
import { CONSUMER, PRODUCER, runOf } from '../__testUtils__/healthcare';
import { find, startFeed } from './__testUtils__/startFeed';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

async function start(options: Omit<Parameters<typeof startFeed>[0], 'knex'>) {
  return startFeed({ knex: await databases.init('SQLITE_3'), ...options });
}

const runs = () => [runOf(PRODUCER), runOf(CONSUMER)];

describe('the catalog feed', () => {
  it('has tables, what teams have, and a grant per team and table it reads', async () => {
    const { read } = await start({ runs: runs() });
    const { refs, complete } = await read();
    expect(refs).toEqual([
      'accessgrant:healthcare-producer/claims-care.healthcare_db.claims',
      'accessgrant:healthcare-producer/patients-care.healthcare_db.claims',
      'accessgrant:healthcare-producer/patients-care.healthcare_db.patients',
      'resource:healthcare-consumer/eks.fgac-blog.lf-fgac-secure',
      'resource:healthcare-consumer/eks.fgac-blog.lf-fgac-user',
      'resource:healthcare-consumer/emr.virtual-cluster.vc1',
      'resource:healthcare-consumer/iam.role.emr_on_eks_fgac_job_team1_execution_role',
      'resource:healthcare-consumer/iam.role.emr_on_eks_fgac_job_team2_execution_role',
      'resource:healthcare-producer/healthcare_db.claims',
      'resource:healthcare-producer/healthcare_db.patients',
    ]);
    expect(complete).toBe(true);
  });

  it('describes a table by columns with field ids, its identity and its owner', async () => {
    const { read } = await start({ runs: runs() });
    const { items } = await read();
    const patients = find(items, 'Resource', 'healthcare_db.patients');
    expect(patients).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'healthcare_db.patients',
        namespace: 'healthcare-producer',
        title: 'patients',
        annotations: {
          'sluice.io/account-name': 'healthcare-producer',
          'sluice.io/aws-account-id': '111122223333',
          'sluice.io/aws-region': 'us-west-2',
          'sluice.io/catalog-id': '111122223333',
          'sluice.io/database-name': 'healthcare_db',
          'sluice.io/table-name': 'patients',
          'sluice.io/table-uuid': 'uuid-of-patients',
        },
      },
      spec: {
        type: 'iceberg-table',
        owner: 'group:default/patient-records',
        sluice: expect.objectContaining({
          format: 'iceberg',
          registration: 'lakeFormation',
          iamAllowedPrincipals: false,
          columns: expect.arrayContaining([
            { fieldId: 6, name: 'ssn', type: 'string', lfTags: [] },
          ]),
        }),
      },
    });
  });

  it('describes a grant by what is read, of whom, and as which role', async () => {
    const { read } = await start({ runs: runs() });
    const { items } = await read();
    const grant = find(
      items,
      'AccessGrant',
      'patients-care.healthcare_db.patients',
    );
    expect(accessGrantSpecSchema.parse(grant.spec)).toMatchObject({
      team: 'group:default/patients-care',
      table: 'resource:healthcare-producer/healthcare_db.patients',
      product: 'dataproduct:default/patients',
      owners: ['group:default/patient-records'],
      level: 'partial',
      permissions: ['SELECT'],
      hiddenColumns: 1,
      rowFilter: "state in ('Texas', 'New York')",
      principal: { uniqueId: 'AROATEAM1' },
      origin: 'import',
      stages: { effective: { level: 'partial' } },
    });
    expect(JSON.stringify(grant.spec)).not.toContain('ssn');
  });

  it('gives a virtual cluster its namespace, and what no team owns the default owner', async () => {
    const { read } = await start({
      runs: runs(),
      config: { catalog: { defaultOwner: 'group:default/platform' } },
    });
    const { items } = await read();
    expect(find(items, 'Resource', 'emr.virtual-cluster.vc1').spec).toEqual({
      type: 'emr-virtual-cluster',
      owner: 'group:default/platform',
      dependsOn: ['resource:healthcare-consumer/eks.fgac-blog.lf-fgac-user'],
    });
  });

  it('pages without loss, under one revision', async () => {
    const { read } = await start({ runs: runs() });
    const whole = await read();
    const paged = await read(3);
    expect(paged.items).toEqual(whole.items);
    expect(paged.pages).toHaveLength(4);
    expect(new Set(paged.pages.map(page => page.revision))).toEqual(
      new Set([whole.revision]),
    );
  });

  it('keeps its revision when an observation finds nothing new, on another backend too', async () => {
    const [producer, consumer] = runs();
    const first = await start({ runs: [producer, consumer] });
    const later = await start({
      runs: [producer, consumer, runOf(PRODUCER), runOf(CONSUMER)],
    });
    expect((await later.read()).revision).toBe((await first.read()).revision);
  });

  it('is incomplete while something was never read', async () => {
    const { read } = await start({ runs: [runOf(PRODUCER)] });
    expect((await read()).complete).toBe(false);
  });

  it.each([PRODUCER, CONSUMER])(
    'keeps grants, as unknown, while the permissions of $name cannot be read',
    async account => {
      const { read } = await start({
        runs: [...runs(), runOf(account, { failing: ['permissions'] })],
      });
      const { complete, items } = await read();
      expect(complete).toBe(true);
      const grants = items.filter(item => item.kind === 'AccessGrant');
      // And no grant of every team on every table.
      expect(
        grants.map(({ metadata, spec }) => [metadata.name, spec?.level]),
      ).toEqual([
        ['claims-care.healthcare_db.claims', 'unknown'],
        ['patients-care.healthcare_db.claims', 'unknown'],
        ['patients-care.healthcare_db.patients', 'unknown'],
      ]);
    },
  );

  it('names no entity twice', async () => {
    const { read } = await start({
      runs: runs(),
      entities: [...catalogEntities, ...catalogEntities],
    });
    const { refs } = await read();
    expect(new Set(refs).size).toBe(refs.length);
  });
});
