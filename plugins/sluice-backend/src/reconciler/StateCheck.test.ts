import {
  BatchRevokePermissionsCommand,
  CreateDataCellsFilterCommand,
  DeleteDataCellsFilterCommand,
  LakeFormationClient,
  UpdateDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { DeclarationInput } from '@sluice/plugin-sluice-common';
import { isWrite } from '../__testUtils__/emptyEstate';
import {
  CONSUMER_ID,
  PRODUCER_ID,
  startLakeOfGrants,
} from './__testUtils__/lakeOfGrants';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const ROLE = 'emr_on_eks_fgac_job_team2_execution_role';
const FILTER = {
  TableCatalogId: PRODUCER_ID,
  DatabaseName: 'healthcare_db',
  TableName: 'patients',
  Name: 'patients_grant',
};
const grant = (columns = ['city', 'state']): DeclarationInput => ({
  kind: 'accessGrant',
  grant: 'one',
  team: 'group:default/claims-care',
  tables: [
    {
      producerAccount: 'healthcare-producer',
      database: 'healthcare_db',
      table: 'patients',
      columns,
      rowFilter: "state = 'Texas'",
      filterName: FILTER.Name,
    },
  ],
});

let lake: Awaited<ReturnType<typeof startLakeOfGrants>>;
let lakeFormation: LakeFormationClient;
beforeEach(async () => {
  lake = await startLakeOfGrants(directory, await databases.init('SQLITE_3'));
  lakeFormation = lake.lakeFormation(PRODUCER_ID);
});
afterEach(() => lake.sandbox.close());

const differences = async (
  kind: 'apply' | 'remove',
  declaration: DeclarationInput = grant(),
) => {
  const steps = await lake.reconciler.state.differences({ kind, declaration });
  return steps.map(({ action, title }) => `${action}: ${title}`).sort();
};

const FILTER_TITLE =
  'Data cells filter patients_grant of healthcare_db.patients';
const SELECT_TITLE = `SELECT on filter patients_grant of healthcare_db.patients for ${ROLE}`;
const LINK_TITLE = `DESCRIBE on table consumer_healthcare_db.rl_patients for ${ROLE}`;

it('finds nothing amiss with a grant that was made, and then with one that was ended', async () => {
  expect(await differences('remove')).toEqual([]);
  expect(await differences('apply')).toEqual(
    [FILTER_TITLE, SELECT_TITLE, LINK_TITLE]
      .map(title => `create: ${title}`)
      .sort(),
  );

  await lake.reconciler.make(grant());
  lake.exchanges.length = 0;
  expect(await differences('apply')).toEqual([]);
  expect(await differences('remove')).toEqual(
    [FILTER_TITLE, SELECT_TITLE, LINK_TITLE]
      .map(title => `delete: ${title}`)
      .sort(),
  );
  expect(lake.exchanges.filter(isWrite)).toEqual([]);

  await lake.reconciler.remove(grant());
  // The link and the accepted share were there before, and are kept.
  expect(await differences('remove')).toEqual([]);
});

it.each<[string, () => Promise<unknown>, string[]]>([
  [
    'a filter that somebody widened',
    () =>
      lakeFormation.send(
        new UpdateDataCellsFilterCommand({
          TableData: {
            ...FILTER,
            ColumnNames: ['city', 'state', 'ssn'],
            RowFilter: { FilterExpression: "state = 'Texas'" },
          },
        }),
      ),
    [`update: ${FILTER_TITLE}`],
  ],
  [
    'a filter that somebody deleted',
    () => lakeFormation.send(new DeleteDataCellsFilterCommand(FILTER)),
    [`create: ${FILTER_TITLE}`, `create: ${SELECT_TITLE}`],
  ],
  [
    'DESCRIBE that somebody revoked',
    () =>
      lake.lakeFormation(CONSUMER_ID).send(
        new BatchRevokePermissionsCommand({
          Entries: [
            {
              Id: '1',
              Principal: {
                DataLakePrincipalIdentifier: `arn:aws:iam::${CONSUMER_ID}:role/${ROLE}`,
              },
              Resource: {
                Table: {
                  DatabaseName: 'consumer_healthcare_db',
                  Name: 'rl_patients',
                },
              },
              Permissions: ['DESCRIBE'],
            },
          ],
        }),
      ),
    [`create: ${LINK_TITLE}`],
  ],
])('finds %s', async (_, meddle, expected) => {
  await lake.reconciler.make(grant());
  await meddle();
  expect(await differences('apply')).toEqual(expected);
});

it('finds what a grant had before it was narrowed', async () => {
  await lake.reconciler.make(grant());
  expect(await differences('apply', grant(['city']))).toEqual([
    `update: ${FILTER_TITLE}`,
  ]);
});

it('finds a filter of an ended grant, whoever made it again', async () => {
  await lake.reconciler.make(grant());
  await lake.reconciler.remove(grant());
  await lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        ...FILTER,
        ColumnNames: ['city'],
        RowFilter: { AllRowsWildcard: {} },
      },
    }),
  );
  expect(await differences('remove')).toEqual([`keep: ${FILTER_TITLE}`]);
});

it('knows nothing when it could not read', async () => {
  await lake.reconciler.make(grant());
  await lake.reconciler.remove(grant());
  lake.sandbox.faults.setRules([
    {
      operation: 'LakeFormation.ListPermissions',
      error: { code: 'AccessDeniedException', message: 'not allowed' },
    },
  ]);
  await expect(differences('remove')).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringMatching(/could not be read/),
  });
});
