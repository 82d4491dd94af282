import fc from 'fast-check';
import { PlanStep, StepAction } from '../changes';
import {
  accessSummaryOf,
  createAccessIndex,
  effectiveAccess,
} from '../effectiveAccess';
import {
  ANALYST,
  C,
  CLAIMS,
  emptyWorld,
  observe,
  P,
  PATIENTS,
  TEAM1,
  TEAM2,
} from '../effectiveAccess/__testUtils__/world';
import { desired, DesiredResource } from '../resources';
import { worlds } from './__testUtils__/worlds';
import { consequencesOf } from './consequencesOf';
import { plannedObservations } from './plannedObservations';

const READERS = [TEAM1, TEAM2, ANALYST].map(principal => ({
  principal,
  title: principal,
}));
const TABLES = [PATIENTS, CLAIMS];

const names = fc.constantFrom('patients', 'claims');
const resources: fc.Arbitrary<DesiredResource> = fc.oneof(
  fc
    .record({ table: names, rowFilter: fc.constantFrom('patient_id > 5', '') })
    .map(({ table, rowFilter }) =>
      desired('dataCellsFilter', {
        account: 'healthcare-producer',
        properties: {
          catalogId: P,
          database: 'healthcare_db',
          table,
          name: 'some',
          columns: ['patient_id', 'created_at'],
          rowFilter,
        },
        why: '',
      }),
    ),
  fc
    .record({
      table: names,
      principal: fc.constantFrom(TEAM1, ANALYST, C),
      account: fc.constantFrom('healthcare-producer', 'healthcare-consumer'),
      isOnFilter: fc.boolean(),
    })
    .map(({ table, principal, account, isOnFilter }) =>
      desired('lakeFormationPermission', {
        account,
        properties: {
          principal,
          resource: {
            catalogId: P,
            databaseName: 'healthcare_db',
            tableName: table,
            ...(isOnFilter
              ? { kind: 'dataCellsFilter', filterName: 'some' }
              : { kind: 'table' }),
          },
          permissions: ['SELECT'],
          grantable: [],
        },
        why: '',
      }),
    ),
  fc.constant(
    desired('acceptedShare', {
      account: 'healthcare-consumer',
      properties: { senderAccountId: P },
      why: '',
    }),
  ),
);

const stepOf = (action: StepAction, resource: DesiredResource): PlanStep => ({
  id: resource.id,
  type: resource.type,
  account: resource.account,
  resource,
  title: '',
  action,
  why: '',
  dependsOn: [],
  ownership: 'sluice',
  differences: [],
  undo: '',
});

const steps: fc.Arbitrary<PlanStep[]> = fc.array(
  fc
    .tuple(
      fc.constantFrom<StepAction>('create', 'update', 'delete', 'none'),
      resources,
    )
    .map(args => stepOf(...args)),
  { maxLength: 3 },
);

/** What is there, and a plan that also takes some of it back. */
const plans = fc
  .record({
    world: fc.oneof(worlds, fc.constant(0).map(emptyWorld)),
    isPending: fc.boolean(),
    given: fc.array(resources, { maxLength: 4 }),
    takenBack: fc.integer({ min: 0, max: 4 }),
    steps,
  })
  .map(({ world, isPending, given, takenBack, steps: others }) => {
    if (isPending) world.consumer.invitations[0].status = 'PENDING';
    return {
      observations: plannedObservations(
        observe(world),
        given.map(resource => stepOf('create', resource)),
      ),
      planned: [
        ...given
          .slice(0, takenBack)
          .map(resource => stepOf('delete', resource)),
        ...others,
      ],
    };
  });

it('leaves out no reader and no table for the sake of speed', () => {
  fc.assert(
    fc.property(plans, ({ observations, planned }) => {
      const before = createAccessIndex(observations);
      const after = createAccessIndex(
        plannedObservations(observations, planned),
      );
      const expected = READERS.flatMap(({ principal }) =>
        TABLES.flatMap(table => {
          const [was, willBe] = [before, after].map(index =>
            accessSummaryOf(effectiveAccess(index, { principal, table })),
          );
          return JSON.stringify(was) === JSON.stringify(willBe)
            ? []
            : [{ principal, table: table.tableName, was, willBe }];
        }),
      );
      const found = consequencesOf({
        before,
        steps: planned,
        readers: READERS,
      }).map(each => ({
        principal: each.principal,
        table: each.table.split('.')[1],
        was: each.before,
        willBe: each.after,
      }));
      expect(found).toHaveLength(expected.length);
      expect(found).toEqual(expect.arrayContaining(expected));
    }),
    { numRuns: 1_000 },
  );
});
