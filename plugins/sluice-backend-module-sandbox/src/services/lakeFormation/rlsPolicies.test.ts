import {
  analyst,
  callerOf,
  claims,
  DataLakes,
  P,
  patients,
  REGION,
  team1,
  to,
} from './__testUtils__/dataLakes';
import { onDropped } from './catalogEvents';

let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
});

const call = (
  operation: 'AttachRLSPolicy' | 'DetachRLSPolicy',
  Resource: object = patients,
  more: object = {},
  who = P,
) =>
  lakes.lf(who, operation, {
    PolicyName: 'own_region',
    Principal: to(team1),
    Resource,
    ...more,
  });

const listed = async () =>
  (await lakes.lf(P, 'ListPermissions', {})).PrincipalResourcePermissions;

it('leaves a trace among the permissions as long as it is attached', async () => {
  await call('AttachRLSPolicy');
  expect(await listed()).toEqual([
    expect.objectContaining({
      Principal: to(team1),
      Resource: { RLSPolicy: { CatalogId: P, Name: 'own_region' } },
      Permissions: ['ASSOCIATE'],
    }),
  ]);
  await call('DetachRLSPolicy');
  expect(await listed()).toEqual([]);
});

it('goes with its table, and with no other', async () => {
  await call('AttachRLSPolicy');
  await call('AttachRLSPolicy', claims);
  onDropped(
    { world: lakes.world, caller: callerOf(P), region: REGION, requestId: '' },
    { databaseName: 'healthcare_db', tableName: 'patients' },
  );
  expect(await listed()).toHaveLength(1);
  await call('DetachRLSPolicy', claims);
  expect(await listed()).toEqual([]);
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'whoever is no administrator',
    () => call('AttachRLSPolicy', patients, {}, analyst),
    'AccessDeniedException',
  ],
  [
    'a table that does not exist',
    () =>
      call('AttachRLSPolicy', {
        Table: { DatabaseName: 'healthcare_db', Name: 'nope' },
      }),
    'EntityNotFoundException',
  ],
  [
    'what is no table',
    () => call('AttachRLSPolicy', { Database: { Name: 'healthcare_db' } }),
    'InvalidInputException',
  ],
  [
    'nobody',
    () => call('AttachRLSPolicy', patients, { Principal: {} }),
    'InvalidInputException',
  ],
  [
    'no policy',
    () => call('AttachRLSPolicy', patients, { PolicyName: '' }),
    'InvalidInputException',
  ],
  [
    'to detach what is not attached',
    () => call('DetachRLSPolicy'),
    'EntityNotFoundException',
  ],
])('refuses %s', async (_, attempt, code) => {
  await expect(attempt()).rejects.toMatchObject({ code });
  expect(await listed()).toEqual([]);
});
