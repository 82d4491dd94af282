import { StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetDataLakeSettingsCommand } from '@aws-sdk/client-lakeformation';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { jobExecutionPolicy } from '@sluice/plugin-sluice-common';
import {
  clientsOf,
  engineOf,
  healthcareSandbox,
  tableFor,
} from '../../__testUtils__/healthcareJobs';
import { AccountClients, createClients } from '../../scenario/clients';
import {
  CONSUMER,
  consumer,
  PRODUCER,
  producer,
  REGION,
} from '../../scenario/names';

const { jobsBucket: Bucket } = consumer;
/** With the policy that Sluice makes for a team. */
const ROLE = 'own_team_job_role';

let opened: Awaited<ReturnType<typeof healthcareSandbox>>;
let root: AccountClients;
let script: AccountClients;
/** A data file of patients, with everything in it. */
let secret: { Bucket: string; Key: string };
/** What another run was handed out. */
let copy: { Bucket: string; Key: string };

const placeOf = (uri: string) => {
  const { hostname, pathname } = new URL(uri);
  return { Bucket: hostname, Key: pathname.slice(1) };
};

beforeAll(async () => {
  opened = await healthcareSandbox();
  root = createClients(opened.sandbox, CONSUMER);
  await root.iam.send(
    new CreateRoleCommand({
      RoleName: ROLE,
      AssumeRolePolicyDocument: JSON.stringify({
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${CONSUMER}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  await root.iam.send(
    new PutRolePolicyCommand({
      RoleName: ROLE,
      PolicyName: 'job',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: jobExecutionPolicy({
          region: REGION,
          accountId: CONSUMER,
          localDatabase: consumer.database,
          producers: [{ region: REGION, accountId: PRODUCER }],
          ownTables: [],
          jobsBucket: Bucket,
          scriptPrefix: 'jobs',
          logPrefix: 'logs/own',
        }),
      }),
    }),
  );
  for (const Key of ['jobs/script.py', 'logs/own/a', 'logs/other/a']) {
    await root.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text' }));
  }
  const inProducer = createClients(opened.sandbox, PRODUCER);
  const { Contents } = await inProducer.s3.send(
    new ListObjectsV2Command({
      Bucket: producer.dataBucket,
      Prefix: 'warehouse/healthcare_db/patients/data/',
    }),
  );
  secret = { Bucket: producer.dataBucket, Key: Contents![0].Key! };
  const other = clientsOf(
    opened.sandbox,
    engineOf('another-run', consumer.team1Role),
  );
  const { Parameters } = await tableFor(other, consumer.patientsLink);
  copy = placeOf(Parameters!.metadata_location);
  // The other run reads its own.
  await other.s3.send(new GetObjectCommand(copy));
  script = clientsOf(opened.sandbox, engineOf('this-run', ROLE));
});
afterAll(() => opened.dispose());

const refused = expect.objectContaining({
  name: 'AccessDenied',
  $metadata: expect.objectContaining({ httpStatusCode: 403 }),
});
const bodyOf = async ({ s3 }: AccountClients, Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToString();
};

it('a job reads scripts, and reads and writes its own logs', async () => {
  const { s3 } = script;
  await expect(bodyOf(script, 'jobs/script.py')).resolves.toBe('text');
  await s3.send(
    new PutObjectCommand({ Bucket, Key: 'logs/own/b', Body: 'mine' }),
  );
  await expect(bodyOf(script, 'logs/own/b')).resolves.toBe('mine');
  const { Contents } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'logs/own/' }),
  );
  expect(Contents).toHaveLength(2);
});

