import {
  AthenaClient,
  UpdateWorkGroupCommand,
  WorkGroupConfigurationUpdates,
} from '@aws-sdk/client-athena';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { Persona, startSluice } from '../__testUtils__/startSluice';
import { CLAIMS, CONSUMER, PATIENTS } from '../__testUtils__/healthcare';

jest.setTimeout(120_000);

const TEAM = {
  patients: 'group:default/patients-care',
  claims: 'group:default/claims-care',
};
const directory = createMockDirectory();
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
let lake: Awaited<ReturnType<typeof startHealthcareSandbox>>;
let api: Awaited<ReturnType<typeof startSluice>>;
/** Every call to AWS waits for it. */
let gate: Promise<void> = Promise.resolve();
let onCall = () => {};
const preview = (persona: Persona, team: string, table: string, limit = 100) =>
  api.post(persona, '/previews', { team, table, limit });
const start = async (allowUnlimitedScan: boolean, workGroup = 'primary') =>
  startSluice({
    knex: await databases.init('SQLITE_3'),
    connection: {
      ...lake.connection,
      getClientConfiguration: async account => {
        onCall();
        await gate;
        return lake.connection.getClientConfiguration(account);
      },
    },
    config: {
      preview: {
        allowUnlimitedScan,
        workGroup,
        outputLocations: [
          {
            accountId: CONSUMER.accountId,
            location:
              's3://blog-emr-eks-fgac-test-444455556666-us-west-2-dev/previews/',
          },
        ],
      },
    },
  });

