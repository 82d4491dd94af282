import fc from 'fast-check';
import { checkJobRequest } from './checkJobRequest';
import { startJobRunRequest } from './startJobRunRequest';
import { JobRequestDraft, SparkProfile, StartJobRunRequest } from './types';

const ACCOUNT = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/emr_on_eks_fgac_job_team1_execution_role`;
const LIMITS = {
  driverCores: 4,
  driverMemoryGb: 16,
  executorCores: 4,
  executorMemoryGb: 16,
  maxExecutors: 10,
};
const FACTS = {
  accountId: ACCOUNT,
  region: 'us-west-2',
  roleArn: ROLE,
  limits: LIMITS,
};

const draft = (profile: SparkProfile): JobRequestDraft => ({
  name: 'patients_care_team_query',
  place: {
    region: 'us-west-2',
    accountId: ACCOUNT,
    virtualClusterId: 'abc123',
    roleArn: ROLE,
    releaseLabel: 'emr-7.7.0-latest',
    warehouse:
      's3://blog-emr-eks-fgac-data-111122223333-us-west-2-dev/warehouse',
    logUri: 's3://jobs/spark-logs/emr_on_eks_fgac_job_team1_execution_role/',
  },
  profile,
  resources: {
    driverCores: 1,
    driverMemoryGb: 4,
    executorCores: 1,
    executorMemoryGb: 4,
    maxExecutors: 2,
  },
  entryPoint: 's3://jobs/jobs/sluice/0123/patients_care_team.py',
  arguments: [],
  clientToken: 'b6e4c9d0',
  tags: { 'sluice:team': 'group:default/patients-care' },
});

describe('startJobRunRequest', () => {
  it('has what the seed has, without what Iceberg refuses', () => {
    expect(startJobRunRequest(draft('seed'))).toEqual({
      name: 'patients_care_team_query',
      virtualClusterId: 'abc123',
      clientToken: 'b6e4c9d0',
      executionRoleArn: ROLE,
      releaseLabel: 'emr-7.7.0-latest',
      jobDriver: {
        sparkSubmitJobDriver: {
          entryPoint: 's3://jobs/jobs/sluice/0123/patients_care_team.py',
          sparkSubmitParameters:
            '--conf spark.driver.cores=1 --conf spark.driver.memory=4G --conf spark.executor.cores=1 --conf spark.executor.memory=4G --jars local:///usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar',
        },
      },
      configurationOverrides: {
        applicationConfiguration: [
          {
            classification: 'spark-defaults',
            properties: {
              'spark.sql.extensions':
                'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
              'spark.sql.catalog.dev': 'org.apache.iceberg.spark.SparkCatalog',
              'spark.sql.catalog.dev.warehouse':
                's3://blog-emr-eks-fgac-data-111122223333-us-west-2-dev/warehouse',
              'spark.sql.catalog.dev.catalog-impl':
                'org.apache.iceberg.aws.glue.GlueCatalog',
              'spark.sql.catalog.dev.io-impl':
                'org.apache.iceberg.aws.s3.S3FileIO',
              'spark.sql.catalog.dev.client.region': 'us-west-2',
              'spark.sql.catalog.dev.glue.id': ACCOUNT,
              'spark.sql.catalog.dev.glue.account-id': ACCOUNT,
              'spark.sql.defaultCatalog': 'dev',
              'spark.dynamicAllocation.minExecutors': '1',
              'spark.dynamicAllocation.initialExecutors': '1',
              'spark.dynamicAllocation.maxExecutors': '2',
            },
          },
        ],
        monitoringConfiguration: {
          persistentAppUI: 'ENABLED',
          s3MonitoringConfiguration: {
            logUri:
              's3://jobs/spark-logs/emr_on_eks_fgac_job_team1_execution_role/',
          },
        },
      },
      tags: { 'sluice:team': 'group:default/patients-care' },
    });
  });

  it('has the session catalog as AWS documents it', () => {
    const [{ properties }] = startJobRunRequest(draft('documented'))
      .configurationOverrides.applicationConfiguration;
    expect(properties).toMatchObject({
      'spark.sql.catalog.spark_catalog':
        'org.apache.iceberg.spark.SparkSessionCatalog',
      'spark.sql.catalog.spark_catalog.glue.id': ACCOUNT,
      'spark.sql.catalog.spark_catalog.client.region': 'us-west-2',
      'spark.sql.defaultCatalog': 'spark_catalog',
    });
    expect(Object.keys(properties).filter(key => /\.dev\b/.test(key))).toEqual(
      [],
    );
  });

  it('passes arguments on, and a name as EMR takes it', () => {
    const { name, jobDriver } = startJobRunRequest({
      ...draft('seed'),
      name: 'Überprüfung (patients)!',
      arguments: ['--table', 'a b'],
    });
    expect(name).toBe('berpr-fung-patients');
    expect(jobDriver.sparkSubmitJobDriver.entryPointArguments).toEqual([
      '--table',
      'a b',
    ]);
  });
});

const problems = (request: StartJobRunRequest) =>
  checkJobRequest(request, FACTS).map(
    ({ rule, severity }) => `${rule} ${severity}`,
  );

it('warns of the catalog with a name of its own, and of nothing else', () => {
  expect(problems(startJobRunRequest(draft('seed')))).toEqual(['V9 warning']);
  expect(problems(startJobRunRequest(draft('documented')))).toEqual([]);
});

it('takes every request that Sluice makes', () => {
  const text = (maxLength: number) =>
    fc.string({ minLength: 1, maxLength }).filter(each => /\S/.test(each));
  const upTo = (max: number) => fc.integer({ min: 1, max });
  const drafts: fc.Arbitrary<JobRequestDraft> = fc.record({
    name: text(200),
    place: fc.record({
      region: fc.constant(FACTS.region),
      accountId: fc.constant(ACCOUNT),
      virtualClusterId: fc.stringMatching(/^[0-9a-z]{1,64}$/),
      roleArn: fc.constant(ROLE),
      releaseLabel: fc.constantFrom(
        'emr-7.7.0-latest',
        'emr-7.13.0-20260401',
        'emr-8.0.0-latest',
      ),
      warehouse: fc.stringMatching(/^s3:\/\/[a-z0-9-]{3,60}\/[\w ='"/]{0,80}$/),
      logUri: fc.stringMatching(/^s3:\/\/[a-z0-9-]{3,60}\/[\w/]{0,80}$/),
    }),
    profile: fc.constantFrom<SparkProfile>('seed', 'documented'),
    resources: fc.record({
      driverCores: upTo(LIMITS.driverCores),
      driverMemoryGb: upTo(LIMITS.driverMemoryGb),
      executorCores: upTo(LIMITS.executorCores),
      executorMemoryGb: upTo(LIMITS.executorMemoryGb),
      maxExecutors: upTo(LIMITS.maxExecutors),
    }),
    entryPoint: fc
      .stringMatching(/^[\w/-]{1,200}$/)
      .map(key => `s3://jobs/${key}.py`),
    arguments: fc.array(text(100), { maxLength: 50 }),
    clientToken: text(64),
    tags: fc.dictionary(text(128), fc.constantFrom('', 'x'), { maxKeys: 50 }),
  });
  fc.assert(
    fc.property(drafts, made => {
      expect(
        problems(startJobRunRequest(made)).filter(
          problem => problem !== 'V9 warning',
        ),
      ).toEqual([]);
    }),
  );
});