it.each<[string, (s3: AccountClients['s3']) => Promise<unknown>]>([
  ["reads the producer's data", s3 => s3.send(new GetObjectCommand(secret))],
  [
    "looks whether the producer's data is there",
    async s3 => {
      const error = await s3.send(new HeadObjectCommand(secret)).catch(e => e);
      // An answer to HEAD has no body, so the SDK knows it by its status.
      expect(error.$metadata.httpStatusCode).toBe(403);
      throw Object.assign(error, { name: 'AccessDenied' });
    },
  ],
  [
    "lists the producer's data",
    s3 =>
      s3.send(
        new ListObjectsV2Command({
          Bucket: producer.dataBucket,
          Prefix: 'warehouse/',
        }),
      ),
  ],
  [
    "copies the producer's data to its own place",
    s3 =>
      s3.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'logs/own/stolen',
          CopySource: `${producer.dataBucket}/${encodeURIComponent(
            secret.Key,
          )}`,
        }),
      ),
  ],
  ["reads another run's copy", s3 => s3.send(new GetObjectCommand(copy))],
  [
    "lists other runs' copies",
    s3 => s3.send(new ListObjectsV2Command({ Bucket: copy.Bucket })),
  ],
  [
    "lists another run's copies by a prefix of its name",
    s3 =>
      s3.send(
        new ListObjectsV2Command({
          Bucket: copy.Bucket,
          Prefix: 'another-run/',
        }),
      ),
  ],
  [
    'writes where its engine writes',
    s3 =>
      s3.send(
        new PutObjectCommand({
          Bucket: copy.Bucket,
          Key: 'this-run/x',
          Body: 'x',
        }),
      ),
  ],
  [
    'writes into the log of another team',
    s3 =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'logs/other/a', Body: 'x' })),
  ],
  [
    'reads the log of another team',
    s3 => s3.send(new GetObjectCommand({ Bucket, Key: 'logs/other/a' })),
  ],
  [
    'lists the logs of all teams',
    s3 => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'logs/' })),
  ],
  ['lists everything', s3 => s3.send(new ListObjectsV2Command({ Bucket }))],
  [
    'changes a script',
    s3 =>
      s3.send(
        new PutObjectCommand({ Bucket, Key: 'jobs/script.py', Body: 'x' }),
      ),
  ],
  [
    'deletes a script',
    s3 => s3.send(new DeleteObjectCommand({ Bucket, Key: 'jobs/script.py' })),
  ],
  [
    'deletes one of its own with one of another team',
    s3 =>
      s3.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Objects: [{ Key: 'logs/own/a' }, { Key: 'logs/other/a' }] },
        }),
      ),
  ],
  [
    'opens the bucket',
    s3 =>
      s3.send(
        new PutBucketPolicyCommand({
          Bucket,
          Policy: JSON.stringify({
            Statement: [{ Effect: 'Allow', Principal: '*', Action: '*' }],
          }),
        }),
      ),
  ],
])('a job that %s is refused', async (_, attack) => {
  await expect(attack(script.s3)).rejects.toEqual(refused);
});

it('a role with rights on files of its own account does not read them past Lake Formation', async () => {
  const principalArn = `arn:aws:iam::${PRODUCER}:role/${producer.dataAccessRole}`;
  const caller = {
    ...engineOf('run-of-producer', 'any'),
    accountId: PRODUCER,
    principalArn,
  };
  const governed = clientsOf(opened.sandbox, caller).s3;
  await expect(governed.send(new GetObjectCommand(secret))).rejects.toEqual(
    refused,
  );
  for (const Prefix of [undefined, 'ware', 'warehouse/healthcare_db/']) {
    await expect(
      governed.send(
        new ListObjectsV2Command({ Bucket: secret.Bucket, Prefix }),
      ),
    ).rejects.toEqual(refused);
  }
  // The bucket is the role's to list, only not there.
  await governed.send(
    new ListObjectsV2Command({ Bucket: secret.Bucket, Prefix: 'elsewhere/' }),
  );
  // No job: as before.
  const { engineOf: _, ...somebody } = caller;
  const free = clientsOf(opened.sandbox, somebody).s3;
  await free.send(new GetObjectCommand(secret));
});

it('nobody else has a way into what engines were handed out', async () => {
  for (const accountId of [CONSUMER, PRODUCER]) {
    const { s3 } = createClients(opened.sandbox, accountId);
    await expect(s3.send(new GetObjectCommand(copy))).rejects.toEqual(refused);
    await expect(
      s3.send(new HeadBucketCommand({ Bucket: copy.Bucket })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  }
});

it.each<[string, (clients: AccountClients) => Promise<unknown>]>([
  [
    'assumes a role that trusts its account',
    ({ sts }) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${CONSUMER}:role/data_lake_administrator`,
          RoleSessionName: 'attack',
        }),
      ),
  ],
  [
    'gives its role more rights',
    ({ iam }) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: ROLE,
          PolicyName: 'more',
          PolicyDocument: '{}',
        }),
      ),
  ],
  [
    'asks Athena',
    ({ athena }) =>
      athena.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1' })),
  ],
  [
    'asks how the data lake is set up',
    ({ lakeFormation }) =>
      lakeFormation.send(new GetDataLakeSettingsCommand({})),
  ],
])('a job that %s is refused', async (_, attack) => {
  await expect(attack(script)).rejects.toThrow('is not authorized to perform');
});

it('a job may ask who it is, and for a table that it has no right on in vain', async () => {
  await expect(
    script.sts.send(new GetCallerIdentityCommand({})),
  ).resolves.toMatchObject({ Account: CONSUMER });
  await expect(
    script.glue.send(
      new GetTableCommand({
        CatalogId: PRODUCER,
        DatabaseName: producer.database,
        Name: producer.patients,
      }),
    ),
  ).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
});
