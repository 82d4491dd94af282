import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  createSandbox,
  healthcareDeclarations,
  loadHealthcareScenario,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import {
  ESTATE_ACCOUNTS,
  isWrite,
  startEmptyEstate,
} from '../__testUtils__/emptyEstate';
import { describeEstate, differencesOf } from './__testUtils__/describeEstate';
import { startReconciler } from './__testUtils__/startReconciler';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const DATA_BUCKET = 'blog-emr-eks-fgac-data-111122223333-us-west-2-dev';

/**
 * Where the end state is not the seed's, since that is wrong there (seed
 * reference 5.1): see docs/set-up.md. A fresh account shares by version 4.
 */
const ofJobRole = (role: string) => [
  `- policy ${role}-policy: glue:Create*, glue:GetCatalog, glue:GetTable, glue:Update*, lakeformation:GetDataAccess`,
  `- policy ${role}-policy: s3:DeleteObject, s3:GetObject, s3:ListBucket, s3:PutObject`,
  `- trust ${role}: sts:AssumeRole, sts:TagSession`,
  `+ policy ${role}-policy: glue:Get*`,
  `+ policy ${role}-policy: lakeformation:GetDataAccess`,
  `+ policy ${role}-policy: s3:GetObject`,
  `+ policy ${role}-policy: s3:GetObject, s3:PutObject`,
  `+ policy ${role}-policy: s3:ListBucket`,
  `+ trust ${role}: sts:AssumeRole, sts:TagSession`,
];
const BETTER_THAN_THE_SEED = [
  ['+ settings', '- settings'],
  [
    ...ofJobRole('emr_on_eks_fgac_job_team1_execution_role'),
    ...ofJobRole('emr_on_eks_fgac_job_team2_execution_role'),
    '- policy emr_on_eks_fgac_query_execution_role-policy: sts:AssumeRole, sts:TagSession',
    '+ policy emr_on_eks_fgac_query_execution_role-policy: sts:AssumeRole, sts:TagSession',
    '- settings',
    '+ settings',
    '- trust emr_on_eks_fgac_query_execution_role: sts:AssumeRole',
  ],
].map(lines => lines.sort());

/** What offboarding and disconnecting keep, each with its reason in the plan. */
const LEFT_BEHIND = [
  // Others need it, still.
  'keep: Accepted shares of account 111122223333',
  'keep: DESCRIBE with grant option on database healthcare_db for account 444455556666',
  'keep: Accepted shares of account 111122223333',
  'keep: Accepted shares of account 111122223333',
  'keep: Accepted shares of account 111122223333',
  'keep: Database healthcare_db',
  'keep: Resource link consumer_healthcare_db.rl_claims to healthcare_db.claims',
  // So from the start, or gone with the table.
  'keep: No IAM_ALLOWED_PRINCIPALS on database healthcare_db',
  'keep: No IAM_ALLOWED_PRINCIPALS on database healthcare_db',
  'keep: No IAM_ALLOWED_PRINCIPALS on table healthcare_db.claims',
  'keep: No IAM_ALLOWED_PRINCIPALS on table healthcare_db.patients',
  'keep: 10 rows of healthcare_db.claims',
  'keep: 12 rows of healthcare_db.patients',
  // What AWS, or this SDK, cannot delete, or what is not for Sluice to take back.
  'keep: Cross-account version 3 or later',
  'keep: EMR security configuration emr-on-eks-fgac-sec-conifg',
  'keep: No IAM_ALLOWED_PRINCIPALS on new databases and tables',
  'keep: No IAM_ALLOWED_PRINCIPALS on new databases and tables',
  `keep: S3 bucket ${DATA_BUCKET}`,
].sort();

/** Which things differ; their contents are in the blueprints' tests. */
function namesOf(differences: string[]): string[] {
  return differences.map(line => line.replace(/( \{| ""| = ).*$/, '')).sort();
}

it('makes the seed from nothing, then nothing more, and leaves nothing behind', async () => {
  const estate = await startEmptyEstate(directory);
  const { exchanges, configurationOf } = estate;
  const reconciler = await startReconciler({
    knex: await databases.init('SQLITE_3'),
    connection: estate.connection,
  });
  const describe = () =>
    Promise.all(
      ESTATE_ACCOUNTS.map(({ accountId }) =>
        describeEstate(configurationOf(accountId)),
      ),
    );
  const empty = await describe();

  for (const declaration of healthcareDeclarations) {
    await reconciler.make(declaration);
  }
  const seed = createSandbox({ dataDirectory: directory.resolve('seed') });
  await seed.listen();
  await loadHealthcareScenario(seed);
  await seed.close();
  const made = await describe();
  for (const [index, { accountId, region }] of ESTATE_ACCOUNTS.entries()) {
    const expected = await describeEstate({
      region,
      credentials: seed.credentialsFor(accountId),
      requestHandler: seed.requestHandler(),
    });
    expect(namesOf(differencesOf(expected, made[index]))).toEqual(
      BETTER_THAN_THE_SEED[index],
    );
  }

  exchanges.length = 0;
  for (const declaration of healthcareDeclarations) {
    const plan = await reconciler.plan(declaration, 'apply');
    expect(
      plan.steps.filter(({ action }) => action !== 'none').map(s => s.title),
    ).toEqual([]);
  }
  expect(exchanges.filter(isWrite)).toEqual([]);

  const kept: string[] = [];
  for (const declaration of [...healthcareDeclarations].reverse()) {
    const { plan } = await reconciler.remove(declaration);
    kept.push(
      ...plan.steps
        .filter(({ action }) => action !== 'delete')
        .map(({ title, action }) => `${action}: ${title}`),
    );
  }
  expect(kept.sort()).toEqual(LEFT_BEHIND);
  const left = await describe();
  expect(
    empty.flatMap((each, index) => differencesOf(each, left[index])),
  ).toEqual([
    `+ bucket ${DATA_BUCKET} = `,
    ...[0, 1].flatMap(() => [
      expect.stringMatching(
        /^\+ settings .*"CreateTableDefaultPermissions":\[\]/,
      ),
      expect.stringMatching(
        /^- settings .*"CreateTableDefaultPermissions":\[{/,
      ),
    ]),
  ]);
});
