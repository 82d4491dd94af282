import {
  C,
  claims,
  database,
  DataLakes,
  filter,
  P,
  patients,
  REGION,
  team1,
  team2,
  to,
} from './__testUtils__/dataLakes';
import { callerOf } from './__testUtils__/dataLakes';
import { authorizedAccess, canDescribe } from '.';

const VISIBLE = ['patient_id', 'patient_name', 'state', 'age'];

/** The producer's grants of the seed: P11 to P15 (seed reference 1.2). */
async function shareAsTheSeedDoes(lakes: DataLakes): Promise<void> {
  await lakes.lf(P, 'CreateDataCellsFilter', {
    TableData: {
      ...filter('patients_filter').DataCellsFilter,
      ColumnNames: VISIBLE,
      RowFilter: { FilterExpression: "state in ('Texas', 'New York')" },
    },
  });
  for (const [Resource, Permissions] of [
    [database, ['DESCRIBE']],
    [filter('patients_filter'), ['SELECT']],
    [claims, ['SELECT', 'DESCRIBE']],
  ] as const) {
    await lakes.lf(P, 'GrantPermissions', {
      Principal: to(C),
      Resource,
      Permissions,
      PermissionsWithGrantOption: Permissions,
    });
  }
}

const tableOf = (tableName: string) => ({
  catalogId: P,
  databaseName: 'healthcare_db',
  tableName,
  region: REGION,
});

