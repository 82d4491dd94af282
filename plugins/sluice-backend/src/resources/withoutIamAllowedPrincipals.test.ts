import { GetDatabaseCommand } from '@aws-sdk/client-glue';
import {
  GrantPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import { makeDatabase, makeTable } from './__testUtils__/dataLake';
import { ResourceContext } from './ResourceContext';
import { withoutIamAllowedPrincipals } from './withoutIamAllowedPrincipals';

const DATABASE = { database: 'sales' };
const TABLE = { database: 'sales', table: 'orders' };

describe('withoutIamAllowedPrincipals', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;

  /** With the defaults of a fresh account, which give everything to IAM_ALLOWED_PRINCIPALS. */
  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
    await makeDatabase(context);
    await makeTable(context);
  });

  const getDatabase = async () => {
    const { Database } = await context.clients.glue.send(
      new GetDatabaseCommand({ Name: 'sales' }),
    );
    return Database;
  };

  it('closes a database and a table of it, and opens them again', async () => {
    const ofDatabase = await checkLifeCycle({
      type: withoutIamAllowedPrincipals,
      aws,
      context,
      wanted: DATABASE,
    });
    const ofTable = await checkLifeCycle({
      type: withoutIamAllowedPrincipals,
      aws,
      context,
      wanted: TABLE,
    });
    expect({
      read: [...new Set([...ofDatabase.read, ...ofTable.read])].sort(),
      write: ofDatabase.write,
    }).toEqual(actionsOf(withoutIamAllowedPrincipals));
  });

  it('closes a database to new tables, and changes nothing else of it', async () => {
    const before = await getDatabase();
    await withoutIamAllowedPrincipals.create(DATABASE, context);
    expect(await getDatabase()).toEqual({
      ...before,
      CreateTableDefaultPermissions: [],
    });
  });

  it('changes the database while IAM still lets it', async () => {
    await withoutIamAllowedPrincipals.create(DATABASE, context);
    const update = aws.actions.indexOf('glue:UpdateDatabase');
    expect(update).toBeGreaterThan(-1);
    expect(
      aws.actions.indexOf('lakeformation:RevokePermissions'),
    ).toBeGreaterThan(update);
  });

  it('takes a database for open that gives its new tables to everybody', async () => {
    await context.clients.lakeFormation.send(
      new RevokePermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
        Resource: { Database: { Name: 'sales' } },
        Permissions: ['ALL'],
      }),
    );
    expect(
      await withoutIamAllowedPrincipals.read(DATABASE, context),
    ).toBeUndefined();
    await withoutIamAllowedPrincipals.create(DATABASE, context);
    expect(await withoutIamAllowedPrincipals.read(DATABASE, context)).toEqual(
      DATABASE,
    );
  });

  it('revokes also what is less than everything', async () => {
    await withoutIamAllowedPrincipals.create(TABLE, context);
    await context.clients.lakeFormation.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
        Resource: { Table: { DatabaseName: 'sales', Name: 'orders' } },
        Permissions: ['SELECT', 'DESCRIBE'],
      }),
    );
    expect(
      await withoutIamAllowedPrincipals.read(TABLE, context),
    ).toBeUndefined();
    await withoutIamAllowedPrincipals.create(TABLE, context);
    expect(await withoutIamAllowedPrincipals.read(TABLE, context)).toEqual(
      TABLE,
    );
  });

  it.each([{ database: 'absent' }, { database: 'sales', table: 'absent' }])(
    'takes what is not there yet for open: %j',
    async wanted => {
      expect(
        await withoutIamAllowedPrincipals.read(wanted, context),
      ).toBeUndefined();
      await withoutIamAllowedPrincipals.delete!(wanted, context);
    },
  );
});
