import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { deflateSync } from 'zlib';
import {
  CancelJobRunCommand,
  CreateVirtualClusterCommand,
  DeleteVirtualClusterCommand,
  DescribeJobRunCommand,
  EMRContainersClient,
  StartJobRunCommand,
} from '@aws-sdk/client-emr-containers';
import {
  CreateRoleCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { inProcess } from '../../__testUtils__/sandboxes';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  producer,
  REGION,
} from '../../scenario/names';
import { until } from '../../scenario/until';
import { installFakeSpark } from './__testUtils__/fakeSpark';
import {
  BUCKET,
  SEED_PROPERTIES,
  startHealthcareJobs,
  TEAM1,
  TEAM2,
} from './__testUtils__/healthcareJobRuns';

// The scenario is some hundred calls; a busy machine takes its time.
jest.setTimeout(60_000);

const CATALOG = 'spark.sql.catalog.dev';
type Jobs = Awaited<ReturnType<typeof startHealthcareJobs>>;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('job runs that are done', () => {
  const { JAVA_HOME } = process.env;
  let directory: string;
  let jobs: Jobs;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'sluice-fake-spark-'));
    process.env.JAVA_HOME = installFakeSpark(directory);
    jobs = await startHealthcareJobs({ spark: { directory } });
  });

  afterAll(async () => {
    if (JAVA_HOME === undefined) delete process.env.JAVA_HOME;
    else process.env.JAVA_HOME = JAVA_HOME;
    await jobs.dispose();
    rmSync(directory, { recursive: true });
  });

  /** Shell that waits for a file of the test. */
  const waitFor = (file: string) =>
    `while [ ! -e ${path.join(directory, file)} ]; do sleep 0.05; done\n`;
  const release = (file: string) =>
    writeFileSync(path.join(directory, file), '');
  const begun = (id: string) =>
    until(
      `job run ${id} to run`,
      async () => (await jobs.describe(id)).state === 'RUNNING',
    );

  it('are done one at a time, and their logs are in S3 while they run', async () => {
    const first = await jobs.start(
      await jobs.put(
        `echo begun; pwd; echo "wrong" >&2\n${waitFor('go')}echo done`,
      ),
    );
    const second = await jobs.start(await jobs.put('echo never'));
    await begun(first);
    await until('the log to be there', async () =>
      (await jobs.log(first, 'stdout')).includes('begun'),
    );
    expect((await jobs.describe(first)).state).toBe('RUNNING');
    expect((await jobs.describe(second)).state).toBe('PENDING');
    await jobs.cancel(second);
    release('go');

    expect(await jobs.ended(first)).toMatchObject({
      state: 'COMPLETED',
      finishedAt: expect.any(Date),
    });
    expect((await jobs.ended(second)).state).toBe('CANCELLED');
    const printed = await jobs.log(first, 'stdout');
    expect(printed).toMatch(/begun\n(\/.+)\ndone\n$/);
    expect(await jobs.log(first, 'stderr')).toBe('wrong\n');
    const [, workDirectory] = /begun\n(\/.+)\n/.exec(printed)!;
    await until(
      'its directory to be gone',
      async () => !existsSync(workDirectory),
    );
    expect(
      JSON.parse(
        await jobs.read(
          `spark-logs/${jobs.virtualClusterId}/jobs/${first}/job-metadata.log`,
        ),
      ),
    ).toMatchObject({ jobRunId: first, state: 'COMPLETED' });
  });

  it('are what the request says, but for what needs a cluster, and see no secrets', async () => {
    process.env.SECRET_OF_THE_BACKEND = 'secret';
    const id = await jobs.start(await jobs.put('env'), {
      arguments: ['--table', 'a b'],
    });
    expect((await jobs.ended(id)).state).toBe('COMPLETED');
    delete process.env.SECRET_OF_THE_BACKEND;

    const lines = (await jobs.log(id, 'stdout')).split('\n');
    const given = lines
      .filter(line => line.startsWith('argument '))
      .map(line => line.slice('argument '.length));
    expect(given).toEqual(
      expect.arrayContaining([
        'spark.master=local[2]',
        'spark.driver.memory=1024m',
        'spark.sql.defaultCatalog=dev',
        `${CATALOG}.glue.id=${CONSUMER}`,
        `${CATALOG}.glue.endpoint=${jobs.sandbox.url}`,
        `${CATALOG}.s3.endpoint=${jobs.sandbox.url}`,
        `${CATALOG}.s3.path-style-access=true`,
      ]),
    );
    expect(given.slice(-2)).toEqual(['--table', 'a b']);
    expect(given.join(' ')).not.toMatch(
      /kubernetes|dynamicAllocation|executor|usr\/share|\.type=glue/,
    );
    const names = lines
      .filter(line => /^[A-Z_]+=/.test(line))
      .map(line => line.split('=')[0]);
    expect(names).toEqual(
      expect.arrayContaining(['AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL']),
    );
    expect(names).not.toContain('SECRET_OF_THE_BACKEND');
  });

  it('fail with the exit code of the script', async () => {
    const id = await jobs.start(await jobs.put('echo no good; exit 3'));
    expect(await jobs.ended(id)).toMatchObject({
      state: 'FAILED',
      failureReason: 'USER_ERROR',
      stateDetails: expect.stringContaining('ended with exit code 3'),
    });
    expect(await jobs.log(id, 'stdout')).toContain('no good');
  });

  it('are cancelled with all their processes', async () => {
    const file = path.join(directory, 'pids');
    const id = await jobs.start(
      await jobs.put(
        `sleep 300 & echo $$ $! > ${file}.new; mv ${file}.new ${file}; wait`,
      ),
    );
    await until('the script to begin', async () => existsSync(file));
    const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    expect(pids.every(isAlive)).toBe(true);
    await jobs.cancel(id);
    expect((await jobs.describe(id)).state).toMatch(/^CANCEL/);
    expect(await jobs.ended(id)).toMatchObject({ state: 'CANCELLED' });
    await until('the processes to be gone', async () => !pids.some(isAlive));
    await expect(jobs.cancel(id)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('go on without logs where the role may not write them', async () => {
    const id = await jobs.start(await jobs.put('echo unheard'), {
      logUri: `s3://${producer.athenaBucket}/logs`,
    });
    expect(await jobs.ended(id)).toMatchObject({
      state: 'COMPLETED',
      stateDetails: expect.stringMatching(
        /could not write its logs to .*: AccessDenied/,
      ),
    });
  });

  it('fail where the virtual cluster is gone before it is their turn', async () => {
    const cluster = await jobs.clients.emrContainers.send(
      new CreateVirtualClusterCommand({
        name: 'short-lived',
        containerProvider: {
          type: 'EKS',
          id: consumer.cluster,
          info: { eksInfo: { namespace: consumer.secureNamespace } },
        },
      }),
    );
    const blocking = await jobs.start(await jobs.put(waitFor('gone')));
    const { id } = await jobs.clients.emrContainers.send(
      new StartJobRunCommand({
        ...jobs.request('s3://a/b.py'),
        virtualClusterId: cluster.id,
      }),
    );
    await jobs.clients.emrContainers.send(
      new DeleteVirtualClusterCommand({ id: cluster.id }),
    );
    release('gone');
    await jobs.ended(blocking);
    const describe = async () =>
      (
        await jobs.clients.emrContainers.send(
          new DescribeJobRunCommand({ id, virtualClusterId: cluster.id }),
        )
      ).jobRun!;
    await until(
      'it to fail',
      async () => (await describe()).state === 'FAILED',
    );
    expect(await describe()).toMatchObject({
      failureReason: 'CLUSTER_UNAVAILABLE',
      stateDetails: expect.stringContaining('is TERMINATED'),
    });
  });

  /** A role with the policy of team 1, whom some do not trust or know. */
  async function makeRole(name: string, trustedBy: 'engine' | 'pods') {
    const { Role } = await jobs.clients.iam.send(
      new GetRoleCommand({ RoleName: consumer.team1Role }),
    );
    const trust = JSON.parse(
      decodeURIComponent(Role!.AssumeRolePolicyDocument!),
    );
    const [pods] = trust.Statement.filter(
      (each: any) => each.Principal.Federated,
    );
    pods.Condition.StringLike = Object.fromEntries(
      Object.entries(pods.Condition.StringLike).map(([key, value]) => [
        key,
        String(value).replace(/[^-]+$/, '*'),
      ]),
    );
    await jobs.clients.iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify({
          ...trust,
          Statement: trust.Statement.filter(
            (each: any) => trustedBy === 'pods' || each !== pods,
          ),
        }),
      }),
    );
    return consumerRoleArn(name);
  }

  it.each<
    [
      string,
      () => Promise<string>,
      { failureReason: string; stateDetails: RegExp; logged?: RegExp },
    ]
  >([
    [
      'the script is not there',
      () => jobs.start(`s3://${BUCKET}/jobs/absent.py`),
      { failureReason: 'USER_ERROR', stateDetails: /absent\.py: NoSuchKey/ },
    ],
    [
      'the job role may not read the script',
      () => jobs.start(`s3://${producer.athenaBucket}/a.py`),
      { failureReason: 'USER_ERROR', stateDetails: /a\.py: AccessDenied/ },
    ],
    [
      'there is no such role',
      () =>
        jobs.start('s3://a/b.py', {
          executionRoleArn: consumerRoleArn('absent'),
        }),
      { failureReason: 'USER_ERROR', stateDetails: /does not exist/ },
    ],
    [
      'the role does not trust the pods of the namespace',
      async () =>
        jobs.start('s3://a/b.py', {
          executionRoleArn: await makeRole('without_pods', 'engine'),
        }),
      {
        failureReason: 'USER_ERROR',
        stateDetails: /AssumeRoleWithWebIdentity.*namespace lf-fgac-user/,
      },
    ],
    [
      'the query engine role may not become the role',
      async () =>
        jobs.start('s3://a/b.py', {
          executionRoleArn: await makeRole('without_engine', 'pods'),
        }),
      {
        failureReason: 'USER_ERROR',
        stateDetails: /query engine role's policy does not allow it/,
      },
    ],
    [
      'the catalog is that of another account (V8)',
      async () =>
        jobs.start(await jobs.put('echo read'), {
          properties: {
            ...SEED_PROPERTIES,
            [`${CATALOG}.glue.id`]: '111122223333',
          },
        }),
      {
        failureReason: 'USER_ERROR',
        stateDetails:
          /Either glue\.id or glue\.account-id is set with non-default account/,
        logged:
          /Either glue\.id or glue\.account-id is set with non-default account/,
      },
    ],
    [
      'the catalog has no region (V8)',
      async () =>
        jobs.start(await jobs.put('echo read'), {
          properties: { ...SEED_PROPERTIES, [`${CATALOG}.client.region`]: '' },
        }),
      {
        failureReason: 'USER_ERROR',
        stateDetails: /please set client\.region/,
        logged: /please set client\.region/,
      },
    ],
    [
      'the parameters are none of spark-submit',
      async () =>
        jobs.start(await jobs.put('echo read'), {
          parameters: '--conf spark.a',
        }),
      {
        failureReason: 'VALIDATION_ERROR',
        stateDetails: /not of the form property=value/,
      },
    ],
  ])('fail where %s', async (_, start, expected) => {
    const { failureReason, stateDetails, logged = /^/ } = expected;
    const id = await start();
    const run = await jobs.ended(id);
    expect(run).toMatchObject({ state: 'FAILED', failureReason });
    expect(run.stateDetails).toMatch(stateDetails);
    expect(run.stateDetails!.length).toBeLessThanOrEqual(256);
    expect(await jobs.log(id, 'stderr')).toMatch(logged);
  });

  it('have one run for one client token', async () => {
    const entryPoint = await jobs.put('echo once');
    const once = { clientToken: 'once' };
    const id = await jobs.start(entryPoint, once);
    expect(await jobs.start(entryPoint, once)).toBe(id);
    await expect(
      jobs.start(entryPoint, { ...once, executionRoleArn: TEAM2 }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('other parameters'),
    });
    await jobs.ended(id);
  });

  it.each<[string, Parameters<Jobs['request']>, RegExp]>([
    [
      'a release before Lake Formation (V1)',
      ['s3://a/b.py', { releaseLabel: 'emr-7.6.0-latest' }],
      /emr-7\.6\.0-latest does not know Lake Formation.*emr-7\.7\.0 or later/,
    ],
    [
      'a role of another account',
      [
        's3://a/b.py',
        { executionRoleArn: 'arn:aws:iam::111122223333:role/team' },
      ],
      /is of account 111122223333/,
    ],
    [
      'a long entry point (V21)',
      [`s3://a/${'b'.repeat(256)}.py`],
      /entryPoint must be at most 256 characters, but has 266/,
    ],
    [
      'no driver',
      ['s3://a/b.py', { jobDriver: {} }],
      /sparkSubmitJobDriver is required/,
    ],
  ])('are refused with %s', async (_, args, message) => {
    await expect(jobs.start(...args)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('are those of the own team, if IAM says so', async () => {
    const { Credentials } = await jobs.clients.sts.send(
      new AssumeRoleCommand({ RoleArn: TEAM1, RoleSessionName: 'person' }),
    );
    const team1 = new EMRContainersClient({
      ...inProcess(jobs.sandbox, CONSUMER),
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    });
    const entryPoint = await jobs.put('echo mine');
    const startAs = (executionRoleArn: string) =>
      team1.send(
        new StartJobRunCommand(jobs.request(entryPoint, { executionRoleArn })),
      );
    const cluster = `arn:aws:emr-containers:${REGION}:${CONSUMER}:/virtualclusters/${jobs.virtualClusterId}`;
    const refusal = (action: string, resource: string) => ({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${CONSUMER}:assumed-role/${consumer.team1Role}/person is not authorized to perform: emr-containers:${action} on resource: ${resource} because no identity-based policy allows the emr-containers:${action} action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(startAs(TEAM1)).rejects.toMatchObject(
      refusal('StartJobRun', cluster),
    );

    await jobs.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: consumer.team1Role,
        PolicyName: 'own-jobs',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'emr-containers:StartJobRun',
              Resource: cluster,
              Condition: {
                ArnEquals: { 'emr-containers:ExecutionRoleArn': TEAM1 },
              },
            },
          ],
        }),
      }),
    );
    const { id } = await startAs(TEAM1);
    await expect(startAs(TEAM2)).rejects.toMatchObject(
      refusal('StartJobRun', cluster),
    );
    const run = { id, virtualClusterId: jobs.virtualClusterId };
    await expect(
      team1.send(new DescribeJobRunCommand(run)),
    ).rejects.toMatchObject(
      refusal('DescribeJobRun', `${cluster}/jobruns/${id}`),
    );
    await expect(
      team1.send(new CancelJobRunCommand(run)),
    ).rejects.toMatchObject(
      refusal('CancelJobRun', `${cluster}/jobruns/${id}`),
    );
    expect((await jobs.ended(id!)).state).toBe('COMPLETED');
  });

  it('have no notice where Spark is', async () => {
    expect(await jobs.sandbox.jobNotices()).toEqual([]);
  });

  // Last: nothing runs after it.
  it('end with the sandbox', async () => {
    const file = path.join(directory, 'last');
    await jobs.start(
      await jobs.put(
        `echo $$ > ${file}.new; mv ${file}.new ${file}; sleep 300`,
      ),
    );
    await until('the script to begin', async () => existsSync(file));
    const pid = Number(readFileSync(file, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    await jobs.sandbox.close();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('job runs without Spark', () => {
  let jobs: Jobs;

  beforeAll(async () => {
    jobs = await startHealthcareJobs({
      spark: { directory: '/nowhere', enabled: false },
    });
  });

  afterAll(() => jobs.dispose());

  it('fail, and say what is missing', async () => {
    const id = await jobs.start(await jobs.put('print("hello")'));
    expect(await jobs.ended(id)).toMatchObject({
      state: 'FAILED',
      failureReason: 'INTERNAL_ERROR',
      stateDetails: expect.stringMatching(
        /^The sandbox has no Spark: it is turned off\. Set /,
      ),
    });
    expect(await jobs.sandbox.jobNotices()).toEqual([
      expect.stringMatching(
        /^The sandbox has no Spark: it is turned off\. Verifications are done by its embedded engine/,
      ),
    ]);
  });

  it('are done by the embedded engine, if they verify', async () => {
    const expectations = deflateSync(
      JSON.stringify({
        version: 1,
        runId: 'run-1',
        team: 'group:default/patients-care',
        tables: [
          {
            name: `${consumer.database}.${consumer.claimsLink}`,
            access: 'denied',
            columns: [],
          },
        ],
      }),
    ).toString('base64');
    const id = await jobs.start(await jobs.put('print("not run")'), {
      arguments: [
        '--expectations',
        expectations,
        '--attestation',
        `s3://${BUCKET}/attestations/run-1.json`,
      ],
    });
    // The team may read claims, so the exit code tells.
    expect(await jobs.ended(id)).toMatchObject({
      state: 'FAILED',
      failureReason: 'USER_ERROR',
      stateDetails: expect.stringContaining('ended with exit code 65'),
    });
    expect(await jobs.log(id, 'stdout')).toContain('by the embedded engine');
    expect(
      JSON.parse(await jobs.read('attestations/run-1.json')).tables,
    ).toMatchObject([{ outcome: 'read', rows: 10 }]);
  });
});
