import {
  DataLakeSettings,
  DeregisterResourceCommand,
  DescribeResourceCommand,
  GetDataLakePrincipalCommand,
  GetDataLakeSettingsCommand,
  ListResourcesCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { CONSUMER, Estate, PRODUCER, refusal, roleArn } from './estate';

let estate: Estate;
beforeEach(async () => {
  estate = await Estate.create();
});
afterEach(() => estate.close());

const principal = (DataLakePrincipalIdentifier: string) => ({
  DataLakePrincipalIdentifier,
});

describe('data lake settings (A10, V17)', () => {
  const put = (
    settings: DataLakeSettings,
    { lakeFormation } = estate.producer,
  ) =>
    lakeFormation.send(
      new PutDataLakeSettingsCommand({ DataLakeSettings: settings }),
    );
  const get = async (account = estate.producer) =>
    (await account.lakeFormation.send(new GetDataLakeSettingsCommand({})))
      .DataLakeSettings!;

  it('are replaced as a whole', async () => {
    await put({
      DataLakeAdmins: [principal(roleArn(PRODUCER, 'steward'))],
      AllowExternalDataFiltering: true,
      ExternalDataFilteringAllowList: [principal(CONSUMER)],
      AuthorizedSessionTagValueList: ['EMR on EKS Engine'],
    });
    expect(await get()).toMatchObject({
      AllowExternalDataFiltering: true,
      AuthorizedSessionTagValueList: ['EMR on EKS Engine'],
    });
    await put({ AllowExternalDataFiltering: false });
    const { DataLakeAdmins, AuthorizedSessionTagValueList } = await get();
    expect(DataLakeAdmins ?? []).toEqual([]);
    expect(AuthorizedSessionTagValueList ?? []).toEqual([]);
  });

  it.each<[string, DataLakeSettings]>([
    [
      'more than 30 administrators',
      {
        DataLakeAdmins: Array.from({ length: 31 }, (_, n) =>
          principal(roleArn(PRODUCER, `r${n}`)),
        ),
      },
    ],
    [
      'more than 30 allowed accounts',
      {
        AllowExternalDataFiltering: true,
        ExternalDataFilteringAllowList: Array.from({ length: 31 }, (_, n) =>
          principal(String(100000000000 + n)),
        ),
      },
    ],
    [
      'external filtering for nobody',
      {
        AllowExternalDataFiltering: true,
        ExternalDataFilteringAllowList: [],
      },
    ],
    [
      'a version that does not exist',
      { Parameters: { CROSS_ACCOUNT_VERSION: '9' } },
    ],
  ])('are refused with %s', async (_, settings) => {
    expect(await refusal(put(settings))).toMatch(/^InvalidInputException/);
  });

  it('do not go back from version 5', async () => {
    await put({ Parameters: { CROSS_ACCOUNT_VERSION: '5' } });
    expect(
      await refusal(put({ Parameters: { CROSS_ACCOUNT_VERSION: '4' } })),
    ).toMatch(/^InvalidInputException/);
  });

  it('are of one account', async () => {
    await put({ AuthorizedSessionTagValueList: ['x'] });
    expect(
      (await get(estate.consumer)).AuthorizedSessionTagValueList ?? [],
    ).toEqual([]);
    expect(
      await refusal(
        estate.consumer.lakeFormation.send(
          new GetDataLakeSettingsCommand({ CatalogId: PRODUCER }),
        ),
      ),
    ).toMatch(/^AccessDeniedException/);
  });

  it('are changed by administrators only, once there is one', async () => {
    await put({ DataLakeAdmins: [principal(roleArn(PRODUCER, 'steward'))] });
    expect(
      await refusal(put({}, await estate.as('producer', 'analyst'))),
    ).toMatch(/^AccessDeniedException/);
    await put({}, await estate.as('producer', 'steward'));
  });

  it('tell a caller who it is', async () => {
    const analyst = await estate.as('producer', 'analyst');
    await expect(
      analyst.lakeFormation.send(new GetDataLakePrincipalCommand({})),
    ).resolves.toMatchObject({ Identity: expect.stringContaining('analyst') });
  });
});

describe('locations (A9)', () => {
  const ResourceArn = 'arn:aws:s3:::lake/warehouse';
  const register = (rest: object = { UseServiceLinkedRole: true }) =>
    estate.producer.lakeFormation.send(
      new RegisterResourceCommand({ ResourceArn, ...rest }),
    );

  it('are registered once, with a role, and read back', async () => {
    await register({
      RoleArn: roleArn(PRODUCER, 'steward'),
      HybridAccessEnabled: true,
    });
    const { ResourceInfo } = await estate.producer.lakeFormation.send(
      new DescribeResourceCommand({ ResourceArn }),
    );
    expect(ResourceInfo).toMatchObject({
      ResourceArn,
      RoleArn: roleArn(PRODUCER, 'steward'),
      HybridAccessEnabled: true,
      LastModified: expect.any(Date),
    });
    expect(await refusal(register())).toMatch(/^AlreadyExistsException/);
  });

  it('with the service-linked role cannot be changed', async () => {
    await register();
    expect(
      await refusal(
        estate.producer.lakeFormation.send(
          new UpdateResourceCommand({
            ResourceArn,
            RoleArn: roleArn(PRODUCER, 'steward'),
          }),
        ),
      ),
    ).toMatch(/^InvalidInputException/);
  });

  it.each([
    ['neither a role nor the service-linked role', {}],
    ['a role that does not exist', { RoleArn: roleArn(PRODUCER, 'absent') }],
  ])('are refused with %s', async (_, rest) => {
    expect(await refusal(register(rest))).toMatch(/^InvalidInputException/);
  });

  it('are listed by pages and deregistered', async () => {
    for (const n of [1, 2, 3]) {
      await estate.producer.lakeFormation.send(
        new RegisterResourceCommand({
          ResourceArn: `arn:aws:s3:::lake/${n}`,
          UseServiceLinkedRole: true,
        }),
      );
    }
    const page = await estate.producer.lakeFormation.send(
      new ListResourcesCommand({ MaxResults: 2 }),
    );
    expect(page.ResourceInfoList).toHaveLength(2);
    expect(page.NextToken).toBeTruthy();
    await estate.producer.lakeFormation.send(
      new DeregisterResourceCommand({ ResourceArn: 'arn:aws:s3:::lake/1' }),
    );
    expect(
      await refusal(
        estate.producer.lakeFormation.send(
          new DescribeResourceCommand({ ResourceArn: 'arn:aws:s3:::lake/1' }),
        ),
      ),
    ).toMatch(/^EntityNotFoundException/);
  });
});