describe('a request that somebody wrote', () => {
  type Change = (request: StartJobRunRequest) => void;
  const set =
    (properties: Record<string, string>): Change =>
    ({ configurationOverrides }) =>
      Object.assign(
        configurationOverrides.applicationConfiguration[0].properties,
        properties,
      );
  const without =
    (...keys: string[]): Change =>
    ({ configurationOverrides }) =>
      keys.forEach(
        key =>
          delete configurationOverrides.applicationConfiguration[0].properties[
            key
          ],
      );
  const submit =
    (more: string): Change =>
    ({ jobDriver }) => {
      jobDriver.sparkSubmitJobDriver.sparkSubmitParameters += ` ${more}`;
    };
  const assign =
    (members: Partial<StartJobRunRequest>): Change =>
    request =>
      Object.assign(request, members);
  const catalog = 'spark.sql.catalog.spark_catalog';
  const max = 'spark.dynamicAllocation.maxExecutors';

  it.each<[what: string, change: Change, ...problems: string[]]>([
    // V1
    [
      'an old release',
      assign({ releaseLabel: 'emr-7.6.0-latest' }),
      'V1 error',
    ],
    [
      'a much older one',
      assign({ releaseLabel: 'emr-6.15.0-latest' }),
      'V1 error',
    ],
    ['no release', assign({ releaseLabel: 'emr-7.7.0' }), 'V1 error'],
    ['a release by date', assign({ releaseLabel: 'emr-7.10.0-20250801' })],
    // ROLE
    [
      'the role of others',
      assign({ executionRoleArn: ROLE.replace('team1', 'team2') }),
      'ROLE error',
    ],
    // V5
    ['jars', submit('--jars s3://jobs/x.jar'), 'V5 error'],
    [
      'a path out of the image',
      submit('--jars local:///usr/share/aws/../x.jar'),
      'V5 error',
    ],
    ['packages', submit("--packages 'a:b:1'"), 'V5 error'],
    ['a class path', submit('--driver-class-path=/x'), 'V5 error'],
    [
      'a class path by property',
      set({ 'spark.executor.extraClassPath': '/x' }),
      'V5 error',
    ],
    [
      'a listener',
      submit('--conf "spark.extraListeners=com.example.L"'),
      'V5 error',
    ],
    [
      'extensions',
      set({ 'spark.sql.extensions': 'com.example.E' }),
      'V5 error',
      'V9 warning',
    ],
    ['an image', set({ 'spark.kubernetes.container.image': 'x' }), 'V5 error'],
    [
      'a catalog of others',
      set({ 'spark.sql.catalog.mine': 'com.example.C' }),
      'V5 error',
    ],
    [
      'a program in Java',
      ({ jobDriver }) => {
        jobDriver.sparkSubmitJobDriver.entryPoint = 's3://jobs/x.jar';
      },
      'V5 warning',
    ],
    // V7
    ['no maximum', without(max), 'V7 error'],
    ['no number', set({ [max]: 'many' }), 'V7 error'],
    ['none', set({ [max]: '0' }), 'V7 error', 'LIMITS error'],
    [
      'no dynamic allocation',
      submit('--conf spark.dynamicAllocation.enabled=false'),
      'V7 error',
    ],
    ['more in the end', submit(`--conf ${max}=9`)],
    ['more than all', submit('--num-executors 5'), 'V7 warning'],
    [
      'churn',
      without(
        'spark.dynamicAllocation.minExecutors',
        'spark.dynamicAllocation.initialExecutors',
      ),
      'V7 warning',
      'V7 warning',
    ],
    // LIMITS
    ['too many', submit(`--conf ${max}=11`), 'LIMITS error'],
    ['too much memory', submit('--driver-memory 16385m'), 'LIMITS error'],
    [
      'memory in bytes of others',
      submit('--executor-memory lots'),
      'LIMITS error',
    ],
    // V8
    [
      'another account',
      set({ [`${catalog}.glue.id`]: '111122223333' }),
      'V8 error',
    ],
    [
      'another account of another catalog',
      submit('--conf spark.sql.catalog.dev.glue.account-id=111122223333'),
      'V8 error',
    ],
    ['no Region', without(`${catalog}.client.region`), 'V8 error'],
    [
      'another Region',
      set({ [`${catalog}.client.region`]: 'eu-west-1' }),
      'V8 error',
    ],
    // V9
    [
      'type and implementation',
      set({ [`${catalog}.type`]: 'glue' }),
      'V9 error',
    ],
    [
      'deleting',
      set({ [`${catalog}.s3.delete-enabled`]: 'true' }),
      'V9 warning',
    ],
    ['no catalog', without(catalog), 'V9 warning'],
    [
      'a default that is not there',
      set({ 'spark.sql.defaultCatalog': 'dev' }),
      'V9 error',
    ],
    // APPNAME
    ['a name of the application', submit('--name x'), 'APPNAME error'],
    ['the same by property', set({ 'spark.app.name': 'x' }), 'APPNAME error'],
    // V21
    ['a long name', assign({ name: 'x'.repeat(65) }), 'V21 error'],
    ['a name with a space', assign({ name: 'a b' }), 'V21 error'],
    [
      'a long entry point',
      ({ jobDriver }) => {
        jobDriver.sparkSubmitJobDriver.entryPoint = `s3://${'x'.repeat(
          250,
        )}.py`;
      },
      'V21 error',
    ],
    ['long parameters', submit(' '.repeat(102_400)), 'V21 error'],
    [
      'long and empty arguments',
      ({ jobDriver }) => {
        jobDriver.sparkSubmitJobDriver.entryPointArguments = [
          'x'.repeat(10_281),
          ' ',
          'x'.repeat(10_280),
        ];
      },
      'V21 error',
      'V21 error',
    ],
    [
      'many properties',
      set(
        Object.fromEntries(
          Array.from({ length: 90 }, (_, i) => [`spark.x${i}`, '1']),
        ),
      ),
      'V21 error',
    ],
    [
      'many tags',
      assign({
        tags: Object.fromEntries(
          Array.from({ length: 51 }, (_, i) => [`t${i}`, '']),
        ),
      }),
      'V21 error',
    ],
  ])('with %s', (_, change, ...expected) => {
    const request = startJobRunRequest(draft('documented'));
    change(request);
    expect(problems(request)).toEqual(expected);
  });

  it('with hardly anything in it', () => {
    expect(
      checkJobRequest({} as StartJobRunRequest, FACTS).filter(({ message }) =>
        /undefined|NaN/.test(message),
      ),
    ).toEqual([]);
    expect(problems({} as StartJobRunRequest)).toEqual(
      expect.arrayContaining([
        'V1 error',
        'ROLE error',
        'V7 error',
        'V21 error',
      ]),
    );
  });
});
