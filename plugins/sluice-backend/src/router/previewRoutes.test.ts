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
  api = await startSluice({
    knex: await databases.init('SQLITE_3'),
    connection: lake.connection,
    config: {
      preview: {
        allowUnlimitedScan: true,
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
  await api.post('platform', '/observations', {}).expect(202);
});
afterAll(() => lake.sandbox.close());

const preview = (persona: Persona, team: string, table: string, limit = 100) =>
  api.post(persona, '/previews', { team, table, limit });

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
  expect(api.auditEvents).toContainEqual(
    expect.objectContaining({ eventId: 'preview-create', outcome: 'success' }),
  );
});

it.each([
  [TEAM.claims, PATIENTS, /Claims Care.* can read nothing of patients/],
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
