import {
  DeleteBucketPolicyCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  AccountObservation,
  createAccessIndex,
  effectiveAccess,
} from '@sluice/plugin-sluice-common';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { DatabaseObservationStore, OBSERVATION_PARTS } from '../store';
import { AccountObserver } from './AccountObserver';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const directory = createMockDirectory();

type Setup = Awaited<ReturnType<typeof setup>>;

async function setup() {
  const world = await startHealthcareSandbox(directory);
  const store = await DatabaseObservationStore.create(
    mockServices.database({ knex: await databases.init('SQLITE_3') }),
  );
  const observer = new AccountObserver({
    connection: world.connection,
    concurrency: 8,
  });
  const observe = async (name: string) => {
    const account = world.accounts.find(candidate => candidate.name === name)!;
    const run = await observer.observe(account);
    const { changed } = await store.saveRun(run);
    const summary = (await store.listLatestRuns()).find(
      candidate => candidate.accountName === name,
    )!;
    const observation = await store.loadAccount(summary);
    return { changed, calls: run.calls, observation };
  };
  return { ...world, observe };
}

describe('AccountObserver in the healthcare scenario', () => {
  let world: Setup;
  let producer: AccountObservation;
  let consumer: AccountObservation;
  let callsAtFirst: number;

  beforeAll(async () => {
    world = await setup();
    const first = await world.observe('healthcare-producer');
    producer = first.observation;
    callsAtFirst = first.calls;
    consumer = (await world.observe('healthcare-consumer')).observation;
  });
  afterAll(() => world.sandbox.close());
  afterEach(() => world.sandbox.faults.setRules([]));

  it('reads every part', () => {
    expect([...producer.failures, ...consumer.failures]).toEqual([]);
  });

  it('reads tables with what only their Iceberg metadata says', () => {
    const patients = producer.tables.find(
      ({ ref }) => ref.tableName === 'patients',
    )!;
    expect(patients).toMatchObject({
      format: 'iceberg',
      formatVersion: 2,
      tableUuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      currentSnapshotId: expect.stringMatching(/^\d+$/),
      currentSnapshotRows: expect.any(Number),
      registration: 'lakeFormation',
    });
    expect(patients.problem).toBeUndefined();
    expect(patients.columns.map(({ fieldId }) => fieldId)).toEqual(
      patients.columns.map((_, index) => index + 1),
    );
    expect(patients.columns.map(({ name }) => name)).toContain('ssn');
  });

  it('reads the filter of the seed', () => {
    expect(producer.filters).toContainEqual(
      expect.objectContaining({
        name: 'patients_column_row_filter',
        columns: expect.objectContaining({ kind: 'include' }),
        rows: {
          kind: 'expression',
          expression: expect.stringMatching(/texas/i),
        },
      }),
    );
  });

  it('reads links by their target, tags, shares, roles and clusters', () => {
    expect(consumer.links).toContainEqual({
      ref: expect.objectContaining({ tableName: 'rl_patients' }),
      target: expect.objectContaining({
        catalogId: '111122223333',
        databaseName: 'healthcare_db',
        tableName: 'patients',
      }),
    });
    const facilities = producer.tables.find(
      ({ ref }) => ref.tableName === 'facilities',
    )!;
    expect(
      facilities.columns.flatMap(({ lfTags }) => lfTags.map(({ key }) => key)),
    ).toContain('sensitivity');
    expect(producer.shares.map(({ direction }) => direction)).toContain(
      'owned',
    );
    expect(consumer.shares.map(({ direction }) => direction)).toContain(
      'received',
    );
    expect(consumer.roles.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'emr_on_eks_fgac_job_team1_execution_role',
        'emr_on_eks_fgac_job_team2_execution_role',
      ]),
    );
    expect(consumer.roles.every(({ uniqueId }) => /^AROA/.test(uniqueId))).toBe(
      true,
    );
    expect(consumer.virtualClusters).toEqual([
      expect.objectContaining({
        state: 'RUNNING',
        eksClusterName: 'fgac-blog',
        namespace: 'lf-fgac-user',
      }),
    ]);
    expect(consumer.namespaces.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['lf-fgac-user', 'lf-fgac-secure']),
    );
    expect(consumer.settings).toMatchObject({
      allowExternalDataFiltering: true,
      authorizedSessionTagValues: ['EMR on EKS Engine'],
    });
  });

  it('reads what roles may do, and who may become them', () => {
    const team = consumer.principalPolicies.find(({ arn }) =>
      arn.endsWith('team1_execution_role'),
    )!;
    expect(team.kind).toBe('role');
    expect(team.trust.flatMap(({ actions }) => actions)).toEqual(
      expect.arrayContaining([
        'sts:AssumeRole',
        'sts:AssumeRoleWithWebIdentity',
        'sts:TagSession',
      ]),
    );
    expect(
      team.policies.flatMap(({ statements }) =>
        statements.flatMap(({ actions }) => actions),
      ),
    ).toContain('lakeformation:GetDataAccess');
  });

  it('reads the policies of the buckets in which tables lie', () => {
    expect(producer.bucketPolicies).toEqual([
      {
        bucket: 'blog-emr-eks-fgac-data-111122223333-us-west-2-dev',
        statements: [],
      },
    ]);
    expect(consumer.bucketPolicies).toEqual([]);
  });

  it('takes the policy of a bucket in another order for the same', async () => {
    const account = world.accounts.find(
      ({ accountId }) => accountId === '111122223333',
    )!;
    const s3 = new S3Client({
      ...(await world.connection.getClientConfiguration(account)),
      forcePathStyle: true,
    });
    const Bucket = producer.bucketPolicies[0].bucket;
    const put = async (...Action: string[]) => {
      const Policy = JSON.stringify({
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::444455556666:root' },
            Action,
            Resource: `arn:aws:s3:::${Bucket}/*`,
          },
        ],
      });
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      return world.observe('healthcare-producer');
    };
    const { changed, observation } = await put('s3:Put*', 's3:Get*');
    expect(changed).toBe(1);
    expect(observation.bucketPolicies[0].statements).toEqual([
      {
        effect: 'Allow',
        principals: ['arn:aws:iam::444455556666:root'],
        actions: ['s3:Get*', 's3:Put*'],
        resources: [`arn:aws:s3:::${Bucket}/*`],
      },
    ]);
    expect((await put('s3:Get*', 's3:Put*')).changed).toBe(0);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect((await world.observe('healthcare-producer')).observation).toEqual({
      ...producer,
      observedAt: expect.anything(),
    });
  });

  describe('once a row-level-security policy is attached', () => {
    const CARE = `arn:aws:iam::444455556666:role/emr_on_eks_fgac_job_team1_execution_role`;
    /** No SDK has the calls; the sandbox believes any signature. */
    const call = async (operation: string) => {
      const { accessKeyId } = world.sandbox.credentialsFor('111122223333');
      const response = await fetch(`${world.sandbox.url}/${operation}`, {
        method: 'POST',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-west-2/lakeformation/aws4_request`,
        },
        body: JSON.stringify({
          PolicyName: 'own_region',
          Principal: { DataLakePrincipalIdentifier: CARE },
          Resource: {
            Table: { DatabaseName: 'healthcare_db', Name: 'patients' },
          },
        }),
      });
      return response.status;
    };
    const ask = (account: AccountObservation, principal: string) =>
      effectiveAccess(createAccessIndex([account, consumer]), {
        principal,
        table: producer.tables.find(({ ref }) => ref.tableName === 'patients')!
          .ref,
      });
    const OTHER = CARE.replace('team1', 'team2');

    it('says that it is not known what its principal reads, and likely why', async () => {
      const before = [CARE, OTHER].map(arn => ask(producer, arn).level);
      expect(before).not.toContain('unknown');
      expect(await call('AttachRLSPolicy')).toBe(200);
      const { changed, observation } = await world.observe(
        'healthcare-producer',
      );
      expect(changed).toBe(1);
      expect(ask(observation, CARE)).toMatchObject({
        level: 'unknown',
        problems: [expect.stringContaining('a row-level-security policy')],
      });
      expect(ask(observation, OTHER).level).toBe(before[1]);
    });

    it('knows it again when the policy is detached', async () => {
      expect(await call('DetachRLSPolicy')).toBe(200);
      const { observation } = await world.observe('healthcare-producer');
      expect(observation.permissions).toEqual(producer.permissions);
      expect(await call('DetachRLSPolicy')).toBe(400);
    });
  });

  it('finds nothing new the second time, and fetches no metadata file again', async () => {
    const { changed, calls } = await world.observe('healthcare-producer');
    expect(changed).toBe(0);
    expect(calls).toBe(callsAtFirst - producer.tables.length);
    expect((await world.observe('healthcare-consumer')).changed).toBe(0);
  });

  it.each([
    [
      'databases',
      'Glue.GetDatabases',
      ['databases', 'tables', 'bucketPolicies'],
    ],
    ['tables', 'Glue.GetTables', ['tables', 'bucketPolicies']],
    ['filters', 'LakeFormation.ListDataCellsFilter', ['filters']],
    ['permissions', 'LakeFormation.ListPermissions', ['permissions']],
    ['tags', 'LakeFormation.ListLFTags', ['tags']],
    ['locations', 'LakeFormation.ListResources', ['locations']],
    ['settings', 'LakeFormation.GetDataLakeSettings', ['settings']],
    ['shares', 'RAM.GetResourceShareInvitations', ['shares']],
    ['roles', 'IAM.ListRoles', ['roles']],
    [
      'virtual clusters',
      'EMRContainers.ListVirtualClusters',
      ['virtualClusters'],
    ],
    ['opt-ins', 'LakeFormation.ListLakeFormationOptIns', ['optIns']],
    ['IAM policies', 'IAM.GetAccountAuthorizationDetails', ['iamPolicies']],
    ['bucket policies', 'S3.GetBucketPolicy', ['bucketPolicies']],
  ])(
    'reads the rest when %s are denied, and says what to allow',
    async (_, operation, parts) => {
      world.sandbox.faults.setRules([
        {
          operation,
          error: { code: 'AccessDeniedException', message: 'no', status: 400 },
        },
      ]);
      const { changed, observation } = await world.observe(
        'healthcare-producer',
      );
      expect(observation.failures.map(({ part }) => part)).toEqual(parts);
      expect(observation.failures[0].message).toMatch(/Allow \S+:\w+/);
      expect(changed).toBe(0);
      expect(observation.tables).toHaveLength(producer.tables.length);
    },
  );

  it('gets through refusals that pass by waiting', async () => {
    world.sandbox.faults.setRules([
      {
        operation: 'LakeFormation.*',
        every: 3,
        error: { code: 'OperationTimeoutException', status: 400 },
      },
    ]);
    const { changed, observation } = await world.observe('healthcare-producer');
    expect([changed, observation.failures]).toEqual([0, []]);
  });

  it('fails in every part, and says why, without credentials', async () => {
    const observer = new AccountObserver({
      connection: {
        ...world.connection,
        getClientConfiguration: async () => {
          throw Object.assign(new Error('none found'), {
            name: 'CredentialsProviderError',
          });
        },
      },
      concurrency: 1,
    });
    const { parts, calls } = await observer.observe(world.accounts[0]);
    expect(parts).toEqual(
      OBSERVATION_PARTS.map(part => ({
        part,
        failure: expect.stringMatching(/Check the credentials for account/),
      })),
    );
    expect(calls).toBe(0);
  });
});
