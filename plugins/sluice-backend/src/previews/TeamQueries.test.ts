import { AthenaClient, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { FaultRule } from '@sluice/plugin-sluice-backend-module-sandbox';
import { CONSUMER, TEAM1_ROLE } from '../__testUtils__/healthcare';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { TeamQueries } from './TeamQueries';

jest.setTimeout(60_000);

const directory = createMockDirectory();
let lake: Awaited<ReturnType<typeof startHealthcareSandbox>>;

beforeAll(async () => {
  lake = await startHealthcareSandbox(directory);
  const iam = new IAMClient(
    await lake.connection.getClientConfiguration(CONSUMER),
  );
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: TEAM1_ROLE.split('/').at(-1)!,
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${CONSUMER.accountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
});
afterAll(() => lake.sandbox.close());

const GOES_ON: FaultRule = {
  operation: 'Athena.StartQueryExecution',
  runningMs: 3_600_000,
};

it.each<[string, FaultRule[], string, string]>([
  ['is stopped', [GOES_ON], 'and was stopped', 'CANCELLED'],
  [
    'is said to run on when it may not be stopped',
    [
      GOES_ON,
      {
        operation: 'Athena.StopQueryExecution',
        error: { code: 'AccessDeniedException', message: 'not yours' },
      },
    ],
    'and could not be stopped (not yours)',
    'RUNNING',
  ],
])('a query of more than 30 s %s', async (_, rules, end, state) => {
  lake.sandbox.faults.setRules(rules);
  let now = 0;
  const queries = new TeamQueries({
    connection: lake.connection,
    config: {
      workGroup: 'primary',
      outputLocations: {
        [CONSUMER.accountId]:
          's3://blog-emr-eks-fgac-test-444455556666-us-west-2-dev/previews/',
      },
      allowUnlimitedScan: true,
      usdPerTerabyte: 5,
    },
    now: () => now,
    pause: async milliseconds => {
      now += milliseconds;
    },
  });
  const error: Error = await queries
    .as({ ...CONSUMER, roleArn: TEAM1_ROLE, sessionName: 'sluice-test' }, run =>
      run('SELECT count(*) FROM patients', 'healthcare_db'),
    )
    .then(
      () => new Error('the query ended'),
      refusal => refusal,
    );
  expect(error).toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringMatching(
      /^Query \S+ of work group primary in account 444455556666 took longer than 30 s/,
    ),
  });
  expect(error.message).toContain(
    `${end}. Try again; if that takes as long, see in Athena whether the work group is busy`,
  );
  expect(now).toBeGreaterThan(30_000);
  expect(now).toBeLessThan(31_000);

  const athena = new AthenaClient(
    await lake.connection.getClientConfiguration(CONSUMER),
  );
  const { QueryExecution } = await athena.send(
    new GetQueryExecutionCommand({
      QueryExecutionId: /^Query (\S+)/.exec(error.message)![1],
    }),
  );
  expect(QueryExecution?.Status?.State).toBe(state);
});