describe('sharing with another account', () => {
  let lakes: DataLakes;
  const access = (role: string, name: string) =>
    authorizedAccess(lakes.world, callerOf(role), tableOf(name));

  beforeEach(async () => {
    lakes = await new DataLakes().withRoles();
  });

  it('goes from grants to invitations to re-grants to columns and rows', async () => {
    await shareAsTheSeedDoes(lakes);
    // One share for the database, one for both tables (LF reference A8.1).
    expect(await lakes.acceptInvitations(C)).toBe(2);
    for (const [role, Resource, Permissions] of [
      [team1, patients, ['SELECT']],
      [team1, claims, ['SELECT', 'DESCRIBE']],
      [team2, claims, ['SELECT', 'DESCRIBE']],
    ] as const) {
      await lakes.lf(C, 'GrantPermissions', {
        Principal: to(role),
        Resource,
        Permissions,
      });
    }

    expect(access(team1, 'patients')).toEqual({
      columns: VISIBLE,
      rowFilter: "state in ('Texas', 'New York')",
      cellFilters: [],
    });
    expect(access(team2, 'claims')).toEqual({
      columns: ['claim_id', 'amount', 'paid'],
      cellFilters: [],
    });
    expect(access(team2, 'patients')).toBeUndefined();
    expect(canDescribe(lakes.world, callerOf(team2), tableOf('claims'))).toBe(
      true,
    );
    expect(canDescribe(lakes.world, callerOf(team2), tableOf('patients'))).toBe(
      false,
    );

    expect(await lakes.rows(C)).toEqual([
      'team1: TableWithColumns healthcare_db.patients(*) SELECT',
      'team1: Table healthcare_db.claims DESCRIBE',
      'team1: TableWithColumns healthcare_db.claims(*) SELECT',
      'team2: Table healthcare_db.claims DESCRIBE',
      'team2: TableWithColumns healthcare_db.claims(*) SELECT',
      `${C}: Database healthcare_db DESCRIBE grantable DESCRIBE`,
      `${C}: DataCellsFilter healthcare_db.patients.patients_filter SELECT grantable SELECT`,
      `${C}: Table healthcare_db.claims DESCRIBE grantable DESCRIBE`,
      `${C}: TableWithColumns healthcare_db.claims(*) SELECT grantable SELECT`,
    ]);
    // The producer sees what it gave, not what becomes of it.
    expect((await lakes.rows(P)).filter(row => row.includes('team'))).toEqual(
      [],
    );
    const { PrincipalResourcePermissions } = await lakes.lf(
      P,
      'ListPermissions',
      { Resource: claims },
    );
    const { resourceShares } = await lakes.ram(P, 'GetResourceShares', {
      resourceOwner: 'SELF',
    });
    expect(
      resourceShares.map((share: { resourceShareArn: string }) => [
        share.resourceShareArn,
      ]),
    ).toContainEqual(
      PrincipalResourcePermissions[0].AdditionalDetails.ResourceShare,
    );

    await lakes.lf(P, 'RevokePermissions', {
      Principal: to(C),
      Resource: filter('patients_filter'),
      Permissions: ['SELECT'],
    });
    expect(access(team1, 'patients')).toBeUndefined();
    expect(access(team1, 'claims')?.columns).toHaveLength(3);
    // What is left behind can still be taken away.
    await lakes.lf(C, 'RevokePermissions', {
      Principal: to(team1),
      Resource: patients,
      Permissions: ['SELECT'],
    });
  });

  it('gives nothing before the invitation is accepted', async () => {
    await shareAsTheSeedDoes(lakes);
    await expect(
      lakes.lf(C, 'GrantPermissions', {
        Principal: to(team1),
        Resource: claims,
        Permissions: ['SELECT'],
      }),
    ).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect(await lakes.rows(C)).toEqual([]);
    expect(canDescribe(lakes.world, callerOf(C), tableOf('claims'))).toBe(
      false,
    );
  });

  it.each<[string, object, string[], string[]]>([
    ['what it got without grant option', database, ['DROP'], []],
    ['DESCRIBE beside a part of a table', patients, ['DESCRIBE'], []],
    ['a permission it did not get', claims, ['INSERT'], []],
    [
      'columns it did not get',
      {
        TableWithColumns: { ...patients.Table, ColumnNames: ['ssn'] },
      },
      ['SELECT'],
      [],
    ],
  ])(
    'does not let the account pass on %s',
    async (_, Resource, Permissions, PermissionsWithGrantOption) => {
      await shareAsTheSeedDoes(lakes);
      await lakes.acceptInvitations(C);
      await expect(
        lakes.lf(C, 'GrantPermissions', {
          Principal: to(team1),
          Resource,
          Permissions,
          PermissionsWithGrantOption,
        }),
      ).rejects.toMatchObject({ code: 'AccessDeniedException' });
    },
  );

  it('does not let the account share further, or ordinary roles grant', async () => {
    await shareAsTheSeedDoes(lakes);
    await lakes.acceptInvitations(C);
    const request = { Resource: claims, Permissions: ['SELECT'] };
    await expect(
      lakes.lf(C, 'GrantPermissions', {
        ...request,
        Principal: to('777788889999'),
      }),
    ).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(
      lakes.lf(team2, 'GrantPermissions', { ...request, Principal: to(team1) }),
    ).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  it('is refused while IAM_ALLOWED_PRINCIPALS has the table, unless the location is hybrid', async () => {
    await lakes.lf(P, 'GrantPermissions', {
      Principal: to('IAM_ALLOWED_PRINCIPALS'),
      Resource: claims,
      Permissions: ['ALL'],
    });
    const share = {
      Principal: to(C),
      Resource: claims,
      Permissions: ['SELECT'],
    };
    await expect(lakes.lf(P, 'GrantPermissions', share)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining('IAM_ALLOWED_PRINCIPALS'),
    });
    await lakes.lf(P, 'RegisterResource', {
      ResourceArn: 'arn:aws:s3:::lake/warehouse/',
      UseServiceLinkedRole: true,
      HybridAccessEnabled: true,
    });
    await expect(lakes.lf(P, 'GrantPermissions', share)).resolves.toEqual({});
  });

  it('needs version 3 for a role of another account, which needs no re-grant', async () => {
    const share = {
      Principal: to(team1),
      Resource: claims,
      Permissions: ['SELECT'],
    };
    await lakes.lf(P, 'PutDataLakeSettings', {
      DataLakeSettings: { Parameters: { CROSS_ACCOUNT_VERSION: '2' } },
    });
    await expect(lakes.lf(P, 'GrantPermissions', share)).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
    await lakes.lf(P, 'PutDataLakeSettings', {
      DataLakeSettings: { Parameters: { CROSS_ACCOUNT_VERSION: '3' } },
    });
    await lakes.lf(P, 'GrantPermissions', share);
    expect(access(team1, 'claims')).toBeUndefined();
    await lakes.acceptInvitations(C);
    expect(access(team1, 'claims')?.columns).toHaveLength(3);
  });

  it('combines the rows of both accounts', async () => {
    await shareAsTheSeedDoes(lakes);
    await lakes.acceptInvitations(C);
    await lakes.lf(C, 'CreateDataCellsFilter', {
      TableData: {
        ...filter('adults').DataCellsFilter,
        ColumnWildcard: { ExcludedColumnNames: ['age'] },
        RowFilter: { FilterExpression: 'age >= 18' },
      },
    });
    await lakes.lf(C, 'GrantPermissions', {
      Principal: to(team1),
      Resource: filter('adults'),
      Permissions: ['SELECT'],
    });
    expect(access(team1, 'patients')).toEqual({
      columns: ['patient_id', 'patient_name', 'state'],
      rowFilter: "(state in ('Texas', 'New York')) AND (age >= 18)",
      cellFilters: [],
    });
  });

  it('works by LF-Tags, whose matches follow the tags (A8.1)', async () => {
    await lakes.lf(P, 'CreateLFTag', {
      TagKey: 'level',
      TagValues: ['open', 'secret'],
    });
    const policy = {
      LFTagPolicy: {
        CatalogId: P,
        ResourceType: 'TABLE',
        Expression: [{ TagKey: 'level', TagValues: ['open'] }],
      },
    };
    await lakes.lf(P, 'GrantPermissions', {
      Principal: to(C),
      Resource: policy,
      Permissions: ['SELECT', 'DESCRIBE'],
      PermissionsWithGrantOption: ['SELECT', 'DESCRIBE'],
    });
    expect(await lakes.acceptInvitations(C)).toBe(1);
    await lakes.lf(C, 'GrantPermissions', {
      Principal: to(team1),
      Resource: policy,
      Permissions: ['SELECT'],
    });
    expect(access(team1, 'claims')).toBeUndefined();
    const LFTags = [{ TagKey: 'level', TagValues: ['open'] }];
    await lakes.lf(P, 'AddLFTagsToResource', { Resource: claims, LFTags });
    expect(access(team1, 'claims')?.columns).toHaveLength(3);
    expect(access(team2, 'claims')).toBeUndefined();
    // What matches may also be passed on by name.
    await lakes.lf(C, 'GrantPermissions', {
      Principal: to(team2),
      Resource: claims,
      Permissions: ['DESCRIBE'],
    });
    expect(access(team2, 'claims')?.columns).toEqual([]);
  });
});
