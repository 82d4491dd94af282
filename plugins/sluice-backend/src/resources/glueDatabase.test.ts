import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GetDatabaseCommand,
  UpdateDatabaseCommand,
} from '@aws-sdk/client-glue';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { glueDatabase } from './glueDatabase';
import { ResourceContext } from './ResourceContext';

const Name = 'healthcare_db';
const wanted = {
  name: Name,
  description: 'Patients and claims',
  locationUri: 's3://lake-of-ours/warehouse/',
};
const openToIam = {
  Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
  Permissions: ['ALL' as const],
};
const openToRole = {
  Principal: {
    DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/steward',
  },
  Permissions: ['SELECT' as const],
};

const databaseOf = async ({ clients }: ResourceContext) =>
  (await clients.glue.send(new GetDatabaseCommand({ Name }))).Database!;

describe('glueDatabase', () => {
  const directory = createMockDirectory();
  const start = () => startEmptyAws(directory).contextOf();

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: glueDatabase,
      wanted,
      somebodyElse: {
        meddles: ({ clients }) =>
          clients.glue.send(
            new UpdateDatabaseCommand({
              Name,
              DatabaseInput: {
                Name,
                Description: 'changed',
                LocationUri: wanted.locationUri,
                Parameters: { steward: 'them' },
                CreateTableDefaultPermissions: [openToIam, openToRole],
              },
            }),
          ),
        addition: async context => {
          const database = await databaseOf(context);
          return {
            parameters: database.Parameters!,
            steward: database.CreateTableDefaultPermissions!.find(
              ({ Principal }) =>
                Principal!.DataLakePrincipalIdentifier!.endsWith('steward'),
            )!,
          };
        },
      },
    });
    expect(called).toEqual(declared);
  });

  it('gives new tables to nobody, whatever the account does by default', async () => {
    const context = await start();
    // A fresh account does give them to IAM_ALLOWED_PRINCIPALS.
    await context.clients.glue.send(
      new CreateDatabaseCommand({ DatabaseInput: { Name } }),
    );
    const found = await glueDatabase.read(wanted, context);
    expect(glueDatabase.diff({ name: Name }, found!)).toEqual([
      { path: 'newTablesOpenToIam', before: true },
    ]);
    await glueDatabase.create(wanted, context);
    expect((await databaseOf(context)).CreateTableDefaultPermissions).toEqual(
      [],
    );
  });

  it('leaves a description and location that it was not told of', async () => {
    const context = await start();
    await glueDatabase.create(wanted, context);
    const found = await glueDatabase.read({ name: Name }, context);
    expect(glueDatabase.diff({ name: Name }, found!)).toEqual([]);
    expect(
      glueDatabase.diff(
        { ...wanted, locationUri: 's3://lake-of-ours/warehouse' },
        found!,
      ),
    ).toEqual([]);
    await glueDatabase.update!(
      { name: Name, description: 'New words' },
      found!,
      context,
    );
    expect(await databaseOf(context)).toMatchObject({
      Description: 'New words',
      LocationUri: wanted.locationUri,
    });
  });

  it('does not take tables with it', async () => {
    const context = await start();
    await glueDatabase.create(wanted, context);
    await context.clients.glue.send(
      new CreateTableCommand({
        DatabaseName: Name,
        TableInput: { Name: 'theirs' },
      }),
    );
    await expect(glueDatabase.delete!(wanted, context)).rejects.toThrow(
      'Database healthcare_db still holds tables, among them theirs',
    );
    await databaseOf(context);
  });

  it('is no link to the database of another account', async () => {
    const context = await start();
    await context.clients.glue.send(
      new CreateDatabaseCommand({
        DatabaseInput: {
          Name,
          TargetDatabase: { CatalogId: '444455556666', DatabaseName: 'db' },
        },
      }),
    );
    await expect(glueDatabase.read(wanted, context)).rejects.toThrow(
      'Database healthcare_db is a resource link to db of account 444455556666',
    );
  });
});
