import {
  GrantPermissionsCommand,
  Permission,
} from '@aws-sdk/client-lakeformation';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  LakeFormationPermissionProperties,
  PermissionResource,
} from '@sluice/plugin-sluice-common';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import {
  CONSUMER,
  makeDatabase,
  makeOrders,
  makeRole,
  PRODUCER,
} from './__testUtils__/dataLake';
import { acceptedShare } from './acceptedShare';
import { dataCellsFilter } from './dataCellsFilter';
import { lakeFormationPermission } from './lakeFormationPermission';
import { ResourceContext } from './ResourceContext';
import { lakeFormationResource } from './lakeFormationResource';

const DATABASE: PermissionResource = {
  kind: 'database',
  catalogId: PRODUCER,
  databaseName: 'sales',
};
const names = {
  catalogId: PRODUCER,
  databaseName: 'sales',
  tableName: 'orders',
};
const TABLE: PermissionResource = { kind: 'table', ...names };
const FILTER: PermissionResource = {
  kind: 'dataCellsFilter',
  ...names,
  filterName: 'texas',
};

const OWN_ACTIONS = actionsOf(
  lakeFormationPermission,
  lakeFormationPermission.actions.write.filter(action =>
    action.startsWith('ram:'),
  ),
);

describe('lakeFormationPermission', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let producer: ResourceContext;
  let consumer: ResourceContext;
  let analyst: string;
  let team: string;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    producer = await aws.contextOf();
    consumer = await aws.contextOf({ name: 'consumer', accountId: CONSUMER });
    await makeOrders(producer);
    analyst = await makeRole(producer, 'analyst');
    team = await makeRole(consumer, 'team');
    await dataCellsFilter.create(
      {
        catalogId: PRODUCER,
        database: 'sales',
        table: 'orders',
        name: 'texas',
        columns: ['id', 'state'],
        rowFilter: "state = 'Texas'",
      },
      producer,
    );
  });

  const grantByOthers = (
    principal: string,
    resource: PermissionResource,
    Permissions: Permission[],
  ) =>
    producer.clients.lakeFormation.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: principal },
        Resource: lakeFormationResource(resource),
        Permissions,
      }),
    );

  it('lives on a table, beside what others grant to the same principal', async () => {
    const wanted: LakeFormationPermissionProperties = {
      principal: analyst,
      resource: TABLE,
      permissions: ['SELECT', 'DESCRIBE'],
      grantable: [],
    };
    const insert = { ...wanted, permissions: ['INSERT' as const] };
    const taken = await checkLifeCycle({
      type: lakeFormationPermission,
      aws,
      context: producer,
      wanted,
      changed: {
        ...wanted,
        permissions: ['SELECT', 'DESCRIBE', 'ALTER'],
        grantable: ['SELECT'],
      },
      others: {
        change: () => grantByOthers(analyst, TABLE, ['INSERT']),
        isThere: async () =>
          (await lakeFormationPermission.read(insert, producer)) !== undefined,
        outlive: true,
      },
    });
    expect(taken).toEqual(OWN_ACTIONS);
  });

  it.each<{
    what: string;
    resource: PermissionResource;
    permissions: LakeFormationPermissionProperties['permissions'];
  }>([
    { what: 'a database', resource: DATABASE, permissions: ['DESCRIBE'] },
    {
      what: 'all tables of a database',
      resource: { ...DATABASE, kind: 'allTables' },
      permissions: ['SELECT', 'DESCRIBE'],
    },
    {
      what: 'columns, spelt as somebody wrote them',
      resource: {
        kind: 'columns',
        catalogId: PRODUCER,
        databaseName: 'Sales',
        tableName: 'ORDERS',
        columns: { kind: 'include', names: ['STATE', 'id'] },
      },
      permissions: ['SELECT'],
    },
    { what: 'a filter', resource: FILTER, permissions: ['SELECT'] },
    {
      what: 'the catalog',
      resource: { kind: 'catalog', catalogId: PRODUCER },
      permissions: ['CREATE_DATABASE'],
    },
  ])('lives on $what', async ({ resource, permissions }) => {
    const taken = await checkLifeCycle({
      type: { ...lakeFormationPermission, update: undefined },
      aws,
      context: producer,
      wanted: {
        principal: analyst,
        resource,
        permissions,
        grantable: permissions,
      },
    });
    expect(taken).toEqual(OWN_ACTIONS);
  });

  it('tells a table from its columns and filters', async () => {
    await grantByOthers(analyst, FILTER, ['SELECT']);
    await grantByOthers(
      analyst,
      {
        kind: 'columns',
        ...names,
        columns: { kind: 'include', names: ['id'] },
      },
      ['SELECT'],
    );
    const wanted: LakeFormationPermissionProperties = {
      principal: analyst,
      resource: TABLE,
      permissions: ['SELECT'],
      grantable: [],
    };
    expect(
      await lakeFormationPermission.read(wanted, producer),
    ).toBeUndefined();
  });

  it('shares with an account, which passes it on to its own principals', async () => {
    const toAccount: LakeFormationPermissionProperties = {
      principal: CONSUMER,
      resource: TABLE,
      permissions: ['SELECT', 'DESCRIBE'],
      grantable: ['SELECT', 'DESCRIBE'],
    };
    const toTeam: LakeFormationPermissionProperties = {
      ...toAccount,
      principal: team,
      grantable: [],
    };
    expect(
      await lakeFormationPermission.read(toTeam, consumer),
    ).toBeUndefined();
    await lakeFormationPermission.create(toAccount, producer);
    await acceptedShare.create({ senderAccountId: PRODUCER }, consumer);

    await checkLifeCycle({
      type: { ...lakeFormationPermission, update: undefined },
      aws,
      context: consumer,
      wanted: toTeam,
    });
    // What the team got is the consumer's affair.
    expect(await lakeFormationPermission.read(toAccount, producer)).toEqual(
      toAccount,
    );
    expect(
      await lakeFormationPermission.read(toTeam, producer),
    ).toBeUndefined();
  });

  it('shares with a principal of another account', async () => {
    const taken = await checkLifeCycle({
      type: { ...lakeFormationPermission, update: undefined },
      aws,
      context: producer,
      wanted: {
        principal: team,
        resource: FILTER,
        permissions: ['SELECT'],
        grantable: [],
      },
    });
    expect(taken).toEqual(OWN_ACTIONS);
  });

  it('grants what is missing only', async () => {
    const held: LakeFormationPermissionProperties = {
      principal: analyst,
      resource: TABLE,
      permissions: ['SELECT'],
      grantable: [],
    };
    const wanted: LakeFormationPermissionProperties = {
      ...held,
      permissions: ['SELECT', 'DESCRIBE'],
      grantable: ['SELECT'],
    };
    await lakeFormationPermission.create(held, producer);
    const found = (await lakeFormationPermission.read(wanted, producer))!;
    expect(lakeFormationPermission.diff(wanted, found)).toEqual([
      {
        path: 'permissions',
        before: ['SELECT'],
        after: ['DESCRIBE', 'SELECT'],
      },
      { path: 'grantable', before: [], after: ['SELECT'] },
    ]);
    await lakeFormationPermission.update!(wanted, found, producer);
    expect(await lakeFormationPermission.read(wanted, producer)).toEqual(
      wanted,
    );
  });

  it('takes back what is left of it', async () => {
    const wanted: LakeFormationPermissionProperties = {
      principal: analyst,
      resource: TABLE,
      permissions: ['SELECT', 'DESCRIBE', 'INSERT'],
      grantable: ['SELECT'],
    };
    await lakeFormationPermission.create(
      { ...wanted, permissions: ['DESCRIBE', 'INSERT'], grantable: [] },
      producer,
    );
    await lakeFormationPermission.delete!(wanted, producer);
    expect(
      await lakeFormationPermission.read(wanted, producer),
    ).toBeUndefined();
  });

  it.each([
    { of: 'another account', mine: false, error: undefined },
    { of: 'its own account', mine: true, error: 'AccessDeniedException' },
  ])(
    'answers denial in the catalog of $of with $error',
    async ({ mine, error }) => {
      aws.sandbox.faults.setRules([
        {
          operation: 'LakeFormation.ListPermissions',
          error: { code: 'AccessDeniedException' },
        },
      ]);
      const reading = lakeFormationPermission.read(
        {
          principal: team,
          resource: TABLE,
          permissions: ['SELECT'],
          grantable: [],
        },
        mine ? producer : consumer,
      );
      const answer = await reading.catch((refusal: Error) => refusal.name);
      expect(answer).toBe(error);
    },
  );

  it('needs nothing of a table that is gone', async () => {
    const wanted: LakeFormationPermissionProperties = {
      principal: analyst,
      resource: { ...TABLE, tableName: 'absent' } as PermissionResource,
      permissions: ['SELECT'],
      grantable: [],
    };
    await lakeFormationPermission.delete!(wanted, producer);
    expect(
      await lakeFormationPermission.read(wanted, producer),
    ).toBeUndefined();
  });

  it('hands on why Lake Formation refuses: DESCRIBE beside a part of the table', async () => {
    await grantByOthers(analyst, FILTER, ['SELECT']);
    await expect(
      lakeFormationPermission.create(
        {
          principal: analyst,
          resource: TABLE,
          permissions: ['DESCRIBE'],
          grantable: [],
        },
        producer,
      ),
    ).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: expect.stringContaining('SELECT on a subset of columns or rows'),
    });
  });

  it('tells a database from one of the same name in another account', async () => {
    await makeDatabase(consumer);
    const wanted: LakeFormationPermissionProperties = {
      principal: team,
      resource: { ...DATABASE, catalogId: CONSUMER } as PermissionResource,
      permissions: ['DESCRIBE'],
      grantable: [],
    };
    await lakeFormationPermission.create(wanted, consumer);
    expect(
      await lakeFormationPermission.read(
        { ...wanted, resource: DATABASE },
        consumer,
      ),
    ).toBeUndefined();
  });
});
