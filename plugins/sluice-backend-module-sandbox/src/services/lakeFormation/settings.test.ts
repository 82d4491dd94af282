import {
  analyst,
  C,
  database,
  DataLakes,
  P,
  patients,
  steward,
  to,
} from './__testUtils__/dataLakes';

const LAKE = 'arn:aws:s3:::lake/warehouse';
const ROLE = `arn:aws:iam::${P}:role/steward`;

let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
});

describe('data lake settings', () => {
  const get = async () =>
    (await lakes.lf(P, 'GetDataLakeSettings', {})).DataLakeSettings;
  const put = (DataLakeSettings: object, who = P) =>
    lakes.lf(who, 'PutDataLakeSettings', { DataLakeSettings });
  const principals = (count: number) =>
    Array.from({ length: count }, (_, n) => to(String(100000000000 + n)));

  it('leave access to IAM in a fresh account', async () => {
    const iam = [
      { Principal: to('IAM_ALLOWED_PRINCIPALS'), Permissions: ['ALL'] },
    ];
    expect(await get()).toMatchObject({
      DataLakeAdmins: [],
      CreateDatabaseDefaultPermissions: iam,
      CreateTableDefaultPermissions: iam,
      Parameters: { CROSS_ACCOUNT_VERSION: '4' },
    });
  });

  it('are replaced as a whole (A10)', async () => {
    await put({
      DataLakeAdmins: [to(steward)],
      AuthorizedSessionTagValueList: ['EMR on EKS Engine'],
    });
    await put({
      AllowExternalDataFiltering: true,
      ExternalDataFilteringAllowList: [to(C)],
    });
    expect(await get()).toEqual({
      DataLakeAdmins: [],
      ReadOnlyAdmins: [],
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
      Parameters: { CROSS_ACCOUNT_VERSION: '4' },
      TrustedResourceOwners: [],
      AllowExternalDataFiltering: true,
      AllowFullTableExternalDataAccess: false,
      ExternalDataFilteringAllowList: [to(C)],
      AuthorizedSessionTagValueList: [],
    });
  });

  it.each<[string, object]>([
    ['31 administrators', { DataLakeAdmins: principals(31) }],
    ['31 read-only administrators', { ReadOnlyAdmins: principals(31) }],
    [
      '31 accounts that may filter',
      { ExternalDataFilteringAllowList: principals(31) },
    ],
    [
      'filtering without an account that may',
      { AllowExternalDataFiltering: true },
    ],
    [
      'a session tag value of 256 characters',
      { AuthorizedSessionTagValueList: ['x'.repeat(256)] },
    ],
    ['version 6', { Parameters: { CROSS_ACCOUNT_VERSION: '6' } }],
  ])('do not take %s', async (_, settings) => {
    await expect(put(settings)).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
  });

  it('do not go back from version 5', async () => {
    await put({ Parameters: { CROSS_ACCOUNT_VERSION: '5' } });
    await put({});
    await expect(
      put({ Parameters: { CROSS_ACCOUNT_VERSION: '4' } }),
    ).rejects.toMatchObject({ code: 'InvalidInputException' });
  });

  it('are changed by administrators, once there are any', async () => {
    await put({ DataLakeAdmins: [to(steward)] }, steward);
    await expect(put({}, analyst)).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    await expect(
      lakes.lf(C, 'GetDataLakeSettings', { CatalogId: P }),
    ).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  it('say who asks', async () => {
    expect(await lakes.lf(analyst, 'GetDataLakePrincipal', {})).toEqual({
      Identity: analyst,
    });
  });
});

describe('locations', () => {
  const register = (more: object = { RoleArn: ROLE }) =>
    lakes.lf(P, 'RegisterResource', { ResourceArn: `${LAKE}/`, ...more });

  it('are registered, described, changed, listed and deregistered', async () => {
    await register();
    await expect(register()).rejects.toMatchObject({
      code: 'AlreadyExistsException',
    });
    const info = {
      ResourceArn: LAKE,
      RoleArn: ROLE,
      HybridAccessEnabled: false,
      LastModified: lakes.now,
    };
    expect(
      (await lakes.lf(P, 'DescribeResource', { ResourceArn: LAKE }))
        .ResourceInfo,
    ).toMatchObject(info);
    await lakes.lf(P, 'UpdateResource', {
      ResourceArn: LAKE,
      RoleArn: ROLE,
      HybridAccessEnabled: true,
    });
    const found = (StringValueList: string[]) =>
      lakes.lf(P, 'ListResources', {
        FilterConditionList: [
          {
            Field: 'RESOURCE_ARN',
            ComparisonOperator: 'BEGINS_WITH',
            StringValueList,
          },
        ],
      });
    expect((await found(['arn:aws:s3:::lake'])).ResourceInfoList).toMatchObject(
      [{ ...info, HybridAccessEnabled: true }],
    );
    expect((await found(['arn:aws:s3:::sea'])).ResourceInfoList).toEqual([]);
    await lakes.lf(P, 'DeregisterResource', { ResourceArn: LAKE });
    await expect(
      lakes.lf(P, 'DeregisterResource', { ResourceArn: LAKE }),
    ).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  it('need a role that exists, or the service-linked one, which cannot be edited (A9)', async () => {
    await expect(register({})).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
    await expect(
      register({ RoleArn: `arn:aws:iam::${P}:role/unknown` }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/principal/) });
    await register({ UseServiceLinkedRole: true });
    await expect(
      lakes.lf(P, 'UpdateResource', { ResourceArn: LAKE, RoleArn: ROLE }),
    ).rejects.toMatchObject({ code: 'InvalidInputException' });
  });

  it('show the permissions on what lies there', async () => {
    for (const [Resource, permission] of [
      [database, 'DESCRIBE'],
      [patients, 'SELECT'],
    ] as const) {
      await lakes.lf(P, 'GrantPermissions', {
        Principal: to(analyst),
        Resource,
        Permissions: [permission],
      });
    }
    const at = async (ResourceArn: string) =>
      (
        await lakes.lf(P, 'GetEffectivePermissionsForPath', { ResourceArn })
      ).Permissions.map((row: { Permissions: string[] }) => row.Permissions);
    expect(await at(LAKE)).toEqual([['DESCRIBE']]);
    expect(await at(`${LAKE}/patients`)).toEqual([['SELECT']]);
  });
});