async function trust(account: string) {
  const iam = new IAMClient(
    await lake.connection.getClientConfiguration(CONSUMER),
  );
  for (const team of ['team1', 'team2']) {
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: `emr_on_eks_fgac_job_${team}_execution_role`,
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account}:root` },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      }),
    );
  }
}

beforeAll(async () => {
  lake = await startHealthcareSandbox(directory);
  api = await start(true);
  await api.post('platform', '/observations', {}).expect(202);
});
afterAll(() => lake.sandbox.close());

it('says what to do when Sluice may not become the role', async () => {
  const { status, body } = await preview(
    'patientsCare',
    TEAM.patients,
    PATIENTS,
  );
  expect([status, body.error?.message]).toEqual([
    409,
    expect.stringMatching(/trust policy/),
  ]);
});

it('shows a team what it reads, and nothing else', async () => {
  await trust(CONSUMER.accountId);
  const { status, body, text } = await preview(
    'patientsCare',
    TEAM.patients,
    PATIENTS,
  );
  expect([status, body.error?.message]).toEqual([200, undefined]);
  expect(body.rowCount).toBe(8);
  expect(body.rows).toHaveLength(8);
  expect(body.columns).toHaveLength(8);
  expect(text).not.toMatch(/ssn/);
  expect(JSON.stringify(api.auditEvents)).not.toMatch(/ssn/);
  // The log is there, with neither hidden names nor values that were shown.
  expect(api.logged).toContainEqual(
    expect.stringContaining('Observed account'),
  );
  const name = body.columns.findIndex((each: any) => /name/.test(each.name));
  for (const secret of ['ssn', ...body.rows.map((row: any) => row[name])]) {
    expect(api.logged.filter(line => line.includes(secret))).toEqual([]);
  }
  expect(api.auditEvents).toContainEqual(
    expect.objectContaining({ eventId: 'preview-create', outcome: 'success' }),
  );
});

it.each([
  [
    TEAM.claims,
    PATIENTS,
    /Claims Care.* can read nothing of patients: Account \d+ grants .*team2.* no SELECT on patients/,
  ],
  [TEAM.patients, PATIENTS, /your own teams/],
])('refuses Claims Care as %s of %s', async (team, table, message) => {
  const { status, body } = await preview('claimsCare', team, table);
  expect(status).toBe(403);
  expect(body.error.message).toMatch(message);
});

it('shows no more rows than were asked for', async () => {
  const { status, body } = await preview('claimsCare', TEAM.claims, CLAIMS, 2);
  expect([status, body.rows?.length]).toEqual([200, 2]);
  expect(body.rowCount).toBeGreaterThan(2);
});

it('shows all of a table that is shared in full', async () => {
  const { status, body } = await preview('claimsCare', TEAM.claims, CLAIMS);
  expect([status, body.columns?.length]).toEqual([200, 10]);
  expect(body.rows).toHaveLength(body.rowCount);
  expect(body.rows[0]).toEqual([
    'CLM001',
    '1001',
    '2025-03-15',
    'J45.901',
    '99213',
    '150.00',
    'Approved',
    'DR123',
    '2025-03-28 11:00:00.000',
    '2025-03-28 11:00:00.000',
  ]);
});

it('runs two at a time for one user, and does not hold up others', async () => {
  let calls = 0;
  const twoAreHeld = new Promise<void>(resolve => {
    onCall = () => {
      calls++;
      if (calls === 2) resolve();
    };
  });
  let release = () => {};
  gate = new Promise(resolve => {
    release = resolve;
  });
  const ask = (persona: Persona) =>
    preview(persona, TEAM.claims, CLAIMS, 1).then(({ status }) => status);
  const held = [ask('claimsCare'), ask('claimsCare')];
  await twoAreHeld;
  const third = await preview('claimsCare', TEAM.claims, CLAIMS, 1);
  expect([third.status, third.body.error.message]).toEqual([
    409,
    expect.stringMatching(/2 previews of yours are still running/),
  ]);
  const other = ask('claimsMate');
  release();
  expect(await Promise.all([...held, other])).toEqual([200, 200, 200]);
  expect(await ask('claimsCare')).toBe(200);
});

it.each([['estimate'], ['preview']])(
  'says which work group is missing, for an %s',
  async what => {
    const other = await start(true, 'absent');
    await other.post('platform', '/observations', {}).expect(202);
    const { status, body } =
      what === 'estimate'
        ? await other.get(
            'claimsCare',
            `/previews/estimate?team=${encodeURIComponent(
              TEAM.claims,
            )}&table=${encodeURIComponent(CLAIMS)}`,
          )
        : await other.post('claimsCare', '/previews', {
            team: TEAM.claims,
            table: CLAIMS,
            limit: 1,
          });
    expect([status, body.error.message]).toEqual([
      409,
      expect.stringMatching(
        /no work group absent in account 444455556666.*sluice\.preview\.workGroup/,
      ),
    ]);
  },
);

describe('by the limit of the work group', () => {
  const LIMIT = 10_000_000;

  async function configure(
    ConfigurationUpdates: WorkGroupConfigurationUpdates,
  ) {
    const athena = new AthenaClient(
      await lake.connection.getClientConfiguration(CONSUMER),
    );
    await athena.send(
      new UpdateWorkGroupCommand({
        WorkGroup: 'primary',
        ConfigurationUpdates,
      }),
    );
  }

  beforeAll(async () => {
    api = await start(false);
    await api.post('platform', '/observations', {}).expect(202);
  });

  it.each<[string, WorkGroupConfigurationUpdates, number, number | undefined]>([
    ['none', { EnforceWorkGroupConfiguration: true }, 409, undefined],
    [
      'one that is enforced',
      {
        BytesScannedCutoffPerQuery: LIMIT,
        EnforceWorkGroupConfiguration: true,
      },
      200,
      LIMIT,
    ],
    [
      'one that is not enforced',
      { EnforceWorkGroupConfiguration: false },
      409,
      undefined,
    ],
  ])('%s', async (_, updates, status, limit) => {
    await configure(updates);
    const estimate = await api.get(
      'claimsCare',
      `/previews/estimate?team=${encodeURIComponent(
        TEAM.claims,
      )}&table=${encodeURIComponent(CLAIMS)}`,
    );
    expect([estimate.status, estimate.body.scanLimitBytes]).toEqual([
      200,
      // There are two queries, and each is limited by itself.
      limit && 2 * limit,
    ]);
    const shown = await preview('claimsCare', TEAM.claims, CLAIMS);
    expect(shown.status).toBe(status);
    expect(/does not limit the bytes/.test(shown.text)).toBe(status === 409);
  });
});
