import {
  analyst,
  C,
  callerOf,
  claims,
  DataLakes,
  P,
  patients,
  REGION,
  to,
} from './__testUtils__/dataLakes';
import { isPermitted, onCreated, onDropped } from '.';

const created = { databaseName: 'healthcare_db', tableName: 'claims' };
const iamDecides = [
  { Principal: to('IAM_ALLOWED_PRINCIPALS'), Permissions: ['ALL' as const] },
];

let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
});
const as = (who: string) => ({
  world: lakes.world,
  caller: callerOf(who),
  region: REGION,
  requestId: 'test',
});

it('gives a new table its defaults, and everything to the role that made it (A3)', async () => {
  onCreated(as(analyst), created, iamDecides);
  expect(await lakes.rows(P)).toEqual([
    'IAM_ALLOWED_PRINCIPALS: Table healthcare_db.claims ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT',
    'IAM_ALLOWED_PRINCIPALS: TableWithColumns healthcare_db.claims(*) SELECT',
    'analyst: Table healthcare_db.claims ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT grantable ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT',
    'analyst: TableWithColumns healthcare_db.claims(*) SELECT grantable SELECT',
  ]);
});

it("gives the account's own credentials nothing, which need nothing", async () => {
  onCreated(as(P), { databaseName: 'healthcare_db' }, []);
  expect(await lakes.rows(P)).toEqual([]);
});

it('lets those change an object who hold the permission', async () => {
  const may = (who: string, permission: 'DROP' | 'SELECT') =>
    isPermitted(
      lakes.world,
      callerOf(who),
      { ...created, catalogId: P, region: REGION },
      permission,
    );
  expect([may(P, 'DROP'), may(analyst, 'DROP')]).toEqual([true, false]);
  await lakes.lf(P, 'GrantPermissions', {
    Principal: to(analyst),
    Resource: claims,
    Permissions: ['DROP'],
  });
  expect([may(analyst, 'DROP'), may(analyst, 'SELECT')]).toEqual([true, false]);
});

it('forgets a dropped table with its grants, shares, filters and tags', async () => {
  for (const Resource of [claims, patients]) {
    await lakes.lf(P, 'GrantPermissions', {
      Principal: to(C),
      Resource,
      Permissions: ['SELECT'],
    });
  }
  const all = {
    Name: 'all',
    TableCatalogId: P,
    DatabaseName: 'healthcare_db',
    TableName: 'claims',
  };
  await lakes.lf(P, 'CreateDataCellsFilter', {
    TableData: {
      ...all,
      ColumnWildcard: {},
      RowFilter: { AllRowsWildcard: {} },
    },
  });
  await lakes.lf(P, 'CreateLFTag', { TagKey: 'a', TagValues: ['b'] });
  for (const Resource of [
    claims,
    { TableWithColumns: { ...claims.Table, ColumnNames: ['amount'] } },
  ]) {
    await lakes.lf(P, 'AddLFTagsToResource', {
      Resource,
      LFTags: [{ TagKey: 'a', TagValues: ['b'] }],
    });
  }

  onDropped(as(P), created);

  expect(await lakes.rows(P)).toEqual([
    `${C}: TableWithColumns healthcare_db.patients(*) SELECT`,
  ]);
  const { resources } = await lakes.ram(P, 'ListResources', {
    resourceOwner: 'SELF',
  });
  expect(resources).toMatchObject([
    { arn: expect.stringMatching(/table\/healthcare_db\/patients$/) },
  ]);
  await expect(lakes.lf(P, 'GetDataCellsFilter', all)).rejects.toMatchObject({
    code: 'EntityNotFoundException',
  });
  const left = await lakes.lf(P, 'GetResourceLFTags', { Resource: claims });
  expect(left.LFTagsOnTable).toBeUndefined();
  expect(left).toMatchObject({ LFTagsOnColumns: [] });
});
