import {
  DataLakeSettings,
  GetDataLakeSettingsCommand,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { createMockDirectory } from '@backstage/backend-test-utils';
import * as fc from 'fast-check';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import { authorizedSessionTag } from './authorizedSessionTag';
import { crossAccountVersion } from './crossAccountVersion';
import { dataLakeAdministrator } from './dataLakeAdministrator';
import { externalDataFiltering } from './externalDataFiltering';
import { noDefaultIamAllowedPrincipals } from './noDefaultIamAllowedPrincipals';
import { ResourceContext } from './ResourceContext';

const OURS = 'arn:aws:iam::111122223333:role/sluice';
const THEIRS = 'arn:aws:iam::111122223333:role/steward';

describe('parts of the settings of Lake Formation', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
  });

  const settings = async (of = context): Promise<DataLakeSettings> => {
    const answer = await of.clients.lakeFormation.send(
      new GetDataLakeSettingsCommand({}),
    );
    return answer.DataLakeSettings!;
  };

  /** As somebody in the console changes them. */
  const edit = async (
    change: (settings: DataLakeSettings) => Partial<DataLakeSettings>,
    of = context,
  ) => {
    const before = await settings(of);
    await of.clients.lakeFormation.send(
      new PutDataLakeSettingsCommand({
        DataLakeSettings: { ...before, ...change(before) },
      }),
    );
  };

  it('makes an administrator beside the others', async () => {
    const taken = await checkLifeCycle({
      type: dataLakeAdministrator,
      aws,
      context,
      wanted: { principalArn: OURS },
      others: {
        change: () =>
          edit(({ DataLakeAdmins }) => ({
            DataLakeAdmins: [
              { DataLakePrincipalIdentifier: THEIRS },
              ...DataLakeAdmins!,
            ],
          })),
        isThere: async () =>
          (
            await settings()
          ).DataLakeAdmins!.some(
            each => each.DataLakePrincipalIdentifier === THEIRS,
          ),
        outlive: true,
      },
    });
    expect(taken).toEqual(actionsOf(dataLakeAdministrator));
  });

  it('lets engines of an account filter data beside those of others', async () => {
    const taken = await checkLifeCycle({
      type: externalDataFiltering,
      aws,
      context,
      wanted: { accountId: '444455556666' },
      others: {
        change: () =>
          edit(({ ExternalDataFilteringAllowList: list }) => ({
            ExternalDataFilteringAllowList: [
              ...list!,
              { DataLakePrincipalIdentifier: '777788889999' },
            ],
          })),
        isThere: async () => {
          const { AllowExternalDataFiltering, ExternalDataFilteringAllowList } =
            await settings();
          return (
            AllowExternalDataFiltering === true &&
            ExternalDataFilteringAllowList!.some(
              each => each.DataLakePrincipalIdentifier === '777788889999',
            )
          );
        },
        outlive: true,
      },
    });
    expect(taken).toEqual(actionsOf(externalDataFiltering));
  });

  it('switches filtering off with the last account, and on for one that is on the list', async () => {
    const wanted = { accountId: '444455556666' };
    await externalDataFiltering.create(wanted, context);
    await externalDataFiltering.delete!(wanted, context);
    expect(await settings()).toMatchObject({
      AllowExternalDataFiltering: false,
      ExternalDataFilteringAllowList: [],
    });

    await externalDataFiltering.create(wanted, context);
    await edit(() => ({ AllowExternalDataFiltering: false }));
    expect(await externalDataFiltering.read(wanted, context)).toBeUndefined();
    await externalDataFiltering.create(wanted, context);
    expect(await externalDataFiltering.read(wanted, context)).toEqual(wanted);
  });

  it('authorizes a session tag value beside the others', async () => {
    const taken = await checkLifeCycle({
      type: authorizedSessionTag,
      aws,
      context,
      wanted: { value: 'EMR on EKS Engine' },
      others: {
        change: () =>
          edit(({ AuthorizedSessionTagValueList: values }) => ({
            AuthorizedSessionTagValueList: ['Trino', ...values!],
          })),
        isThere: async () =>
          (await settings()).AuthorizedSessionTagValueList!.includes('Trino'),
        outlive: true,
      },
    });
    expect(taken).toEqual(actionsOf(authorizedSessionTag));
  });

  it('takes IAM_ALLOWED_PRINCIPALS, and nobody else, out of the defaults', async () => {
    const steward = {
      Principal: { DataLakePrincipalIdentifier: THEIRS },
      Permissions: ['DESCRIBE' as const],
    };
    await edit(({ CreateTableDefaultPermissions: defaults }) => ({
      CreateTableDefaultPermissions: [...defaults!, steward],
    }));
    await checkLifeCycle({
      type: noDefaultIamAllowedPrincipals,
      aws,
      context,
      wanted: { scope: 'account' },
    });
    expect(await settings()).toMatchObject({
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [steward],
    });
  });

  it('raises the version of sharing, and never lowers it', async () => {
    await edit(() => ({
      Parameters: { CROSS_ACCOUNT_VERSION: '2', SET_CONTEXT: 'TRUE' },
    }));
    const raised = { atLeast: 4 };
    const found = (await crossAccountVersion.read(raised, context))!;
    expect(crossAccountVersion.diff(raised, found)).toEqual([
      { path: 'version', before: 2, after: 4 },
    ]);

    await crossAccountVersion.update!(raised, found, context);
    await crossAccountVersion.update!({ atLeast: 3 }, found, context);

    expect((await settings()).Parameters).toEqual({
      CROSS_ACCOUNT_VERSION: '4',
      SET_CONTEXT: 'TRUE',
    });
    expect(crossAccountVersion.diff({ atLeast: 3 }, raised)).toEqual([]);
  });

  it.each([
    {
      what: 'a 31st administrator',
      list: 'DataLakeAdmins' as const,
      add: () => dataLakeAdministrator.create({ principalArn: OURS }, context),
    },
    {
      what: 'a 31st account',
      list: 'ExternalDataFilteringAllowList' as const,
      add: () =>
        externalDataFiltering.create({ accountId: '444455556666' }, context),
    },
  ])('says why there cannot be $what', async ({ list, add }) => {
    await edit(() => ({
      [list]: Array.from({ length: 30 }, (_, index) => ({
        DataLakePrincipalIdentifier: String(100000000000 + index),
      })),
    }));
    await expect(add()).rejects.toThrow(/at most 30 .* \(rule V17\)/);
    expect((await settings())[list]).toHaveLength(30);
  });

  it('writes nothing when nothing changes', async () => {
    await authorizedSessionTag.create({ value: 'a' }, context);
    const before = aws.actions.length;
    await authorizedSessionTag.create({ value: 'a' }, context);
    await authorizedSessionTag.delete!({ value: 'b' }, context);
    await dataLakeAdministrator.delete!({ principalArn: OURS }, context);
    expect(new Set(aws.actions.slice(before))).toEqual(
      new Set(['lakeformation:GetDataLakeSettings']),
    );
  });

  describe('whatever the order', () => {
    const LISTS = {
      admin: 'DataLakeAdmins',
      account: 'ExternalDataFilteringAllowList',
      tag: 'AuthorizedSessionTagValueList',
    } as const;
    type Part = keyof typeof LISTS;

    const nameOf = (part: Part, who: string, index: number) =>
      part === 'account'
        ? `${who === 'ours' ? 4 : 7}0000000000${index}`
        : `${who}-${part}-${index}`;

    const entriesOf = (list: unknown[] = []) =>
      list.map(
        each =>
          (each as { DataLakePrincipalIdentifier?: string })
            .DataLakePrincipalIdentifier ?? each,
      );

    const step = fc.record({
      who: fc.constantFrom('ours', 'theirs'),
      part: fc.constantFrom<Part>('admin', 'account', 'tag'),
      index: fc.integer({ min: 0, max: 2 }),
      add: fc.boolean(),
    });

    const ourStep = (
      { part, add }: { part: Part; add: boolean },
      name: string,
      of: ResourceContext,
    ) => {
      const verb = add ? ('create' as const) : ('delete' as const);
      switch (part) {
        case 'admin':
          return dataLakeAdministrator[verb]!({ principalArn: name }, of);
        case 'account':
          return externalDataFiltering[verb]!({ accountId: name }, of);
        default:
          return authorizedSessionTag[verb]!({ value: name }, of);
      }
    };

    const theirStep = (
      { part, add }: { part: Part; add: boolean },
      name: string,
      of: ResourceContext,
    ) =>
      edit(before => {
        const others = (before[LISTS[part]] as unknown[]).filter(
          each => entriesOf([each])[0] !== name,
        );
        const entry =
          part === 'tag' ? name : { DataLakePrincipalIdentifier: name };
        const list = add ? [...others, entry] : others;
        return {
          [LISTS[part]]: list,
          ...(part === 'account' && {
            AllowExternalDataFiltering: list.length > 0,
          }),
        };
      }, of);

    it('every entry stays until who made it takes it back', async () => {
      let account = 200000000000;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
          account += 1;
          const of = await aws.contextOf({ accountId: String(account) });
          const expected = {
            admin: new Set(),
            account: new Set(),
            tag: new Set(),
          };
          for (const each of steps) {
            const name = nameOf(each.part, each.who, each.index);
            await (each.who === 'ours' ? ourStep : theirStep)(each, name, of);
            expected[each.part][each.add ? 'add' : 'delete'](name);
          }
          const after = await settings(of);
          for (const part of ['admin', 'account', 'tag'] as const) {
            expect(new Set(entriesOf(after[LISTS[part]]))).toEqual(
              expected[part],
            );
          }
          expect(after.AllowExternalDataFiltering).toBe(
            expected.account.size > 0,
          );
        }),
        { numRuns: 60 },
      );
    });
  });
});
